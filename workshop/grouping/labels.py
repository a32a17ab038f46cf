"""What a group is called, and which words hold it together."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from workshop.grouping.families import family, same_family
from workshop.grouping.naming import ENOUGH_TO_NAME, has_family
from workshop.grouping.reasons import shared_words
from workshop.grouping.table import Entry, Table
from workshop.grouping.wording import card_heading, heading, noun_share, phrase, surface
from workshop.grouping.words import dull_words

_ENOUGH = 0.6
_ADDED = 0.2
_DULL = 0.3
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Telling:
    """A word family that tells a group from the rest of its table."""

    family: str
    score: float
    entry_ids: frozenset[str]


def telling_families(
    table: Table, members: Sequence[Entry], *, limit: int = 40, against: Sequence[Entry] | None = None
) -> list[Telling]:
    """Rank the word families of a group by p log(p/q): p their share of its cards, q their share elsewhere.

    Elsewhere is the rest of the table, or the cards in ``against``. A family needs two cards (one where the
    group has one card). Dull words and those of the table's title count a third; in German, words that
    people write small within a sentence count less: a heading is made of nouns.
    """
    inside = {entry.id for entry in members}
    rest = table.entries.values() if against is None else against
    outside = [entry for entry in rest if entry.id not in inside]
    lang = main_language(members)
    found = [e for e in members if e.card.lang == lang]
    scored: list[Telling] = []
    counted = Counter(f for e in found for f in dict.fromkeys(e.card.families))
    for name, _ in counted.most_common(_LOOKED_AT):
        ids = frozenset(e.id for e in members if has_family(e.card.families, name))
        if len(ids) < min(2, len(members)) or not _speaks(name, found):
            continue
        p = len(ids) / len(members)
        q = (sum(has_family(e.card.families, name) for e in outside) + 0.5) / (len(outside) + 5)
        weight = 0.3 + 0.7 * noun_share(members, name) if lang == "de" else 1.0
        if name in _dull_families(lang) or name in table.title_families:
            weight *= _DULL
        if p > q:
            scored.append(Telling(name, p * math.log(p / q) * weight, ids))
        elif p >= ENOUGH_TO_NAME:  # on most cards of the whole table: better than no common word at all
            scored.append(Telling(name, p * weight / 1000, ids))
    return sorted(scored, key=lambda t: (-t.score, t.family))[:limit]


def telling_words(
    table: Table, members: Sequence[Entry], *, limit: int = 5, against: Sequence[Entry] | None = None
) -> list[str]:
    """Return the telling words of a group as people wrote them most often, the most telling first."""
    chosen: list[Telling] = []
    for telling in telling_families(table, members, against=against):
        if not any(same_family(telling.family, other.family) for other in chosen):
            chosen.append(telling)
    return [surface(members, telling.family) for telling in chosen[:limit]]


def label(table: Table, group_id: str) -> str:
    """Return a heading of one to three words; where no word carries, words of the most central card."""
    members = table.members(group_id)
    if not members:
        return ""
    lang = main_language(members)
    ranked = telling_families(table, members) if len(members) > 1 else []
    if not ranked:
        centre = central_entry(table, members)
        others = [entry for entry in members if entry is not centre]
        words = shared_words([centre], others, limit=2)
        return heading(words, centre.card.lang) if words else card_heading(centre.card)
    first = _narrowed(ranked, len(members))
    parts = [phrase(members, first.family)]
    if " " not in parts[0]:
        parts += [surface(members, other.family) for other in _second(first, ranked, len(members))]
    return heading(parts, lang)


def _narrowed(ranked: Sequence[Telling], size: int) -> Telling:
    """Return the first family, or the compound that most of its cards mean: Sprachkurs rather than Kurs."""
    first = ranked[0]
    least = max(_ENOUGH * len(first.entry_ids), min(ENOUGH_TO_NAME * size, len(first.entry_ids)))
    longer = (t for t in ranked if first.family in t.family and t is not first)
    return next((t for t in longer if len(t.entry_ids) >= least), first)


def _second(first: Telling, ranked: Sequence[Telling], size: int) -> list[Telling]:
    """Return the family a heading needs beside the first: one that most cards have, or many others."""
    if len(first.entry_ids) >= _ENOUGH * size:
        return []
    others = [t for t in ranked if not same_family(first.family, t.family)]
    if len(first.entry_ids) < ENOUGH_TO_NAME * size:
        common = [t for t in others if len(t.entry_ids) >= ENOUGH_TO_NAME * size]
        if common:
            return common[:1]
    return [t for t in others if len(t.entry_ids - first.entry_ids) >= _ADDED * size][:1]


def main_language(members: Sequence[Entry]) -> str:
    """Return the language of most cards, of the earlier ones where it is even."""
    counted = Counter(entry.card.lang for entry in members)
    return counted.most_common(1)[0][0] if counted else ""


def central_entry(table: Table, members: Sequence[Entry]) -> Entry:
    """Return the card that is most like the others of its group, the earlier one where it is even."""
    likeness = table.likeness.matrix()
    rows = [entry.row for entry in members]
    sums = likeness[rows][:, rows].sum(axis=1)
    return members[int(sums.argmax())]


@cache
def _dull_families(lang: str) -> frozenset[str]:
    return frozenset(family(word, lang) for word in dull_words(lang))


def _speaks(name: str, members: Sequence[Entry]) -> bool:
    """Keep numbers and single letters out of headings; short words only as people's capitals (VHS, EU)."""
    if any(c.isdigit() for c in name):
        return False
    written = surface(members, name)
    return len(written) > 2 or (len(written) == 2 and written.isupper())  # noqa: PLR2004
