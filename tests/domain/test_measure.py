"""How far a measure is: what the log and the follow-up hear of it."""

import pytest

from workshop.domain.errors import ConflictError
from workshop.domain.outcome import Draft, create_outcome, edit_outcome
from workshop.domain.queries.measure import StateChange, state_changes
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import operator
from workshop.domain.step import undo_step
from workshop.domain.written_field import write_field
from workshop.models import OutcomeKind, Role, StepVerb, now

pytestmark = pytest.mark.integration


def idea(table_id: int | None = None, **details: str) -> Draft:
    return Draft(OutcomeKind.PROJECT_IDEA, "Abendbus", table_id=table_id, details=details)


async def changes(store, dialogue) -> tuple[StateChange, ...]:
    async with store.read() as session:
        return await state_changes(session, dialogue.id)


async def test_each_change_of_state_is_a_step_with_its_time(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    before = now()
    # Of no table, as a result without a topic is.
    number = await create_outcome(store, draft=idea(), **act)
    at = {"outcome_id": number} | act
    await write_field(store, name="state", text="started", seen="open", **at)
    # Neither another field nor what comes twice is a change.
    await write_field(store, name="first_step", text="Zählen", seen="", **at)
    await write_field(store, name="state", text="started", seen="open", **at)
    dropped = idea(state="dropped", state_reason="Kein Fahrer")
    await edit_outcome(store, draft=dropped, **at)
    await edit_outcome(store, draft=dropped, **at)
    await write_field(store, name="state_reason", text="Kein Geld", seen="Kein Fahrer", **at)
    found = await changes(store, dialogue)
    assert [(each.outcome_id, each.state, each.reason, each.role) for each in found] == [
        (number, "started", "", Role.ORGANISER),
        (number, "dropped", "Kein Fahrer", Role.ORGANISER),
        (number, "dropped", "Kein Geld", Role.ORGANISER),
    ]
    assert before <= found[0].at <= found[1].at <= found[2].at <= now()
    async with store.read() as session:
        newest, *_ = await steps_of(session, dialogue.id)
    assert (newest.verb, newest.outcome, newest.measure_state) == (StepVerb.SET_STATE, number, "dropped")
    assert (newest.table_id, newest.cards, newest.groups) == (None, 0, 0)


async def test_what_is_no_measure_any_more_and_one_that_begins_settled_are_told(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = await create_outcome(store, draft=idea(state="done"), **act)
    await edit_outcome(store, draft=Draft(OutcomeKind.PROBLEM, "Kein Bus"), outcome_id=number, **act)
    await edit_outcome(store, draft=idea(), outcome_id=number, **act)
    assert [each.state for each in await changes(store, dialogue)] == ["done", ""]


async def test_undo_at_a_table_leaves_the_state_alone(store, dialogue, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await create_outcome(store, draft=idea(wohnen, state="started"), **act)
    with pytest.raises(ConflictError, match="nothing_to_undo"):
        await undo_step(store, table_id=wohnen, **act)
    (found,) = await changes(store, dialogue)
    assert found.state == "started"
