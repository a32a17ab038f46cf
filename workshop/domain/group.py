"""Verbs on groups: what people do to them while sorting, and the machine's suggestion of a place."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.domain.errors import ConflictError, NotFoundError, RefusedError
from workshop.domain.rights import Actor
from workshop.domain.text import is_blank, normalise
from workshop.domain.work import Change, Store, check_version
from workshop.models import Entry, EntryState, Group, GroupState, Hand

LABEL_LENGTH = 80


async def rename_group(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    group_id: int,
    label: str,
    seen_version: int | None = None,
) -> None:
    """Give a group a name; from then on the machine leaves the name alone."""
    label = checked_label(label)
    async with store.change(dialogue_id) as change:
        group = await _open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        check_version(group, seen_version)
        change.set(group, label=label, label_by=Hand.PERSON)
        await change.record("rename_group", actor=actor, table_id=group.table_id)


async def merge_groups(
    store: Store, *, actor: Actor, dialogue_id: int, into: int, group_ids: Sequence[int]
) -> None:
    """Move all cards of `group_ids` into the group `into`; the emptied groups are dissolved, not deleted."""
    async with store.change(dialogue_id) as change:
        target = await _open_group(change, into)
        actor.require_table(dialogue_id, target.table_id)
        sources = [await _open_group(change, number) for number in dict.fromkeys(group_ids) if number != into]
        if not sources:
            raise RefusedError("nothing_to_merge")
        if any(source.table_id != target.table_id for source in sources):
            raise RefusedError("other_table")
        for entry in await _entries_in(change, [source.id for source in sources]):
            change.set(entry, group_id=target.id, placed_by=Hand.PERSON)
        for source in sources:
            change.set(source, state=GroupState.DISSOLVED)
        await change.record("merge_groups", actor=actor, table_id=target.table_id)


async def split_group(
    store: Store, *, actor: Actor, dialogue_id: int, group_id: int, entry_ids: Sequence[str], label: str = ""
) -> int:
    """Take some cards of a group out into a new group of their own; return the new group's id."""
    async with store.change(dialogue_id) as change:
        group = await _open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        chosen = [entry for entry in await _entries(change, entry_ids) if entry.group_id == group_id]
        rest = [entry for entry in await _entries_in(change, [group_id]) if entry not in chosen]
        if not chosen or len(chosen) != len(set(entry_ids)):
            raise ConflictError("changed_meanwhile")
        if not rest:
            raise RefusedError("nothing_left_in_group")
        new = await _new_group(change, group.table_id, label)
        for entry in chosen:
            change.set(entry, group_id=new.id, placed_by=Hand.PERSON)
        await change.record("split_group", actor=actor, table_id=group.table_id)
        return new.id


async def gather_entries(
    store: Store, *, actor: Actor, dialogue_id: int, entry_ids: Sequence[str], label: str = ""
) -> int:
    """Put cards of one table, wherever they are, into a new group; return its id."""
    async with store.change(dialogue_id) as change:
        entries = await _entries(change, entry_ids)
        if not entries:
            raise RefusedError("nothing_chosen")
        table_id = entries[0].table_id
        actor.require_table(dialogue_id, table_id)
        if any(entry.table_id != table_id for entry in entries):
            raise RefusedError("other_table")
        new = await _new_group(change, table_id, label)
        for entry in entries:
            change.set(entry, group_id=new.id, placed_by=Hand.PERSON)
        await change.record("gather_entries", actor=actor, table_id=table_id)
        return new.id


async def move_entry(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    entry_id: str,
    group_id: int | None,
    seen_version: int | None = None,
) -> None:
    """Put one card into another group of its table, or out of any (`None`); the machine leaves it there."""
    async with store.change(dialogue_id) as change:
        (entry,) = await _entries(change, [entry_id])
        actor.require_table(dialogue_id, entry.table_id)
        check_version(entry, seen_version)
        if group_id is not None and (await _open_group(change, group_id)).table_id != entry.table_id:
            raise RefusedError("other_table")
        change.set(entry, group_id=group_id, placed_by=Hand.PERSON)
        await change.record("move_entry", actor=actor, table_id=entry.table_id)


@dataclass(frozen=True)
class Suggestion:
    """What the machine suggests: these cards into an open group, or together into a new one (`None`)."""

    table_id: int
    entry_ids: tuple[str, ...]
    group_id: int | None
    label: str


async def place_entries(
    store: Store, *, dialogue_id: int, suggestions: Sequence[Suggestion]
) -> list[int | None]:
    """Carry out the machine's suggestions where no person was quicker; return the group of each.

    A card that a person placed, or that is in a group already, stays where it is; a name that a person
    gave stays. A suggestion that no longer fits (group dissolved, a card taken) is dropped: `None`.
    """
    async with store.change(dialogue_id) as change:
        return [await _place(change, suggestion) for suggestion in suggestions]


async def _place(change: Change, suggestion: Suggestion) -> int | None:
    entries = await _entries(change, suggestion.entry_ids)
    free = [
        e
        for e in entries
        if e.group_id is None and e.placed_by != Hand.PERSON and e.state == EntryState.SHOWN
    ]
    if len(free) != len(entries):
        return None
    if suggestion.group_id is None:
        group = Group(dialogue_id=change.dialogue.id, table_id=suggestion.table_id, label=suggestion.label)
        await change.add(group)
    else:
        group = await change.session.get_one(Group, suggestion.group_id)
        if group.state != GroupState.OPEN:
            return None
        if group.label_by == Hand.MACHINE and group.label != suggestion.label:
            change.set(group, by_person=False, label=suggestion.label)
    for entry in free:
        change.set(entry, by_person=False, group_id=group.id, placed_by=Hand.MACHINE)
    return group.id


def checked_label(label: str) -> str:
    """Return a group's name as stored; raise `RefusedError` if it is empty or too long."""
    label = " ".join(normalise(label).split())
    if is_blank(label):
        raise RefusedError("label_missing")
    if len(label) > LABEL_LENGTH:
        raise RefusedError("text_too_long")
    return label


async def _new_group(change: Change, table_id: int, label: str) -> Group:
    """Insert a dissolved group and open it, so that undo dissolves it again."""
    named = bool(label.strip())
    group = Group(
        dialogue_id=change.dialogue.id,
        table_id=table_id,
        label=checked_label(label) if named else "",
        label_by=Hand.PERSON if named else Hand.MACHINE,
        state=GroupState.DISSOLVED,
    )
    await change.add(group)
    change.set(group, state=GroupState.OPEN)
    return group


async def _open_group(change: Change, group_id: int) -> Group:
    group = await change.session.get(Group, group_id)
    if group is None or group.dialogue_id != change.dialogue.id:
        raise NotFoundError("group_unknown")
    if group.state != GroupState.OPEN:
        raise ConflictError("group_dissolved")
    return group


async def _entries(change: Change, entry_ids: Sequence[str]) -> list[Entry]:
    statement = select(Entry).where(Entry.dialogue_id == change.dialogue.id, Entry.id.in_(entry_ids))
    entries = list(await change.session.scalars(statement.order_by(Entry.number)))
    if len(entries) != len(set(entry_ids)):
        raise NotFoundError("entry_unknown")
    return entries


async def _entries_in(change: Change, group_ids: Sequence[int]) -> list[Entry]:
    statement = select(Entry).where(Entry.group_id.in_(group_ids)).order_by(Entry.number)
    return list(await change.session.scalars(statement))
