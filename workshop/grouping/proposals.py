"""What the machine would change if it could look at the whole table again: for people to apply or dismiss."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from workshop.grouping.communities import attraction, communities
from workshop.grouping.labels import central_entry, telling_words
from workshop.grouping.placement import BY_LETTERS, LIKE_A_GROUP
from workshop.grouping.reasons import nearest_pair, shared_words
from workshop.grouping.table import Entry, Table
from workshop.grouping.vectors import Floats
from workshop.grouping.wording import card_heading

MOST = 6
# Looking at all cards at once finds larger groups than placing one by one: 1.0 to 1.3 score alike on the
# whole, and of these the highest keeps fine groups (docs/grouping.md).
WHOLE_TABLE_BY_MEANING = 1.3
_LIKE_TO_MERGE = 0.08
_SMALLEST_SPLIT = 6
_SMALLEST_PART = 2
_SMALLEST_GATHER = 3


class ProposalKind(StrEnum):
    """What may be suggested, in the order in which it is.

    A proposal's key begins with its kind, and callers keep keys: the values stay.
    """

    MERGE = "merge"
    GATHER = "gather"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One suggestion, with the words that speak for it, or where there are none with two cards.

    ``merge``: the second of ``group_ids`` goes into the first; ``parts`` are their cards.
    ``split``: the one group in ``group_ids`` falls into ``parts``; the first part stays in the group.
    ``gather``: ``parts`` holds one tuple of single cards, ``group_ids`` their groups; the first one grows.
    ``key`` is the same for the same suggestion on the same cards; a split comes back with a new key when the
    group has doubled. ``strength`` orders suggestions of one kind. ``cards`` are the two most alike, one of
    each part of a merge, where no word is common to what shall come together; ``words`` then only name the
    parts.
    """

    key: str
    kind: ProposalKind
    group_ids: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    strength: float
    cards: tuple[str, ...] = ()


def proposals(table: Table, *, dismissed: Collection[str] = ()) -> list[Proposal]:
    """Look at the whole table and return at most six suggestions of each kind, the strongest first.

    Nothing is suggested that would part what a person placed together, or join two groups that people made.
    """
    likeness = table.likeness.refresh()
    by_meaning = table.likeness.has_vectors
    pull = attraction(likeness, resolution=WHOLE_TABLE_BY_MEANING if by_meaning else BY_LETTERS.resolution)
    found = [
        *_merges(table, pull, likeness),
        *_splits(table, pull),
        *_gathers(table, pull, likeness, dismissed),
    ]
    kept: list[Proposal] = []
    for kind in ProposalKind:
        own = [p for p in found if p.kind == kind and p.key not in dismissed]
        kept += sorted(own, key=lambda p: (-p.strength, p.key))[:MOST]
    return kept


def _merges(table: Table, pull: Floats, likeness: Floats) -> Iterator[Proposal]:
    groups = [g for g, members in table.groups.items() if members]
    rows = {g: table.rows(g) for g in groups}
    for pair in combinations(groups, 2):
        first, second = sorted(pair, key=lambda g: (not _made_by_people(table, g), -len(rows[g]), g))
        if len(rows[first]) == 1 or (_made_by_people(table, first) and _made_by_people(table, second)):
            continue
        if len(rows[second]) == 1 and not table.free(table.members(second)[0]):
            continue
        block = np.ix_(rows[first], rows[second])
        if pull[block].sum() <= 0 or likeness[block].mean() < _LIKE_TO_MERGE:
            continue
        joining, staying = table.members(second), table.members(first)
        common = shared_words(joining, staying)
        words = common or _each_in_its_words(table, [joining, staying])
        if words:
            key = f"{ProposalKind.MERGE}:{','.join(sorted(pair))}"
            parts = (tuple(table.groups[first]), tuple(table.groups[second]))
            strength = float(likeness[block].mean())
            cards = () if common else nearest_pair(table, joining, staying)
            yield Proposal(key, ProposalKind.MERGE, (first, second), parts, tuple(words), strength, cards)


