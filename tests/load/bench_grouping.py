"""Scores of the grouping by letters, with the model and of plain TF-IDF words in the same run, and its cost.

``python -m tests.load.bench_grouping [--data DIR] [--sizes 30,60,120,200] [--seeds 3]``. The data are sets of
short texts with people's groups as CSV files (columns id, text, label, set and perhaps table); they are not
part of this project. The score is the adjusted Rand index (Hubert & Arabie 1985): 0 is chance, 1 agreement.
"""

import argparse
import csv
import random
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from tests.load.bench_headings import print_headings
from workshop.grouping import Embedder, LiveGroups, TableGrouping, group_texts
from workshop.grouping.sentence_model.package import packaged_file
from workshop.grouping.vectors import Floats
from workshop.grouping.words import fold, surface_words
from workshop.live.embedder import embedder_of
from workshop.settings import Settings

CUT = 0.9  # cosine distance at which the baseline stops joining
BATCH = 16  # texts that a model is asked for at once
Case = tuple[list[str], list[str]]


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Print the tables; 1 when the data are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).parents[3] / "shared" / "grouping"
    parser.add_argument("--data", type=Path, default=beside)
    parser.add_argument("--sizes", default="30,60,120,200")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    files = sorted(options.data.glob("*.csv"))
    if not files:
        sys.stderr.write(f"bench-grouping: no CSV files in {options.data}; give the folder with --data DIR\n")
        return 1
    sets = read_sets(files)
    sizes = [int(size) for size in options.sizes.split(",")]
    embedder = embedder_of(Settings())
    if embedder is None:
        say("the settings name no model: by letters only")
    print_scores(sets, sizes, options.seeds, Remembering(embedder) if embedder else None)
    for model in (None, embedder) if embedder else (None,):
        say(f"headings {'with the model' if model else 'by letters'}:")
        print_headings(model)
    texts = [text for rows in sets.values() for text, _, _ in rows]
    print_costs(texts, None)
    if embedder:
        print_costs(texts, embedder)
        print_model()
    return 0


def read_sets(files: Sequence[Path]) -> dict[str, list[tuple[str, str, str]]]:
    """Return text, label and table of every row, by set."""
    sets: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                sets[row["set"]].append((row["text"], row["label"], row.get("table") or "all"))
    return sets


def draw(rows: Sequence[tuple[str, str, str]], size: int, seed: str) -> Case | None:
    """Return one table's worth of cards in their order of arrival, None where a set is too small."""
    chance = random.Random(seed)  # noqa: S311 - draws test cases
    tables: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows:
        tables[row[2]].append(row)
    pool: list[tuple[str, str, str]] = []
    for key in chance.sample(sorted(tables), len(tables)):
        if len(pool) < size:
            pool += tables[key]
    if len(pool) < size:
        return None
    chosen = chance.sample(pool, size)
    return [text for text, _, _ in chosen], [label for _, label, _ in chosen]


