"""Verbs on groups: what people do to them while sorting."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.posting import is_entry_id
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.text import clusters, is_blank, normalise
from workshop.models import Accord, Entry, Group, GroupState, Hand, StepVerb, Verdict

LABEL_LENGTH = bounds.GROUP_NAME


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
        group = await open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        check_version(group, seen_version)
        change.set(group, label=label, label_by=Hand.PERSON)
        await change.record(StepVerb.RENAME_GROUP, actor=actor, table_id=group.table_id)


async def park_group(store: Store, *, actor: Actor, dialogue_id: int, group_id: int, parked: bool) -> None:
    """Put a topic into the Themenspeicher, for another time, or take it out again."""
    async with store.change(dialogue_id) as change:
        group = await open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        change.set(group, parked=parked)
        verb = StepVerb.PARK_GROUP if parked else StepVerb.UNPARK_GROUP
        await change.record(verb, actor=actor, table_id=group.table_id)


async def merge_groups(
    store: Store, *, actor: Actor, dialogue_id: int, into: int, group_ids: Sequence[int]
) -> None:
    """Move all cards of `group_ids` into the group `into`; the emptied groups are dissolved, not deleted."""
    async with store.change(dialogue_id) as change:
        target = await open_group(change, into)
        actor.require_table(dialogue_id, target.table_id)
        bounds.many(group_ids)
        sources = [await open_group(change, number) for number in dict.fromkeys(group_ids) if number != into]
        if not sources:
            raise RefusedError(Refusal.NOTHING_TO_MERGE)
        if any(source.table_id != target.table_id for source in sources):
            raise RefusedError(Refusal.OTHER_TABLE)
        await pour(change, target, sources)
        await change.record(StepVerb.MERGE_GROUPS, actor=actor, table_id=target.table_id)


async def split_group(
    store: Store, *, actor: Actor, dialogue_id: int, group_id: int, entry_ids: Sequence[str], label: str = ""
) -> int:
    """Take some cards of a group out into a new group of their own; return the new group's id."""
    async with store.change(dialogue_id) as change:
        group = await open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        chosen = [entry for entry in await entries_of(change, entry_ids) if entry.group_id == group_id]
        rest = [entry for entry in await entries_in(change, [group_id]) if entry not in chosen]
        if not chosen or len(chosen) != len(set(entry_ids)):
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        if not rest:
            raise RefusedError(Refusal.NOTHING_LEFT_IN_GROUP)
        new = await new_group(change, group.table_id, label, named=bool(label.strip()), home=group_id)
        for entry in chosen:
            change.set(entry, group_id=new.id, placed_by=Hand.PERSON)
        await change.record(StepVerb.SPLIT_GROUP, actor=actor, table_id=group.table_id)
        return new.id


async def gather_entries(
    store: Store, *, actor: Actor, dialogue_id: int, entry_ids: Sequence[str], label: str = ""
) -> int:
    """Put cards of one table, wherever they are, into a new group; return its id."""
    async with store.change(dialogue_id) as change:
        entries = await entries_of(change, entry_ids)
        if not entries:
            raise RefusedError(Refusal.NOTHING_CHOSEN)
        table_id = entries[0].table_id
        actor.require_table(dialogue_id, table_id)
        if any(entry.table_id != table_id for entry in entries):
            raise RefusedError(Refusal.OTHER_TABLE)
        new = await new_group(change, table_id, label, named=bool(label.strip()))
        for entry in entries:
            change.set(entry, group_id=new.id, placed_by=Hand.PERSON)
        await change.record(StepVerb.GATHER_ENTRIES, actor=actor, table_id=table_id)
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
    await move_entries(
        store,
        actor=actor,
        dialogue_id=dialogue_id,
        entry_ids=[entry_id],
        group_id=group_id,
        seen_versions={} if seen_version is None else {entry_id: seen_version},
    )


async def move_entries(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    entry_ids: Sequence[str],
    group_id: int | None,
    seen_versions: Mapping[str, int] | None = None,
) -> None:
    """Put cards of one table into another of its groups, or out of any (`None`), all of them or none."""
    async with store.change(dialogue_id) as change:
        entries = await entries_of(change, entry_ids)
        if not entries:
            raise RefusedError(Refusal.NOTHING_CHOSEN)
        table_id = entries[0].table_id
        actor.require_table(dialogue_id, table_id)
        for entry in entries:
            check_version(entry, (seen_versions or {}).get(entry.id))
        goal_table = table_id if group_id is None else (await open_group(change, group_id)).table_id
        if any(entry.table_id != goal_table for entry in entries):
            raise RefusedError(Refusal.OTHER_TABLE)
        for entry in entries:
            change.set(entry, group_id=group_id, placed_by=Hand.PERSON)
        verb = StepVerb.MOVE_ENTRY if len(entries) == 1 else StepVerb.MOVE_ENTRIES
        await change.record(verb, actor=actor, table_id=table_id)


