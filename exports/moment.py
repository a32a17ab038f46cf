"""When something is, for a calendar: a day, or a day with the time on the clock of the hall."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from exports.details import read_when
from exports.field import When

_DAY = r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?"
_HOUR = r"(?:\s*(?:uhr|h)\b\.?)?"
# "21.05.2026, 18 Uhr", "Do., 21.05.2026, 18:30–20:00", "2026-05-21 18:30".
_DAY_AND_CLOCK = re.compile(
    rf"(?:[^\W\d]+[.,]*\s+)?(?P<day>{_DAY})[\s,;]+"
    rf"(?P<clock>(?:(?:um|ab|von|at|from)\s+)?(?P<begins>{_CLOCK}){_HOUR}"
    rf"(?:\s*(?:-|–|—|bis|to|until)\s*(?P<ends>{_CLOCK}){_HOUR})?)",
    re.IGNORECASE,
)
# What is longer is no moment.
_LONGEST = 80
# A bare number behind a day may be anything.
_SAYS_CLOCK = re.compile(r"[:.]|uhr|\dh|\bh\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day; `begins` and `ends` are on the clock of the hall, and not there where only a day was said."""

    day: date
    begins: datetime | None = None
    ends: datetime | None = None


def moment_of(when: When) -> Moment | None:
    """Return the moment that was agreed; `None` for words that name no day."""
    if isinstance(when, date):
        return Moment(when)
    found = _DAY_AND_CLOCK.fullmatch(when.strip()) if len(when) <= _LONGEST else None
    if not found or not _SAYS_CLOCK.search(found["clock"]):
        return None
    day = read_when(found["day"])
    begins = _clock(found["begins"])
    if not isinstance(day, date) or begins is None:
        return None
    start = datetime.combine(day, begins)
    return Moment(day, start, _end(start, _clock(found["ends"])))


def _end(start: datetime, wall: time | None) -> datetime | None:
    """Return the end; a time before the beginning is on the next day."""
    if wall is None or wall == start.time():
        return None
    end = datetime.combine(start.date(), wall)
    try:
        return end if end > start else end + timedelta(days=1)
    except OverflowError:
        return None


def _clock(words: str | None) -> time | None:
    hour, _, minute = (words or "").replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
