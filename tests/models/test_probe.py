"""Whether the database answers: also one that hangs is told within seconds."""

import asyncio
import time
from pathlib import Path

import psycopg
import pytest

from tests.waiting import soon
from workshop.models import probe
from workshop.models.database import Database

pytestmark = pytest.mark.integration


async def test_database_that_hangs_does_not_answer_and_is_asked_once(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "PATIENCE_SECONDS", 0.3)
    database = Database(postgres_url)
    await database.migrate()
    monkeypatch.setattr(probe, "PATIENCE_SECONDS", 10.0)
    assert await database.is_alive()
    monkeypatch.setattr(probe, "PATIENCE_SECONDS", 0.3)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(postgres_url) as holder, psycopg.connect(postgres_url, autocommit=True) as watcher:
        holder.execute("LOCK TABLE entries IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        assert await asyncio.gather(*(database.is_alive() for _ in range(20))) == [False] * 20
        assert time.monotonic() - begun < 5
        await soon(lambda: watcher.execute(waiting).fetchone() == (1,))
        holder.rollback()
        await soon(database.is_alive)
    await database.close()


async def test_file_that_is_gone_or_nonsense_does_not_answer_and_is_not_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "workshop.sqlite"
    database = Database(f"sqlite:///{file}")
    await database.migrate()
    assert await database.is_alive()
    for each in tuple(tmp_path.iterdir()):  # noqa: ASYNC240 - nobody else waits
        each.unlink()
    assert not await database.is_alive()
    assert not file.exists()
    file.write_bytes(b"nonsense" * 1000)
    assert not await database.is_alive()
    await database.close()
