"""Watching a dialogue: one reader per process asks what changed, and tells every open page."""

import asyncio
import contextlib
import time
from collections.abc import Callable

import structlog
from sqlalchemy.orm import Session

from workshop.domain.queries.changes import Delta, changes_since
from workshop.domain.queries.deletion import was_deleted
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.store import Store
from workshop.live.picture import Picture
from workshop.live.reading_rights import KeyRights, ReadingRights

# Changes within this time reach the pages together; the first one goes out at once.
COALESCE_SECONDS = 0.1
# A lost wake-up costs no more than this.
ASK_ANYWAY_SECONDS = 5.0
IDLE_SECONDS = 600.0

Listener = Callable[[Delta | None], None]
log = structlog.get_logger()


class Watch:
    """The picture of one dialogue and those who want to hear of its changes; `None` tells that it is gone."""

    def __init__(self, store: Store, picture: Picture, rights: ReadingRights) -> None:
        self._store = store
        self._rights = rights
        self.picture = picture
        self.gone = False
        self.last_used = time.monotonic()
        self._listeners: set[Listener] = set()
        self._guests: set[Listener] = set()
        self._reading = asyncio.Lock()
        self._follower = store.feed.follow(picture.dialogue.id)
        self._task = asyncio.create_task(self._run())

    def listen(self, listener: Listener, *, keeps_open: bool = True) -> Callable[[], None]:
        """Call `listener` after each change; the returned function ends that.

        With `keeps_open=False` the listener does not keep the watch from being dropped when nobody looks.
        """
        among = self._listeners if keeps_open else self._guests
        among.add(listener)
        return lambda: among.discard(listener)

    @property
    def is_idle(self) -> bool:
        """Whether nobody listens and nobody asked for a while."""
        return not self._listeners and time.monotonic() - self.last_used > IDLE_SECONDS

    async def _run(self) -> None:
        while not self.gone:
            await self._follower.wait(ASK_ANYWAY_SECONDS)
            try:
                await self.catch_up()
            except Exception:  # noqa: BLE001 - the database may be away for a moment; the next wake-up asks again
                log.warning("watch_read_failed", dialogue=self.picture.dialogue.code)
            await asyncio.sleep(COALESCE_SECONDS)

    async def catch_up(self) -> None:
        """Ask what changed since the picture's revision and tell the listeners."""
        async with self._reading:
            dialogue_id, seen = self.picture.dialogue.id, self.picture.revision

            def read(session: Session) -> tuple[Delta | None, KeyRights]:
                delta = changes_since(session, dialogue_id, seen)
                is_news = delta is None or delta.revision != seen
                return delta, self._rights.read(session) if is_news else {}

            delta, rights = await self._store.read_at_once(read)
            # Both are of one state: whose right was taken back before the change hears nothing of it.
            self._rights.take(rights)
            if delta is None:
                self.gone = True
                self._follower.close()
            elif delta.revision == self.picture.revision:
                return
            else:
                self.picture.apply(delta)
            self._tell(delta)

    def _tell(self, delta: Delta | None) -> None:
        for listener in (*self._listeners, *self._guests):
            try:
                listener(delta)
            except Exception:
                log.exception("watch_listener_failed")

    async def close(self) -> None:
        """Stop watching; listeners hear `None`."""
        self._follower.close()
        self._tell(None)
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task


class Watches:
    """The watched dialogues of this process, by code."""

    def __init__(self, store: Store, *, on_open: Callable[[Watch], None] | None = None) -> None:
        self._store = store
        self.rights = ReadingRights(store)
        self._on_open = on_open
        self._open: dict[str, Watch] = {}
        self._opening = asyncio.Lock()
        self._deleted: set[str] = set()
        self._on_gone: list[Callable[[int], None]] = []

    async def by_code(self, code: str) -> Watch | None:
        """Return the watch of a dialogue, opened if need be; `None` for an unknown code."""
        if code in self._deleted:  # which is never given again
            return None
        watch = self._open.get(code)
        if watch is None or watch.gone:
            async with self._opening:
                watch = self._open.get(code)
                if watch is None or watch.gone:
                    watch = await self._begin(code)
        if watch is not None:
            watch.last_used = time.monotonic()
        return watch

    def was_deleted(self, code: str) -> bool:
        """Say whether a code for which `by_code` found nothing once was that of a dialogue."""
        return code in self._deleted

    def when_gone(self, forget: Callable[[int], None]) -> None:
        """Call `forget` with the id of each deleted dialogue, to drop what memory holds of it."""
        self._on_gone.append(forget)

    def _forgetting(self, watch: Watch) -> Listener:
        def hear(_delta: Delta | None) -> None:
            if watch.gone:
                if self._open.get(watch.picture.dialogue.code) is watch:
                    del self._open[watch.picture.dialogue.code]
                for forget in self._on_gone:
                    forget(watch.picture.dialogue.id)

        return hear

    async def _begin(self, code: str) -> Watch | None:
        await self._drop_idle()
        async with self._store.read() as session:
            dialogue = await dialogue_by_code(session, code)
            # The rows of revision 0 do not exist, so this is the whole dialogue.
            delta = await session.run_sync(changes_since, dialogue.id, 0) if dialogue else None
            if delta is None and await was_deleted(session, code):
                self._deleted.add(code)
        if delta is None:
            self._open.pop(code, None)
            return None
        watch = self._open[code] = Watch(self._store, Picture(delta), self.rights)
        watch.listen(self._forgetting(watch), keeps_open=False)
        # What was committed between that read and the feed's first wake-up is asked for now.
        await watch.catch_up()
        if self._on_open:
            self._on_open(watch)
        return watch

    async def _drop_idle(self) -> None:
        for code, watch in tuple(self._open.items()):
            if watch.gone or watch.is_idle:
                del self._open[code]
                await watch.close()

    async def close(self) -> None:
        """Stop all."""
        for watch in tuple(self._open.values()):
            await watch.close()
        self._open.clear()
        await self.rights.close()
