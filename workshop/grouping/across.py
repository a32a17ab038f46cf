"""Which topics of different tables are about the same thing: told for a plenary, and nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workshop.grouping.communities import attraction
from workshop.grouping.likeness import Likeness
from workshop.grouping.placement import BY_LETTERS
from workshop.grouping.proposals import WHOLE_TABLE_BY_MEANING
from workshop.grouping.table import Entry, Table
from workshop.grouping.vectors import Floats

# Two cards are alike too easily, and then their topic is like anything.
SMALLEST = 3
# How alike the cards of two topics must be, and beside how alike those of each are among each other.
LIKE = 0.10
LIKE_AS_WITHIN = 0.6
# Of so many cards all are compared with all, fewer of each topic where there are more.
MOST_CARDS = 1200
Place = tuple[int, str]
"""A table by its place in the sequence, and a group of it."""


@dataclass(frozen=True, slots=True)
class _Topic:
    place: Place
    rows: list[int]


def near_groups(tables: Sequence[Table]) -> list[tuple[Place, Place]]:
    """Return pairs of groups of two tables that are near, the nearest first.

    Each is the other's nearest at its table. The cards of all tables are compared as if they lay on one: what
    sets a table apart from the others would else be taken away as common to its cards. The models' vectors
    are those that the tables have; without any, letters and word fields are compared.
    """
    topics, likeness = _pooled(tables)
    matrix = likeness.refresh()
    pull = attraction(
        matrix, resolution=WHOLE_TABLE_BY_MEANING if likeness.has_vectors else BY_LETTERS.resolution
    )
    within = [_within(matrix, topic.rows) for topic in topics]
    found: dict[tuple[int, int], float] = {}
    for one, first in enumerate(topics):
        for other, second in enumerate(topics[one + 1 :], one + 1):
            if first.place[0] == second.place[0]:
                continue
            block = np.ix_(first.rows, second.rows)
            mean = float(matrix[block].mean())
            ratio = mean / max((within[one] + within[other]) / 2, LIKE)
            if mean >= LIKE and ratio >= LIKE_AS_WITHIN and pull[block].sum() > 0:
                found[one, other] = ratio
    return [(topics[one].place, topics[other].place) for one, other in _mutual(topics, found)]


def _pooled(tables: Sequence[Table]) -> tuple[list[_Topic], Likeness]:
    members = [
        (number, group_id, table.members(group_id))
        for number, table in enumerate(tables)
        for group_id, ids in table.groups.items()
        if len(ids) >= SMALLEST
    ]
    likeness = Likeness()
    each = max(SMALLEST, MOST_CARDS // max(1, len(members)))
    topics = []
    for number, group_id, cards in members:
        rows = []
        for entry in _spread(cards, each):
            rows.append(row := likeness.add(entry.card, compare=False))
            likeness.take_meaning(row, tables[number].likeness, entry.row)
        topics.append(_Topic((number, group_id), rows))
    return topics, likeness


def _spread(cards: Sequence[Entry], most: int) -> list[Entry]:
    """Return some of the cards, from the first to the last in even steps."""
    if len(cards) <= most:
        return list(cards)
    return [cards[round(place)] for place in np.linspace(0, len(cards) - 1, most)]


def _within(matrix: Floats, rows: Sequence[int]) -> float:
    return float(matrix[np.ix_(rows, rows)].sum() / (len(rows) * (len(rows) - 1)))


def _mutual(topics: Sequence[_Topic], found: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return the pairs of which each is the other's nearest at its table, the nearest pair first."""
    best: dict[tuple[int, int], float] = {}
    for (one, other), ratio in found.items():
        for topic, table in ((one, topics[other].place[0]), (other, topics[one].place[0])):
            best[topic, table] = max(best.get((topic, table), 0.0), ratio)
    kept = [
        (one, other)
        for (one, other), ratio in found.items()
        if ratio == best[one, topics[other].place[0]] == best[other, topics[one].place[0]]
    ]
    return sorted(kept, key=lambda pair: (-found[pair], pair))
