"""The plan of an evening: what comes next, when it is to end, and when it will end as it runs."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workshop.domain.queries.dialogue import DialogueView
from workshop.models import Phase

# So long before its end a clock warns.
WARNING_SECONDS = 120
# So long after the planned end the evening is still the one that was planned.
_LONGEST_DELAY = timedelta(hours=6)


@dataclass(frozen=True)
class Ending:
    """When an evening was to end and when it will, both in its zone."""

    planned: datetime
    expected: datetime


def next_step(dialogue: DialogueView) -> Phase | int | None:
    """Return the phase that comes next, or the number of the round; `None` when nothing does."""
    if dialogue.phase == Phase.COLLECT and dialogue.has_rounds and not dialogue.is_last_round:
        return dialogue.round + 1
    steps = [each for each in Phase if each != Phase.WEIGH or dialogue.dots or dialogue.phase == each]
    following = steps.index(dialogue.phase) + 1
    return steps[following] if following < len(steps) else None


def ending_of(dialogue: DialogueView, zone: ZoneInfo, *, at: datetime) -> Ending | None:
    """Return how the evening stands at a moment; `None` without a planned end or a clock.

    What comes after the rounds is assumed to take as long as planned, and rounds to follow one another at
    once: so the end moves by all that makes rounds longer than their planned minutes. That is minutes given
    and taken, pauses, time over the end, and the way to the next table after it. A clock that is taken away
    ends the counting until the next start: a break without a clock makes nobody late. And no evening ends
    before its rounds: the present one, and those that are left with their planned minutes, are the least
    it still takes.
    """
    clock_end = round_end(dialogue, at=at)
    if dialogue.planned_end is None or clock_end is None:
        return None
    planned = _next(dialogue.planned_end, zone, at=at)
    left = max(dialogue.rounds - dialogue.round, 0) * timedelta(minutes=dialogue.round_minutes)
    # Reckoned in UTC: on the clock of a zone hours are missing in one night and come twice in another.
    expected = max(planned.astimezone(UTC) + delay_of(dialogue, at=at), clock_end.astimezone(UTC) + left)
    return Ending(planned, expected.astimezone(zone))


def round_end(dialogue: DialogueView, *, at: datetime) -> datetime | None:
    """Return when the round ends if nothing more happens to it: not before now, later while paused."""
    if dialogue.paused_seconds is not None:
        return at + timedelta(seconds=max(dialogue.paused_seconds, 0))
    return max(dialogue.ends_at, at) if dialogue.ends_at else None


def delay_of(dialogue: DialogueView, *, at: datetime) -> timedelta:
    """Return how much later than planned the rounds end; less than nothing if they end sooner."""
    clock_end = round_end(dialogue, at=at)
    now_late = clock_end - dialogue.due_at if clock_end and dialogue.due_at else timedelta()
    return timedelta(seconds=dialogue.late) + now_late


def _next(wall: time, zone: ZoneInfo, *, at: datetime) -> datetime:
    """Return when the clock of a zone shows a time, the first moment that is not long gone by."""
    earliest = at.astimezone(UTC) - _LONGEST_DELAY
    day = earliest.astimezone(zone).date()
    found = datetime.combine(day, wall, zone)
    return found if found >= earliest else datetime.combine(day + timedelta(days=1), wall, zone)
