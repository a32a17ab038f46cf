"""Where a new card goes: into a group, together with single cards into a new one, or alone for now."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workshop.grouping.communities import attraction_of, attractions_of
from workshop.grouping.table import Entry, Table
from workshop.grouping.vectors import Floats

LIKE_A_GROUP = 0.05
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Manner:
    """How cards are placed: the attraction's ``resolution``, how like a card its first companion must be."""

    resolution: float
    like_a_card: float


BY_LETTERS = Manner(resolution=1.8, like_a_card=0.12)
# With a model larger groups hold, and a common word weighs less in the blend. Measured (docs/grouping.md):
# from 1.4 to 1.8 coarse sets lose what fine ones win, and the rehearsal cards are best from 1.7 on. At 0.12
# more cards wait alone and are taken along later, which people see as a jump.
BY_MEANING = Manner(resolution=1.7, like_a_card=0.10)


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of a new card.

    ``group_id`` is where it stands. ``joined`` tells that another card stood there already; otherwise the
    group was opened for it. ``took_along`` are single cards that moved into that group with it; each left a
    group of one, and those groups are gone: ``emptied``.
    """

    entry_id: str
    group_id: str
    joined: bool
    took_along: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()


def place(table: Table, entry: Entry) -> Placement:
    """Stand a card that stands nowhere yet; cards in groups of two or more stay where they are.

    The card joins the group that attracts it most (sum of the attractions to its cards), if it is like that
    group at all. When that is a single card, a new group begins: other single cards that this pair attracts
    more than anything else are taken along.
    """
    likeness = table.likeness.matrix()
    resolution = _manner(table).resolution
    pull = attraction_of(entry.row, likeness, resolution=resolution)
    best = _strongest(table, _Seats(table), entry, pull, likeness)
    if best is None:
        group_id = table.new_group_id()
        table.put(entry, group_id)
        return Placement(entry.id, group_id, joined=False)
    begins = len(table.groups[best]) == 1
    table.put(entry, best)
    if not begins:
        return Placement(entry.id, best, joined=True)
    along = list(_taken_along(table, best, likeness, resolution))
    entries, groups = tuple(e for e, _ in along), tuple(g for _, g in along)
    return Placement(entry.id, best, joined=True, took_along=entries, emptied=groups)


def _taken_along(table: Table, best: str, likeness: Floats, resolution: float) -> Iterator[tuple[str, str]]:
    """Put the single cards into a new group that it attracts most; give each with the group that it left."""
    free = list(table.free_entries())
    pulls = attractions_of([other.row for other in free], likeness, resolution=resolution)
    seats = _Seats(table)
    for other, pull in zip(free, pulls, strict=True):
        # What the group does not attract at all need not be held against every other group.
        if pull[table.rows(best)].sum() < -_ROUNDING:
            continue
        if _strongest(table, seats, other, pull, likeness) == best:
            yield other.id, other.group_id
            table.put(other, best)
            seats = _Seats(table)


def _manner(table: Table) -> Manner:
    return BY_MEANING if table.likeness.has_vectors else BY_LETTERS


class _Seats:
    """Which rows of the matrix the cards of each group have, as it is now."""

    def __init__(self, table: Table) -> None:
        self.ids = [group_id for group_id, members in table.groups.items() if members]
        rows = [table.rows(group_id) for group_id in self.ids]
        self.sizes = np.array([len(each) for each in rows], np.int64)
        self.flat = np.array([row for each in rows for row in each], np.int64)
        self.owner = np.repeat(np.arange(len(rows)), self.sizes)

    def sums(self, line: Floats) -> Floats:
        """Return the sum of a card's line for each group."""
        found = np.bincount(self.owner, weights=line[self.flat], minlength=len(self.ids))
        return np.asarray(found, np.float64)


def _strongest(table: Table, seats: _Seats, entry: Entry, pull: Floats, likeness: Floats) -> str | None:
    """Return the group that attracts a card most, is like it and can be named with it; else None."""
    if not seats.ids:
        return None
    sums, means = seats.sums(pull), seats.sums(likeness[entry.row]) / seats.sizes
    sums[means < np.where(seats.sizes > 1, LIKE_A_GROUP, _manner(table).like_a_card)] = 0.0
    order = (seats.ids[int(i)] for i in np.argsort(-sums, kind="stable") if sums[i] > 0)
    others = (group_id for group_id in order if group_id != entry.group_id)
    return next((group_id for group_id in others if table.may_grow(group_id, entry.card)), None)
