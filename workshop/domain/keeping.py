"""How long things are kept: whose card it is, and a whole dialogue."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Keeping:
    """What an installation says: days for corrections after the end, months until all goes, and the archive.

    `no_archive` is the reason why nothing need be offered to an archive; empty: each dialogue waits for that.
    """

    corrections: timedelta = timedelta(days=7)
    months: int = 12
    no_archive: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))

    def day_of(self, at: datetime) -> date:
        """Return which day it is at a moment."""
        return at.astimezone(self.zone).date()

    def usual_day(self, *, held_on: date | None, created_at: datetime) -> date:
        """Return by when a dialogue goes of which nobody has said that.

        A day that was mistyped into the past deletes nothing early: what counts then is when it was created.
        """
        created = self.day_of(created_at)
        return months_after(max(held_on or created, created), self.months)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where that has fewer days."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