def _splits(table: Table, pull: Floats) -> Iterator[Proposal]:
    for group_id in table.groups:
        members = table.members(group_id)
        if len(members) < _SMALLEST_SPLIT:
            continue
        rows = [entry.row for entry in members]
        # Cards that a person placed here are one lump from the start, so no part can separate them.
        start = [-1 if entry.pinned else number for number, entry in enumerate(members)]
        inner = pull[np.ix_(rows, rows)]
        labels = communities(inner, start=start)
        parts = _large_parts(members, labels)
        if len(parts) < 2:  # noqa: PLR2004
            continue
        apart = np.array(labels)[:, None] != np.array(labels)[None, :]
        words = [
            telling_words(table, part, limit=1, against=members) or _each_in_its_words(table, [part])
            for part in parts
        ]
        if not all(words):
            continue
        yield Proposal(
            key=f"{ProposalKind.SPLIT}:{group_id}:{len(members).bit_length()}",
            kind=ProposalKind.SPLIT,
            group_ids=(group_id,),
            parts=tuple(tuple(entry.id for entry in part) for part in parts),
            words=tuple(w[0] for w in words),
            strength=float(-inner[apart].mean()),
        )


def _large_parts(members: Sequence[Entry], labels: Sequence[int]) -> list[list[Entry]]:
    """Return the parts, the staying one first; cards of parts too small to stand alone stay too."""
    parts: dict[int, list[Entry]] = {}
    for entry, label in zip(members, labels, strict=True):
        parts.setdefault(label, []).append(entry)
    ordered = sorted(parts.values(), key=lambda part: (not any(e.pinned for e in part), -len(part)))
    staying = ordered[0] + [e for part in ordered[1:] if len(part) < _SMALLEST_PART for e in part]
    order = {entry.id: number for number, entry in enumerate(members)}
    staying.sort(key=lambda entry: order[entry.id])
    return [staying, *(part for part in ordered[1:] if len(part) >= _SMALLEST_PART)]


def _gathers(table: Table, pull: Floats, likeness: Floats, dismissed: Collection[str]) -> Iterator[Proposal]:
    prefix = f"{ProposalKind.GATHER}:"
    refused = [set(key.removeprefix(prefix).split(",")) for key in dismissed if key.startswith(prefix)]
    single = sorted(table.free_entries(), key=lambda entry: entry.row)
    rows = [entry.row for entry in single]
    labels = communities(pull[np.ix_(rows, rows)]) if single else []
    for number in sorted(set(labels)):
        part = [entry for entry, label in zip(single, labels, strict=True) if label == number]
        ids = {entry.id for entry in part}
        if len(part) < _SMALLEST_GATHER or any(len(ids & old) > 1 for old in refused):
            continue
        inner = likeness[np.ix_([e.row for e in part], [e.row for e in part])]
        mean = float(inner.sum() / (len(part) * (len(part) - 1)))
        common = telling_words(table, part, limit=3) or shared_words(part[:1], part[1:], limit=3)
        words = common or _each_in_its_words(table, [part])
        if mean >= LIKE_A_GROUP and words:
            key = prefix + ",".join(sorted(ids))
            groups = tuple(entry.group_id for entry in part)
            parts = (tuple(e.id for e in part),)
            cards = () if common else nearest_pair(table, part, part)
            yield Proposal(key, ProposalKind.GATHER, groups, parts, tuple(words), mean, cards)


def _each_in_its_words(table: Table, groups: Sequence[Sequence[Entry]]) -> list[str]:
    """Return a word of each group's own; with a model alone groups belong together that share none."""
    if not table.likeness.has_vectors:
        return []
    told = [telling_words(table, g, limit=1) or [card_heading(central_entry(table, g).card)] for g in groups]
    return list(dict.fromkeys(word for words in told for word in words if word))


def _made_by_people(table: Table, group_id: str) -> bool:
    return group_id in table.closed or any(entry.pinned for entry in table.members(group_id))
