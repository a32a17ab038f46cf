"""The load generator: a crowd of simulated phones on this machine, bounded in number and time.

It speaks the contract's addresses: a phone opens its page with every file that the page names, follows the
events, posts cards, and comes back when the server was away. It runs in a process of its own that takes
commands as lines of JSON on standard input and answers each with a line of JSON.
"""

import asyncio
import gc
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import uvloop

from tests.load.cards import endless_cards
from tests.load.phone import Orders, Phone

MOST_SECONDS = 300.0
PROCESS_SECONDS = 1800.0
# New connections at a time; a hall does not knock at the same microsecond.
CONNECTING = 200
Result = dict[str, Any]


def raise_file_limit() -> int:
    """Allow as many open connections as the system lets us; return the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of all lie; NaN without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class Crowd:
    """All phones of one process."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.is_open = True
        self.door = asyncio.Semaphore(CONNECTING)
        self.phones = [Phone(self, number) for number in range(orders.phones)]
        self.mine_asked = 0
        self.mine_failed = 0
        self._cards = endless_cards(orders.theme_set, seed=orders.seed)
        self._dice = random.Random(orders.seed)  # noqa: S311 - a crowd, no secret
        self._tasks: set[asyncio.Task[Any]] = set()
        self._back: list[float] = []
        self._lost = 0

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def plan_mine(self, phone: Phone, wait: float) -> None:
        """Let a phone ask for its own cards after a while."""
        if self.orders.asks_mine:
            asyncio.get_running_loop().call_later(
                wait, lambda: self._start(phone.ask_mine()) if self.is_open else None
            )

    def phone_lost(self, phone: Phone) -> None:
        """Let a phone come back whose stream ended."""
        if self.is_open:
            self._lost += 1
            self._start(phone.come_back())

    async def _spread(self, seconds: float, work: Callable[[Phone], Coroutine[Any, Any, Any]]) -> list[Any]:
        """Let each phone do something at a moment of its own within `seconds`."""
        moments = sorted(self._dice.uniform(0, seconds) for _ in self.phones)
        start = time.monotonic()
        tasks = []
        for phone, moment in zip(self.phones, moments, strict=True):
            if (wait := start + moment - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(work(phone)))
        return await asyncio.gather(*tasks, return_exceptions=True)

    async def join(self, seconds: float) -> Result:
        """Let all phones open their page and stream, spread over `seconds`."""
        start = time.monotonic()
        took: list[float] = []

        async def work(phone: Phone) -> tuple[int, int]:
            began = time.monotonic()
            found = await phone.join()
            took.append(1000 * (time.monotonic() - began))
            return found

        found = await self._spread(seconds, work)
        failed = [each for each in found if isinstance(each, BaseException)]
        joined = [each for each in found if not isinstance(each, BaseException)]
        gc.collect()
        gc.freeze()
        return {
            "joined": len(joined),
            "failed": len(failed),
            "why": sorted({repr(each) for each in failed})[:5],
            "requests": joined[0][0] if joined else 0,
            "bytes": joined[0][1] if joined else 0,
            "seconds": time.monotonic() - start,
            "p50": percentile(took, 0.5),
            "p95": percentile(took, 0.95),
        }

    async def burst(self, seconds: float) -> Result:
        """Let each phone post one card at some moment within `seconds`."""
        cards = iter(self._cards)
        posted = await self._spread(seconds, lambda phone: phone.post(*next(cards)))
        return {"posted": [each.as_list() for each in posted]}

    async def dots(self, groups: list[int], each: int, seconds: float) -> Result:
        """Let each phone give `each` dots to topics at random, one after the other, within `seconds`."""

        async def work(phone: Phone) -> list[Any]:
            given = []
            for _ in range(each):
                await asyncio.sleep(self._dice.uniform(0, seconds / each))
                given.append((await phone.give_dot(self._dice.choice(groups))).as_list())
            return given

        given = await asyncio.gather(*map(work, self.phones))
        totals: Counter[int] = Counter()
        for phone in self.phones:
            totals.update(phone.given)
        return {"given": [one for some in given for one in some], "totals": sorted(totals.items())}

    async def hears(self, phase: str, seconds: float) -> Result:
        """Wait until all phones heard of a phase; say when. Those that did not are not in the list."""
        end, word = time.monotonic() + seconds, phase.encode()
        while time.monotonic() < end and any(phone.phase != word for phone in self.phones):
            await asyncio.sleep(0.05)
        return {"at": [phone.phase_at for phone in self.phones if phone.phase == word]}

    async def steady(self, rate: float, seconds: float) -> Result:
        """Post `rate` cards a second, from phones at random."""
        tasks = []
        start = time.monotonic()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
            phone = self._dice.choice(self.phones)
            tasks.append(asyncio.create_task(phone.post(*next(self._cards))))
        return {"posted": [each.as_list() for each in await asyncio.gather(*tasks)]}

    async def saturate(self, connections: int, seconds: float) -> Result:
        """Post card after card over a few connections, each as soon as the last was acknowledged."""
        until = time.monotonic() + seconds
        acknowledged: list[str] = []
        problems = 0

        async def work(number: int) -> None:
            nonlocal problems
            phone = Phone(self, number)
            while time.monotonic() < until:
                posted = await phone.post(*next(self._cards))
                problems += len(posted.problems)
                if posted.acknowledged:
                    acknowledged.append(posted.id)
            phone.close()

        asks, self.orders.asks_mine = self.orders.asks_mine, False
        began = time.monotonic()
        await asyncio.gather(*(work(number) for number in range(connections)))
        took = time.monotonic() - began
        self.orders.asks_mine = asks
        return {"acknowledged": acknowledged, "seconds": took, "problems": problems}

    async def wait_back(self, seconds: float) -> Result:
        """Wait until every phone has its stream again; say when each got its first piece."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not all(self._streams()):
            await asyncio.sleep(0.05)
        return {
            "back": sum(self._streams()),
            "lost": self._lost,
            "at": sorted(phone.first_event_at for phone in self.phones if phone.events_wire),
            "failures": sum(phone.failures for phone in self.phones),
        }

    def _streams(self) -> Iterator[bool]:
        return (bool(phone.events_wire and phone.first_event_at) for phone in self.phones)

    async def count(self) -> Result:
        """Say what the phones heard so far."""
        return {
            "streams": sum(self._streams()),
            "lost": self._lost,
            "chunks": sum(phone.chunks for phone in self.phones),
            "events": sum(phone.events for phone in self.phones),
            "mine_asked": self.mine_asked,
            "mine_failed": self.mine_failed,
        }

    async def leave(self) -> Result:
        """Put all phones away."""
        self.is_open = False
        for task in tuple(self._tasks):
            task.cancel()
        for phone in self.phones:
            phone.close()
        return {}


async def obey() -> None:
    """Carry out the commands on standard input, one after the other."""
    gc.disable()
    limit = raise_file_limit()
    loop = asyncio.get_running_loop()
    crowd: Crowd | None = None
    async with asyncio.timeout(PROCESS_SECONDS):
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command = json.loads(line)
            do = command.pop("do")
            if do == "open":
                crowd = Crowd(Orders(**command))
                result: Result = {"file_limit": limit}
            elif crowd is None or do not in {
                "join", "burst", "dots", "hears", "steady", "saturate", "wait_back", "count", "leave"
            }:  # fmt: skip
                raise ValueError(f"unknown command {do}")
            else:
                async with asyncio.timeout(MOST_SECONDS):
                    result = await getattr(crowd, do)(**command)
            sys.stdout.write(json.dumps(result) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(obey())
