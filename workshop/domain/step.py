"""Undo and redo of what people did at a table: one's own steps first, then those of other devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.holding import after_turn
from workshop.domain.machine import freed
from workshop.domain.rights import Actor
from workshop.domain.store import UNDOABLE, Change, Row, Store, rows_of
from workshop.domain.table import table_of
from workshop.models import (
    Entry,
    EntryState,
    Group,
    GroupState,
    Hand,
    Role,
    Step,
    StepRow,
    StepState,
    StepVerb,
)

UNDO_DEPTH = 50
# What nobody takes back at a table: the words are gone, or another way leads back (ending a mute, showing,
# the measures table).
FINAL = (
    StepVerb.REDACT_ENTRY,
    StepVerb.MUTE_AUTHOR,
    StepVerb.UNMUTE_AUTHOR,
    StepVerb.HOLD_BY_MACHINE,
    StepVerb.SET_STATE,
)
# What only moderators decide, and so take back; it stands at a table, but is about all of them.
MODERATED = (StepVerb.LET_MACHINE_PLACE, StepVerb.STOP_MACHINE)


@dataclass(frozen=True)
class Turned:
    """What was taken back or done again, and whose step it was: this device's own, or of which role."""

    step_id: int
    verb: StepVerb
    role: Role
    is_own: bool


async def undo_step(
    store: Store, *, actor: Actor, dialogue_id: int, table_id: int, step_id: int | None = None
) -> Turned:
    """Take back the last own step at a table, the last one at all if there is no own, or the one named.

    Raises `ConflictError` if there is none within the last 50, or if a row has changed since; a later step
    that did so is named by the error (`STEP_IN_THE_WAY`: `step`, `verb`, `role`, `own`).
    """
    async with store.change(dialogue_id) as change:
        actor.require_table(dialogue_id, table_id)
        await table_of(change, table_id)
        step, later = await _to_undo(change.session, actor, dialogue_id, table_id, step_id)
        if step is None:
            raise ConflictError(Refusal.NOTHING_TO_UNDO)
        _require_free_way(step, later, actor.hand_at(dialogue_id))
        await _swap(change, step, since="after", to="before")
        await _restore_groups(change, step)
        return _turn(change, step, actor, StepState.UNDONE)


