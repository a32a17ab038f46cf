"""Whether the database answers: asked anew over a connection of its own, and never for long."""

import asyncio
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Table, exists, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from workshop.models.base import Base

# Whoever asks for a server's health waits no longer than a few seconds itself.
PATIENCE_SECONDS = 2.0


class Probe:
    """Asks the database; while one question hangs, nobody asks a second one."""

    def __init__(self, address: URL, **connect: Any) -> None:  # noqa: ANN401 - what the driver takes
        self._address = address
        # What other connections still remember of a file that is gone, a new one does not.
        self._engine = create_async_engine(address, hide_parameters=True, poolclass=NullPool, **connect)
        self._asked: asyncio.Task[bool] | None = None

    async def answers(self) -> bool:
        """Say whether every table can be read."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._ask())
        asked = self._asked
        done, _ = await asyncio.wait({asked}, timeout=PATIENCE_SECONDS)
        return bool(done) and not asked.cancelled() and asked.result()

    async def _ask(self) -> bool:
        file = self._address.database if self._address.drivername.startswith("sqlite") else None
        # SQLite would make an empty file in the place of a lost one.
        if file and file != ":memory:" and not await asyncio.to_thread(Path(file).is_file):
            return False
        tables: list[Table] = Base.metadata.sorted_tables
        try:
            async with self._engine.connect() as connection:
                await connection.execute(select(*(exists(select(table)) for table in tables)))
        except Exception:  # noqa: BLE001 - whatever the driver raises, the answer is "no"
            return False
        return True

    async def close(self) -> None:
        """Stop asking."""
        if self._asked is not None:
            self._asked.cancel()
            await asyncio.wait({self._asked})
        await self._engine.dispose()
