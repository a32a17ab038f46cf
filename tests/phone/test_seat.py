"""Without a script: the address keeps where somebody sat down, and each page says where they sit now."""

import re
import uuid

import pytest

from tests.factories import everything, redescribe
from tests.waiting import soon
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import start_round, take_round_back
from workshop.domain.table import pause_table
from workshop.models import Rotation

pytestmark = pytest.mark.integration
HIDDEN = r'<input type="hidden" name="{}" value="([^"]*)">'
TABLE = re.compile(HIDDEN.format("table") + "\n" + HIDDEN.format("seat"))
HERE = re.compile(r'data-here="([^"]*)"')
TOLD = re.compile(r'id="move"( hidden)?>')
GO = "Bitte gehen Sie an Tisch 2."


@pytest.fixture
async def act(store, dialogue):
    """Where everybody moves on with each round, in the first of three."""
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await redescribe(store, **act, rotation=Rotation.MOVE_ON)
    await start_round(store, minutes=20, **act)
    return act


@pytest.fixture
def page(client, dialogue):
    """Return a page as soon as it knows of a round."""

    async def get(path: str, *, round: int) -> str:  # noqa: A002 - as everywhere
        async def known() -> str | None:
            answer = await client.get(f"/j/{dialogue.code}/{path}")
            return answer.text if f'data-round="{round}"' in answer.text else None

        return await soon(known)

    return get


def sits(html: str) -> tuple[str, str]:
    """Return the table of a page's form, and the seat that it keeps."""
    (found,) = TABLE.findall(html)
    return found


async def test_page_asked_for_anew_is_that_of_the_next_table_and_says_where_to_go(
    store, dialogue, act, page
) -> None:
    html = await page("wohnen", round=1)
    assert (sits(html), TOLD.findall(html)) == (("wohnen", "1.wohnen"), [" hidden"])
    assert HERE.findall(html) == [f"/j/{dialogue.code}/wohnen?seat=1.wohnen"]
    await start_round(store, minutes=20, **act)
    html = await page("wohnen?seat=1.wohnen", round=2)
    assert (sits(html), TOLD.findall(html)) == (("ehrenamt", "1.wohnen"), [""])
    assert (GO in html, "<noscript><p class" in html) == (True, False)
    # Told once; from then on the address is the new one, in every language.
    assert HERE.findall(html) == [f"/j/{dialogue.code}/ehrenamt?seat=1.wohnen"]
    assert f"/j/{dialogue.code}/ehrenamt?seat=1.wohnen&amp;lang=ar" in html
    again = await page("ehrenamt?seat=1.wohnen", round=2)
    assert (sits(again), TOLD.findall(again)) == (("ehrenamt", "1.wohnen"), [" hidden"])
    # Two missed rounds are two tables, and a round that is taken back is one back.
    await start_round(store, minutes=20, **act)
    assert sits(await page("wohnen?seat=1.wohnen", round=3))[0] == "arbeit"
    await take_round_back(store, seen_steps=3, **act)
    assert sits(await page("arbeit?seat=1.wohnen", round=2)) == ("ehrenamt", "1.wohnen")
    await take_round_back(store, seen_steps=2, **act)
    assert sits(await page("ehrenamt?seat=1.wohnen", round=1)) == ("wohnen", "1.wohnen")


async def test_who_comes_or_chooses_in_a_round_sits_there_in_it(store, act, page) -> None:
    await start_round(store, minutes=20, **act)
    html = await page("arbeit", round=2)
    assert (sits(html), TOLD.findall(html)) == (("arbeit", "2.arbeit"), [" hidden"])
    # Who has no script may have sat here before: a link leads on, and from there no further.
    link = re.search(r"<noscript><p class.*?href=\"/j/\w+/([^\"]+)\"", html)
    assert link is not None
    assert link[1] == "frauen?seat=2.frauen"
    assert "<noscript><p class" not in await page(link[1], round=2)
    # Back where one sat before, after a round that was started by mistake.
    await take_round_back(store, seen_steps=2, **act)
    assert sits(await page("arbeit?seat=2.arbeit", round=1)) == ("arbeit", "1.arbeit")


