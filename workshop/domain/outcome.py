"""Verbs on outcomes: what the plenary makes of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import delete, insert, select

from exports.details import details_of, longest_text
from exports.errors import RefusedResultsError
from exports.field import Field, Lines, Tick
from exports.outcome_fields import fields_of
from workshop.domain import bounds
from workshop.domain.edited import heard
from workshop.domain.errors import NotFoundError, Refusal, RefusedError
from workshop.domain.measure import note_state, state_of
from workshop.domain.pairing import pair
from workshop.domain.posting import is_entry_id
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.table import table_of
from workshop.domain.text import is_blank
from workshop.models import (
    Entry,
    EntryState,
    Group,
    Outcome,
    OutcomeKind,
    outcome_entries,
    outcome_groups,
)


@dataclass(frozen=True)
class Draft:
    """An outcome as written in the console; `details` holds what was said in the fields of its kind.

    `entry_ids` are the evidence; when it is `None`, all shown cards of the groups are. A suggestion may name
    the problem that it answers, a problem the suggestions that answer it; when they are `None`, all stay.
    """

    kind: OutcomeKind
    title: str
    description: str = ""
    table_id: int | None = None
    group_ids: Sequence[int] = ()
    entry_ids: Sequence[str] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    problem_id: int | None = None
    suggestion_ids: Sequence[int] | None = None

    def checked(self, *, complete: bool = True) -> "Draft":
        """Return the draft with normalised texts; raise `RefusedError` for what cannot be taken.

        What is not `complete` may lack fields that are needed today.
        """
        title = bounds.text(self.title, bounds.OUTCOME_TITLE)
        description = bounds.text(self.description, bounds.OUTCOME_TEXT)
        if is_blank(title):
            raise RefusedError(Refusal.TITLE_MISSING)
        details = _checked_details(self.kind, self.details, complete=complete)
        return replace(self, title=title, description=description, details=details)


def _checked_details(
    kind: OutcomeKind, given: Mapping[str, object], *, complete: bool
) -> dict[str, str | bool | list[str]]:
    fields = {each.name: each for each in fields_of(kind)} if kind in set(OutcomeKind) else {}
    if not given.keys() <= fields.keys():
        raise RefusedError(Refusal.DETAILS_INVALID)
    details = {name: normalised(fields[name], value) for name, value in given.items()}
    try:
        said = details_of(kind, details).values
    except RefusedResultsError as error:
        raise RefusedError(Refusal.DETAILS_INVALID) from error
    for each in fields_of(kind):
        if longest_text(said[each.name]) > each.max_length:
            raise RefusedError(Refusal.TEXT_TOO_LONG)
        if complete and each.needed and not said[each.name]:
            raise RefusedError(Refusal.FIELD_MISSING)
    return details


def normalised(each: Field, value: object) -> str | bool | list[str]:
    """Return what is stored of a field that was given this value."""
    if isinstance(each, Tick) and isinstance(value, bool):
        return value
    if isinstance(each, Lines) and isinstance(value, (list, tuple)):
        if len(value) > bounds.LINES:
            raise RefusedError(Refusal.TOO_MANY)
        return [text for item in value if (text := bounds.text(item, each.max_length))]
    return bounds.text("" if value is None else value, each.max_length)


async def create_outcome(store: Store, *, actor: Actor, dialogue_id: int, draft: Draft) -> int:
    """Harvest an outcome with its cards attached as evidence; return its id."""
    actor.require_moderator(dialogue_id)
    draft = draft.checked()
    async with store.change(dialogue_id) as change:
        outcome = Outcome(
            dialogue_id=dialogue_id,
            table_id=await _checked_table(change, draft.table_id),
            kind=draft.kind,
            title=draft.title,
            description=draft.description,
            details=dict(draft.details),
        )
        await change.add(outcome)
        note_state(change, outcome, {}, by=actor)
        await pair(change, outcome, problem_id=draft.problem_id, suggestion_ids=draft.suggestion_ids)
        await _link(change, outcome.id, draft)
        return outcome.id


async def edit_outcome(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    outcome_id: int,
    draft: Draft,
    seen_version: int | None = None,
) -> None:
    """Rewrite an outcome, its kind and its evidence included."""
    actor.require_moderator(dialogue_id)
    draft = draft.checked()
    async with store.change(dialogue_id) as change:
        outcome = await outcome_of(change, outcome_id)
        check_version(outcome, seen_version)
        was = state_of(outcome.kind, outcome.details)
        text, zone = (draft.title, draft.description), store.keeping.zone
        change.set(
            outcome,
            kind=draft.kind,
            title=draft.title,
            description=draft.description,
            heard=heard(change, outcome, *text, zone=zone),
            table_id=await _checked_table(change, draft.table_id),
            details=dict(draft.details),
        )
        outcome.revision = change.revision
        note_state(change, outcome, was, by=actor)
        await pair(change, outcome, problem_id=draft.problem_id, suggestion_ids=draft.suggestion_ids)
        await _link(change, outcome.id, draft)


async def discard_outcome(store: Store, *, actor: Actor, dialogue_id: int, outcome_id: int) -> None:
    """Take an outcome out of the results; `restore_outcome` brings it back."""
    await _set_discarded(store, actor, dialogue_id, outcome_id, discarded=True)


async def restore_outcome(store: Store, *, actor: Actor, dialogue_id: int, outcome_id: int) -> None:
    """Bring a discarded outcome back (undo)."""
    await _set_discarded(store, actor, dialogue_id, outcome_id, discarded=False)


async def _set_discarded(
    store: Store, actor: Actor, dialogue_id: int, outcome_id: int, *, discarded: bool
) -> None:
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set(await outcome_of(change, outcome_id), discarded=discarded)


async def outcome_of(change: Change, outcome_id: int) -> Outcome:
    """Return an outcome of the dialogue; raise `NotFoundError` if there is none."""
    outcome = await change.session.get(Outcome, bounds.row(outcome_id, Refusal.OUTCOME_UNKNOWN))
    if outcome is None or outcome.dialogue_id != change.dialogue.id:
        raise NotFoundError(Refusal.OUTCOME_UNKNOWN)
    return outcome


async def _checked_table(change: Change, table_id: int | None) -> int | None:
    return None if table_id is None else (await table_of(change, table_id)).id


async def _link(change: Change, outcome_id: int, draft: Draft) -> None:
    """Attach exactly the draft's groups and cards."""
    for named in (draft.group_ids, draft.entry_ids or ()):
        bounds.many(named)
    for number in draft.group_ids:
        bounds.row(number, Refusal.GROUP_UNKNOWN)
    if not all(map(is_entry_id, draft.entry_ids or ())):
        raise NotFoundError(Refusal.ENTRY_UNKNOWN)
    groups = list(
        await change.session.scalars(
            select(Group.id).where(Group.dialogue_id == change.dialogue.id, Group.id.in_(draft.group_ids))
        )
    )
    if len(groups) != len(set(draft.group_ids)):
        raise NotFoundError(Refusal.GROUP_UNKNOWN)
    of_dialogue = select(Entry.id).where(Entry.dialogue_id == change.dialogue.id)
    if draft.entry_ids is None:
        chosen = of_dialogue.where(Entry.group_id.in_(groups), Entry.state == EntryState.SHOWN)
    else:
        chosen = of_dialogue.where(Entry.id.in_(draft.entry_ids))
    entries = list(await change.session.scalars(chosen))
    if draft.entry_ids is not None and len(entries) != len(set(draft.entry_ids)):
        raise NotFoundError(Refusal.ENTRY_UNKNOWN)
    for link, column, ids in (
        (outcome_groups, "group_id", groups),
        (outcome_entries, "entry_id", entries),
    ):
        await change.session.execute(delete(link).where(link.c.outcome_id == outcome_id))
        if ids:
            rows = [{"outcome_id": outcome_id, column: each} for each in ids]
            await change.session.execute(insert(link), rows)
