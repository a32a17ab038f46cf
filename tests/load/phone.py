"""One simulated phone, and what it was told to do."""

import asyncio
import json
import random
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import brotli

from tests.load.cards import Wording
from tests.load.wire import Answer, Target, Wire, request

if TYPE_CHECKING:
    from tests.load.generator import Crowd

MOST_PHONES = 20_000
ATTEMPTS = 6
STORED = frozenset({200, 201})
ACCEPT = "Accept-Encoding: br, gzip\r\nAccept-Language: de\r\nUser-Agent: load-test\r\n"
NAMED_FILES = re.compile(rb"""(?:src|href)="?(/static/[^"\s>]+)""")
REVISION = re.compile(rb'data-revision="(\d+)"')
RETRY = re.compile(rb"retry: (\d+)")
PHASE = re.compile(rb'"phase": ?"(\w+)"')


@dataclass
class Orders:
    """Whom the crowd visits, and how its phones behave."""

    url: str
    code: str
    theme_set: str
    tables: list[str]
    phones: int
    seed: int = 1
    # The product's page asks for one's own cards now and then; the reference's has nothing to ask.
    asks_mine: bool = False
    sources: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.target = Target.of(self.url)
        if not 0 < self.phones <= MOST_PHONES:
            raise ValueError(f"at most {MOST_PHONES} phones")


def _jitter(seconds: float) -> float:
    """Return a wait like the page's own."""
    return random.uniform(0.5, 1.5) * seconds  # noqa: S311 - a crowd, no secret


