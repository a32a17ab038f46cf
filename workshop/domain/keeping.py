"""How long things are kept: whose card it is, and a whole dialogue."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from workshop.models import Dialogue


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

    def day_for(self, dialogue: Dialogue) -> date:
        """Return by when a dialogue goes."""
        usual = self.usual_day(held_on=dialogue.held_on, created_at=dialogue.created_at)
        return dialogue.delete_on or usual

    def waits_for_archive(self, dialogue: Dialogue) -> bool:
        """Say whether somebody still has to note what became of the offer to the public archive."""
        return not (self.no_archive or dialogue.rehearsal or dialogue.archive_note)

    def is_due(self, dialogue: Dialogue, at: datetime) -> bool:
        """Say whether the server deletes a dialogue by itself now."""
        return self.day_for(dialogue) <= self.day_of(at) and not self.waits_for_archive(dialogue)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where that has fewer days."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
