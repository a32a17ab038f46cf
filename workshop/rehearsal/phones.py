"""Simulated phones: they join, post and give dots through the real HTTP address, as people's phones do."""

import asyncio
import contextlib
import itertools
import random
import re
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import httpx

from themes import RehearsalCard

CARDS_EACH = 3
# The share of the time within which all phones have joined.
ARRIVAL = 0.4
OPEN_CONNECTIONS = 40
ATTEMPTS = 8
TOKEN = re.compile(r'name="token" value="([^"]*)"')
TOPIC = re.compile(r'name="group" value="(\d+)"')
DOTS = re.compile(r'data-dots="(\d+)" data-most="(\d+)"')
STORED = frozenset({httpx.codes.OK, httpx.codes.CREATED})


@dataclass
class Progress:
    """What the phones have done so far; `failed` counts what was not taken after all attempts."""

    joined: int = 0
    posted: int = 0
    dots: int = 0
    failed: int = 0


class Crowd:
    """The phones of an evening."""

    def __init__(self, network: httpx.AsyncClient, join_url: str, *, participants: int) -> None:
        self.progress = Progress()
        self._phones = [_Phone(network, join_url, self.progress) for _ in range(participants)]

    async def write(self, cards: Sequence[RehearsalCard], *, seconds: float) -> None:
        """Let all phones join and post `CARDS_EACH` cards each, spread over `seconds`."""
        supply = itertools.cycle(cards)
        hands = [list(itertools.islice(supply, CARDS_EACH)) for _ in self._phones]
        async with asyncio.TaskGroup() as tasks:
            for phone, hand in zip(self._phones, hands, strict=True):
                tasks.create_task(phone.write(hand, seconds))

    async def weigh(self, *, seconds: float) -> None:
        """Let all phones give their dots, spread over `seconds`."""
        async with asyncio.TaskGroup() as tasks:
            for phone in self._phones:
                tasks.create_task(phone.weigh(seconds))


@contextlib.asynccontextmanager
async def crowd(join_url: str, *, participants: int) -> AsyncIterator[Crowd]:
    """Yield the phones; their connections end with the block."""
    limits = httpx.Limits(max_connections=OPEN_CONNECTIONS)
    async with httpx.AsyncClient(limits=limits, timeout=30) as network:
        yield Crowd(network, join_url, participants=participants)


class _Phone:
    """One simulated phone with its own cookie."""

    def __init__(self, network: httpx.AsyncClient, join_url: str, progress: Progress) -> None:
        self._network = network
        self._join_url = join_url
        self._progress = progress
        self._cookies: dict[str, str] = {}
        self._token = ""
        self._table = ""

    async def write(self, hand: Sequence[RehearsalCard], seconds: float) -> None:
        """Join at some moment, then post the cards at others."""
        dice = random.Random()  # noqa: S311 - no secret, only a crowd
        self._table = hand[0].table
        arrival = dice.uniform(0, seconds * ARRIVAL)
        moments = sorted(dice.uniform(arrival, seconds) for _ in hand)
        await asyncio.sleep(arrival)
        if await self._join(hand[0].table):
            self._progress.joined += 1
        now = arrival
        for moment, card in zip(moments, hand, strict=True):
            await asyncio.sleep(moment - now)
            now = moment
            if await self._post(card):
                self._progress.posted += 1
            else:
                self._progress.failed += 1

    async def weigh(self, seconds: float) -> None:
        """Read the topics of the own table at some moment, and give all dots, more to those further above.

        Where there are many topics, each table has a page of its own.
        """
        dice = random.Random()  # noqa: S311 - no secret, only a crowd
        await asyncio.sleep(dice.uniform(0, seconds))
        try:
            page = await self._network.get(
                f"{self._join_url}/{self._table}", headers={"cookie": self._cookie()}
            )
        except httpx.HTTPError:
            page = httpx.Response(httpx.codes.SERVICE_UNAVAILABLE)
        topics, rules = TOPIC.findall(page.text), DOTS.search(page.text)
        if not topics or rules is None:
            self._progress.failed += 1
            return
        number, most = map(int, rules.groups())
        likings = [1 / place for place in range(1, len(topics) + 1)]
        given: Counter[str] = Counter()
        while given.total() < min(number, most * len(topics)):
            (topic,) = dice.choices(topics, likings)
            given[topic] += given[topic] < most
        for topic, dots in given.items():
            if await self._send("dots", {"group": int(topic), "dots": dots, "token": self._token}):
                self._progress.dots += dots
            else:
                self._progress.failed += 1

    async def _join(self, table: str) -> bool:
        try:
            answer = await self._network.get(f"{self._join_url}/{table}")
        except httpx.HTTPError:
            return False
        if found := TOKEN.search(answer.text):
            self._token = found[1]
        return answer.is_success

    async def _post(self, card: RehearsalCard) -> bool:
        """Send one card under one id."""
        body = {
            "id": str(uuid.uuid4()),
            "table": card.table,
            "question": card.question,
            "text": card.text,
            "lang": card.lang,
            "token": self._token,
        }
        return await self._send("entries", body)

    async def _send(self, what: str, body: Mapping[str, object]) -> bool:
        """Send until it is stored, waiting as the server asks; return whether it is."""
        for attempt in range(ATTEMPTS):
            wait = 0.5 * 2**attempt
            try:
                answer = await self._network.post(
                    f"{self._join_url}/{what}", json=body, headers={"cookie": self._cookie()}
                )
            except httpx.HTTPError:
                await asyncio.sleep(wait)
                continue
            self._cookies |= dict(answer.cookies)
            if answer.status_code in STORED:
                return True
            if answer.status_code not in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
                return False
            await asyncio.sleep(float(answer.headers.get("retry-after", wait)))
        return False

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())