class Phone:
    """One simulated phone: a stream of events, and a connection for everything else."""

    __slots__ = (
        "_last", "_mine_at", "_orders", "_page_revision", "_source", "_talk", "chunks", "cookie", "crowd",
        "events", "events_wire", "failures", "first_event_at", "given", "has_posted", "phase", "phase_at",
        "retry", "table",
    )  # fmt: skip

    def __init__(self, crowd: "Crowd", number: int) -> None:
        self.crowd = crowd
        self._orders = crowd.orders
        self.table = self._orders.tables[number % len(self._orders.tables)]
        sources = self._orders.sources
        self._source = sources[number % len(sources)] if sources else None
        self._talk: Wire | None = None
        self.events_wire: Wire | None = None
        self.cookie = ""
        self.events = 0
        self.chunks = 0
        self.first_event_at = 0.0
        self.retry = 3.0
        self.failures = 0
        self._last = b""
        self._page_revision = ""
        self._mine_at = 0.0
        self.has_posted = False
        # The dots that were acknowledged, by topic; and the phase that the phone heard of last, and when.
        self.given: dict[int, int] = {}
        self.phase = b""
        self.phase_at = 0.0

    async def _ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Ask over the connection that is open, or over a new one."""
        headers = ACCEPT + (f"Cookie: {self.cookie}\r\n" if self.cookie else "")
        message = request(method, self._orders.target, path, headers=headers, body=body)
        wire, self._talk = self._talk, None
        for _ in range(2):
            is_new = wire is None or not wire.is_open
            if wire is None or not wire.is_open:
                wire = await self._connect()
            try:
                answer = await wire.ask(message)
            except ConnectionError:
                # The server may hang up an idle connection at the very moment when it is used again;
                # a browser then sends once more over a new one.
                if is_new:
                    raise
                continue
            self._talk = wire
            if cookie := answer.headers.get("set-cookie"):
                self.cookie = cookie.partition(";")[0]
            return answer
        raise ConnectionResetError("closed twice")

    async def _connect(self) -> Wire:
        async with self.crowd.door:
            return await Wire.to(self._orders.target, self._source)

    async def join(self) -> tuple[int, int]:
        """Open the page with all files that it names, and the stream; return requests and bytes."""
        path = f"/j/{self._orders.code}/{self.table}"
        answer = await self._ask("GET", path)
        if answer.status != 200:
            raise ConnectionError(f"{path}: {answer.status}")
        is_brotli = answer.headers.get("content-encoding") == "br"
        html = brotli.decompress(answer.body) if is_brotli else answer.body
        if found := REVISION.search(html):
            self._page_revision = found[1].decode("ascii")
        requests, size = 1, answer.size
        for named in dict.fromkeys(NAMED_FILES.findall(html)):
            more = await self._ask("GET", named.decode("ascii"))
            if more.status != 200:
                raise ConnectionError(f"{named!r}: {more.status}")
            requests, size = requests + 1, size + more.size
        await self.follow()
        return requests + 1, size

    async def follow(self) -> None:
        """Open the stream of events."""
        headers = "Accept: text/event-stream\r\nUser-Agent: load-test\r\n"
        if self.cookie:
            headers += f"Cookie: {self.cookie}\r\n"
        if self._last:
            headers += f"Last-Event-ID: {self._last.decode('ascii')}\r\n"
        wire = await self._connect()
        self.first_event_at = 0.0
        seen = f"?seen={self._page_revision}" if self._page_revision and not self._last else ""
        path = f"/j/{self._orders.code}/events{seen}"
        message = request("GET", self._orders.target, path, headers=headers)
        answer = await wire.follow(message, self._hear, self._lose)
        if answer.status != 200:
            wire.close()
            raise ConnectionError(f"events: {answer.status}")
        self.events_wire = wire

    def _hear(self, chunk: bytes) -> None:
        if not self.first_event_at:
            self.first_event_at = time.time()
            if found := RETRY.search(chunk):
                self.retry = int(found[1]) / 1000
        self.chunks += 1
        if (found := PHASE.search(chunk)) and found[1] != self.phase:
            self.phase, self.phase_at = found[1], time.time()
        if b"event: state" in chunk:
            self.events += 1
            start = chunk.rfind(b"id: ") + 4
            self._last = chunk[start : chunk.index(b"\n", start)]
        if b"event: own" in chunk and self.has_posted:
            self.crowd.plan_mine(self, max(_jitter(10), self._mine_at + _jitter(25) - time.time()))

    def _lose(self) -> None:
        self.events_wire = None
        self.crowd.phone_lost(self)

    async def come_back(self) -> None:
        """Open the stream again, as an EventSource does: after the time that the server asked for."""
        while self.crowd.is_open:
            await asyncio.sleep(self.retry)
            try:
                await self.follow()
            except (OSError, TimeoutError):
                self.failures += 1
            else:
                return

    async def post(self, card_id: str, wording: Wording) -> "Posted":
        """Post one card until it is stored, under one id, as the page does."""
        body = json.dumps(wording.as_json(card_id, self.table), ensure_ascii=False).encode()
        posted = Posted(card_id, time.time())
        if answer := await self._stored("entries", body, posted):
            posted.state = json.loads(answer.body)["state"]
            self.has_posted = True
            if posted.state != "shown" or answer.status != 201:
                self.crowd.plan_mine(self, _jitter(1.2))
        return posted

    async def give_dot(self, group: int) -> "Posted":
        """Give one dot more to a topic, until it is stored, as the page does."""
        dots = self.given.get(group, 0) + 1
        posted = Posted(str(group), time.time())
        if await self._stored("dots", json.dumps({"group": group, "dots": dots}).encode(), posted):
            self.given[group] = dots
        return posted

    async def _stored(self, what: str, body: bytes, posted: "Posted") -> Answer | None:
        """Send until it is stored, as the page does; return the answer, and note in `posted` how it went."""
        for attempt in range(ATTEMPTS):
            try:
                answer = await self._ask("POST", f"/j/{self._orders.code}/{what}", body)
            except (OSError, TimeoutError) as error:
                posted.problems.append(type(error).__name__)
                await asyncio.sleep(0.5 * 2**attempt)
                continue
            if answer.status in STORED:
                posted.acknowledged = time.time()
                return answer
            posted.problems.append(str(answer.status))
            await asyncio.sleep(float(answer.headers.get("retry-after", 0.5 * 2**attempt)))
        return None

    async def ask_mine(self) -> None:
        """Ask for one's own cards, as the page does when a card was held, hidden or shown again."""
        self._mine_at = time.time()
        try:
            await self._ask("GET", f"/j/{self._orders.code}/mine")
        except (OSError, TimeoutError):
            self.crowd.mine_failed += 1
        self.crowd.mine_asked += 1

    def close(self) -> None:
        """Put the phone away."""
        for wire in (self._talk, self.events_wire):
            if wire:
                wire.close()


@dataclass
class Posted:
    """What became of one card."""

    id: str
    sent: float
    acknowledged: float | None = None
    state: str = ""
    problems: list[str] = field(default_factory=list)

    def as_list(self) -> list[Any]:
        """Return it for the driver."""
        return [self.id, self.sent, self.acknowledged, self.state, self.problems]
