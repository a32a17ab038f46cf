"""How fast one participant, and one dialogue, may post; never by address, for a hall shares one."""

import math
import threading
import time

from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from workshop.domain.errors import TooFastError

# Faster than anybody writes, slow enough to stop a script; an outbox that was offline simply waits its turn.
PER_PARTICIPANT = (RateLimitItemPerSecond(10, 10), RateLimitItemPerMinute(30))
# A hall of 1,000 that sends at the same moment stays far below this.
PER_DIALOGUE = RateLimitItemPerSecond(5000, 10)
# How often the memory of posts that no longer count is given back.
SWEEP_SECONDS = 10.0


class PostRate:
    """Counts posts in the memory of this process."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._pause = self._storage.timer

    def check(self, *, code: str, participant: str | None) -> None:
        """Count one post; raise `TooFastError` with the seconds to wait if it is one too many."""
        if not self._enabled:
            return
        self._rest()
        own = PER_PARTICIPANT if participant else ()
        for item, who in ((PER_DIALOGUE, code), *((item, participant or "") for item in own)):
            if not self._limiter.hit(item, who):
                opens_at = self._limiter.get_window_stats(item, who).reset_time
                raise TooFastError(retry_after=max(1, math.ceil(opens_at - time.time())))

    def _rest(self) -> None:
        """Keep the storage from sweeping again at once.

        It starts a thread for that with the next post unless its timer runs, and each goes through everybody
        who posted within a minute: with a thousand phones that costs ten times as much as the posts.
        """
        timer = self._storage.timer
        if timer is not self._pause and not timer.is_alive():
            self._pause = self._storage.timer = threading.Timer(SWEEP_SECONDS, _nothing)
            self._pause.daemon = True
            self._pause.start()


def _nothing() -> None:
    """Let the next post start a sweep."""
