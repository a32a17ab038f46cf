"""Where a new card goes: into a group, together with single cards into a new one, or alone for now."""

from dataclasses import dataclass

import numpy as np

from workshop.grouping.communities import attraction, attraction_of
from workshop.grouping.table import Entry, Table
from workshop.grouping.vectors import Floats

LIKE_A_GROUP = 0.05


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
    best = _strongest(table, entry, pull, likeness)
    if best is None:
        group_id = table.new_group_id()
        table.put(entry, group_id)
        return Placement(entry.id, group_id, joined=False)
    begins = len(table.groups[best]) == 1
    table.put(entry, best)
    if not begins:
        return Placement(entry.id, best, joined=True)
    whole = attraction(likeness, resolution=resolution)
    along: list[tuple[str, str]] = []
    for other in table.free_entries():
        if _strongest(table, other, whole[other.row], likeness) == best:
            along.append((other.id, other.group_id))
            table.put(other, best)
    entries, groups = tuple(e for e, _ in along), tuple(g for _, g in along)
    return Placement(entry.id, best, joined=True, took_along=entries, emptied=groups)


def _manner(table: Table) -> Manner:
    return BY_MEANING if table.likeness.has_vectors else BY_LETTERS


def _strongest(table: Table, entry: Entry, pull: Floats, likeness: Floats) -> str | None:
    """Return the group that attracts a card most, is like it and can be named with it; else None."""
    ids = [g for g, members in table.groups.items() if members and g != entry.group_id]
    if not ids:
        return None
    rows = [table.rows(g) for g in ids]
    sizes = np.array([len(r) for r in rows])
    flat = np.concatenate(rows)
    owner = np.repeat(np.arange(len(ids)), sizes)
    sums = np.bincount(owner, weights=pull[flat], minlength=len(ids))
    means = np.bincount(owner, weights=likeness[entry.row][flat], minlength=len(ids)) / sizes
    sums[means < np.where(sizes > 1, LIKE_A_GROUP, _manner(table).like_a_card)] = 0.0
    order = [int(i) for i in np.argsort(-sums, kind="stable") if sums[i] > 0]
    return next((ids[i] for i in order if table.may_grow(ids[i], entry.card)), None)
