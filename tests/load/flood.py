"""`python -m tests.load.flood`: how soon a flooder is refused, and what the hall notices of it.

A server with its limits on, calm phones behind one address that post every two seconds, and a flooder beside
them who posts fifty times a second: with a cookie, over one connection without, over new connections without.
Rounds take turns, so that all see the same machine: without a flooder, with one who floods a bystander that
only refuses, with one who floods the hall. The bystander's rounds tell what it costs to send and refuse a
flood at all, on the same two cores and in the same sending process. Prints the seconds until the first
refusal, and the p95 of the calm phones' answers with the flooder by both. Bounded in time.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from tests.load.bystander import bystander
from tests.load.servers import Ours, fresh_directory
from tests.load.wire import Answer, Target, Wire, request

FLOOD_PER_SECOND = 50
CALM_SECONDS = 2.0
GOAL = 1.20
# A flooder over new connections looks like a hall that joins until its address' bucket is empty.
LONGEST_UNTIL_REFUSED = 20.0
STORED, TOO_FAST = {200, 201}, 429


@dataclass
class Phone:
    """A phone, or somebody who behaves like none: one connection, and a cookie if it keeps one."""

    target: Target
    code: str
    table: str
    keeps_cookie: bool = True
    keeps_connection: bool = True
    cookie: str = ""
    wire: Wire | None = None
    refused: int = 0
    seconds: list[float] = field(default_factory=list)

    async def post(self) -> Answer:
        """Post a new card and note how long the answer took."""
        card = {"id": str(uuid.uuid4()), "table": self.table, "question": "works", "lang": "de"}
        body = json.dumps(card | {"text": f"Ein Garten {card['id'][:8]}"}).encode()
        headers = "Content-Type: application/json\r\n" + (f"Cookie: {self.cookie}\r\n" if self.cookie else "")
        message = request("POST", self.target, f"/j/{self.code}/entries", headers=headers, body=body)
        begun = time.perf_counter()
        if self.wire is None or not self.wire.is_open:
            self.wire = await Wire.to(self.target)
        answer = await self.wire.ask(message)
        self.seconds.append(time.perf_counter() - begun)
        if self.keeps_cookie and (cookie := answer.headers.get("set-cookie")):
            self.cookie = cookie.partition(";")[0]
        if not self.keeps_connection:
            self.leave()
        self.refused += answer.status == TOO_FAST
        return answer

    def leave(self) -> None:
        """Close the connection."""
        if self.wire is not None:
            self.wire.close()
        self.wire = None


Flooder = Callable[[Ours, Target], Phone]
FLOODERS: dict[str, Flooder] = {
    "cookie": lambda place, target: Phone(target, place.code, place.tables[0]),
    "one connection": lambda place, target: Phone(target, place.code, place.tables[0], keeps_cookie=False),
    "new connections": lambda place, target: Phone(
        target, place.code, place.tables[0], keeps_cookie=False, keeps_connection=False
    ),
}


async def _at_rate(phone: Phone, seconds: float, *, until_refused: bool = False) -> float:
    """Post fifty times a second; return after how many seconds the first post was refused, or -1."""
    begun, first = time.monotonic(), -1.0
    for number in range(round(seconds * FLOOD_PER_SECOND)):
        await asyncio.sleep(max(0.0, begun + number / FLOOD_PER_SECOND - time.monotonic()))
        answer = await phone.post()
        if answer.status == TOO_FAST and first < 0:
            first = time.monotonic() - begun
            if until_refused:
                break
    return first


async def _calmly(phones: list[Phone], seconds: float) -> list[float]:
    """Let every phone post each two seconds; return how long its answers took. Nobody may be refused."""
    begun = time.monotonic()

    async def go_on(phone: Phone, start: float) -> None:
        at = start
        while at < seconds:
            await asyncio.sleep(max(0.0, begun + at - time.monotonic()))
            answer = await phone.post()
            assert answer.status in STORED, f"a calm phone got {answer.status}"
            at += CALM_SECONDS

    for phone in phones:
        phone.seconds.clear()
    count = len(phones)
    await asyncio.gather(
        *(go_on(phone, CALM_SECONDS * number / count) for number, phone in enumerate(phones))
    )
    return [each for phone in phones for each in phone.seconds]


async def _while_flooded(
    calm: Coroutine[None, None, list[float]], flooder: Phone, seconds: float
) -> list[float]:
    flood = asyncio.create_task(_at_rate(flooder, seconds))
    try:
        return await calm
    finally:
        flood.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await flood
        flooder.leave()


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000


async def measure(place: Ours, beside: Target, *, phones: int, rounds: int, seconds: float) -> bool:
    """Measure all flooders and say what came out; return whether the goal is reached, by the bystander."""
    target = Target.of(place.url)
    tables = place.tables
    hall = [Phone(target, place.code, tables[number % len(tables)]) for number in range(phones)]
    await _calmly(hall, 2 * CALM_SECONDS)
    is_reached = True
    for name, make in FLOODERS.items():
        flooder = make(place, target)
        first = await _at_rate(flooder, LONGEST_UNTIL_REFUSED, until_refused=True)
        elsewhere = make(place, beside)
        calm, aside, flooded = [], [], []
        for _ in range(rounds):
            calm += await _calmly(hall, seconds)
            aside += await _while_flooded(_calmly(hall, seconds), elsewhere, seconds)
            flooded += await _while_flooded(_calmly(hall, seconds), flooder, seconds)
        ratio = _p95(flooded) / _p95(aside)
        is_reached = is_reached and ratio <= GOAL
        sys.stdout.write(
            f"{name:16} first 429 after {first:5.2f} s   calm phones' p95 {_p95(calm):6.2f} ms, with a "
            f"bystander flooded {_p95(aside):6.2f} ms, with the hall flooded {_p95(flooded):6.2f} ms: "
            f"{_p95(flooded) / _p95(calm):.2f} and {ratio:.2f} (goal {GOAL:.2f})\n"
        )
    for phone in hall:
        phone.leave()
    refused = sum(phone.refused for phone in hall)
    sys.stdout.write(f"calm phones: {len(hall)}, refused: {refused}\n")
    return is_reached


def main() -> int:
    """Serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=4.0)
    asked = parser.parse_args()
    with fresh_directory() as directory, bystander() as beside:
        place = Ours(directory, rate_limit="on")
        try:
            place.start()
            is_reached = asyncio.run(
                measure(place, beside, phones=asked.phones, rounds=asked.rounds, seconds=asked.seconds)
            )
        finally:
            place.stop()
    return 0 if is_reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
