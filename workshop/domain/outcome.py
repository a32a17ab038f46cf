"""Verbs on outcomes: what the plenary makes of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select

from exports.details import details_of, longest_text
from exports.errors import RefusedResultsError
from exports.field import Field, Lines, Tick, Value
from exports.outcome_fields import fields_of
from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
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

# What `write_field` calls the title, which all kinds have.
TITLE = "title"


@dataclass(frozen=True)
class Draft:
    """An outcome as written in the console; `details` holds what was said in the fields of its kind.

    `entry_ids` are the evidence; when it is `None`, all shown cards of the groups are.
    """

    kind: OutcomeKind
    title: str
    description: str = ""
    table_id: int | None = None
    group_ids: Sequence[int] = ()
    entry_ids: Sequence[str] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def checked(self, *, complete: bool = True) -> "Draft":
        """Return the draft with normalised texts; raise `RefusedError` for what cannot be taken.

        What is not `complete` may lack fields that are needed today.
        """
        title = bounds.text(self.title, bounds.OUTCOME_TITLE)
        description = bounds.text(self.description, bounds.OUTCOME_TEXT)
        if is_blank(title):
            raise RefusedError(Refusal.TITLE_MISSING)
        details = _checked_details(self.kind, self.details, complete=complete)
        return Draft(self.kind, title, description, self.table_id, self.group_ids, self.entry_ids, details)


def _checked_details(
    kind: OutcomeKind, given: Mapping[str, object], *, complete: bool
) -> dict[str, str | bool | list[str]]:
    fields = {each.name: each for each in fields_of(kind)} if kind in set(OutcomeKind) else {}
    if not given.keys() <= fields.keys():
        raise RefusedError(Refusal.DETAILS_INVALID)
    details = {name: _normalised(fields[name], value) for name, value in given.items()}
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


def _normalised(each: Field, value: object) -> str | bool | list[str]:
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
        outcome = await _outcome(change, outcome_id)
        check_version(outcome, seen_version)
        change.set(
            outcome,
            kind=draft.kind,
            title=draft.title,
            description=draft.description,
            table_id=await _checked_table(change, draft.table_id),
            details=dict(draft.details),
        )
        outcome.revision = change.revision
        await _link(change, outcome.id, draft)


async def write_field(
    store: Store, *, actor: Actor, dialogue_id: int, outcome_id: int, name: str, text: str, seen: str
) -> None:
    """Write one field of an outcome (`title`, or one of its kind) and leave all others as they are.

    `text` and what was `seen` there before writing are as people type them: a list has one item per line, a
    choice its key, a tick any word or none. Nothing typed empties a field, also one that is needed. Raises
    `ConflictError` if it holds neither of both by now.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        outcome = await _outcome(change, outcome_id)
        if outcome.discarded:
            raise NotFoundError(Refusal.OUTCOME_UNKNOWN)
        if name == TITLE:
            title = bounds.text(text, bounds.OUTCOME_TITLE)
            if is_blank(title):
                raise RefusedError(Refusal.TITLE_MISSING)
            _require_seen(outcome.title, title, bounds.text(seen, bounds.OUTCOME_TITLE))
            change.set(outcome, title=title)
            return
        kind = OutcomeKind(outcome.kind)
        each = next((each for each in fields_of(kind) if each.name == name), None)
        if each is None:
            raise RefusedError(Refusal.DETAILS_INVALID)
        stored = _typed(each, text)
        held, written, known = (
            _said(kind, each, value) for value in (outcome.details.get(name), stored, _typed(each, seen))
        )
        _require_seen(held, written, known)
        if held != written:
            details = {key: value for key, value in outcome.details.items() if key != name}
            change.set(outcome, details=details | ({name: stored} if stored else {}))


def _typed(each: Field, text: object) -> str | bool | list[str]:
    """Return what is stored of a field into which somebody typed this."""
    typed = bounds.arrived(text, bounds.OUTCOME_TEXT)
    if isinstance(each, Tick):
        return bool(typed.strip())
    return _normalised(each, typed.splitlines() if isinstance(each, Lines) else typed)


def _said(kind: OutcomeKind, each: Field, stored: object) -> Value:
    """Return what a stored value says; raise `RefusedError` for one that the field cannot hold."""
    try:
        said = details_of(kind, {each.name: stored}).values[each.name]
    except RefusedResultsError as error:
        raise RefusedError(Refusal.DETAILS_INVALID) from error
    if longest_text(said) > each.max_length:
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    return said


def _require_seen(held: Value, written: Value, known: Value) -> None:
    """Raise `ConflictError` if a field holds neither what was seen there nor what is to stand there."""
    if held not in (known, written):
        raise ConflictError(Refusal.CHANGED_MEANWHILE)


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
        change.set(await _outcome(change, outcome_id), discarded=discarded)


async def _outcome(change: Change, outcome_id: int) -> Outcome:
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
