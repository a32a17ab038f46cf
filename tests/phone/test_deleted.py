"""Phones of a dialogue that was deleted say calmly that it no longer exists."""

import gc
import uuid

import pytest
from playwright.sync_api import expect

from tests.phone.hall import Hall
from tests.waiting import soon
from workshop.domain.deletion import delete_dialogue
from workshop.domain.rights import operator
from workshop.live.picture import Picture
from workshop.phone.write import WritePages

SENTENCE = "Diesen Dialog gibt es nicht mehr. Seine Karten und Themen sind gelöscht."


@pytest.fixture
async def gone(client, services, store, dialogue) -> str:
    """The address of a dialogue that people had open when it was deleted."""
    address = f"/j/{dialogue.code}"
    assert (await client.get(address)).status_code == 200
    watch = await services.watches.by_code(dialogue.code)
    await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    await watch.catch_up()
    return address


def card() -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": "Garten", "lang": "de"}


@pytest.mark.integration
async def test_each_address_says_so_and_takes_nothing(client, gone) -> None:
    for path in ("", "/wohnen", "/topics", "/-/goal", "/-/tables"):
        page = await client.get(gone + path)
        assert (page.status_code, SENTENCE in page.text) == (404, True), path
    typed = await client.get("/j", params={"code": gone.removeprefix("/j/").lower()})
    assert (typed.status_code, SENTENCE in typed.text) == (404, True)
    told = {"error": "dialogue_deleted", "message": SENTENCE}
    for path in ("/state", "/events", "/mine"):
        answer = await client.get(gone + path)
        assert (answer.status_code, answer.json()) == (404, told), path
    posted = await client.post(f"{gone}/entries", json=card())
    assert (posted.status_code, posted.json()) == (404, told)
    by_form = await client.post(f"{gone}/entries", data=card())
    assert (by_form.status_code, SENTENCE in by_form.text) == (404, True)
    taken_back = await client.post(f"{gone}/entries/{uuid.uuid4()}/withdraw", json={})
    assert (taken_back.status_code, taken_back.json()) == (404, told)


@pytest.mark.integration
async def test_hall_that_comes_back_guesses_no_codes(client, gone) -> None:
    """More often than anybody may try codes, from one address."""
    assert {(await client.get(f"{gone}/state")).status_code for _ in range(100)} == {404}
    assert (await client.get("/j/NOWHERE2/state")).json()["error"] == "dialogue_unknown"


@pytest.mark.integration
async def test_no_text_of_it_stays_in_memory(client, services, store, dialogue) -> None:
    """When the last page is closed: neither a picture, nor what was rendered for phones, nor a placer."""
    services.placer.attach(await services.watches.by_code(dialogue.code))
    posted = await client.post(f"/j/{dialogue.code}/entries", json=card())
    assert posted.status_code == 201
    async with client.stream("HEAD", f"/j/{dialogue.code}/events") as stream:
        assert stream.status_code == 200
    assert (await client.get(f"/j/{dialogue.code}/wohnen")).status_code == 200
    watch = await services.watches.by_code(dialogue.code)
    await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    await watch.catch_up()
    del watch

    def left() -> list[Picture]:
        gc.collect()
        found = [each for each in gc.get_objects() if isinstance(each, Picture)]
        # A test that failed before keeps its own.
        return [each for each in found if each.dialogue.code == dialogue.code]

    await soon(lambda: not left(), why=lambda: gc.get_referrers(*left()))
    shells = [each for each in gc.get_objects() if isinstance(each, WritePages)]
    kept = [shell for each in shells for shell in each._shells.values() if dialogue.code in shell]
    assert kept == []


@pytest.mark.e2e
def test_open_page_says_so_by_itself(evening: Hall, phone) -> None:
    page = phone.new_page()
    page.goto(evening.address())
    expect(page.locator("textarea[name=text]").first).to_be_visible()
    evening.do(delete_dialogue, actor=operator(), dialogue_id=evening.id)
    # A thousand phones come back spread over some seconds.
    expect(page.locator(".reason")).to_have_text(SENTENCE, timeout=20_000)
