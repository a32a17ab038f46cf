"""Which topics of other tables are near a topic: looked for in the background, after a table was reviewed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from workshop.domain.queries.group import GroupView
from workshop.live.watch import Watch
from workshop.models import GroupState

# All tables are looked at together, and not more often than every so many seconds.
PAUSE_SECONDS = 45.0
# Smaller topics are near to none: see `grouping/across.py`, which this process does not load.
SMALLEST = 3
TABLES = 2
Look = Callable[[], Awaitable[Iterable[tuple[int, int]] | None]]
log = structlog.get_logger()


class NearTopics:
    """Pairs of topics by their ids; what they are called, and whether they are there, the picture says."""

    def __init__(self, watch: Watch, look: Look) -> None:
        self._watch = watch
        self._look = look
        self._near: dict[int, list[int]] = {}
        self._is_known = False
        self._is_wanted = asyncio.Event()
        self._listeners: set[Callable[[], None]] = set()
        self.task = asyncio.create_task(self._run(), name="look for near topics")

    def of(self, group_id: int) -> list[GroupView]:
        """Return the topics of other tables that are near this one, the nearest first."""
        picture = self._watch.picture
        found = [picture.groups[each] for each in self._near.get(group_id, ()) if each in picture.groups]
        return [
            group
            for group in found
            if group.state == GroupState.OPEN
            and not group.parked
            and group.table_id in picture.tables
            and picture.size(group)
        ]

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each look; the returned function ends that. The first listener begins it."""
        self._listeners.add(listener)
        if not self._is_known:
            self.want()
        return lambda: self._listeners.discard(listener)

    def want(self) -> None:
        """Look again soon: a table was reviewed."""
        self._is_wanted.set()

    async def _run(self) -> None:
        while True:
            await self._is_wanted.wait()
            self._is_wanted.clear()
            if self._listeners:
                try:
                    await self._look_once()
                except Exception:
                    log.exception("near_topics_failed", dialogue=self._watch.picture.dialogue.code)
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                # Nobody would see it; whoever comes begins it.
                self._is_known = False

    async def _look_once(self) -> None:
        pairs = await self._look() if self._may_find_any() else ()
        if pairs is None:
            return
        near: dict[int, list[int]] = {}
        for one, other in pairs:
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
        self._near, self._is_known = near, True
        for listener in tuple(self._listeners):
            listener()

    def _may_find_any(self) -> bool:
        """Say whether two tables have a topic that is large enough; without, nobody waits for a look."""
        picture = self._watch.picture
        tables = {
            group.table_id
            for group in picture.groups.values()
            if group.state == GroupState.OPEN and picture.size(group) >= SMALLEST
        }
        return len(tables) >= TABLES

    def close(self) -> None:
        """Stop looking."""
        self.task.cancel()
