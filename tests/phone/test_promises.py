"""Phone pages say only what is true in this dialogue, in each language."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from tests.waiting import soon
from workshop.domain.dialogue import DialogueFacts, create_dialogue, set_phase
from workshop.domain.rights import operator
from workshop.i18n import LANGUAGES, catalogue
from workshop.models import Phase
from workshop.phone.info import day_of
from workshop.phone.language import Reading

pytestmark = pytest.mark.integration


def words(tag: str, text: str) -> str:
    return catalogue("phone", tag).gettext(text)


async def page(client, code: str, path: str, tag: str) -> str:
    return unescape((await client.get(f"/j/{code}{path}", params={"lang": tag})).text)


def notice(text: str, phase: Phase) -> str:
    found = re.search(rf'<section class="notice" data-for="{phase}".*?</section>', text, re.DOTALL)
    assert found is not None
    return found[0]


async def plain(store, *, rehearsal: bool = False, delete_on: date | None = None) -> str:
    """Make a dialogue of which nothing is told but its title."""
    facts = DialogueFacts("Fachtag", delete_on=delete_on)
    act = {"actor": operator(), "theme_set": "fachtag", "phase": Phase.COLLECT}
    return await create_dialogue(store, facts=facts, rehearsal=rehearsal, **act)


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_no_phase_sends_people_to_a_board_or_a_weighing_that_is_not_there(client, dialogue, store, tag):
    board = words(tag, "on the board")
    for phase in (Phase.SORT, Phase.WEIGH, Phase.HARVEST, Phase.CLOSED):
        await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
        assert board not in notice(await page(client, dialogue.code, "/wohnen", tag), phase), phase

    async def over() -> str:
        # Pages hear of a change a moment after it; before, topics might still come.
        told = await page(client, dialogue.code, "/wohnen", tag)
        return told if f'data-phase="{Phase.CLOSED}"' in told else ""

    weighing = notice(await soon(over), Phase.WEIGH)
    hint = words(tag, "You are told in the hall how it works. There is nothing to do on your phone.")
    assert hint in weighing
    told = await page(client, dialogue.code, "/-/goal", tag)
    steps = re.search("<ol>(.*?)</ol>", told, re.DOTALL)
    assert steps is not None
    assert re.findall("<li>(.*?)</li>", steps[1]) == [
        words(tag, "Everybody writes cards to the questions of the evening."),
        words(tag, "Cards about the same thing are put together."),
        words(tag, "The moderators make results from the topics, for example project ideas or round tables."),
    ]


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_what_the_organisers_did_not_write_is_not_made_up(client, store, tag):
    code = await plain(store)
    nothing = words(tag, "The organisers have not written anything here yet. Please ask them in the hall.")
    for path in ("/-/goal", "/-/results"):
        assert nothing in await page(client, code, path, tag), path


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_deletion_is_told_as_it_is(client, store, tag):
    usual = words(tag, "%(months)s months after the evening, all its cards are deleted.") % {"months": 12}
    rehearsal = words(tag, "This is a rehearsal. The organisers can delete all its cards at any time.")
    set_day = words(tag, "On %(day)s, all cards of this evening are deleted.")
    gone = date.today() + timedelta(days=100)  # noqa: DTZ011 - far from any midnight
    spoken = set_day % {"day": day_of(gone, Reading(tag, chosen=True))}
    pages = {
        usual: await page(client, await plain(store), "/-/privacy", tag),
        rehearsal: await page(client, await plain(store, rehearsal=True), "/-/privacy", tag),
        spoken: await page(client, await plain(store, delete_on=gone), "/-/privacy", tag),
    }
    for said, text in pages.items():
        assert [each for each in pages if each in text] == [said]
    assert usual in unescape((await client.get("/j/-/privacy", params={"lang": tag})).text)


async def test_the_end_points_to_the_results_only_where_something_is_written(client, dialogue, store):
    pointer = "steht weiter unten"
    assert pointer in notice(await page(client, dialogue.code, "/wohnen", "de"), Phase.CLOSED)
    later = await plain(store)
    text = await page(client, later, "/-/tables", "de")
    table = re.search(rf'href="/j/{later}/([\w-]+)', text.partition('class="tables"')[2])
    assert table is not None
    assert pointer not in await page(client, later, f"/{table[1]}", "de")
