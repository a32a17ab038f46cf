"""Phones that post card after card, each under one id until it is answered for good, as the outbox does."""

import asyncio
import contextlib
import itertools
import sqlite3
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Self

import httpx
import psycopg

from tests.waiting import PATIENCE, soon
from workshop.changes.postgres import connection_info

# A phone's pause between two cards, and between two tries of one.
PAUSE = 0.05
# One card of so many is empty and must be refused.
BAD = 7


class Senders:
    """A handful of phones; what each of them was told is kept."""

    def __init__(self, address: str, *, phones: int = 6) -> None:
        self._address = address
        self._phones = phones
        self._numbers = itertools.count()
        self._tasks: list[asyncio.Task[None]] = []
        self._end = asyncio.Event()
        # The texts by id: what was acknowledged, and what was refused for good.
        self.acknowledged: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        # How often each status was the answer, the answers that promise nothing and do not say when to ask
        # again, and the posts that had no answer at all.
        self.answers: Counter[int] = Counter()
        self.uncalm: list[str] = []
        self.unanswered = 0

    async def __aenter__(self) -> Self:
        """Begin to post."""
        self._tasks = [asyncio.create_task(self._phone()) for _ in range(self._phones)]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop at once, whatever is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def finish(self) -> None:
        """Begin no further card, and wait until each that was begun is answered for good."""
        self._end.set()
        async with asyncio.timeout(2 * PATIENCE):
            await asyncio.gather(*self._tasks)

    async def until_more(self, cards: int, *, within: float = 2 * PATIENCE) -> None:
        """Wait until so many more cards were acknowledged."""
        aim = len(self.acknowledged) + cards
        await soon(lambda: len(self.acknowledged) >= aim, within=within, why=lambda: dict(self.answers))

    async def until_unstored(self, answers: int) -> None:
        """Wait until so many more posts were told that they could not be stored."""
        aim = self.answers[503] + answers
        await soon(lambda: self.answers[503] >= aim, why=lambda: dict(self.answers))

    def tell(self, what: str) -> None:
        """Say what was survived: pytest shows it with `-rP`."""
        answers = ", ".join(f"{status} {number} times" for status, number in sorted(self.answers.items()))
        cards = f"{len(self.acknowledged)} cards acknowledged ({answers}, none {self.unanswered} times)"
        sys.stdout.write(f"{what}; {cards}\n")

    async def _phone(self) -> None:
        # What is in the environment of whoever runs the tests must not lead the posts elsewhere.
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            while not self._end.is_set():
                number = next(self._numbers)
                text = f"Karte {number}" if number % BAD else ""
                await self._post_until_answered(client, text)
                await asyncio.sleep(PAUSE)

    async def _post_until_answered(self, client: httpx.AsyncClient, text: str) -> None:
        card = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "needed", "text": text, "lang": "de"}
        while True:
            try:
                answer = await client.post(self._address, json=card)
            except httpx.HTTPError:
                self.unanswered += 1
            else:
                self.answers[answer.status_code] += 1
                if answer.is_success:
                    self.acknowledged[card["id"]] = text
                    return
                if answer.is_client_error:
                    self.refused[card["id"]] = text
                    return
                if answer.status_code != 503 or "retry-after" not in answer.headers:
                    self.uncalm.append(f"{answer.status_code} {answer.text[:200]}")
            await asyncio.sleep(PAUSE)


def check_stored_once(senders: Senders, database_url: str) -> None:
    """Assert that the database holds every acknowledged card once, and no other."""
    assert senders.uncalm == []
    assert set(senders.refused.values()) <= {""}, "a good card was refused"
    assert sorted(stored(database_url)) == sorted(senders.acknowledged.items())


def check_kept(senders: Senders, database_url: str) -> None:
    """Assert that what was acknowledged until now is there, while other cards are still under way."""
    acknowledged = set(senders.acknowledged.items())
    assert acknowledged - set(stored(database_url)) == set(), "an acknowledged card is lost"


def stored(database_url: str) -> list[tuple[str, str]]:
    """Return id and text of every card in the database."""
    with connected(database_url) as connection:
        return [(str(row[0]), str(row[1])) for row in connection.execute("SELECT id, text FROM entries")]


def check_whole(database_url: str) -> None:
    """Assert that SQLite finds no fault in its file; PostgreSQL has no such question."""
    if database_url.startswith("sqlite:"):
        with connected(database_url) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@contextlib.contextmanager
def connected(database_url: str) -> Iterator[sqlite3.Connection | psycopg.Connection]:
    if database_url.startswith("sqlite:"):
        path = database_url.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
            yield connection
    else:
        with psycopg.connect(connection_info(database_url), autocommit=True) as connection:
            yield connection
