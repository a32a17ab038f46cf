"""Carrying out what the machine proposed after looking at a whole table, once a person said yes."""

from dataclasses import dataclass
from enum import StrEnum

from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.group import entries_of, new_group, open_group, pour, shortened
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store
from workshop.domain.table import table_of
from workshop.models import Entry, Group, Hand, StepVerb


class ProposalKind(StrEnum):
    """What the machine may propose; `grouping`, which knows no other room, has the same list for itself."""

    MERGE = "merge"
    GATHER = "gather"
    SPLIT = "split"


@dataclass(frozen=True)
class TableProposal:
    """One proposal for a table, in the ids of the database.

    `merge`: the cards of the second part go into the group of the first. `split`: every part but the first
    leaves the group for one of its own. `gather`: the cards of the one part, alone so far, become a group.
    `homes` are the groups of the parts, `None` for cards that are alone; `words` speak for it. Where no
    word is common to what shall come together, two `cards` do, and `words` only name the parts.
    """

    key: str
    table_id: int
    kind: ProposalKind
    homes: tuple[int | None, ...]
    parts: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    cards: tuple[str, ...] = ()


async def apply_proposal(store: Store, *, actor: Actor, dialogue_id: int, proposal: TableProposal) -> None:
    """Do what a proposal says, as one step; raise `ConflictError` if its cards have moved since."""
    async with store.change(dialogue_id) as change:
        await table_of(change, proposal.table_id)
        actor.require_table(dialogue_id, proposal.table_id)
        if proposal.kind == ProposalKind.MERGE:
            await _merge(change, proposal)
        elif proposal.kind == ProposalKind.SPLIT:
            for part, word in zip(proposal.parts[1:], proposal.words[1:], strict=True):
                await _into_new(change, proposal, part, home=proposal.homes[0], label=word)
        else:
            await _into_new(
                change, proposal, proposal.parts[0], home=None, label=", ".join(proposal.words[:2])
            )
        await change.record(StepVerb.APPLY_PROPOSAL, actor=actor, table_id=proposal.table_id)


async def _merge(change: Change, proposal: TableProposal) -> None:
    target_id, source_id = proposal.homes
    if target_id is None:
        raise ConflictError(Refusal.CHANGED_MEANWHILE)
    target = await _group_here(change, proposal, target_id)
    if source_id is None:
        moving = await _still_there(change, proposal, proposal.parts[1], home=None)
        for entry in moving:
            change.set(entry, group_id=target.id, placed_by=Hand.PERSON)
    else:
        # All of the source, also what came since the machine looked: the group is dissolved.
        await pour(change, target, [await _group_here(change, proposal, source_id)])


async def _group_here(change: Change, proposal: TableProposal, group_id: int) -> Group:
    """Return an open group of the proposal's own table, which is the one that the actor was asked for."""
    group = await open_group(change, group_id)
    if group.table_id != proposal.table_id:
        raise ConflictError(Refusal.CHANGED_MEANWHILE)
    return group


async def _into_new(
    change: Change, proposal: TableProposal, part: tuple[str, ...], *, home: int | None, label: str
) -> None:
    entries = await _still_there(change, proposal, part, home=home)
    group = await new_group(change, proposal.table_id, shortened(label), named=False, home=home)
    for entry in entries:
        change.set(entry, group_id=group.id, placed_by=Hand.PERSON)


async def _still_there(
    change: Change, proposal: TableProposal, part: tuple[str, ...], *, home: int | None
) -> list[Entry]:
    entries = await entries_of(change, part)
    if any(entry.group_id != home or entry.table_id != proposal.table_id for entry in entries):
        raise ConflictError(Refusal.CHANGED_MEANWHILE)
    return entries
