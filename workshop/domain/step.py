"""Undo and redo of what people did at a table."""

from typing import Any

from sqlalchemy import select

from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.rights import Actor
from workshop.domain.store import UNDOABLE, Change, Row, Store
from workshop.models import Entry, Group, GroupState, Hand, Step, StepRow, StepState, StepVerb

UNDO_DEPTH = 50


async def undo_step(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> StepVerb:
    """Take back the last step at a table; return its verb.

    Raises `ConflictError` if there is none within the last 50, or if a row has changed since.
    """
    async with store.change(dialogue_id) as change:
        actor.require_table(dialogue_id, table_id)
        recent = (
            select(Step)
            .where(Step.table_id == table_id, Step.state != StepState.ABANDONED)
            .order_by(Step.id.desc())
            .limit(UNDO_DEPTH)
        )
        step = next((s for s in await change.session.scalars(recent) if s.state == StepState.DONE), None)
        if step is None:
            raise ConflictError(Refusal.NOTHING_TO_UNDO)
        await _swap(change, step, since="after", to="before")
        step.state = StepState.UNDONE
        return StepVerb(step.verb)


async def redo_step(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> StepVerb:
    """Do again what was undone last at a table; return its verb."""
    async with store.change(dialogue_id) as change:
        actor.require_table(dialogue_id, table_id)
        statement = select(Step).where(Step.table_id == table_id, Step.state == StepState.UNDONE)
        step = await change.session.scalar(statement.order_by(Step.id).limit(1))
        if step is None:
            raise ConflictError(Refusal.NOTHING_TO_REDO)
        await _swap(change, step, since="before", to="after")
        step.state = StepState.DONE
        return StepVerb(step.verb)


async def _swap(change: Change, step: Step, *, since: str, to: str) -> None:
    for logged in reversed(step.changes) if to == "before" else step.changes:
        row: Row | None = await change.session.get(UNDOABLE[logged["row"]], logged["id"])
        values: dict[str, Any] = logged[since]
        if row is None or not all(_stands(row, name, value) for name, value in values.items()):
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        change.set(row, **logged[to])
    change.forget_log()
    await _free_cards_of_dissolved(change, step)


def _stands(row: Row, name: str, value: object) -> bool:
    """Whether a row is as a step left it; that the machine left a card alone meanwhile changes nothing."""
    if name == "placed_by" and isinstance(row, Entry) and row.group_id is None:
        return (row.placed_by == Hand.PERSON) == (value == Hand.PERSON)
    return bool(getattr(row, name) == value)


async def _free_cards_of_dissolved(change: Change, step: Step) -> None:
    """Cards that the machine put into a group meanwhile must not vanish with it: they are free again."""
    numbers = [logged["id"] for logged in step.changes if logged["row"] == StepRow.GROUP]
    statement = select(Entry).join(Group, Entry.group_id == Group.id)
    stranded = statement.where(Group.id.in_(numbers), Group.state == GroupState.DISSOLVED)
    for entry in await change.session.scalars(stranded):
        change.set(entry, by_person=False, group_id=None, placed_by=None)
