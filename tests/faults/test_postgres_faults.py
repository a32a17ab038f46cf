"""PostgreSQL goes away in the middle of a commit, or altogether, while phones post."""

import asyncio

import psycopg
import pytest
from sqlalchemy import make_url

from tests.faults.database_proxy import Cut, DatabaseProxy
from tests.faults.senders import Senders, check_stored_once
from tests.running import Running
from tests.waiting import soon

pytestmark = pytest.mark.fault
END_BACKENDS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


@pytest.fixture
def start(tmp_path):
    """Start a server on a database, and end it when the test has."""
    started: list[Running] = []

    async def starting(database_url: str) -> Running:
        server = Running(
            "serve",
            database_url=database_url,
            folder=tmp_path,
            settings={"WORKSHOP_RATE_LIMIT": "off"},
            measured=False,
        )
        started.append(server)
        await asyncio.to_thread(server.start)
        return server

    yield starting
    for server in started:
        server.kill()


async def _senders(server: Running) -> Senders:
    code = await asyncio.to_thread(server.new_dialogue)
    return Senders(f"http://127.0.0.1:{server.port}/j/{code}/entries")


def _end_backends(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(END_BACKENDS)


async def _survive_ended_backends(server: Running, *, times: int) -> None:
    async with await _senders(server) as senders:
        for _ in range(times):
            await senders.until_more(10)
            await asyncio.to_thread(_end_backends, server.database_url)
        await senders.until_more(10)
        await senders.finish()
    senders.tell(f"all backends ended {times} times")
    check_stored_once(senders, server.database_url)


async def test_cards_outlive_ended_backends(start, postgres_url) -> None:
    await _survive_ended_backends(await start(postgres_url), times=10)


async def test_cards_outlive_a_database_that_breaks_down_and_comes_back(
    start, postgres_url, postgres_breaks_down
) -> None:
    server = await start(postgres_url)
    async with await _senders(server) as senders:
        for _ in range(2):
            await senders.until_more(10)
            async with postgres_breaks_down():
                await senders.until_unstored(5)
        await senders.until_more(10)
        await senders.finish()
    check_stored_once(senders, server.database_url)


async def _survive_cuts(start, postgres_url: str, cut: Cut, *, cuts: int) -> None:
    url = make_url(postgres_url)
    folder = url.query["host"]
    async with DatabaseProxy(f"{folder}/.s.PGSQL.5432") as proxy:
        through = url.set(host="127.0.0.1", port=proxy.port, query={})
        server = await start(through.render_as_string(hide_password=False))
        async with await _senders(server) as senders:
            await senders.until_more(10)
            proxy.cut = cut
            # However many are wanted: the next ones come soon.
            for aim in range(10, cuts + 1, 10):
                await soon(lambda aim=aim: proxy.cuts >= aim, why=lambda: (proxy.cuts, dict(senders.answers)))
            proxy.cut = None
            await senders.until_more(10)
            await senders.finish()
        assert senders.answers[503] > 0
        # What was stored without an answer is acknowledged as a repeat.
        assert (senders.answers[200] > 0) is (cut is Cut.AFTER_THE_COMMIT)
        server.kill()
    senders.tell(f"{proxy.cuts} connections cut: {cut}")
    check_stored_once(senders, postgres_url)


@pytest.mark.parametrize("cut", list(Cut))
async def test_connection_that_ends_at_its_commit_tells_nobody_a_lie(start, postgres_url, cut: Cut) -> None:
    await _survive_cuts(start, postgres_url, cut, cuts=10)


@pytest.mark.soak
@pytest.mark.parametrize("cut", list(Cut))
async def test_many_connections_that_end_at_their_commit(start, postgres_url, cut: Cut) -> None:
    await _survive_cuts(start, postgres_url, cut, cuts=300)


@pytest.mark.soak
async def test_cards_outlive_many_ended_backends(start, postgres_url) -> None:
    await _survive_ended_backends(await start(postgres_url), times=300)