def adjusted_rand(first: Sequence[object], second: Sequence[object]) -> float:
    """Return the adjusted Rand index of two groupings of the same cards."""

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter(zip(first, second, strict=True)))
    one, other, every = pairs(Counter(first)), pairs(Counter(second)), len(first) * (len(first) - 1) / 2
    expected = one * other / every
    most = (one + other) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def word_baseline(texts: Sequence[str]) -> list[int]:
    """Group by TF-IDF of words, average linkage on the cosine distance, cut at 0.9."""
    cards = [Counter(fold(word) for word in surface_words(text) if len(word) > 1) for text in texts]
    columns = {word: i for i, word in enumerate(dict.fromkeys(w for card in cards for w in card))}
    weights = np.zeros((len(cards), max(1, len(columns))))
    for line, card in enumerate(cards):
        for word, count in card.items():
            weights[line, columns[word]] = 1 + np.log(count)
    weights *= np.log((1 + len(cards)) / (1 + (weights > 0).sum(axis=0))) + 1
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)
    distance = np.clip(1 - weights @ weights.T, 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    return [int(label) for label in fcluster(tree, CUT, "distance")]


class Remembering:
    """A model that is asked once for each text, and the processor time that it took."""

    def __init__(self, embedder: Embedder) -> None:
        self.is_resting = False
        self.language_means = getattr(embedder, "language_means", None)
        self.seconds = 0.0
        self._embedder = embedder
        self._known: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the vectors. RuntimeError if the model does not answer: nothing is to be measured then."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        started = time.process_time()
        for start in range(0, len(new), BATCH):
            asked = new[start : start + BATCH]
            vectors = self._embedder.embed(asked)
            if vectors is None:
                raise RuntimeError("the model does not answer")
            self._known.update(zip(asked, vectors, strict=True))
        self.seconds += time.process_time() - started
        return np.stack([self._known[text] for text in texts])


def streamed(texts: Sequence[str], model: Embedder | None) -> tuple[list[int], float]:
    """Return the groups after the last card, and the share of pairs that changed between the quarters.

    Counted are pairs of earlier cards that stand together before or after.
    """
    live, snapshots = LiveGroups(model), []
    for number, text in enumerate(texts, 1):
        live.add(text)
        if number in {len(texts) * quarter // 4 for quarter in (1, 2, 3, 4)}:
            snapshots.append(np.array(live.groups()))
    changed = []
    for early, later in pairwise(snapshots):
        pairs = np.triu_indices(len(early), 1)
        before = (early[:, None] == early)[pairs]
        after = (later[: len(early), None] == later[: len(early)])[pairs]
        changed.append((before != after).sum() / max(1, (before | after).sum()))
    return live.groups(), float(np.mean(changed))


def print_scores(
    sets: dict[str, list[tuple[str, str, str]]], sizes: Sequence[int], seeds: int, model: Embedder | None
) -> None:
    """Print the mean ARI per set and the mean of the sets: words, then by letters and with the model."""
    systems = {"letters": None, "model": model} if model else {"letters": None}
    columns = ["words", *(f"{s} {what}" for s in systems for what in ("live", "batch", "flips"))]
    say(f"{'ARI':12}" + "".join(f"{column:>15}" for column in columns))
    means: dict[str, list[float]] = defaultdict(list)
    for name, rows in sorted(sets.items()):
        found: dict[str, list[float]] = defaultdict(list)
        drawn = [draw(rows, size, f"{name}|{size}|{seed}") for size in sizes for seed in range(seeds)]
        for texts, gold in filter(None, drawn):
            found["words"].append(adjusted_rand(gold, word_baseline(texts)))
            for system, embedder in systems.items():
                groups, flips = streamed(texts, embedder)
                found[f"{system} live"].append(adjusted_rand(gold, groups))
                found[f"{system} batch"].append(adjusted_rand(gold, group_texts(texts, embedder)))
                found[f"{system} flips"].append(flips)
        if found:
            line = {key: statistics.mean(values) for key, values in found.items()}
            say(f"{name:12}" + "".join(f"{line[column]:15.3f}" for column in columns))
            for key, value in line.items():
                means[key].append(value)
    if means:
        say(f"{'mean':12}" + "".join(f"{statistics.mean(means[column]):15.3f}" for column in columns))


def print_costs(texts: list[str], embedder: Embedder | None) -> None:
    """Print the processor time of one card, in milliseconds, around 200 and 1,000 cards of a table."""
    model = Remembering(embedder) if embedder else None
    cards = random.Random(1).sample(texts, min(len(texts), 1050))  # noqa: S311 - draws test cases
    grouping, spent, own = TableGrouping(embedder=model), [], []
    for number, text in enumerate(cards):
        started, before = time.process_time(), model.seconds if model else 0.0
        grouping.place(str(number), text)
        spent.append((time.process_time() - started) * 1000)
        own.append(spent[-1] - ((model.seconds - before) * 1000 if model else 0.0))
    for around in (200, 1000):
        part = slice(around - 50, around + 50)
        if len(cards) > around:
            middle, late = np.percentile(spent[part], [50, 95])
            line = f"place at {around:4} cards, {'model' if model else 'letters':7}: "
            line += f"median {middle:5.1f} ms, p95 {late:5.1f} ms"
            say(line + f", without embedding p95 {np.percentile(own[part], 95):5.1f} ms")


def print_model() -> None:
    """Print what the model that comes along needs: time to load, memory, time per text."""
    if packaged_file() is not None:
        # In a process of its own: this one holds it already.
        told = subprocess.run(
            [sys.executable, "-m", "tests.load.sentence_model"], check=True, text=True, stdout=subprocess.PIPE
        )
        say(told.stdout.rstrip())


if __name__ == "__main__":
    sys.exit(main())
