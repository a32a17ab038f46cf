"""The change feed within one process."""

import asyncio
from collections import defaultdict


class LocalFollower:
    """A flag that a change raises and `wait` lowers; many changes at once are one wake-up."""

    def __init__(self, places: set["LocalFollower"]) -> None:
        self._places = places
        self._changed = asyncio.Event()
        places.add(self)

    def wake(self) -> None:
        """Say that something changed."""
        self._changed.set()

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait for a change, at most `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return True

    def close(self) -> None:
        """Leave the feed."""
        self._places.discard(self)


class LocalFeed:
    """Wakes followers of the same process."""

    def __init__(self) -> None:
        self._places: dict[int, set[LocalFollower]] = defaultdict(set)

    async def publish(self, dialogue_id: int) -> None:
        """Wake everybody who follows this dialogue."""
        self.wake(dialogue_id)

    def wake(self, dialogue_id: int) -> None:
        """Wake without waiting."""
        for follower in tuple(self._places.get(dialogue_id, ())):
            follower.wake()

    def wake_all(self) -> None:
        """Wake the followers of every dialogue."""
        for dialogue_id in tuple(self._places):
            self.wake(dialogue_id)

    def follow(self, dialogue_id: int) -> LocalFollower:
        """Take a place at the feed."""
        return LocalFollower(self._places[dialogue_id])

    async def close(self) -> None:
        """Let go of all followers."""
        self._places.clear()
