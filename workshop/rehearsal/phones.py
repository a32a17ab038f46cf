"""Simulated phones: they join and post through the real HTTP address, as people's phones do."""

import asyncio
import itertools
import random
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from themes import RehearsalCard

CARDS_EACH = 3
# The share of the time within which all phones have joined.
ARRIVAL = 0.4
OPEN_CONNECTIONS = 40
ATTEMPTS = 8
TOKEN = re.compile(r'name="token" value="([^"]*)"')
STORED = frozenset({httpx.codes.OK, httpx.codes.CREATED})


@dataclass
class Progress:
    """What the phones have done so far; `failed` counts cards that were not taken after all attempts."""

    joined: int = 0
    posted: int = 0
    failed: int = 0


async def run_phones(
    join_url: str, cards: Sequence[RehearsalCard], *, participants: int, seconds: float, progress: Progress
) -> None:
    """Let `participants` phones join and post `CARDS_EACH` cards each, spread over `seconds`."""
    supply = itertools.cycle(cards)
    hands = [list(itertools.islice(supply, CARDS_EACH)) for _ in range(participants)]
    limits = httpx.Limits(max_connections=OPEN_CONNECTIONS)
    async with httpx.AsyncClient(limits=limits, timeout=30) as network, asyncio.TaskGroup() as phones:
        for hand in hands:
            phone = _Phone(network, join_url, progress)
            phones.create_task(phone.spend_the_evening(hand, seconds))


class _Phone:
    """One simulated phone with its own cookie."""

    def __init__(self, network: httpx.AsyncClient, join_url: str, progress: Progress) -> None:
        self._network = network
        self._join_url = join_url
        self._progress = progress
        self._cookies: dict[str, str] = {}
        self._token = ""

    async def spend_the_evening(self, hand: Sequence[RehearsalCard], seconds: float) -> None:
        """Join at some moment, then post the cards at others."""
        dice = random.Random()  # noqa: S311 - no secret, only a crowd
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

    async def _join(self, table: str) -> bool:
        try:
            answer = await self._network.get(f"{self._join_url}/{table}")
        except httpx.HTTPError:
            return False
        if found := TOKEN.search(answer.text):
            self._token = found[1]
        return answer.is_success

    async def _post(self, card: RehearsalCard) -> bool:
        """Send one card until it is stored, under one id, waiting as the server asks."""
        body = {
            "id": str(uuid.uuid4()),
            "table": card.table,
            "question": card.question,
            "text": card.text,
            "lang": card.lang,
            "token": self._token,
        }
        for attempt in range(ATTEMPTS):
            wait = 0.5 * 2**attempt
            try:
                answer = await self._network.post(
                    f"{self._join_url}/entries", json=body, headers={"cookie": self._cookie()}
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
