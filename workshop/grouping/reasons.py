"""Why a card stands where it stands, in words that people can check on the cards."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workshop.grouping.families import same_family
from workshop.grouping.fields import fields_of
from workshop.grouping.table import Entry, Table

_NEAREST = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a card stands in its group.

    ``words`` are words of the card that the nearest cards there have too, or whose word field they touch;
    ``nearest`` is the card most like it (None for a single card). ``same_language`` is False when that card
    is written in another language: then only word fields (or a model) speak for it, and people should look.
    ``cards`` are the two nearest where no word is common: then they, in their languages, are the reason.
    ``by_meaning`` tells whether a model has compared them, or their letters alone.
    """

    words: tuple[str, ...]
    nearest: str | None
    same_language: bool = True
    cards: tuple[str, ...] = ()
    by_meaning: bool = False


def reason(table: Table, entry_id: str) -> Reason:
    """Return why a card stands where it stands; KeyError for an unknown one."""
    entry = table.entries[entry_id]
    others = [e for e in table.members(entry.group_id) if e.id != entry_id]
    if not others:
        return Reason((), None)
    line = table.likeness.matrix()[entry.row]
    near = sorted(others, key=lambda e: (-line[e.row], e.row))[:_NEAREST]
    nearest = near[0]
    words = shared_words([entry], [nearest], limit=3) or shared_words([entry], others, limit=3)
    cards = () if words else tuple(e.id for e in near)
    same_language = nearest.card.lang == entry.card.lang
    return Reason(tuple(words), nearest.id, same_language, cards, table.likeness.has_vectors)


def nearest_pair(table: Table, first: Sequence[Entry], second: Sequence[Entry]) -> tuple[str, ...]:
    """Return the two cards most alike, one of either side; the earlier ones where it is even."""
    rows, columns = [entry.row for entry in first], [entry.row for entry in second]
    block = table.likeness.matrix()[np.ix_(rows, columns)].copy()
    # Where the sides have cards in common, no card is its own companion.
    block[np.asarray(rows)[:, None] == np.asarray(columns)[None, :]] = -1.0
    if not block.size or block.max() < 0:
        return ()
    one, other = np.unravel_index(int(block.argmax()), block.shape)
    return first[int(one)].id, second[int(other)].id


def shared_words(first: Sequence[Entry], second: Sequence[Entry], *, limit: int = 5) -> list[str]:
    """Return the words of the first cards that the second cards share, by family or else by word field."""
    theirs = Counter(f for entry in second for f in set(entry.card.families))
    found: Counter[str] = Counter()
    for entry in first:
        for name in set(entry.card.families):
            found[name] += sum(n for other, n in theirs.items() if same_family(name, other) and len(name) > 2)  # noqa: PLR2004
    words = {f: s for e in first for f, s in zip(e.card.families, e.card.surfaces, strict=True)}
    ranked = sorted((name for name in found if found[name]), key=lambda name: (-found[name], name))
    return [words[name] for name in ranked[:limit]] or _by_field(first, second)[:limit]


def _by_field(first: Sequence[Entry], second: Sequence[Entry]) -> list[str]:
    theirs = Counter(f for e in second for word in set(e.card.words) for f in fields_of(word, e.card.lang))
    scored: dict[str, int] = {}
    for entry in first:
        for folded, written in zip(entry.card.words, entry.card.surfaces, strict=True):
            score = max((theirs[f] for f in fields_of(folded, entry.card.lang)), default=0)
            scored[written] = max(scored.get(written, 0), score)
    return sorted((word for word in scored if scored[word]), key=lambda word: (-scored[word], word))
