"""A table whose cards are sorted, for the tests of what people do to groups."""

import pytest

from tests.factories import post
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.placement import Suggestion, place_entries
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator


@pytest.fixture
async def wohnen(store, dialogue) -> int:
    async with store.read() as session:
        return (await session.run_sync(tables_of, dialogue.id))[0].id


@pytest.fixture
async def sorted_table(store, dialogue, wohnen) -> dict[str, int]:
    """Two groups of two cards each, and one single card."""
    receipts = await post(store, dialogue, "a1", "a2", "b1", "b2", "c")
    ids = [receipt.id for receipt in receipts]
    numbers = await place_entries(
        store,
        dialogue_id=dialogue.id,
        suggestions=[
            Suggestion(wohnen, tuple(ids[:2]), None, "A"),
            Suggestion(wohnen, tuple(ids[2:4]), None, "B"),
        ],
    )
    return {"A": numbers[0], "B": numbers[1]}


@pytest.fixture
async def other_dialogue(store) -> DialogueView:
    """Another evening in the same house."""
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts(title="Anderer Abend"), theme_set="weinheim"
    )
    async with store.read() as session:
        found = await dialogue_by_code(session, code)
    assert found is not None
    return found