async def pour(change: Change, target: Group, sources: Sequence[Group]) -> None:
    """Move all cards of `sources` into `target` and dissolve them; undo finds all as it was.

    A mark of consensus or dissent was given to the topic as it stood: it stays only where all have the same.
    So does an answer (`joined_verdict`).
    """
    change.note_group(target, cards=[entry.number for entry in await entries_in(change, [target.id])])
    for entry in await entries_in(change, [source.id for source in sources]):
        change.set(entry, group_id=target.id, placed_by=Hand.PERSON)
    if target.accord and any(source.accord != target.accord for source in sources):
        change.set(target, accord=Accord.NONE)
    answers = [(group.verdict, group.verdict_reason) for group in (target, *sources)]
    verdict, reason = joined_verdict(answers)
    change.set(target, verdict=verdict, verdict_reason=reason)
    for source in sources:
        change.note_group(source)
        change.set(source, state=GroupState.DISSOLVED, home_id=target.id)


def joined_verdict(answers: Sequence[tuple[str, str]]) -> tuple[Verdict, str]:
    """Return what is said to topics that become one: what was said to all, with each reason on its lines.

    Nothing where that differs, or where the reasons together are too long: then it waits for an answer.
    """
    reason = "\n".join(dict.fromkeys(reason for _verdict, reason in answers if reason))
    verdicts = {verdict for verdict, _reason in answers}
    if len(verdicts) != 1 or len(reason) > bounds.VERDICT_REASON:
        return Verdict.NONE, ""
    return Verdict(verdicts.pop()), reason


def checked_label(label: str) -> str:
    """Return a group's name as stored; raise `RefusedError` if it is empty or too long."""
    label = bounds.one_line(label, LABEL_LENGTH)
    if is_blank(label):
        raise RefusedError(Refusal.LABEL_MISSING)
    return label


def shortened(text: str) -> str:
    """Return the machine's words for a topic within what a label holds; what is cut ends in "…"."""
    label = " ".join(normalise(text).split())
    if len(label) <= LABEL_LENGTH:
        return label
    parts = clusters(label)
    kept, length = 0, 1
    while length + len(parts[kept]) <= LABEL_LENGTH:
        length += len(parts[kept])
        kept += 1
    start = "".join(parts[:kept])
    # Between words, unless the first one alone is as long as that.
    whole = start.rpartition(" ")[0] if parts[kept] != " " else start
    return f"{(whole or start).rstrip(' ,،–-')}…"


async def new_group(
    change: Change, table_id: int, label: str, *, named: bool, home: int | None = None
) -> Group:
    """Insert a dissolved group and open it, so that undo dissolves it.

    `named` says that a person named it, `home` is the group that its cards and dots go back to with undo.
    """
    group = Group(
        dialogue_id=change.dialogue.id,
        table_id=table_id,
        label=checked_label(label) if label.strip() else "",
        label_by=Hand.PERSON if named else Hand.MACHINE,
        state=GroupState.DISSOLVED,
        home_id=home,
    )
    await change.add(group)
    change.set(group, state=GroupState.OPEN, home_id=None)
    return group


async def open_group(change: Change, group_id: int) -> Group:
    """Return an open group of the dialogue that is being changed; raise if it is unknown or dissolved."""
    group = await change.session.get(Group, bounds.row(group_id, Refusal.GROUP_UNKNOWN))
    if group is None or group.dialogue_id != change.dialogue.id:
        raise NotFoundError(Refusal.GROUP_UNKNOWN)
    if group.state != GroupState.OPEN:
        raise ConflictError(Refusal.GROUP_DISSOLVED)
    return group


async def entries_of(change: Change, entry_ids: Sequence[str]) -> list[Entry]:
    """Return these cards of the dialogue, oldest first; raise `NotFoundError` if one is missing."""
    bounds.many(entry_ids)
    if not all(map(is_entry_id, entry_ids)):
        raise NotFoundError(Refusal.ENTRY_UNKNOWN)
    statement = select(Entry).where(Entry.dialogue_id == change.dialogue.id, Entry.id.in_(entry_ids))
    entries = list(await change.session.scalars(statement.order_by(Entry.number)))
    if len(entries) != len(set(entry_ids)):
        raise NotFoundError(Refusal.ENTRY_UNKNOWN)
    return entries


async def entries_in(change: Change, group_ids: Sequence[int]) -> list[Entry]:
    """Return all cards of these groups, in whatever state, oldest first."""
    statement = select(Entry).where(Entry.group_id.in_(group_ids)).order_by(Entry.number)
    return list(await change.session.scalars(statement))
