"""Who may go on reading: the rights of all open pages' keys, read in one go with each change.

A change and the rights are read in the same state of the database, so that nobody hears of what came after
the right was taken back. When nothing changes they are read when the feed says that rights did, and once a
second all the same: another process on the same file cannot say anything, and a right may simply expire.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.orm import Session

from workshop.domain.queries.rights import actors_of_keys
from workshop.domain.rights import Actor
from workshop.domain.store import Store

ASK_ANYWAY_SECONDS = 1.0

Hear = Callable[[Actor], None]
# What is read for each place that was taken before the reading began.
KeyRights = Mapping[int, Actor]
log = structlog.get_logger()


class ReadingRights:
    """The keys of the open pages of this process; who holds one hears after each reading what it may do."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._places: dict[int, tuple[str, Hear]] = {}
        self._number = 0
        self._asking: asyncio.Task[None] | None = None

    def hold(self, key: str | None, hear: Hear) -> Callable[[], None]:
        """Let `hear` be told from now on what the key may do; the returned function ends that."""
        self._number += 1
        number = self._number
        self._places[number] = (key or "", hear)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())

        def let_go() -> None:
            self._places.pop(number, None)
            if not self._places and self._asking is not None:
                self._asking.cancel()
                self._asking = None

        return let_go

    def read(self, session: Session) -> KeyRights:
        """Read what the keys may do; runs in the reader's thread, `take` is then called with the result."""
        places = dict(self._places)
        if not places:
            return {}
        actors = actors_of_keys(session, {key for key, _ in places.values()}, self._store.lives)
        return {number: actors[key] for number, (key, _) in places.items()}

    def take(self, rights: KeyRights) -> None:
        """Tell each holder what was read."""
        for number, actor in rights.items():
            if place := self._places.get(number):
                try:
                    place[1](actor)
                except Exception:
                    log.exception("rights_listener_failed")

    async def _ask(self) -> None:
        follower, is_silent = self._store.follow_rights(), False
        try:
            while True:
                await follower.wait(ASK_ANYWAY_SECONDS)
                try:
                    self.take(await self._store.read_at_once(self.read))
                    is_silent = False
                except Exception:  # noqa: BLE001 - the database may be away for a moment
                    if not is_silent:
                        log.warning("rights_read_failed")
                    is_silent = True
        finally:
            follower.close()

    async def close(self) -> None:
        """Stop reading; whoever holds a key hears nothing more."""
        self._places.clear()
        if self._asking is not None:
            self._asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._asking
            self._asking = None
