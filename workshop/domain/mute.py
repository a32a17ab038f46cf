"""Verbs on mutes: hold all further cards of whoever wrote one, without learning who that is, and end that.

Nothing that these verbs answer tells whether two cards have one author: a second mute of the same one is
taken like the first, and which cards a mute holds stands nowhere.
"""

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.entry import entry_of
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, Refusal, RefusedError
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.models import PERSONS_REASONS, HoldReason, Mute, Origin, StepVerb


async def mute_author(
    store: Store, *, actor: Actor, dialogue_id: int, entry_id: str, reason: HoldReason
) -> int:
    """Hold all further cards of the author of this one, at every table; return the mute's id.

    This card and those before it stay as they are. Raises `ForbiddenError` (`AUTHOR_FORGOTTEN`) where nobody
    knows any more which cards have the same author, `ConflictError` for a card from paper, and `RefusedError`
    for a reason that is no person's.
    """
    actor.require_moderator(dialogue_id)
    if reason not in PERSONS_REASONS:
        raise RefusedError(Refusal.REASON_MISSING)
    async with store.change(dialogue_id) as change:
        entry = await entry_of(change, entry_id)
        if entry.origin == Origin.PAPER:
            raise ConflictError(Refusal.FROM_PAPER)
        if entry.participant is None:
            raise ForbiddenError(Refusal.AUTHOR_FORGOTTEN)
        mute = Mute(
            dialogue_id=dialogue_id,
            table_id=entry.table_id,
            participant=entry.participant,
            reason=reason,
            active=False,
            role=actor.role_at(dialogue_id),
        )
        await change.add(mute)
        change.set(mute, active=True)
        change.dialogue.has_muted = True
        await change.record(StepVerb.MUTE_AUTHOR, actor=actor, table_id=entry.table_id, reason=reason)
        return mute.id


async def end_mute(store: Store, *, actor: Actor, dialogue_id: int, mute_id: int) -> None:
    """Let further cards come to the board again; those that are held still wait for a look.

    A mute that was ended stays so: whose it was is forgotten with it.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        mute = await change.session.get(Mute, bounds.row(mute_id, Refusal.MUTE_UNKNOWN))
        if mute is None or mute.dialogue_id != dialogue_id:
            raise NotFoundError(Refusal.MUTE_UNKNOWN)
        if not mute.active:
            return
        change.set(mute, active=False)
        mute.participant = None
        await change.session.flush()
        others = select(Mute.id).where(Mute.dialogue_id == dialogue_id, Mute.active).limit(1)
        change.dialogue.has_muted = await change.session.scalar(others) is not None
        await change.record(
            StepVerb.UNMUTE_AUTHOR, actor=actor, table_id=mute.table_id, reason=HoldReason(mute.reason)
        )
