"""Which cards attract each other more than chance: modularity, the measure behind placing and proposals.

Two cards attract each other by their likeness less what their liveliness lets expect:
``S[i, j] - resolution * d[i] * d[j] / sum(d)`` with ``d`` the row sums (Newman & Girvan 2004; the resolution
after Reichardt & Bornholdt 2006). It needs no threshold of its own, and long cards do not draw in all.
The search is the two-step one of Blondel et al. 2008, on a dense matrix and in a fixed order.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workshop.grouping.vectors import Floats

Integers = NDArray[np.int64]
_MOST_EXPECTED = 0.3  # on a small table with one lively topic, near-duplicates must still attract each other


def attraction(likeness: Floats, *, resolution: float) -> Floats:
    """Return how much every two cards attract each other (diagonal 0)."""
    degrees = likeness.sum(axis=1)
    total = float(degrees.sum()) or 1.0
    expected = np.minimum(resolution * np.outer(degrees, degrees) / total, _MOST_EXPECTED)
    pull = likeness - expected
    np.fill_diagonal(pull, 0.0)
    return np.asarray(pull, np.float64)


def attraction_of(row: int, likeness: Floats, *, resolution: float) -> Floats:
    """Return the line of ``attraction`` for one card."""
    degrees = likeness.sum(axis=1)
    total = float(degrees.sum()) or 1.0
    pull = likeness[row] - np.minimum(resolution * degrees[row] * degrees / total, _MOST_EXPECTED)
    pull[row] = 0.0
    return np.asarray(pull, np.float64)


def attractions_of(rows: Sequence[int], likeness: Floats, *, resolution: float) -> Floats:
    """Return the lines of ``attraction`` for some cards."""
    degrees = likeness.sum(axis=1)
    total = float(degrees.sum()) or 1.0
    expected = np.minimum(resolution * np.outer(degrees[rows], degrees) / total, _MOST_EXPECTED)
    pull = likeness[rows] - expected
    pull[np.arange(len(rows)), rows] = 0.0
    return np.asarray(pull, np.float64)


def communities(pull: Floats, *, start: Sequence[int] | None = None) -> list[int]:
    """Part the cards so that the attraction within the parts is as large as local moves can make it.

    ``start`` names cards that must stay together by the same number (a number per card). Returns a number per
    card, counted in the order of first appearance; the same input always gives the same parts.
    """
    labels = _numbered(start if start is not None else range(len(pull)))
    while True:
        count = int(labels.max(initial=-1)) + 1
        gathered = _gathered(pull, labels, count)
        moved = _moved(gathered)
        if int(moved.max(initial=-1)) + 1 == count:
            return [int(label) for label in labels]
        labels = _numbered(moved[labels])


def _gathered(pull: Floats, labels: Integers, count: int) -> Floats:
    member = np.zeros((len(labels), count))
    member[np.arange(len(labels)), labels] = 1.0
    gathered = member.T @ pull @ member
    np.fill_diagonal(gathered, 0.0)
    return np.asarray(gathered, np.float64)


def _moved(pull: Floats) -> Integers:
    size = len(pull)
    labels = np.arange(size)
    changed = True
    while changed:
        changed = False
        for node in range(size):
            gains = np.bincount(labels, weights=pull[node], minlength=size)
            best = int(gains.argmax())
            if gains[best] > gains[labels[node]] + 1e-9 and gains[best] > 0:
                labels[node] = best
                changed = True
    return _numbered(labels)


def _numbered(labels: Sequence[int] | Integers) -> Integers:
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(int(label), len(numbers)) for label in labels], np.int64)
