"""What the sentence model costs: time to load, memory, time per card; figures, no pass or fail.

``python -m tests.load.sentence_model [FILE]``, on a machine where nothing else runs. Times are those of the
processor, so that neighbours count for little; the time to load is also the clock's, as people wait for it.
"""

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import workshop.grouping
from themes import load_rehearsal_cards
from workshop.grouping.sentence_model.package import packaged_file

ROUNDS = 5
LONG = "Wir wünschen uns mehr Bänke im Park und einen Bus, der auch abends noch fährt. " * 99
LENGTHS = (20, 60, 140, 280, 500)


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def memory() -> float:
    """Return what the process holds now, in megabytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def main(arguments: Sequence[str]) -> None:
    """Load the model and print what it took."""
    file = Path(arguments[0]) if arguments else packaged_file()
    if file is None:
        sys.exit("the package with the model is not installed here; name its file")
    had = memory()
    watch, clock = time.perf_counter(), time.process_time()
    from workshop.grouping.sentence_model.embedder import SentenceModel  # noqa: PLC0415 - a part of what is measured

    model = SentenceModel(file)
    took = time.perf_counter() - watch, time.process_time() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"import and load: {took[0]:.2f} s by the clock, {took[1]:.2f} s of one core")
    say(f"memory: {memory() - had:.0f} MB more, at most {peak - had:.0f} MB while it loads")
    say(f"(grouping without it: {had:.0f} MB, {workshop.grouping.__name__} imported)")
    cards = [card.text for card in load_rehearsal_cards("gmuend")]
    times = [_time(model, text) for text in cards]
    said = ", ".join(f"p{p} {np.percentile(times, p):.1f}" for p in (50, 95, 99))
    say(f"{len(cards)} rehearsal cards, ms of one core each: {said}; at most {max(times):.1f}")
    for length in LENGTHS:
        text = LONG[:length]
        best = min(_time(model, text) for _ in range(ROUNDS))
        say(f"{length:4} characters, {len(model.tokens(text)):3} pieces: {best:5.1f} ms")
    best = min(_time(model, LONG) for _ in range(ROUNDS))
    say(f"the longest text, {len(model.tokens(LONG))} pieces: {best:.0f} ms")
    say(f"memory after all: {memory() - had:.0f} MB more")


def _time(model: "SentenceModel", text: str) -> float:  # noqa: F821 - imported where that is measured
    clock = time.process_time()
    model.vector(text)
    return (time.process_time() - clock) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
