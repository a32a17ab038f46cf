"""How the copies stand that the server makes by itself: `scheduled_backups` notes it, pages tell it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

# So much later than it was due a copy may be before somebody hears of it.
GRACE = timedelta(hours=1)


class Trouble(StrEnum):
    """Why there is no new copy, as far as somebody can do something about it."""

    NO_ROOM = "no_room"
    FOLDER = "folder"
    LATE = "late"
    OTHER = "other"


class Copies:
    """When the last copy was made and what stopped the next one; of this process, and forgotten with it."""

    def __init__(self) -> None:
        self.last: datetime | None = None
        self.failed_at: datetime | None = None
        self.is_kept = False
        self._period = timedelta()
        self._since: datetime | None = None
        self._trouble: Trouble | None = None
        self._listeners: list[Callable[[], None]] = []

    def keep(self, period: timedelta, *, last: datetime | None, at: datetime) -> None:
        """Note that copies are made from now on, the last one of before at `last`."""
        self.is_kept, self._period, self.last, self._since = True, period, last, at
        self._tell()

    def note_made(self, at: datetime) -> None:
        """Note a copy; what was wrong is over."""
        self.last, self.failed_at, self._trouble = at, None, None
        self._tell()

    def note_failed(self, at: datetime, trouble: Trouble) -> None:
        """Note that a copy could not be made."""
        self.failed_at, self._trouble = at, trouble
        self._tell()

    def trouble(self, at: datetime) -> Trouble | None:
        """Return why there is no new copy, or nothing where none is missed."""
        if self._trouble or not self.is_kept:
            return self._trouble
        # One that never comes to an end, on a network share that is away, fails without an error.
        begun = max(filter(None, (self.last, self._since)), default=at)
        return Trouble.LATE if at - begun > self._period + GRACE else None

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Call `hear` at each change; return what ends that."""
        self._listeners.append(hear)
        return lambda: self._listeners.remove(hear)

    def _tell(self) -> None:
        for hear in list(self._listeners):
            hear()
