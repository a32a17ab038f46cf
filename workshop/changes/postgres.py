"""The change feed across processes: PostgreSQL's LISTEN and NOTIFY, with ids only."""

import asyncio
import contextlib

import psycopg
import structlog
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from workshop.changes.local import LocalFeed, LocalFollower

CHANNEL = "workshop_changes"
RECONNECT_SECONDS = 0.5
# Changes within this time are one message; the first one goes out at once.
COALESCE_SECONDS = 0.02
# A connection that died without a word is found out after this.
PROBE_SECONDS = 10.0
log = structlog.get_logger()


def connection_info(url: str) -> str:
    """Return libpq's words for an address that SQLAlchemy understands."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return make_conninfo("", **conninfo_to_dict(plain))


class PostgresFeed:
    """Wakes followers of this process at once, and those of all other processes on the same database.

    A lost connection is made anew; then everybody is woken, for something may have been missed. While it is
    lost, followers still ask by themselves from time to time.
    """

    def __init__(self, url: str) -> None:
        self._info = connection_info(url)
        self._local = LocalFeed()
        self._pending: set[int] = set()
        self._to_send = asyncio.Event()
        self._sent = asyncio.Event()
        self._sent.set()
        self._listening = asyncio.Event()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._send())]

    async def publish(self, dialogue_id: int) -> None:
        """Wake everybody who follows this dialogue; other processes hear of it through the database."""
        self._local.wake(dialogue_id)
        self._pending.add(dialogue_id)
        self._sent.clear()
        self._to_send.set()

    def follow(self, dialogue_id: int) -> LocalFollower:
        """Take a place at the feed."""
        return self._local.follow(dialogue_id)

    async def listening(self) -> None:
        """Wait until the feed hears the other processes."""
        await self._listening.wait()

    async def close(self) -> None:
        """Tell what is still to be told, then stop."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self._sent.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._local.close()

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        return await psycopg.AsyncConnection.connect(self._info, autocommit=True)

    async def _listen(self) -> None:
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(SQL("LISTEN {}").format(Identifier(CHANNEL)))
                    self._listening.set()
                    self._local.wake_all()
                    await self._hear(connection)
            except (psycopg.Error, OSError):
                self._listening.clear()
                log.warning("feed_connection_lost")
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _hear(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            async for notice in connection.notifies(timeout=PROBE_SECONDS):
                if notice.payload.isdecimal():
                    self._local.wake(int(notice.payload))
            await connection.execute("SELECT 1")

    async def _send(self) -> None:
        """Send what is pending; an id that comes again while a message is under way goes out once."""
        while True:
            try:
                async with await self._connect() as connection:
                    while True:
                        await self._to_send.wait()
                        self._to_send.clear()
                        await self._notify(connection)
                        await asyncio.sleep(COALESCE_SECONDS)
            except (psycopg.Error, OSError):
                self._to_send.set()
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _notify(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        ids, self._pending = self._pending, set()
        try:
            for dialogue_id in tuple(ids):
                await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(dialogue_id)))
                ids.discard(dialogue_id)
        finally:
            self._pending |= ids
            if not self._pending:
                self._sent.set()
