"""The summaries of a table over HTTP: read and answered by script and form, never before they are shown."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable

import httpx
import pytest
import structlog
from sqlalchemy import select

from tests.bad_texts import NOT_A_ROW, NOT_TEXT, NOT_UTF8
from tests.factories import everything
from tests.phone.hall import phone_app
from workshop.domain import bounds
from workshop.domain.dialogue import admit_newcomers, set_phase
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import start_round
from workshop.domain.summary import offer_summary, write_summary
from workshop.i18n import LANGUAGES
from workshop.models import Phase, Reply

pytestmark = pytest.mark.integration
TEXT = "Wir brauchen Busse am Abend."


@pytest.fixture
def whose(dialogue) -> dict[str, object]:
    return {"actor": operator(), "dialogue_id": dialogue.id}


@pytest.fixture
async def tables(store, dialogue) -> dict[str, int]:
    async with store.read() as session:
        return {each.key: each.id for each in await session.run_sync(tables_of, dialogue.id)}


@pytest.fixture
async def summary(store, tables, whose) -> int:
    number = await write_summary(store, table_id=tables["wohnen"], number=1, text=TEXT, **whose)
    await offer_summary(store, summary_id=number, **whose)
    return number


@pytest.fixture
def read(client, services, dialogue) -> Callable[..., Awaitable[str]]:
    """Read a page as it is after everything that was done until now."""

    async def page(path: str = "/summaries?table=wohnen", **headers: str) -> str:
        watch = await services.watches.by_code(dialogue.code)
        await watch.catch_up()
        return str((await client.get(f"/j/{dialogue.code}{path}", headers=headers)).text)

    return page


async def say(client: httpx.AsyncClient, dialogue, summary: int, answer: str, **more: object):
    sent = {"summary": summary, "edition": 1, "answer": answer, "lang": "de"} | more
    return await client.post(f"/j/{dialogue.code}/summaries", json=sent)


async def test_answers_are_stored_once_for_each_participant(
    client, services, store, dialogue, summary
) -> None:
    answer = await say(client, dialogue, summary, "add", text="Auch am Sonntag")
    assert answer.status_code == 200
    body = answer.json()
    assert {name: body[name] for name in ("summary", "edition", "answer", "held")} == {
        "summary": summary,
        "edition": 1,
        "answer": "add",
        "held": False,
    }
    assert "participant=" in answer.headers["set-cookie"]
    again = await say(client, dialogue, summary, "agree")
    assert (again.status_code, "set-cookie" in again.headers) == (200, False)
    # The same address, another browser: another participant.
    transport = httpx.ASGITransport(app=phone_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as other:
        assert (await say(other, dialogue, summary, "disagree")).status_code == 200
    async with store.read() as session:
        assert sorted(await session.scalars(select(Reply.answer))) == ["agree", "disagree"]


async def test_token_of_the_page_names_who_has_no_cookie_yet(
    client, services, store, dialogue, summary, read
) -> None:
    token = re.search(r'name="token" value="([^"]+)"', await read())
    assert token is not None
    transport = httpx.ASGITransport(app=phone_app(services))
    for _ in range(2):
        # The answer with the cookie got lost, and the repeat is the same answer.
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as lossy:
            assert (await say(lossy, dialogue, summary, "agree", token=token[1])).status_code == 200
    async with store.read() as session:
        assert list(await session.scalars(select(Reply.answer))) == ["agree"]


async def test_only_what_was_shown_is_on_phones_and_only_at_its_table(
    client, store, dialogue, tables, whose, summary, read
) -> None:
    link = f'<p class="notice" id="sum"><a href="/j/{dialogue.code}/summaries?table=wohnen">'
    assert TEXT in await read()
    assert link in await read("/wohnen")
    assert TEXT not in await read("/summaries?table=arbeit")
    assert 'id="sum" hidden' in await read("/arbeit")
    hidden = "Was niemand zeigte"
    await write_summary(store, table_id=tables["arbeit"], number=1, text=hidden, **whose)
    assert hidden not in await read("/summaries?table=arbeit")
    # Without a table one chooses it first.
    assert (await client.get(f"/j/{dialogue.code}/summaries")).headers["location"].endswith("/-/tables")
    for deed in (
        lambda: offer_summary(store, summary_id=summary, offered=False, **whose),
        lambda: set_phase(store, phase=Phase.CLOSED, **whose),
    ):
        await deed()
        assert TEXT not in await read()
        assert "Zurzeit gibt es keine Zusammenfassung zu lesen." in await read()
        assert link not in await read("/wohnen")
        if deed.__code__.co_names[0] == "offer_summary":
            await offer_summary(store, summary_id=summary, **whose)
            assert TEXT in await read()


async def test_phones_are_told_which_table_may_read_what(
    client, store, dialogue, tables, whose, summary, read
) -> None:
    await read()
    told = f"=wohnen/{summary}.1"
    assert (await client.get(f"/j/{dialogue.code}/state")).headers["halt"] == told
    assert f'data-halt="{told}"' in await read("/wohnen")
    await write_summary(store, table_id=tables["wohnen"], number=1, text="Anders", **whose)
    await offer_summary(store, summary_id=summary, **whose)
    await read()
    assert (await client.get(f"/j/{dialogue.code}/state")).headers["halt"] == f"=wohnen/{summary}.2"


async def test_form_without_script_answers_and_finds_its_answer(
    client, store, dialogue, summary, read
) -> None:
    form = (await read()).partition(f'<article id="s{summary}"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    path = f"/j/{dialogue.code}/summaries"
    answer = await client.post(path, data=fields | {"answer": "add", "text": "Auch am Sonntag"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{path}?table=wohnen#s{summary}"
    page = await read()
    assert 'value="add" aria-pressed="true"' in page
    assert "Auch am Sonntag</textarea>" in page
    long = "x" * (bounds.ADDITION + 1)
    refused = await client.post(path, data=fields | {"answer": "add", "text": long})
    assert refused.status_code == 422
    assert f'role="alert">Der Text ist zu lang. Es ist Platz für {bounds.ADDITION} Zeichen.' in refused.text
    # What was typed is not lost, and what is stored stays.
    assert f"{long}</textarea>" in refused.text
    async with store.read() as session:
        assert list(await session.scalars(select(Reply.text))) == ["Auch am Sonntag"]


async def test_addition_that_is_held_is_told_to_who_wrote_it(client, dialogue, summary, read) -> None:
    held = await say(client, dialogue, summary, "add", text="Ruft mich an: 0171 2345678")
    assert held.json()["held"] is True
    assert '<p class="state">Ein Mensch sieht sich Ihren Text zuerst an.</p>' in await read()


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_what_cannot_be_is_refused_in_each_language(
    client, store, dialogue, tables, whose, summary, tag
) -> None:
    path = f"/j/{dialogue.code}/summaries?lang={tag}"
    said = {}

    async def refused(**more: object) -> tuple[int, str]:
        sent = {"summary": summary, "edition": 1, "answer": "agree"} | more
        answer = await client.post(path, json=sent)
        said[answer.json()["error"]] = answer.json()["message"]
        return answer.status_code, answer.json()["error"]

    assert await refused(answer="perhaps") == (422, "answer_invalid")
    assert await refused(answer="add", text="x" * 301) == (422, "addition_too_long")
    assert await refused(edition=2) == (409, "summary_changed")
    await offer_summary(store, summary_id=summary, offered=False, **whose)
    assert await refused() == (404, "summary_unknown")
    await set_phase(store, phase=Phase.CLOSED, **whose)
    assert await refused() == (410, "replies_closed")
    assert len(set(said.values())) == len(said) == 5
    assert (await client.post("/j/NICHTDA2/summaries", json={"summary": 1})).status_code == 404


async def test_who_is_too_fast_waits_and_what_is_not_stored_is_said_and_not_logged(
    client, services, dialogue, summary, monkeypatch, capfd
) -> None:
    words = "Zwetschgenkanarienvogel"

    async def fail(*_: object) -> None:
        raise OSError("no room")

    with structlog.testing.capture_logs() as logged:
        assert (await say(client, dialogue, summary, "add", text=words)).status_code == 200
        assert (await say(client, dialogue, summary, "add", text=words * 30)).status_code == 422
        with monkeypatch.context() as broken:
            broken.setattr(services.store.database, "write_at_once", fail)
            failed = await say(client, dialogue, summary, "add", text=f"{words} 2")
    assert (failed.status_code, failed.json()["error"]) == (503, "storage_failed")
    assert "Antwort" in failed.json()["message"]
    assert [each["event"] for each in logged] == ["reply_not_stored"]
    assert words not in json.dumps(logged, default=str) + "".join(capfd.readouterr())
    answers = [
        (await say(client, dialogue, summary, ("agree", "disagree")[n % 2])).status_code for n in range(15)
    ]
    assert answers[-1] == 429


async def test_whatever_is_no_answer_is_refused_in_plain_words(
    client, services, store, dialogue, summary, monkeypatch
) -> None:
    monkeypatch.setattr(services.rate, "check", lambda *_, **__: None)
    path, good = f"/j/{dialogue.code}/summaries", {"summary": summary, "edition": 1, "answer": "agree"}
    before = (await everything(store, dialogue)).revision
    bodies = [json.dumps(good | {"summary": value}) for value in map(str, NOT_A_ROW)]
    bodies += [json.dumps(good | {"edition": value}) for value in (-1, 0, 10**30, "", None, [], 1.5)]
    bodies += [json.dumps(good | {"answer": value}) for value in [*NOT_TEXT, "", "Agree"]]
    bodies += [json.dumps(good | {"answer": "add", "text": value}) for value in NOT_TEXT]
    bodies += [json.dumps(value) for value in [*NOT_TEXT, {}]]
    contents = [*map(str.encode, bodies), *NOT_UTF8, b"{" * 30_000, b'{"edition": 1e999', b"\0", b""]
    kinds = ("application/json", "application/x-www-form-urlencoded")

    async def refused(content: bytes, kind: str) -> None:
        answer = await client.post(path, content=content, headers={"Content-Type": kind})
        assert answer.status_code in {404, 422}, (content[:80], kind)
        assert len(answer.text) < 300 or kind != kinds[0]

    await asyncio.gather(*(refused(content, kind) for content in set(contents) for kind in kinds))
    assert (await everything(store, dialogue)).revision == before


async def test_foreign_page_answers_nothing(client, store, dialogue, summary) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        sent = {"summary": summary, "edition": 1, "answer": "agree"}
        answer = await client.post(f"/j/{dialogue.code}/summaries", json=sent, headers=headers)
        assert answer.status_code == 403
    async with store.read() as session:
        assert await session.scalar(select(Reply.id)) is None


async def test_nobody_new_replies_where_the_door_is_closed(
    client, store, dialogue, summary, whose, read
) -> None:
    await admit_newcomers(store, admitted=False, **whose)
    answer = await say(client, dialogue, summary, "agree")
    assert (answer.status_code, answer.json()["error"]) == (409, "nobody_new")
    assert 'id="shut"' in await read()
    await admit_newcomers(store, admitted=True, **whose)
    assert 'id="shut"' not in await read()


async def test_one_round_needs_no_number_and_several_have_one(
    client, store, dialogue, tables, whose, summary, read
) -> None:
    assert "Runde" not in (await read()).partition("<main>")[2]
    for _ in range(2):
        await start_round(store, minutes=10, **whose)
    second = await write_summary(store, table_id=tables["wohnen"], number=2, text="Danach", **whose)
    await offer_summary(store, summary_id=second, **whose)
    # The last one first.
    assert re.findall(r"<h2>(Runde \d)</h2>", await read()) == ["Runde 2", "Runde 1"]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_page_needs_14000_bytes_at_most_in_every_language(
    client, store, dialogue, tables, whose, read, encoding
) -> None:
    """With the longest summaries of three rounds, no two sentences of which are alike."""
    for number in (1, 2, 3):
        await start_round(store, minutes=10, **whose)
        words = [f"በዓል{number * 7919 % (k + 97)} ስራሕ{k * number * 31 % 257}" for k in range(200)]
        text = " ".join(words)[: bounds.SUMMARY]
        made = await write_summary(store, table_id=tables["wohnen"], number=number, text=text, **whose)
        await offer_summary(store, summary_id=made, **whose)
    sizes = {}
    await read()
    for tag in LANGUAGES:
        headers = {"Accept-Encoding": encoding}
        page = await client.get(f"/j/{dialogue.code}/summaries?table=wohnen&lang={tag}", headers=headers)
        assert page.text.count("<article") == 3
        loaded = re.findall(r'<(?:script|img|link|iframe|source)[^>]+(?:src|href)="([^"]+)"', page.text)
        assert len(loaded) == 2
        sent = await client.get(loaded[1], headers=headers)
        sizes[tag] = int(page.headers["content-length"]) + int(sent.headers["content-length"])
    assert max(sizes.values()) <= 14000, sizes
