"""How much of the machine the grouping takes: while a hall posts, phones and beamer go first."""

import asyncio
import time
from collections import deque

# So many cards within these seconds are a hall that posts all at once.
SECONDS = 3.0
MANY = 30
# While it does, grouping rests so many times as long as it worked, but no longer than this at a time.
REST = 4.0
LONGEST_REST_SECONDS = 2.0


class Pace:
    """Counts the cards that come, in all dialogues of this process."""

    def __init__(self) -> None:
        self._came: deque[tuple[float, int]] = deque()

    def note(self, cards: int) -> None:
        """Count cards that came just now."""
        if cards:
            self._came.append((time.monotonic(), cards))

    @property
    def is_busy(self) -> bool:
        """Whether a hall posts."""
        since = time.monotonic() - SECONDS
        while self._came and self._came[0][0] < since:
            self._came.popleft()
        return sum(cards for _, cards in self._came) >= MANY

    async def rest(self, worked: float) -> None:
        """Wait after so many seconds of work, if a hall posts."""
        if self.is_busy:
            await asyncio.sleep(min(REST * worked, LONGEST_REST_SECONDS))
