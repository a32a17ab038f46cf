"""A network between server and PostgreSQL that cuts a connection around its COMMIT."""

import asyncio
import contextlib
from collections.abc import Callable
from enum import StrEnum
from typing import Self

# As libpq sends the word, and as PostgreSQL says that it is done.
_COMMIT = b"COMMIT\0"
_PIECE = 65536


class Cut(StrEnum):
    """Where the connection is cut."""

    BEFORE_THE_COMMIT = "the COMMIT never reaches the database"
    AFTER_THE_COMMIT = "the answer to the COMMIT never reaches the server"


class DatabaseProxy:
    """Forwards TCP to PostgreSQL's socket; while `cut` is set, some connections end at their COMMIT."""

    def __init__(self, socket: str, every: int = 3) -> None:
        self.cut: Cut | None = None
        self.cuts = 0
        self.port = 0
        self._socket = socket
        self._every = every
        self._commits = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all connections."""
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        there_reader, there_writer = await asyncio.open_unix_connection(self._socket)

        def end() -> None:
            for each in (writer, there_writer):
                each.transport.abort()

        # Set when the answer to what was sent last is to be lost.
        loses = asyncio.Event()

        def there(piece: bytes) -> bool:
            if self.cut is None or _COMMIT not in piece:
                return True
            self._commits += 1
            if self._commits % self._every:
                return True
            self.cuts += 1
            if self.cut is Cut.BEFORE_THE_COMMIT:
                return False
            loses.set()
            return True

        def back(piece: bytes) -> bool:
            return not (loses.is_set() and _COMMIT in piece)

        try:
            # When the proxy ends, asyncio would take a cancelled connection for a failed one.
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(
                    _forward(reader, there_writer, there, end), _forward(there_reader, writer, back, end)
                )
        finally:
            end()
            self._tasks.discard(task)


async def _forward(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    may_pass: Callable[[bytes], bool],
    end: Callable[[], None],
) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(_PIECE):
            if not may_pass(piece):
                break
            writer.write(piece)
            await writer.drain()
    end()