async def test_card_stays_at_the_table_for_which_it_was_written(store, dialogue, act, client, page) -> None:
    html = await page("wohnen?seat=1.wohnen", round=1)
    table, seat = sits(html)
    await start_round(store, minutes=20, **act)
    await page("wohnen", round=2)
    card = {"table": table, "seat": seat, "question": "works", "lang": "de"}
    address = f"/j/{dialogue.code}/entries"
    long = await client.post(address, data=card | {"id": str(uuid.uuid4()), "text": "x" * 501})
    assert (long.status_code, sits(long.text)) == (422, ("wohnen", "1.wohnen"))
    sent = await client.post(address, data=card | {"id": str(uuid.uuid4()), "text": "Noch von vorhin"})
    assert sent.headers["Location"] == f"/j/{dialogue.code}/wohnen?seat=1.wohnen"
    html = (await client.get(sent.headers["Location"])).text
    assert (sits(html), GO in html, TOLD.findall(html)) == (("ehrenamt", "1.wohnen"), True, [""])
    table, seat = sits(html)
    card = {"id": str(uuid.uuid4()), "table": table, "seat": seat, "question": "works", "lang": "de"}
    sent = await client.post(address, data=card | {"text": "Vom neuen Tisch"})
    assert sent.headers["Location"] == f"/j/{dialogue.code}/ehrenamt?seat=1.wohnen#own"
    rows = await everything(store, dialogue)
    keys = {each.id: each.key for each in rows.tables}
    assert {each.text: keys[each.table_id] for each in rows.entries} == {
        "Noch von vorhin": "wohnen",
        "Vom neuen Tisch": "ehrenamt",
    }


@pytest.mark.parametrize(
    "seat",
    [
        "",
        ".",
        "1",
        "1.",
        "1.nirgends",
        "x.wohnen",
        "-1.wohnen",
        "99999.wohnen",
        "².wohnen",
        '1."><b>',
        "1.wohnen" * 99,
    ],
)
async def test_seat_that_says_nothing_is_none(store, act, page, seat: str) -> None:
    await start_round(store, minutes=20, **act)
    html = await page(f"frauen?seat={seat.replace('>', '%3E')}", round=2)
    assert sits(html) == ("frauen", "2.frauen")


@pytest.mark.parametrize("seat", ["0.wohnen", "1.wohnen"])
async def test_before_the_first_round_people_sit_as_in_it(act, page, seat: str) -> None:
    assert sits(await page(f"wohnen?seat={seat}", round=1)) == ("wohnen", "1.wohnen")


async def test_table_that_pauses_keeps_its_place(store, dialogue, act, page) -> None:
    async with store.read() as session:
        tables = await session.run_sync(tables_of, dialogue.id)
    await pause_table(store, **act, table_id=tables[1].id, paused=True)
    await start_round(store, minutes=20, **act)
    assert sits(await page("wohnen?seat=1.wohnen", round=2))[0] == "ehrenamt"


async def test_nothing_of_it_is_said_where_people_choose_and_where_there_is_one_round(
    store, act, page
) -> None:
    await redescribe(store, **act, rotation=Rotation.CHOOSE)
    await start_round(store, minutes=20, **act)
    html = await page("wohnen?seat=1.wohnen", round=2)
    assert ("seat" in html, "Suchen Sie sich einen Tisch." in html) == (False, True)
    await redescribe(store, **act, rotation=Rotation.MOVE_ON, rounds=1)
    await start_round(store, minutes=20, **act)
    html = await page("wohnen?seat=1.wohnen", round=3)
    assert ("seat" in html, "Suchen Sie" in html, 'id="move"' in html) == (False, False, False)
