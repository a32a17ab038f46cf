"""What every change feed offers; a wake-up carries ids only, never content."""

from typing import Protocol

# No dialogue has this number: under it the feed tells that rights were taken back or moved to another key.
RIGHTS = 0


class Follower(Protocol):
    """One reader's place at the feed of one dialogue."""

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait for a change since the last call, at most `seconds`; say whether there was one."""
        ...

    def close(self) -> None:
        """Leave the feed."""
        ...


class Feed(Protocol):
    """Wake-ups by dialogue, sent after the commit."""

    async def publish(self, dialogue_id: int) -> None:
        """Wake everybody who follows this dialogue."""
        ...

    def follow(self, dialogue_id: int) -> Follower:
        """Take a place at the feed; changes from now on wake the follower."""
        ...

    async def close(self) -> None:
        """Stop."""
        ...