async def redo_step(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> Turned:
    """Do again what was taken back last at a table: own steps and what this device took back come first."""
    async with store.change(dialogue_id) as change:
        actor.require_table(dialogue_id, table_id)
        await table_of(change, table_id)
        step = await _to_redo(change.session, actor, dialogue_id, table_id)
        if step is None:
            raise ConflictError(Refusal.NOTHING_TO_REDO)
        await _swap(change, step, since="before", to="after")
        await _pour_again(change, step)
        return _turn(change, step, actor, StepState.DONE)


async def joins_or_parts(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    table_id: int,
    step_id: int | None = None,
    redo: bool = False,
) -> StepVerb | None:
    """Return what undo (or redo) would turn now if that joins topics with their dots or parts them."""
    actor.require_table(dialogue_id, table_id)
    async with store.read() as session:
        if redo:
            step = await _to_redo(session, actor, dialogue_id, table_id)
        else:
            step, _later = await _to_undo(session, actor, dialogue_id, table_id, step_id)
    is_moved = step is not None and any(
        each[side].get("home_id") is not None for each in step.changes for side in ("before", "after")
    )
    return StepVerb(step.verb) if step and is_moved else None


async def _to_undo(
    session: AsyncSession, actor: Actor, dialogue_id: int, table_id: int, step_id: int | None
) -> tuple[Step | None, list[Step]]:
    """Return the step that undo takes back, and those that were done after it."""
    recent = (
        select(Step)
        .where(Step.dialogue_id == dialogue_id, Step.table_id == table_id)
        .where(Step.state != StepState.ABANDONED)
        .where(Step.verb.not_in(_out_of_reach(actor, dialogue_id)))
        .order_by(Step.id.desc())
        .limit(UNDO_DEPTH)
    )
    hand = actor.hand_at(dialogue_id)
    done = [step for step in await session.scalars(recent) if step.state == StepState.DONE]
    own = [step for step in done if step.by == hand]
    step = next(iter(own or done), None)
    if step_id is not None:
        step = next((each for each in done if each.id == step_id), None)
    return step, [each for each in done if step and each.id > step.id]


async def _to_redo(session: AsyncSession, actor: Actor, dialogue_id: int, table_id: int) -> Step | None:
    statement = select(Step).where(Step.dialogue_id == dialogue_id, Step.table_id == table_id)
    statement = statement.where(Step.state == StepState.UNDONE)
    statement = statement.where(Step.verb.not_in(_out_of_reach(actor, dialogue_id)))
    undone = list(await session.scalars(statement.order_by(Step.id)))
    undone.sort(key=lambda step: -(step.turned_revision or 0))
    hand = actor.hand_at(dialogue_id)
    own = (each for each in undone if hand in {each.by, each.turned_by})
    return next(own, next(iter(undone), None))


def _out_of_reach(actor: Actor, dialogue_id: int) -> Sequence[StepVerb]:
    return FINAL if actor.moderates(dialogue_id) else FINAL + MODERATED


def _turn(change: Change, step: Step, actor: Actor, state: StepState) -> Turned:
    dialogue_id = change.dialogue.id
    step.state = state
    step.turned_by = actor.hand_at(dialogue_id)
    step.turned_role = actor.role_at(dialogue_id)
    step.turned_revision = change.revision
    return Turned(step.id, StepVerb(step.verb), Role(step.role), is_own=step.by == step.turned_by)


def _require_free_way(step: Step, later: Sequence[Step], hand: str | None) -> None:
    """Raise `ConflictError` with the last later step that gave the same values of the same rows anew."""
    values = _values(step)
    for each in later:
        if values & _values(each):
            raise ConflictError(
                Refusal.STEP_IN_THE_WAY, step=each.id, verb=each.verb, role=each.role, own=each.by == hand
            )


def _values(step: Step) -> set[tuple[str, int, str]]:
    return {(each["row"], each["id"], name) for each in step.changes for name in each["after"]}


async def _swap(change: Change, step: Step, *, since: str, to: str) -> None:
    for logged in reversed(step.changes) if to == "before" else step.changes:
        row: Row | None = await change.session.get(UNDOABLE[logged["row"]], logged["id"])
        values: dict[str, Any] = logged[since]
        if not values or _is_withdrawn_since(row, values):
            continue
        if row is None or not _is_as_left(row, values):
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        # What comes back was decided before.
        change.set(row, decides=False, **logged[to])
        if isinstance(row, Entry) and row.state == EntryState.WITHDRAWN:
            change.set(row, group_id=None, placed_by=None)
        if isinstance(row, Entry) and {"state", "text"} & logged[to].keys():
            change.set(row, **after_turn(row, change.rules))
    change.forget_log()
    await _free_cards_of_dissolved(change, step)


def _stands(row: Row, name: str, value: object) -> bool:
    """Whether a row is as a step left it; that the machine left a card alone meanwhile changes nothing."""
    if name == "placed_by" and isinstance(row, Entry) and row.group_id is None:
        return (row.placed_by == Hand.PERSON) == (value == Hand.PERSON)
    return bool(getattr(row, name) == value)


def _is_withdrawn_since(row: Row | None, values: dict[str, Any]) -> bool:
    """Whether its author withdrew the card: it stays withdrawn, and all else of the step is taken back."""
    return (
        isinstance(row, Entry)
        and row.state == EntryState.WITHDRAWN
        and values.get("state") != EntryState.WITHDRAWN
    )


def _is_as_left(row: Row, values: dict[str, Any]) -> bool:
    """Whether a row is as the step left it; a name that the machine may give anew need not be the same."""
    left = dict(values)
    if isinstance(row, Group) and left.get("label_by") == row.label_by == Hand.MACHINE:
        left.pop("label", None)
    return all(_stands(row, name, value) for name, value in left.items())


async def _restore_groups(change: Change, step: Step) -> None:
    """Give groups the names that the machine took from them; what it put into a merged one is free again.

    Whoever takes a merge back has decided on the names: they are a person's from then on.
    """
    is_merge = any("cards" in logged for logged in step.changes)
    for logged in step.changes:
        group = await change.session.get(Group, logged["id"]) if "label" in logged else None
        if group is None or group.label_by != Hand.MACHINE:
            continue
        kept = Hand.PERSON if is_merge and logged["label"] else Hand.MACHINE
        change.set(group, label=logged["label"], words=logged["words"], label_by=kept)
    for logged in step.changes:
        if "cards" in logged:
            came = select(Entry).where(Entry.group_id == logged["id"], Entry.placed_by == Hand.MACHINE)
            for entry in await change.session.scalars(came.where(Entry.number.not_in(logged["cards"]))):
                if (StepRow.ENTRY, entry.number) not in rows_of(step.changes):
                    change.set(entry, by_person=False, group_id=None, placed_by=freed(change))
    change.forget_log()


async def _pour_again(change: Change, step: Step) -> None:
    """Take what came into the merged groups meanwhile along into the one that they are merged into again."""
    target = next((logged for logged in step.changes if "cards" in logged), None)
    if target is None:
        return
    inside = await change.session.scalars(select(Entry.number).where(Entry.group_id == target["id"]))
    moved = {number for row, number in rows_of(step.changes) if row == StepRow.ENTRY}
    again = {"cards": sorted(set(inside) - moved)}
    step.changes = [logged | again if logged is target else logged for logged in step.changes]


async def _free_cards_of_dissolved(change: Change, step: Step) -> None:
    """Cards that came into a group meanwhile must not vanish with it.

    They go along where the step merges the group into another one; otherwise they are free again.
    """
    numbers = {logged["id"] for logged in step.changes if logged["row"] == StepRow.GROUP}
    target = next((logged["id"] for logged in step.changes if "cards" in logged), None)
    statement = select(Entry).join(Group, Entry.group_id == Group.id)
    stranded = statement.where(Group.id.in_(numbers), Group.state == GroupState.DISSOLVED)
    for entry in await change.session.scalars(stranded):
        if target is None or entry.group_id == target:
            change.set(entry, by_person=False, group_id=None, placed_by=freed(change))
            continue
        before = {"group_id": entry.group_id, "placed_by": entry.placed_by}
        after = {"group_id": target, "placed_by": Hand.PERSON}
        change.set(entry, **after)
        moved = {"row": StepRow.ENTRY, "id": entry.number, "before": before, "after": after}
        step.changes = [*step.changes, moved]
    change.forget_log()
