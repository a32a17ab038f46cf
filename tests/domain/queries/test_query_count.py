import asyncio

import pytest

from tests.factories import card, entries, everything, post
from tests.queries import counted
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.posting import Inbox
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.dialogue import dialogues_for
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.live.watch import Watches
from workshop.models import OutcomeKind

pytestmark = pytest.mark.integration


async def _fill(store, dialogue, number: int) -> None:
    """Post `number` cards; each becomes a group, and each group an outcome."""
    inbox = Inbox(store)
    receipts = await asyncio.gather(*(inbox.post_entry(card(dialogue, f"Karte {n}")) for n in range(number)))
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    for n, receipt in enumerate(receipts):
        group = await gather_entries(store, entry_ids=[receipt.id], label=f"Thema {n}", **act)
        await create_outcome(store, draft=Draft(OutcomeKind.PROBLEM, f"P {n}", group_ids=[group]), **act)


@pytest.mark.parametrize("number", [1, 100])
async def test_reading_a_dialogue_takes_the_same_statements_for_1_and_100_rows(
    store, dialogue, number
) -> None:
    await _fill(store, dialogue, number)
    async with store.read() as session:
        with counted(store.database) as whole:
            delta = await session.run_sync(changes_since, dialogue.id, 0)
    assert (len(delta.entries), len(delta.groups), len(delta.outcomes)) == (number, number, number)
    assert len(whole) == 9


async def test_a_new_card_costs_a_reader_three_statements_however_many_there_are(store, dialogue) -> None:
    await _fill(store, dialogue, 30)
    seen = (await everything(store, dialogue)).revision
    await post(store, dialogue, "neu")
    async with store.read() as session:
        with counted(store.database) as sent:
            delta = await session.run_sync(changes_since, dialogue.id, seen)
    assert [entry.text for entry in delta.entries] == ["neu"]
    assert len(sent) == 3


@pytest.mark.parametrize("number", [1, 100])
async def test_results_take_the_same_statements_for_1_and_100_rows(store, dialogue, number) -> None:
    await _fill(store, dialogue, number)
    async with store.read() as session:
        with counted(store.database) as sent:
            results = await results_of(session, dialogue.code)
    assert len(results.outcomes) == number
    assert len(sent) == 11


@pytest.mark.parametrize("number", [1, 100])
async def test_list_of_dialogues_takes_one_statement(store, number) -> None:
    for n in range(number):
        facts = DialogueFacts(title=f"Abend {n}")
        await create_dialogue(store, actor=operator(), facts=facts, theme_set="stuttgart")
    async with store.read() as session:
        with counted(store.database) as sent:
            found = await dialogues_for(session, operator())
    assert (len(found), len(sent)) == (number, 1)


@pytest.mark.parametrize("number", [1, 100])
async def test_one_commit_takes_the_same_statements_for_1_and_100_cards(store, dialogue, number) -> None:
    inbox = Inbox(store)
    cards = [card(dialogue, f"Karte {n}") for n in range(number)]
    with counted(store.database) as sent:
        await asyncio.gather(*(inbox.post_entry(each) for each in cards))
    assert len(await entries(store, dialogue)) == number
    assert len(sent) == 3


async def test_a_dialogue_that_is_watched_is_looked_at_without_the_database(store, dialogue) -> None:
    watches = Watches(store)
    await watches.by_code(dialogue.code)
    with counted(store.database) as sent:
        for _ in range(100):
            assert await watches.by_code(dialogue.code) is not None
    assert sent == []
    await watches.close()
