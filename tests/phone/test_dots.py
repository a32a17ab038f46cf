"""Giving dots over HTTP: what the contract promises, for a script and for a form."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import select

from tests.bad_texts import NOT_A_ROW, NOT_TEXT, NOT_UTF8
from tests.factories import everything, post, set_weighing
from tests.phone.hall import phone_app
from workshop.domain.dialogue import admit_newcomers, set_phase
from workshop.domain.dot import Weighing, close_tally
from workshop.domain.group import gather_entries, merge_groups, park_group
from workshop.domain.rights import operator
from workshop.domain.step import undo_step
from workshop.i18n import LANGUAGES
from workshop.models import Ballot, Phase
from workshop.phone.weigh import MOST_TOPICS

pytestmark = pytest.mark.integration
DOOR = "Gerade kommt niemand Neues hinzu."


@pytest.fixture
async def whose(store, dialogue) -> dict[str, object]:
    named = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.WEIGH, **named)
    return named


@pytest.fixture
async def topics(store, dialogue) -> list[int]:
    """Two topics of the first table."""
    cards = await post(store, dialogue, "Mehr Busse", "Bus am Abend", "Ein Garten")
    named = {"actor": operator(), "dialogue_id": dialogue.id}
    return [
        await gather_entries(store, entry_ids=[card.id for card in part], label=label, **named)
        for label, part in (("Busse", cards[:2]), ("Garten", cards[2:]))
    ]


@pytest.fixture
def page(client, services, dialogue) -> Callable[[], Awaitable[str]]:
    """The page as it is after everything that was done until now."""

    async def read() -> str:
        watch = await services.watches.by_code(dialogue.code)
        await watch.catch_up()
        return str((await client.get(f"/j/{dialogue.code}/wohnen")).text)

    return read


async def test_nobody_new_comes_in_by_dots_where_the_door_is_closed(
    client, store, dialogue, topics, whose, page
) -> None:
    before, *_ = re.findall('name="token" value="([^"]+)"', await page())
    await admit_newcomers(store, admitted=False, **whose)
    answer = await give(client, dialogue, topics[0], 1)
    assert (answer.status_code, answer.json()["error"]) == (409, "nobody_new")
    assert answer.json()["message"] == DOOR
    assert not client.cookies
    assert f'id="shut">{DOOR}<' in await page()
    sent = {"group": topics[0], "dots": 1, "token": before}
    assert (await client.post(f"/j/{dialogue.code}/dots", json=sent)).status_code == 200
    assert 'id="shut"' not in await page()
    await admit_newcomers(store, admitted=True, **whose)
    client.cookies.clear()
    assert 'id="shut"' not in await page()


async def give(client: httpx.AsyncClient, dialogue, group: object, dots: object) -> httpx.Response:
    return await client.post(f"/j/{dialogue.code}/dots", json={"group": group, "dots": dots})


async def test_dots_are_answered_as_the_contract_says(client, dialogue, topics, whose) -> None:
    first, second = topics
    answer = await give(client, dialogue, first, 3)
    assert answer.status_code == 200
    body = answer.json()
    assert (list(body), body["group"], body["dots"], body["left"]) == (
        ["group", "dots", "left", "revision"],
        first,
        3,
        2,
    )
    # The first one makes the participant, and a repeat changes nothing.
    assert "participant=" in answer.headers["set-cookie"]
    again = await give(client, dialogue, first, 3)
    assert (again.status_code, again.json(), "set-cookie" in again.headers) == (200, body, False)
    too_many = await give(client, dialogue, second, 3)
    assert (too_many.status_code, too_many.json()["error"]) == (422, "dots_used")
    assert too_many.json()["message"].startswith("Sie haben alle Ihre Punkte vergeben (5).")
    assert (await give(client, dialogue, first, 0)).json()["left"] == 5


async def test_every_browser_is_a_participant_of_its_own_and_a_token_names_it_before(
    client, services, store, dialogue, topics, whose
) -> None:
    transport = httpx.ASGITransport(app=phone_app(services))
    for _ in range(2):
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as other:
            assert (await give(other, dialogue, topics[0], 5)).status_code == 200
    page = (await client.get(f"/j/{dialogue.code}/wohnen?cards=1")).text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    body = {"group": topics[1], "dots": 2, "token": token}
    for _ in range(2):
        # The answer with the cookie got lost, and the repeat is the same ballot.
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as lossy:
            assert (await lossy.post(f"/j/{dialogue.code}/dots", json=body)).json()["left"] == 3
    async with store.read() as session:
        assert sorted(await session.scalars(select(Ballot.dots))) == [2, 5, 5]


async def test_what_cannot_be_is_refused_with_its_status(client, store, dialogue, topics, whose) -> None:
    code = dialogue.code
    await set_weighing(store, weighing=Weighing(5, on_one=2), **whose)
    on_one = await give(client, dialogue, topics[0], 3)
    assert (on_one.status_code, on_one.json()["error"]) == (422, "dots_on_one")
    assert (await give(client, dialogue, 10**9, 1)).status_code == 404
    assert (await client.post("/j/NICHTDA2/dots", json={"group": 1, "dots": 1})).status_code == 404
    await close_tally(store, **whose)
    closed = await give(client, dialogue, topics[0], 1)
    assert (closed.status_code, closed.json()["error"]) == (409, "tally_closed")
    for phase in set(Phase) - {Phase.WEIGH}:
        await set_phase(store, phase=phase, **whose)
        early = await client.post(f"/j/{code}/dots", json={"group": topics[0], "dots": 1})
        assert (early.status_code, early.json()["error"]) == (409, "not_weighing"), phase


async def test_who_is_too_fast_waits_and_what_is_not_stored_is_said(
    client, services, dialogue, topics, whose, monkeypatch
) -> None:
    answers = [(await give(client, dialogue, topics[0], n % 2)).status_code for n in range(15)]
    assert (answers[:10], answers[-1]) == ([200] * 10, 429)
    too_fast = await give(client, dialogue, topics[0], 1)
    assert int(too_fast.headers["retry-after"]) >= 1

    async def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(services.ballots, "give_dots", fail)
    monkeypatch.setattr(services.rate, "check", lambda *_, **__: None)
    failed = await give(client, dialogue, topics[0], 1)
    assert (failed.status_code, failed.json()["error"]) == (503, "storage_failed")
    assert "Punkte" in failed.json()["message"]
    assert int(failed.headers["retry-after"]) >= 1


async def test_form_without_script_leads_back_to_its_topic(client, store, dialogue, topics, whose) -> None:
    path, fields = f"/j/{dialogue.code}/dots", {"group": str(topics[0]), "dots": "2", "table": "wohnen"}
    answer = await client.post(path, data=fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/j/{dialogue.code}/wohnen#g{topics[0]}"
    refused = await client.post(path, data=fields | {"dots": "9"})
    assert refused.status_code == 422
    assert "Sie haben alle Ihre Punkte vergeben" in refused.text
    async with store.read() as session:
        assert list(await session.scalars(select(Ballot.dots))) == [2]


async def test_whatever_is_no_ballot_is_refused_in_plain_words(
    client, services, store, dialogue, topics, whose, monkeypatch
) -> None:
    monkeypatch.setattr(services.rate, "check", lambda *_, **__: None)
    path = f"/j/{dialogue.code}/dots"
    before = (await everything(store, dialogue)).revision
    bodies = [json.dumps({"group": value, "dots": 1}) for value in [*NOT_TEXT, *map(str, NOT_A_ROW)]]
    bodies += [json.dumps({"group": topics[0], "dots": value}) for value in [*NOT_TEXT, -1, 21, 10**30, ""]]
    bodies += [json.dumps(value) for value in [*NOT_TEXT, {}, {"group": topics[0]}, {"dots": 1}]]
    contents = [*map(str.encode, bodies), *NOT_UTF8, b"{" * 30_000, b'{"dots": 1e999', b"\0", b""]
    kinds = ("application/json", "application/x-www-form-urlencoded")

    async def refused(content: bytes, kind: str) -> None:
        answer = await client.post(path, content=content, headers={"Content-Type": kind})
        assert answer.status_code in {404, 422}, (content[:60], kind)
        assert len(answer.text) < 300 or kind != kinds[0]

    good = {json.dumps({"group": topics[0], "dots": value}).encode() for value in NOT_TEXT if value in (0, 1)}
    await asyncio.gather(*(refused(content, kind) for content in set(contents) - good for kind in kinds))
    if not good:
        assert (await everything(store, dialogue)).revision == before


async def test_foreign_page_gives_no_dots(client, store, dialogue, topics, whose) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await client.post(
            f"/j/{dialogue.code}/dots", json={"group": topics[0], "dots": 1}, headers=headers
        )
        assert answer.status_code == 403
    async with store.read() as session:
        assert await session.scalar(select(Ballot.id)) is None


def dots_of(text: str) -> dict[int, int]:
    """Return the own dots on a page by topic."""
    return {int(g): int(n) for g, n in re.findall(r'<li id="g(\d+)" data-dots="(\d+)"', text)}


async def test_page_offers_the_topics_with_ones_own_dots_and_what_is_left(
    client, store, dialogue, topics, whose, page
) -> None:
    first, second = topics
    await set_weighing(store, weighing=Weighing(5, on_one=2), **whose)
    text = await page()
    assert dots_of(text) == {first: 0, second: 0}
    assert "Sie haben 5 Punkte. Auf ein Thema höchstens 2." in text
    assert "noch 5 von 5 Punkten" in text
    # Without a table, one finds them all the same; one's own cards are a link away.
    assert dots_of((await client.get(f"/j/{dialogue.code}")).text) == {first: 0, second: 0}
    own = re.search(r'href="([^"]+cards=1)"', text)
    assert own is not None
    assert '<textarea id="text"' in (await client.get(own[1])).text
    # As a form without script: what a button says is what is sent.
    form = text.partition(f'id="g{first}"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    less, more = re.findall(r'name="dots" value="(\d+)"', form)
    assert (less, more, form.count('aria-disabled="true"')) == ("0", "1", 1)
    await client.post(f"/j/{dialogue.code}/dots", data=fields | {"dots": more})
    await give(client, dialogue, second, 2)
    text = await page()
    assert dots_of(text) == {first: 1, second: 2}
    assert "noch 2 von 5 Punkten" in text
    refused = await client.post(f"/j/{dialogue.code}/dots", data=fields | {"dots": "3"})
    assert refused.status_code == 422
    assert '<p class="reason" role="alert">Auf ein Thema höchstens 2.</p>' in refused.text
    assert dots_of(refused.text) == {first: 1, second: 2}
    await close_tally(store, **whose)
    closed = await page()
    assert closed.count('aria-disabled="true"') == 4
    assert "Die Punkte werden jetzt ausgezählt." in closed


async def test_page_follows_what_people_do_to_topics(client, store, dialogue, topics, whose, page) -> None:
    first, second = topics
    await give(client, dialogue, first, 2)
    await give(client, dialogue, second, 1)
    await merge_groups(store, into=first, group_ids=[second], **whose)
    assert dots_of(await page()) == {first: 3}
    await undo_step(store, table_id=(await everything(store, dialogue)).groups[0].table_id, **whose)
    assert dots_of(await page()) == {first: 2, second: 1}
    await park_group(store, group_id=first, parked=True, **whose)
    text = await page()
    # Last, and only to be taken back.
    assert list(dots_of(text).items()) == [(second, 1), (first, 2)]
    assert f'<li id="g{first}" data-dots="2" class="gone">' in text
    assert "Ein Thema, das es nicht mehr gibt" in text.partition("Nicht mehr zu sehen")[2]
    assert (await give(client, dialogue, first, 0)).json()["left"] == 4
    await park_group(store, group_id=second, parked=True, **whose)
    # Nothing is left to weigh: the phone says what it says where nobody weighs.
    assert "Auf Ihrem Handy ist dafür nichts zu tun." in await page()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_weighing_needs_14000_bytes_at_most_in_every_language(
    client, store, dialogue, whose, encoding
) -> None:
    """With the most topics that stand on one page, each with another name, and dots on some."""
    await set_phase(store, phase=Phase.COLLECT, **whose)
    words = ("Bezahlbare Wohnungen", "Kinderbetreuung im Kurs", "Sprachkurse am Abend", "Patenschaften")
    places = ("für Familien", "in der Südstadt", "ohne Wartezeit", "am Bahnhof", "mit Dolmetschern")
    labels = [f"{word} {place}" for word in words for place in places] * 2
    for number, label in enumerate(labels):
        table = ("wohnen", "arbeit", "bildung", "frauen")[number % 4]
        (card,) = await post(store, dialogue, label, table=table, participant=f"p{number}")
        await gather_entries(store, entry_ids=[card.id], label=f"{label} {number}", **whose)
    await set_phase(store, phase=Phase.WEIGH, **whose)
    assert len(labels) == MOST_TOPICS
    sizes = {}
    for tag in LANGUAGES:
        headers = {"Accept-Encoding": encoding}
        page = await client.get(f"/j/{dialogue.code}/wohnen?lang={tag}", headers=headers)
        assert len(dots_of(page.text)) == MOST_TOPICS
        script = re.search(r'<script src="([^"]+)"', page.text)
        assert script is not None
        sent = await client.get(script[1], headers=headers)
        sizes[tag] = int(page.headers["content-length"]) + int(sent.headers["content-length"])
        loaded = re.findall(r'<(?:script|img|link|iframe|source)[^>]+(?:src|href)="([^"]+)"', page.text)
        assert loaded == ["data:,", script[1]]
    assert max(sizes.values()) <= 14000, sizes
