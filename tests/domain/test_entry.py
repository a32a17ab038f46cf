import pytest

from tests.factories import entries, everything, post
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_entry,
    hide_entry,
    hold_entry,
    show_entry,
    withdraw_entry,
)
from workshop.domain.errors import ConflictError, ForbiddenError
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import Actor, operator
from workshop.domain.step import undo_step
from workshop.models import EntryState, HoldReason, QuestionKey

pytestmark = pytest.mark.integration


async def _state(store, dialogue) -> tuple[EntryState, str | None]:
    (entry,) = (await everything(store, dialogue)).entries
    return entry.state, entry.hold_reason


async def test_hide_and_show_again(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "x")
    arguments = {"actor": operator(), "dialogue_id": dialogue.id, "entry_id": receipt.id}
    await hide_entry(store, reason=HoldReason.ADVERTISING, **arguments)
    assert await _state(store, dialogue) == (EntryState.HIDDEN, "advertising")
    await show_entry(store, **arguments)
    assert await _state(store, dialogue) == (EntryState.SHOWN, None)
    await hold_entry(store, reason=HoldReason.OFF_TOPIC, **arguments)
    assert await _state(store, dialogue) == (EntryState.HELD, "off_topic")


async def test_hiding_can_be_undone(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "x")
    await hide_entry(
        store,
        actor=operator(),
        dialogue_id=dialogue.id,
        entry_id=receipt.id,
        reason=HoldReason.FLOOD,
    )
    (entry,) = (await everything(store, dialogue)).entries
    await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=entry.table_id)
    assert await _state(store, dialogue) == (EntryState.SHOWN, None)


async def test_only_the_author_withdraws_or_corrects(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "x")
    for stranger in (Actor(participant="p2"), Actor(), operator()):
        with pytest.raises(ForbiddenError):
            await withdraw_entry(store, actor=stranger, dialogue_id=dialogue.id, entry_id=receipt.id)
        with pytest.raises(ForbiddenError):
            await correct_entry(store, actor=stranger, dialogue_id=dialogue.id, entry_id=receipt.id, text="y")
    assert list(await entries(store, dialogue)) == ["x"]


async def test_withdrawn_text_is_gone_and_nobody_brings_it_back(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "x")
    author = Actor(participant="p1")
    await withdraw_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=receipt.id)
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.state, entry.text) == (EntryState.WITHDRAWN, "")
    with pytest.raises(ConflictError, match="entry_withdrawn"):
        await show_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=receipt.id)


async def test_paper_card_belongs_to_the_table(store, dialogue) -> None:
    async with store.read() as session:
        table = (await session.run_sync(tables_of, dialogue.id))[2]
    card = PaperCard(table.id, QuestionKey.WORKS, "Praktika im Handwerk", "de")
    entry_id = await add_paper_entry(store, actor=operator(), dialogue_id=dialogue.id, card=card)
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.id, entry.table_id, entry.origin, entry.state) == (
        entry_id,
        table.id,
        "paper",
        EntryState.SHOWN,
    )
