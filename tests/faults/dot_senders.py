"""Phones that give dots again and again, each repeating one until it is answered for good."""

import asyncio
import contextlib
import random
import sqlite3
from collections import Counter
from typing import Self

import httpx
import psycopg

from tests.faults.senders import PAUSE, connected
from tests.waiting import PATIENCE, soon


class Voters:
    """A handful of phones; what each of them was told last is kept."""

    def __init__(self, url: str, topics: list[int], *, phones: int = 5, dots: int = 5) -> None:
        self._url, self._topics, self._phones, self._dots = url, topics, phones, dots
        self._tasks: list[asyncio.Task[None]] = []
        self._end = asyncio.Event()
        # What stands by the last answer, by phone and topic; and what is asked for and not yet answered.
        self.acknowledged: dict[int, dict[int, int]] = {}
        self.under_way: dict[int, tuple[int, int]] = {}
        self.answers: Counter[int] = Counter()
        self.unanswered = 0

    async def __aenter__(self) -> Self:
        """Begin."""
        self._tasks = [asyncio.create_task(self._phone(number)) for number in range(self._phones)]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop at once, whatever is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def finish(self) -> None:
        """Give nothing further, and wait until what was begun is answered for good."""
        self._end.set()
        async with asyncio.timeout(2 * PATIENCE):
            await asyncio.gather(*self._tasks)

    async def until_more(self, answers: int) -> None:
        """Wait until so many more dots were acknowledged."""
        aim = self.answers[200] + answers
        await soon(lambda: self.answers[200] >= aim, within=2 * PATIENCE, why=lambda: dict(self.answers))

    async def _phone(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - a draw, not a secret
        own = self.acknowledged.setdefault(number, {})
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            # The page names who gives dots, so that a lost answer does not make another participant.
            token = ""
            while not token and not self._end.is_set():
                with contextlib.suppress(httpx.HTTPError):
                    page = (await client.get(self._url)).text
                    token = page.partition('name="token" value="')[2].partition('"')[0]
            while not self._end.is_set():
                topic = chance.choice(self._topics)
                most = self._dots - sum(dots for each, dots in own.items() if each != topic)
                dots = chance.randint(0, most)
                self.under_way[number] = topic, dots
                await self._give(client, token, topic, dots)
                own[topic] = dots
                del self.under_way[number]
                await asyncio.sleep(PAUSE)

    async def _give(self, client: httpx.AsyncClient, token: str, topic: int, dots: int) -> None:
        while True:
            try:
                body = {"group": topic, "dots": dots, "token": token}
                answer = await client.post(f"{self._url}/dots", json=body)
            except httpx.HTTPError:
                self.unanswered += 1
            else:
                self.answers[answer.status_code] += 1
                if answer.is_success:
                    assert answer.json()["dots"] == dots
                    return
                assert answer.status_code == 503, answer.text
            await asyncio.sleep(PAUSE)


def check_dots(voters: Voters, database_url: str) -> None:
    """Assert that the ballots are those that were acknowledged, but for what is still under way."""
    with connected(database_url) as connection:
        found = ballots(connection)
    told = Counter[tuple[int, int]]()
    open_topics = Counter[tuple[int, int]]()
    for number, own in voters.acknowledged.items():
        asked = voters.under_way.get(number)
        told.update((topic, dots) for topic, dots in own.items() if dots and (not asked or topic != asked[0]))
        if asked:
            open_topics.update({(asked[0], asked[1]), (asked[0], own.get(asked[0], 0))})
    assert told - found == Counter(), "an acknowledged dot is lost"
    assert found - told - open_topics == Counter(), "a dot is there twice, or one that nobody gave"


def ballots(connection: sqlite3.Connection | psycopg.Connection) -> Counter[tuple[int, int]]:
    """Return how often each number of dots stands on each topic; no participant may have too many."""
    rows = connection.execute("SELECT group_id, participant, dots FROM ballots").fetchall()
    sums = Counter[str]()
    for _, participant, dots in rows:
        sums[str(participant)] += int(dots)
    assert max(sums.values(), default=0) <= 5
    return Counter((int(group), int(dots)) for group, _, dots in rows)
