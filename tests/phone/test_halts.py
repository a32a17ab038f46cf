"""Nobody new comes in, or a table pauses: told calmly in each language, and no card is lost."""

import re
import uuid

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.factories import entries
from tests.phone.hall import Hall, phone_app
from tests.phone.test_outbox import kept, open_page, send, stored
from tests.waiting import soon
from workshop.domain.dialogue import admit_newcomers
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.domain.table import pause_table
from workshop.phone.language import offered
from workshop.phone.participant import COOKIE

TOKEN = re.compile('name="token" value="([^"]*)"')
SHUT = re.compile('data-halt="[^"]*" data-shut="(.?)"')
DOOR = "Gerade kommt niemand Neues hinzu."


async def door(store: Store, dialogue: DialogueView, *, is_open: bool) -> None:
    await admit_newcomers(store, actor=operator(), dialogue_id=dialogue.id, admitted=is_open)


async def pause(store: Store, *, actor: object, dialogue_id: int, paused: bool) -> None:
    """Let the first table pause, or go on."""
    async with store.read() as session:
        first, *_ = await session.run_sync(tables_of, dialogue_id)
    await pause_table(store, actor=actor, dialogue_id=dialogue_id, table_id=first.id, paused=paused)


def card(text: str, **fields: str) -> dict[str, str]:
    plain = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": text, "lang": "de"}
    return plain | fields


async def page_with(client: httpx.AsyncClient, dialogue: DialogueView, *, shut: str) -> str:
    """Return the page as soon as it says of the door what it shall."""

    async def page() -> str | None:
        text = (await client.get(f"/j/{dialogue.code}/wohnen")).text
        return text if SHUT.findall(text) == [shut] else None

    return await soon(page)


@pytest.mark.integration
async def test_who_was_there_goes_on_and_nobody_new_comes_in(client, services, dialogue, store) -> None:
    address = f"/j/{dialogue.code}/entries"
    (before,) = TOKEN.findall((await client.get(f"/j/{dialogue.code}/wohnen")).text)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=phone_app(services)), base_url="http://test"
    ) as known:
        await known.post(address, json=card("Schon da"))
        assert COOKIE in known.cookies
        await door(store, dialogue, is_open=False)
        html = await page_with(client, dialogue, shut="1")
        assert TOKEN.findall(html) == [""]
        assert DOOR in html
        assert (await known.post(address, json=card("Immer noch da"))).status_code == 201
        await page_with(known, dialogue, shut="")
    for token in ({}, {"token": ""}, {"token": "x" * 48}):
        answer = await client.post(address, json=card("Neu", **token))
        assert (answer.status_code, answer.json()["error"]) == (409, "nobody_new")
        assert answer.json()["message"].startswith(DOOR)
    assert not client.cookies
    # Without a script: the text comes back, and the reason above it.
    form = await client.post(address, data=card("Neu, ohne Skript"))
    assert form.status_code == 409
    assert ("Neu, ohne Skript" in form.text, DOOR in form.text, SHUT.findall(form.text)) == (True, True, [""])
    assert TOKEN.findall(form.text) == [""]
    assert (await client.post(address, json=card("Die Seite war offen", token=before))).status_code == 201
    client.cookies.clear()
    await door(store, dialogue, is_open=True)

    async def token() -> str | None:
        return "".join(TOKEN.findall((await client.get(f"/j/{dialogue.code}/wohnen")).text)) or None

    await client.post(address, json=card("Neu", token=await soon(token)))
    assert set(await entries(store, dialogue)) == {"Schon da", "Immer noch da", "Die Seite war offen", "Neu"}


@pytest.mark.integration
async def test_page_says_it_in_each_language(client, dialogue, store) -> None:
    await door(store, dialogue, is_open=False)
    await page_with(client, dialogue, shut="1")
    said = set()
    for tag in offered():
        html = (await client.get(f"/j/{dialogue.code}/wohnen?lang={tag}")).text
        said |= set(re.findall('id="shut"><h2>([^<]+)</h2>', html))
    assert len(said) == len(offered())


@pytest.mark.integration
async def test_pause_of_a_table_stands_on_its_page_in_the_list_and_beside_the_state(
    client, dialogue, store
) -> None:
    address = f"/j/{dialogue.code}"
    await pause(store, actor=operator(), dialogue_id=dialogue.id, paused=True)

    async def state() -> httpx.Response | None:
        answer = await client.get(f"{address}/state")
        return answer if "halt" in answer.headers else None

    assert (await soon(state)).headers["halt"] == "wohnen"
    assert 'id="rest"><b>Pause</b>' in (await client.get(f"{address}/wohnen")).text
    assert 'id="rest" hidden' in (await client.get(f"{address}/arbeit")).text
    assert (await client.get(f"{address}/-/tables")).text.count("<b>Pause</b>") == 1
    answer = await client.post(f"{address}/entries", json=card("Zu früh"))
    assert (answer.status_code, answer.json()["error"]) == (409, "table_paused")
    assert answer.json()["message"].startswith("Dieser Tisch macht Pause.")


@pytest.mark.e2e
def test_card_waits_on_the_phone_while_its_table_pauses_and_goes_by_itself(
    phone: BrowserContext, evening: Hall
):
    page = open_page(phone, evening)
    rest = page.locator("#rest")
    expect(rest).to_be_hidden()
    whose = {"actor": operator(), "dialogue_id": evening.id}
    evening.do(pause, paused=True, **whose)
    expect(rest).to_be_visible()
    send(page, "Wartet")
    expect(page.locator("#cards .state")).to_have_text("wartet – wird gesendet, sobald es weitergeht")
    expect(page.locator("#say")).to_contain_text("Dieser Tisch macht Pause.")
    assert (stored(evening), len(kept(page))) == ([], 1)
    # A page that is opened meanwhile has it too, and a phone that is new sees the closed door.
    page.reload()
    evening.do(admit_newcomers, admitted=False, **whose)
    other = phone.browser.new_context(locale="de-DE")
    newcomer = open_page(other, evening)
    expect(newcomer.locator("#shut")).to_contain_text(DOOR)
    expect(newcomer.locator("#write")).to_be_hidden()
    expect(page.locator("#write")).to_be_visible()
    evening.do(pause, paused=False, **whose)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    expect(rest).to_be_hidden()
    evening.do(admit_newcomers, admitted=True, **whose)
    expect(newcomer.locator("#write")).to_be_visible()
    send(newcomer, "Jetzt auch")
    expect(newcomer.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == ["Wartet", "Jetzt auch"]
    other.close()
