"""Cards as weighted patterns, and how alike two cards are.

A card is the bag of its character 3- to 5-grams inside words (Cavnar & Trenkle 1994) without stop words, with
1 + log tf and the inverse document frequency of the table (Salton & Buckley 1988), compared by cosine.
Counts are kept raw in flat growing arrays, so that the weights are exact after every card without a rebuild.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from workshop.grouping.families import family
from workshop.grouping.words import base_language, fold, guess_language, stop_words, surface_words

Floats = NDArray[np.float64]
_Array = TypeVar("_Array", bound=NDArray[Any])
_SIZES = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Card:
    """A text, the language it is compared in, its content words folded, as written, and by family."""

    text: str
    lang: str
    words: tuple[str, ...]
    surfaces: tuple[str, ...]
    families: tuple[str, ...]


def read_card(text: str, lang: str | None = None) -> Card:
    """Split a text into its content words; a missing language is guessed. A text of stop words keeps them."""
    base = base_language(lang) or guess_language(text)
    stops = stop_words(base)
    pairs = [(fold(word), word) for word in surface_words(text)]
    kept = [(f, s) for f, s in pairs if f not in stops and not f.isdigit() and len(f) > 1] or pairs
    families = tuple(family(f, base) for f, _ in kept)
    return Card(text, base, tuple(f for f, _ in kept), tuple(s for _, s in kept), families)


def count_letters(words: Sequence[str]) -> Counter[str]:
    """Return the 3- to 5-grams of folded words with their counts; a word's edges count as a blank."""
    found: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for size in _SIZES:
            if len(padded) <= size:
                found[padded] += 1
                break
            found.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return found


class PatternIndex:
    """The patterns of a table's cards in one flat sparse matrix that grows card by card.

    ``floor`` is what a pattern weighs that every card has: 1 for letters, 0 for word fields.
    """

    def __init__(self, *, floor: float) -> None:
        self._floor = floor
        self._ids: dict[str, int] = {}
        self._starts = np.zeros(64, np.int64)
        self._columns = np.zeros(4096, np.int32)
        self._counts = np.zeros(4096)
        self._frequency = np.zeros(4096)
        self._size = 0
        self._alive = 0

    def __len__(self) -> int:
        return self._size

    def add(self, patterns: Counter[str]) -> int:
        """Append a card and return its row."""
        columns = np.array([self._ids.setdefault(p, len(self._ids)) for p in patterns], np.int32)
        counts = 1 + np.log(np.array(list(patterns.values()), np.float64))
        start = int(self._starts[self._size])
        end = start + len(columns)
        self._columns, self._counts = _grown(self._columns, end), _grown(self._counts, end)
        self._frequency = _grown(self._frequency, len(self._ids))
        self._starts = _grown(self._starts, self._size + 1)
        self._columns[start:end], self._counts[start:end] = columns, counts
        self._frequency[columns] += 1
        self._size += 1
        self._starts[self._size] = end
        self._alive += 1
        return self._size - 1

    def remove(self, row: int) -> None:
        """Take a card out of the comparison; its row stays empty. Removing twice is the caller's error."""
        span = slice(int(self._starts[row]), int(self._starts[row + 1]))
        self._frequency[self._columns[span]] -= 1
        self._counts[span] = 0
        self._alive -= 1

    def cosines(self, rows: Sequence[int]) -> Floats:
        """Return the cosines of some cards with every card, one line per asked row."""
        starts = self._starts[: self._size + 1]
        # Of the kind that numpy looks up by, converted once and not for every row.
        columns = self._columns[: starts[-1]].astype(np.intp)
        weights = self._weights()
        norms = _norms(weights, starts)
        found = np.zeros((len(rows), self._size))
        query, products = np.zeros(len(self._ids) + 1), np.empty(len(columns))
        for line, row in enumerate(rows):
            span = slice(int(starts[row]), int(starts[row + 1]))
            query[columns[span]] = weights[span]
            np.take(query, columns, out=products, mode="clip")
            products *= weights
            found[line] = _row_sums(products, starts) / (norms * norms[row])
            query[columns[span]] = 0.0
        return found

    def all_cosines(self) -> Floats:
        """Return the cosines of all cards at once; for looking at the whole table in the background."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - half a second that placing a card never needs

        end, starts = self._starts[self._size], self._starts[: self._size + 1]
        weights = self._weights()
        shape = (self._size, len(self._ids) + 1)
        lines = csr_array((weights, self._columns[:end], starts), shape=shape)
        norms = _norms(weights, starts)
        return np.asarray((lines @ lines.T).toarray() / np.outer(norms, norms), np.float64)

    def _weights(self) -> Floats:
        end = self._starts[self._size]
        frequency = self._frequency[: len(self._ids) + 1]
        idf = np.log((1 + self._alive) / (1 + frequency)) + self._floor
        return np.asarray(idf[self._columns[:end]] * self._counts[:end], np.float64)


def _norms(weights: Floats, starts: NDArray[np.int64]) -> Floats:
    norms: Floats = np.sqrt(np.maximum(_row_sums(weights * weights, starts), 0.0))
    norms[norms < 1e-9] = 1.0  # noqa: PLR2004 - an empty card, or rounding
    return norms


def _row_sums(values: Floats, starts: NDArray[np.int64]) -> Floats:
    sums = np.zeros(len(starts) - 1)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    if len(filled):
        sums[filled] = np.add.reduceat(values, starts[filled])
    return sums


def _grown(array: _Array, size: int) -> _Array:
    if size < len(array):
        return array
    longer = np.zeros(max(2 * len(array), size + 1), array.dtype)
    longer[: len(array)] = array
    return longer  # type: ignore[return-value]
