"""One measured evening: phones join, post now and then, post all at once, come back, post without pause."""

import statistics
import time
from dataclasses import dataclass
from typing import Any

from tests.load.crowds import Crowds
from tests.load.dots import EACH, give_dots
from tests.load.generator import percentile
from tests.load.servers import Place
from tests.load.watcher import Beamer

Numbers = dict[str, float]
STEADY_RATE = 5.0
SATURATING_CONNECTIONS = 64
# How long after the last acknowledgement the beamer may still be drawing.
SETTLE_SECONDS = 20.0
BACK_SECONDS = 60.0


@dataclass(frozen=True)
class Lengths:
    """How long the parts take, in seconds; 0 leaves a part out."""

    join: float = 20
    # At five cards a second the 95th percentile of less would be two or three cards.
    steady: float = 30
    burst: float = 10
    dots: float = 0
    saturate: float = 5
    reconnect: bool = True
    board_opens: bool = True


QUICK = Lengths(join=5, steady=3, burst=5, saturate=3)


def spend_evening(
    place: Place, beamer: Beamer, *, phones: int, lengths: Lengths, seed: int, processes: int = 1
) -> Numbers:
    """Run all parts and return the numbers; the place is fresh and running."""
    numbers: Numbers = {}
    everything: list[list[Any]] = []
    beamer.show(place.board_url)
    with Crowds(place, phones=20, seed=seed + 50) as early:
        # What is loaded and cached only once must not count as somebody's share.
        early.do("join", seconds=1)
        everything += _posted(early.do("burst", seconds=1))
    with Crowds(place, phones=phones, processes=processes, seed=seed) as crowd:
        numbers |= _join(place, crowd, phones, lengths)
        if lengths.steady:
            posted, numbers_then = _post(
                place, crowd, beamer, "steady", rate=STEADY_RATE / processes, seconds=lengths.steady
            )
            numbers |= numbers_then
            everything += posted
        posted, numbers_then = _post(place, crowd, beamer, "burst", seconds=lengths.burst)
        numbers |= numbers_then
        everything += posted
        numbers["streams lost"] = sum(each["lost"] for each in crowd.do("count"))
        if lengths.board_opens:
            beamer.show(place.board_url)
            numbers["board opens with all cards, s"] = _seconds_to_open(beamer, place.board_url)
        if lengths.reconnect:
            numbers |= _reconnect(place, crowd, phones)
        if lengths.dots:
            given = give_dots(place, crowd, each=EACH, seconds=lengths.dots)
            numbers |= {f"dots: {what}": number for what, number in given.items()}
        crowd.do("leave")
    beamer.clear()
    acknowledged = {row[0] for row in everything if row[2]}
    numbers["cards refused"] = sum(len(row[4]) for row in everything)
    numbers["cards never acknowledged"] = len(everything) - len(acknowledged)
    if lengths.saturate:
        numbers_then, more = _saturate(place, lengths.saturate, seed)
        numbers |= numbers_then
        acknowledged |= more
    numbers["cards lost (acknowledged, not stored)"] = len(acknowledged - place.stored_ids())
    return numbers


def _seconds_to_open(beamer: Beamer, url: str) -> float:
    began = time.monotonic()
    beamer.show(url)
    beamer.wait_for_cards()
    return time.monotonic() - began


def _posted(results: list[dict[str, Any]]) -> list[list[Any]]:
    return [row for result in results for row in result["posted"]]


def _join(place: Place, crowd: Crowds, phones: int, lengths: Lengths) -> Numbers:
    memory, cpu = place.phones.memory(), place.cpu_seconds()
    results = crowd.do("join", seconds=lengths.join)
    time.sleep(1)
    joined = sum(each["joined"] for each in results)
    if joined < phones:
        print(f"    {place.name}: only {joined} of {phones} joined: {[each['why'] for each in results]}")  # noqa: T201
    return {
        "join: phones that failed": phones - joined,
        "join: requests": results[0]["requests"],
        "join: bytes, cold": results[0]["bytes"],
        "join: until all had joined, s": max(each["seconds"] for each in results),
        "join: page and stream p50, ms": statistics.median(each["p50"] for each in results),
        "join: page and stream p95, ms": max(each["p95"] for each in results),
        "join: server CPU per phone, ms": 1000 * (place.cpu_seconds() - cpu) / phones,
        "memory per phone, kB": (place.phones.memory() - memory) / 1000 / max(1, joined),
    }


def _post(
    place: Place, crowd: Crowds, beamer: Beamer, part: str, **arguments: float
) -> tuple[list[list[Any]], Numbers]:
    """Let the crowd post; return what became of each card, and the numbers."""
    cpu = place.cpu_seconds()
    posted = _posted(crowd.do(part, **arguments))
    shown = {row[0] for row in posted if row[2] and row[3] == "shown"}
    until = time.monotonic() + SETTLE_SECONDS
    while shown - (seen := beamer.seen()).keys() and time.monotonic() < until:
        time.sleep(0.25)
    spent = place.cpu_seconds() - cpu
    acknowledgement = [1000 * (row[2] - row[1]) for row in posted if row[2]]
    visible = [1000 * (seen[row[0]] - row[1]) for row in posted if row[0] in seen]
    name = "5 cards/s" if part == "steady" else part
    numbers: Numbers = {}
    for what, values in (("acknowledged", acknowledgement), ("on the beamer", visible)):
        for share in (0.5, 0.95, 0.99):
            if part == "burst" or share < 0.99:
                numbers[f"{name}: {what} p{100 * share:.0f}, ms"] = percentile(values, share)
    numbers[f"{name}: shown cards missing on the beamer"] = len(shown - seen.keys())
    numbers[f"{name}: server CPU per 1,000 cards, s"] = 1000 * spent / max(1, len(posted))
    if part == "burst":
        numbers["burst: cards"] = len(posted)
    return posted, numbers


def _reconnect(place: Place, crowd: Crowds, phones: int) -> Numbers:
    cpu = place.phones.cpu_seconds()
    began = time.monotonic()
    place.phones.stop()
    place.phones.start()
    ready, away = time.time(), time.monotonic() - began
    results = crowd.do("wait_back", seconds=BACK_SECONDS)
    time.sleep(1)
    back = sorted(moment - ready for each in results for moment in each["at"])
    return {
        "restart: server away, s": away,
        "restart: phones that did not come back": phones - sum(each["back"] for each in results),
        "restart: phones back p95 after that, s": percentile(back, 0.95),
        "restart: last phone back after that, s": back[-1] if back else float("nan"),
        "restart: server CPU, s": place.phones.cpu_seconds() - cpu,
    }


def _saturate(place: Place, seconds: float, seed: int) -> tuple[Numbers, set[str]]:
    with Crowds(place, phones=1, seed=seed + 70) as crowd:
        cpu = place.cpu_seconds()
        result = crowd.do("saturate", connections=SATURATING_CONNECTIONS, seconds=seconds)[0]
        spent = place.cpu_seconds() - cpu
    count = len(result["acknowledged"])
    return {
        "no pause: durable cards/s": count / result["seconds"],
        "no pause: cards refused": result["problems"],
        "no pause: server CPU per 1,000 cards, s": 1000 * spent / max(1, count),
    }, set(result["acknowledged"])
