"""Verbs on rounds: start the next one, give it more time, take its clock away."""

from datetime import timedelta

from workshop.domain.errors import ConflictError, Refusal, RefusedError
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.models import Phase, now

MAX_MINUTES = 180


async def start_round(store: Store, *, actor: Actor, dialogue_id: int, minutes: int) -> None:
    """Start the next round of `collect` with a clock of `minutes`."""
    actor.require_moderator(dialogue_id)
    if not 1 <= minutes <= MAX_MINUTES:
        raise RefusedError(Refusal.MINUTES_OUT_OF_RANGE)
    async with store.change(dialogue_id) as change:
        if change.dialogue.phase != Phase.COLLECT:
            raise ConflictError(Refusal.NOT_COLLECTING)
        ends_at = now() + timedelta(minutes=minutes)
        change.set_facts(round=change.dialogue.round + 1, ends_at=ends_at)


async def extend_round(store: Store, *, actor: Actor, dialogue_id: int, minutes: int = 1) -> None:
    """Give the running round `minutes` more, counted from now if its time is already over."""
    actor.require_moderator(dialogue_id)
    if not 1 <= minutes <= MAX_MINUTES:
        raise RefusedError(Refusal.MINUTES_OUT_OF_RANGE)
    async with store.change(dialogue_id) as change:
        if change.dialogue.ends_at is None:
            raise ConflictError(Refusal.NO_CLOCK)
        ends_at = max(change.dialogue.ends_at, now()) + timedelta(minutes=minutes)
        change.set_facts(ends_at=ends_at)


async def stop_clock(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Take the clock away; the round goes on without one."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(ends_at=None)
