import pytest

from tests.factories import entries, post
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.group import gather_entries, rename_group
from workshop.domain.queries.step import count_steps, steps_of
from workshop.domain.rights import operator
from workshop.domain.step import undo_step
from workshop.models import HoldReason, Role, StepState

pytestmark = pytest.mark.integration


async def _log(store, dialogue, **options):
    async with store.read() as session:
        return await steps_of(session, dialogue.id, **options)


async def test_log_of_an_untouched_dialogue_is_empty(store, dialogue) -> None:
    await post(store, dialogue, "Eins")
    assert await _log(store, dialogue) == ()
    async with store.read() as session:
        assert await count_steps(session, dialogue.id) == 0


async def test_log_says_what_and_why_the_newest_first(store, dialogue) -> None:
    await post(store, dialogue, "Eins", "Zwei")
    cards = await entries(store, dialogue)
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    group_id = await gather_entries(store, **where, entry_ids=[cards["Eins"].id, cards["Zwei"].id])
    await rename_group(store, **where, group_id=group_id, label="Zahlen")
    await hide_entry(store, **where, entry_id=cards["Eins"].id, reason=HoldReason.ADVERTISING)
    steps = await _log(store, dialogue)
    assert [(s.verb, s.reason, s.cards, s.groups, s.role) for s in steps] == [
        ("hide_entry", "advertising", 1, 0, Role.ORGANISER),
        ("rename_group", None, 0, 1, Role.ORGANISER),
        ("gather_entries", None, 2, 1, Role.ORGANISER),
    ]
    assert [s.verb for s in await _log(store, dialogue, limit=1)] == ["hide_entry"]


async def test_undone_step_stays_in_the_log(store, dialogue) -> None:
    await post(store, dialogue, "Eins")
    card = (await entries(store, dialogue))["Eins"]
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    await hide_entry(store, **where, entry_id=card.id, reason=HoldReason.FLOOD)
    await undo_step(store, **where, table_id=card.table_id)
    (step,) = await _log(store, dialogue)
    assert (step.state, step.is_undone) == (StepState.UNDONE, True)
    await hide_entry(store, **where, entry_id=card.id, reason=HoldReason.FLOOD)
    await show_entry(store, **where, entry_id=card.id)
    async with store.read() as session:
        assert await count_steps(session, dialogue.id) == 3
