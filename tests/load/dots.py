"""`python -m tests.load.dots`: a thousand phones give five dots each, beside the bare reference.

``[--phones 1000] [--seconds 60] [--rounds 1]``. Cards are written and grouped first; then people weigh, and
each phone gives its dots one after the other within the time. Measured alternately in the same run: the
product, and the reference that stores the same. Prints how soon the phones heard that people weigh, how long
dots took to be acknowledged, and whether one was refused, lost or counted twice.
"""

import argparse
import statistics
from pathlib import Path

from tests.load.burst import left, seconds_until
from tests.load.crowds import Crowds
from tests.load.generator import percentile
from tests.load.servers import Ours, Place, Reference, fresh_directory
from tests.load.telling import number, say

MOST_PHONES = 2500
MOST_SECONDS = 120
MOST_ROUNDS = 10
EACH = 5
# So many cards are written before, within so many seconds.
CARDS, WRITING = 300, 10.0
GROUPED_WITHIN = 60.0
# A command in another process is heard of by SQLite within some seconds; phones then at once.
HEARING = 12.0
Numbers = dict[str, float]


def give_dots(place: Place, crowd: Crowds, *, each: int, seconds: float) -> Numbers:
    """Let people weigh and a crowd that has joined give its dots; return what came out."""
    groups = place.weigh()
    heard = sorted(at for told in crowd.do("hears", phase="weigh", seconds=HEARING) for at in told["at"])
    cpu = place.cpu_seconds()
    results = crowd.do("dots", groups=groups, each=each, seconds=seconds)
    spent = place.cpu_seconds() - cpu
    stored = place.stored_dots()
    given = [row for told in results for row in told["given"]]
    wanted: dict[int, int] = {}
    for told in results:
        for group, dots in told["totals"]:
            wanted[group] = wanted.get(group, 0) + dots
    took = [1000 * (row[2] - row[1]) for row in given if row[2]]
    first = heard[0] if heard else 0.0
    return {
        "dots acknowledged": float(len(took)),
        "acknowledged p50, ms": percentile(took, 0.5),
        "acknowledged p95, ms": percentile(took, 0.95),
        "server CPU, s": spent,
        "server CPU per 1,000 dots, s": 1000 * spent / max(1, len(took)),
        "dots refused": float(sum(len(row[4]) for row in given)),
        "dots never acknowledged": float(sum(not row[2] for row in given)),
        "topics whose dots are lost or doubled": float(
            sum(stored.get(group, 0) != dots for group, dots in wanted.items())
        ),
        "phones that heard of the phase": float(len(heard)),
        "heard of it p95 after the first phone, s": percentile([at - first for at in heard], 0.95),
    }


def weigh(place: Place, directory: Path, *, phones: int, seconds: float, seed: int) -> Numbers:
    """Let a hall write, then weigh; return what came out."""
    place.start()
    try:
        with Crowds(place, phones=CARDS, seed=seed + 50) as writers:
            writers.do("join", seconds=WRITING)
            writers.do("burst", seconds=WRITING)
        if isinstance(place, Ours):
            seconds_until(lambda: left(directory / "workshop.sqlite") == 0, within=GROUPED_WITHIN)
        with Crowds(place, phones=phones, seed=seed) as crowd:
            crowd.do("join", seconds=WRITING)
            numbers = give_dots(place, crowd, each=EACH, seconds=seconds)
            crowd.do("leave")
    finally:
        place.stop()
    return numbers


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    phones, seconds = min(options.phones, MOST_PHONES), min(options.seconds, MOST_SECONDS)
    found: dict[str, list[Numbers]] = {"ours": [], "reference": []}
    for turn in range(min(options.rounds, MOST_ROUNDS)):
        # Who comes first changes: the machine is not the same all through a round.
        for name in list(found)[:: 1 if turn % 2 else -1]:
            with fresh_directory() as directory:
                place = Ours(directory, embedding="off") if name == "ours" else Reference(directory)
                numbers = weigh(place, directory, phones=phones, seconds=seconds, seed=turn + 1)
            found[name].append(numbers)
            say(f"{name}: " + ", ".join(f"{what} {number(value)}" for what, value in numbers.items()))
    for what in found["reference"][0]:
        ours, bare = (statistics.median(each[what] for each in found[name]) for name in found)
        say(f"{what}: {number(ours)} | {number(bare)}" + (f" (ratio {ours / bare:.2f})" if bare else ""))


if __name__ == "__main__":
    main()
