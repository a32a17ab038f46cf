"""Verbs on rounds: start the next one, pause it, go on, give and take minutes, take its clock away, go back.

A clock runs (`ends_at`), is paused (`seconds_left`), or there is none. What each verb changed is kept in
`round_history`, so that going back is possible until the evening is over, not only for a moment.
"""

from datetime import datetime, timedelta
from typing import Any

from workshop.domain import bounds
from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store
from workshop.models import Dialogue, Phase, now

# So many steps back are kept.
MOST_BACK = 20


async def start_round(
    store: Store, *, actor: Actor, dialogue_id: int, minutes: int, number: int | None = None
) -> None:
    """Start the next round of `collect` with a clock of `minutes`.

    `number` is the round that the actor meant to start: a second click, or a second moderator, skips none.
    """
    actor.require_moderator(dialogue_id)
    _check_minutes(minutes)
    async with store.change(dialogue_id) as change:
        _require_collecting(change)
        following = change.dialogue.round + 1
        if number not in {None, following}:
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        begun, late = now(), change.dialogue.late if following > 1 else 0
        # From one round to the next the time runs on; what it took longer than planned, or less, is kept.
        if change.dialogue.due_at and _has_clock(change.dialogue):
            late += _seconds(begun - change.dialogue.due_at)
        ends_at, due_at = (
            begun + timedelta(minutes=each) for each in (minutes, change.dialogue.round_minutes)
        )
        _set(change, round=following, ends_at=ends_at, seconds_left=None, due_at=due_at, late=late)


async def extend_round(store: Store, *, actor: Actor, dialogue_id: int, minutes: int = 1) -> None:
    """Give the round `minutes` more, counted from now if its time is already over; a pause stays one."""
    actor.require_moderator(dialogue_id)
    _check_minutes(minutes)
    async with store.change(dialogue_id) as change:
        dialogue = change.dialogue
        if dialogue.ends_at is not None:
            _set(change, ends_at=max(dialogue.ends_at, now()) + timedelta(minutes=minutes))
        elif dialogue.seconds_left is not None:
            _set(change, seconds_left=max(dialogue.seconds_left, 0) + 60 * minutes)
        else:
            raise ConflictError(Refusal.NO_CLOCK)


async def shorten_round(store: Store, *, actor: Actor, dialogue_id: int, minutes: int = 1) -> None:
    """Take `minutes` from the round, at most what is left of it; one whose time is over stays as it is."""
    actor.require_moderator(dialogue_id)
    _check_minutes(minutes)
    async with store.change(dialogue_id) as change:
        _require_clock(change)
        ends_at, left, present = change.dialogue.ends_at, change.dialogue.seconds_left, now()
        if ends_at is not None and ends_at > present:
            _set(change, ends_at=max(ends_at - timedelta(minutes=minutes), present))
        elif left is not None and left > 0:
            _set(change, seconds_left=max(left - 60 * minutes, 0))


async def pause_round(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Stop the clock and keep what is left of it; a paused round stays as it is."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        _require_clock(change)
        if left := paused_facts(change.dialogue):
            change.set_facts(**left)


async def resume_round(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Let a paused clock run again with what was left of it; a running one stays as it is."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        _require_collecting(change)
        _require_clock(change)
        if change.dialogue.seconds_left is not None:
            ends_at = now() + timedelta(seconds=change.dialogue.seconds_left)
            change.set_facts(ends_at=ends_at, seconds_left=None)


async def stop_clock(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Take the clock away; the round goes on without one."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        if _has_clock(change.dialogue):
            _set(change, ends_at=None, seconds_left=None, due_at=None, late=_late_now(change.dialogue))


async def sound_gong(store: Store, *, actor: Actor, dialogue_id: int, sounds: bool) -> None:
    """Let boards sound a gong at the end of a round and shortly before, or not."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(gong=sounds)


async def take_round_back(store: Store, *, actor: Actor, dialogue_id: int, seen_steps: int) -> None:
    """Take the last start, extension or end of a clock back.

    The clock goes on as if nothing had been done; if its end has passed meanwhile, it stands paused with what
    was left then. `seen_steps` is how many steps back the actor saw: a second click takes nothing more back.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        _require_collecting(change)
        history = change.dialogue.round_history
        if not history:
            raise ConflictError(Refusal.NOTHING_TO_UNDO)
        if len(history) != seen_steps:
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        *former, last = history
        ends_at, due_at = (_moment(last.get(name)) for name in ("ends_at", "due_at"))
        seconds_left = last["seconds_left"]
        if ends_at and ends_at < now() and last["seconds"] > 0:
            ends_at, seconds_left = None, last["seconds"]
        change.set_facts(
            round=last["round"],
            ends_at=ends_at,
            seconds_left=seconds_left,
            due_at=due_at,
            late=last.get("late", 0),
            round_history=former,
        )


def paused_facts(dialogue: Dialogue) -> dict[str, Any]:
    """Return what pauses a running clock; nothing if none runs."""
    if dialogue.ends_at is None:
        return {}
    return {"ends_at": None, "seconds_left": _seconds_until(dialogue.ends_at)}


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())


def _seconds_until(moment: datetime) -> int:
    return _seconds(moment - now())


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _late_now(dialogue: Dialogue) -> int:
    """Return how late the evening is with a round that ends at its time, or now if that is over."""
    if dialogue.due_at is None:
        return dialogue.late
    left = dialogue.seconds_left if dialogue.ends_at is None else _seconds_until(dialogue.ends_at)
    return dialogue.late + max(left or 0, 0) - _seconds_until(dialogue.due_at)


def _has_clock(dialogue: Dialogue) -> bool:
    return dialogue.ends_at is not None or dialogue.seconds_left is not None


def _set(change: Change, **facts: Any) -> None:  # noqa: ANN401 - columns of several types
    """Set facts of the round, and keep what stood there for the way back."""
    dialogue = change.dialogue
    step = {
        "at": now().isoformat(),
        "round": dialogue.round,
        "ends_at": dialogue.ends_at.isoformat() if dialogue.ends_at else None,
        "seconds_left": dialogue.seconds_left,
        "seconds": _seconds_until(dialogue.ends_at) if dialogue.ends_at else 0,
        "due_at": dialogue.due_at.isoformat() if dialogue.due_at else None,
        "late": dialogue.late,
    }
    history = [*dialogue.round_history, step][-MOST_BACK:]
    change.set_facts(**facts, round_history=history)


def _check_minutes(minutes: int) -> None:
    bounds.number(minutes, bounds.MINUTES, Refusal.MINUTES_OUT_OF_RANGE)


def _require_collecting(change: Change) -> None:
    if change.dialogue.phase != Phase.COLLECT:
        raise ConflictError(Refusal.NOT_COLLECTING)


def _require_clock(change: Change) -> None:
    if not _has_clock(change.dialogue):
        raise ConflictError(Refusal.NO_CLOCK)
