"""Buckets that fill again by themselves: how much of something a sender may do at once, and how fast."""

from time import monotonic

# Of each kind; a sender that is forgotten because more came is taken for a new one.
MOST_SENDERS = 20_000


class Buckets:
    """A bucket for each sender, in the memory of this process (generic cell rate algorithm)."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._each = 1 / per_second
        self._depth = burst / per_second
        # When a bucket will be full again; one that is full is not kept for long.
        self._full_at: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, sender: str) -> float:
        """Return the seconds until there is something in the bucket: none if there is now."""
        now = monotonic()
        return max(0.0, max(self._full_at.get(sender, 0.0), now) + self._each - self._depth - now)

    def take(self, sender: str) -> None:
        """Take one out, whether or not it was there."""
        now = monotonic()
        if sender not in self._full_at and len(self._full_at) >= MOST_SENDERS:
            self._forget(now)
        self._full_at[sender] = min(max(self._full_at.get(sender, 0.0), now), now + self._depth) + self._each

    def _forget(self, now: float) -> None:
        """Give back the memory of full buckets, and of the fullest if there are hardly any."""
        kept = sorted(
            ((full_at, sender) for sender, full_at in self._full_at.items() if full_at > now), reverse=True
        )
        self._full_at = {sender: full_at for full_at, sender in kept[: MOST_SENDERS // 2]}
