"""What a burst of cards costs phones and beamer while the machine groups them, and when all are grouped.

``python -m tests.load.burst [--phones 1000] [--seconds 10] [--rounds 2] [--letters] [--beside DIR]``.
Measured alternately in the same run: the product, the same without its sentence model (``--letters``), and
another checkout of it, such as the commit before.
"""

import argparse
import contextlib
import math
import os
import sqlite3
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.load.crowds import Crowds
from tests.load.generator import percentile
from tests.load.servers import Ours, fresh_directory
from tests.load.telling import number, say
from tests.load.watcher import Beamer

MOST_PHONES = 2500
MOST_SECONDS = 60
MOST_ROUNDS = 10
# How long after the burst a card may wait for the machine to decide where it goes.
GROUPED_WITHIN = 120.0
SHOWN_WITHIN = 20.0
Numbers = dict[str, float]
_LEFT = "SELECT count(*) FROM entries WHERE state = 'shown' AND placed_by IS NULL"


def left(file: Path) -> int:
    """Return how many shown cards nobody has decided about."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        found: int = database.execute(_LEFT).fetchone()[0]
        return found


def seconds_until(condition: Callable[[], bool], *, within: float) -> float:
    """Return the seconds until a condition held, not a number if it never did."""
    began = time.monotonic()
    while time.monotonic() - began < within:
        if condition():
            return time.monotonic() - began
        time.sleep(0.25)
    return math.nan


@dataclass(frozen=True)
class Hall:
    """How many phones post one card each within how many seconds."""

    phones: int
    seconds: float

    def bounded(self) -> "Hall":
        """Return a hall that one machine can be asked for."""
        return Hall(min(self.phones, MOST_PHONES), min(self.seconds, MOST_SECONDS))


def burst(beamer: Beamer, hall: Hall, *, seed: int, checkout: Path | None, embedding: str) -> Numbers:
    """Let a hall post; return what that cost."""
    with fresh_directory() as directory:
        place = Ours(directory, checkout=checkout, embedding=embedding)
        file = directory / "workshop.sqlite"
        place.start()
        try:
            beamer.show(place.board_url)
            with Crowds(place, phones=20, seed=seed + 50) as early:
                early.do("join", seconds=1)
                early.do("burst", seconds=1)
            # The model is loaded now.
            seconds_until(lambda: left(file) == 0, within=GROUPED_WITHIN)
            with Crowds(place, phones=hall.phones, seed=seed) as crowd:
                crowd.do("join", seconds=hall.seconds)
                cpu = place.cpu_seconds()
                posted = [row for each in crowd.do("burst", seconds=hall.seconds) for row in each["posted"]]
                shown = {row[0] for row in posted if row[2] and row[3] == "shown"}
                seconds_until(lambda: not shown - beamer.seen().keys(), within=SHOWN_WITHIN)
                seen, ended = beamer.seen(), time.time()
                grouped = seconds_until(lambda: left(file) == 0, within=GROUPED_WITHIN)
                last = max(row[2] for row in posted if row[2])
                spent = place.cpu_seconds() - cpu
                crowd.do("leave")
            beamer.clear()
            lost = {row[0] for row in posted if row[2]} - place.stored_ids()
        finally:
            place.stop()
    acknowledged = [1000 * (row[2] - row[1]) for row in posted if row[2]]
    visible = [1000 * (seen[row[0]] - row[1]) for row in posted if row[0] in seen]
    return {
        "cards": len(posted),
        "acknowledged p50, ms": percentile(acknowledged, 0.5),
        "acknowledged p95, ms": percentile(acknowledged, 0.95),
        "on the beamer p50, ms": percentile(visible, 0.5),
        "on the beamer p95, ms": percentile(visible, 0.95),
        "shown cards missing on the beamer": len(shown - seen.keys()),
        "all grouped after the last card, s": ended - last + grouped,
        "server CPU, s": spent,
        "cards lost": len(lost),
    }


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--letters", action="store_true")
    parser.add_argument("--beside", type=lambda text: Path(text).resolve(strict=True))
    options = parser.parse_args()
    hall = Hall(options.phones, options.seconds).bounded()
    kinds: dict[str, dict[str, Any]] = {"ours": {"checkout": None, "embedding": "on"}}
    if options.letters:
        kinds["letters"] = {"checkout": None, "embedding": "off"}
    if options.beside:
        kinds["beside"] = {"checkout": options.beside, "embedding": "on"}
    found: dict[str, list[Numbers]] = {name: [] for name in kinds}
    with Beamer() as beamer:
        for turn in range(min(options.rounds, MOST_ROUNDS)):
            # Who comes first changes: the machine is not the same all through a round.
            for name in list(kinds)[:: 1 if turn % 2 else -1]:
                found[name].append(burst(beamer, hall, seed=turn + 1, **kinds[name]))
                told = ", ".join(f"{what} {number(value)}" for what, value in found[name][-1].items())
                say(f"{name}, load {os.getloadavg()[0]:.1f}: {told}")
    for what in found["ours"][0]:
        medians = {name: statistics.median(each[what] for each in every) for name, every in found.items()}
        say(f"{what}: " + " | ".join(_told(name, value, medians["ours"]) for name, value in medians.items()))


def _told(name: str, value: float, ours: float) -> str:
    ratio = f" (ratio {ours / value:.2f})" if name != "ours" and value else ""
    return f"{name} {number(value)}{ratio}"


if __name__ == "__main__":
    main()
