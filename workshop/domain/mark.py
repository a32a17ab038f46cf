"""Verbs on marks: a card doubled into a second group, two groups in contradiction, consensus and dissent."""

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.entry import entry_of
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.group import open_group
from workshop.domain.rights import Actor
from workshop.domain.store import Store, check_version
from workshop.domain.table import table_of
from workshop.models import Accord, Contradiction, Dismissal, Doubling, StepVerb


async def double_entry(
    store: Store, *, actor: Actor, dialogue_id: int, entry_id: str, group_id: int, active: bool = True
) -> None:
    """Let a card stand in a second group of its table too, or (`active=False`) no longer."""
    async with store.change(dialogue_id) as change:
        entry, group = await entry_of(change, entry_id), await open_group(change, group_id)
        actor.require_table(dialogue_id, entry.table_id)
        if group.table_id != entry.table_id:
            raise RefusedError(Refusal.OTHER_TABLE)
        if entry.group_id == group_id:
            raise RefusedError(Refusal.ALREADY_THERE)
        statement = select(Doubling).where(Doubling.entry_id == entry_id, Doubling.group_id == group_id)
        row = await change.session.scalar(statement)
        if row is None:
            row = Doubling(dialogue_id=dialogue_id, entry_id=entry_id, group_id=group_id, active=False)
            await change.add(row)
        change.set(row, active=active)
        verb = StepVerb.DOUBLE_ENTRY if active else StepVerb.UNDOUBLE_ENTRY
        await change.record(verb, actor=actor, table_id=entry.table_id)


async def mark_contradiction(
    store: Store, *, actor: Actor, dialogue_id: int, group_ids: tuple[int, int], active: bool = True
) -> None:
    """Mark two groups of a table as in contradiction, or take the mark away."""
    first_id, second_id = sorted(bounds.row(number, Refusal.GROUP_UNKNOWN) for number in group_ids)
    if first_id == second_id:
        raise RefusedError(Refusal.NOTHING_TO_MARK)
    async with store.change(dialogue_id) as change:
        first, second = await open_group(change, first_id), await open_group(change, second_id)
        actor.require_table(dialogue_id, first.table_id)
        if first.table_id != second.table_id:
            raise RefusedError(Refusal.OTHER_TABLE)
        statement = select(Contradiction).where(
            Contradiction.first_id == first_id, Contradiction.second_id == second_id
        )
        row = await change.session.scalar(statement)
        if row is None:
            row = Contradiction(dialogue_id=dialogue_id, first_id=first_id, second_id=second_id, active=False)
            await change.add(row)
        change.set(row, active=active)
        verb = StepVerb.MARK_CONTRADICTION if active else StepVerb.UNMARK_CONTRADICTION
        await change.record(verb, actor=actor, table_id=first.table_id)


async def mark_accord(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    group_id: int,
    accord: Accord,
    seen_version: int | None = None,
) -> None:
    """Say that people agree about a topic, or that it is disputed, or (`Accord.NONE`) take that away."""
    if accord not in set(Accord):
        raise RefusedError(Refusal.DETAILS_INVALID)
    async with store.change(dialogue_id) as change:
        group = await open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        check_version(group, seen_version)
        change.set(group, accord=Accord(accord))
        verb = {
            Accord.AGREED: StepVerb.MARK_AGREED,
            Accord.DISPUTED: StepVerb.MARK_DISPUTED,
            Accord.NONE: StepVerb.UNMARK_ACCORD,
        }[Accord(accord)]
        await change.record(verb, actor=actor, table_id=group.table_id)


async def dismiss_proposal(store: Store, *, actor: Actor, dialogue_id: int, table_id: int, key: str) -> None:
    """Say no to a proposal of the machine; it does not come again unless this is undone."""
    if not (0 < len(key) <= bounds.PROPOSAL and key.isascii() and key.isprintable()):
        raise RefusedError(Refusal.PROPOSAL_UNKNOWN)
    async with store.change(dialogue_id) as change:
        await table_of(change, table_id)
        actor.require_table(dialogue_id, table_id)
        statement = select(Dismissal).where(Dismissal.table_id == table_id, Dismissal.key == key)
        row = await change.session.scalar(statement)
        if row is None:
            row = Dismissal(dialogue_id=dialogue_id, table_id=table_id, key=key, active=False)
            await change.add(row)
        change.set(row, active=True)
        await change.record(StepVerb.DISMISS_PROPOSAL, actor=actor, table_id=table_id)
