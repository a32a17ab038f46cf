"""What a group is called, and which words hold it together."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import numpy as np

from workshop.grouping.families import family, same_family, says_when
from workshop.grouping.forms import LONGEST, Forms
from workshop.grouping.naming import ENOUGH_TO_NAME, has_family
from workshop.grouping.reasons import shared_words
from workshop.grouping.table import Entry, Table
from workshop.grouping.wording import HEADING_WORDS, heading, noun_share, surface
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
    group has one card). Dull words count a third, as do those of the title; in German, words that
    people write small within a sentence count less: a heading is made of nouns. Last comes
    what says when, and what the table's title says.
    """
    inside = {entry.id for entry in members}
    outside = (table.entries.keys() if against is None else {entry.id for entry in against}) - inside
    lang = main_language(members)
    found = [e for e in members if e.card.lang == lang]
    scored: list[Telling] = []
    counted = Counter(f for e in found for f in dict.fromkeys(e.card.families))
    for name, _ in counted.most_common(_LOOKED_AT):
        holders = table.holders.of(name)
        ids = frozenset(holders & inside)
        if len(ids) < min(2, len(members)) or not _speaks(name, found):
            continue
        p = len(ids) / len(members)
        q = (len(holders & outside) + 0.5) / (len(outside) + 5)
        weight = 0.3 + 0.7 * noun_share(members, name) if lang == "de" else 1.0
        if name in _dull_families(lang) or name in table.title_families:
            weight *= _DULL
        if p > q:
            scored.append(Telling(name, p * math.log(p / q) * weight, ids))
        elif p >= ENOUGH_TO_NAME:  # on most cards of the whole table: better than no common word at all
            scored.append(Telling(name, p * weight / 1000, ids))
    beside = {t.family for t in scored if says_when(t.family, lang) or t.family in table.title_families}
    return sorted(scored, key=lambda t: (t.family in beside, -t.score, t.family))[:limit]


def telling_words(
    table: Table, members: Sequence[Entry], *, limit: int = 5, against: Sequence[Entry] | None = None
) -> list[str]:
    """Return the telling words of a group as people wrote them most often, the most telling first."""
    chosen: list[Telling] = []
    for telling in telling_families(table, members, against=against):
        if not any(same_family(telling.family, other.family) for other in chosen):
            chosen.append(telling)
    return [surface(members, telling.family) for telling in chosen[:limit]]


def own_headings(
    table: Table,
    own: Sequence[Entry],
    others: Sequence[Entry] = (),
    *,
    against: Sequence[Entry] | None = None,
) -> Iterator[str]:
    """Go through headings of one to three words from a group's cards of one language, the best one first.

    ``others`` are its cards in other languages: what a single card here has in common with them comes first.
    Where no word carries, it is words of one card, the most central one first; only then what says when, or
    what somebody does.
    """
    lang = main_language(own)
    forms = Forms(table.vocabulary, lang)
    ranked = telling_families(table, own, against=against) if len(own) > 1 else []
    for first in _firsts([t for t in ranked if not says_when(t.family, lang)], len(own)):
        parts = [forms.phrase(own, first.family)]
        if not parts[0]:
            continue
        if " " not in parts[0]:
            seconds = (forms.best(own, other.family) for other in _second(first, ranked, len(own)))
            parts += [word for word in seconds if word]
        yield from _short_enough(parts, lang)
    central = by_centrality(table, own)
    centre, rest = central[0], [*central[1:], *others]
    shared = [
        forms.written(w, [centre]) for w in shared_words([centre], rest) if forms.names_a_subject(w, [centre])
    ]
    if len(own) == 1:
        yield from _short_enough([_side_by_side(shared[:2], centre.card.text)], lang)
    for several in (shared[:2], shared[1:3], *([word] for word in shared)):
        yield from _short_enough(several, lang)
    for entry in central:
        yield from card_headings(entry, forms)
    yield from last_headings(centre, forms)


def _side_by_side(words: Sequence[str], text: str) -> str:
    """Return two words in the order in which a card has them beside each other, or the first one."""
    pairs = (f"{first} {second}" for first, second in permutations(words, 2))
    return next((pair for pair in pairs if pair in text), "".join(words[:1]))


def card_headings(entry: Entry, forms: Forms) -> Iterator[str]:
    """Go through headings from the words of one card that name a subject."""
    lang = entry.card.lang
    words = [
        forms.written(w, [entry])
        for w in dict.fromkeys(entry.card.surfaces)
        if forms.names_a_subject(w, [entry])
    ]
    words = [word for word in words if word]
    whole = entry.card.text.strip(" .!?…:;-–")
    if len(whole.split()) <= HEADING_WORDS and len(words) > 1 and " ".join(words) in whole:
        yield from _short_enough([" ".join(words)], lang)
    if lang == "de":
        words = [word for word in words if word[:1].isupper()] or words
        yield from _short_enough(words[:2], lang)
        yield from _short_enough(words[1:3], lang)
    else:
        yield from _short_enough([" ".join(words[:HEADING_WORDS])], lang)
    for word in words:
        yield from _short_enough([word], lang)


def last_headings(entry: Entry, forms: Forms) -> Iterator[str]:
    """Go through the other words of a card, nouns first, for where there is nothing better."""
    words = [w for w in dict.fromkeys(entry.card.surfaces) if forms.speakable(w, [entry], any_kind=True)]
    for word in sorted(words, key=lambda word: not forms.speakable(word, [entry])):
        yield from _short_enough([forms.written(word, [entry])], entry.card.lang)


def _short_enough(parts: Sequence[str], lang: str) -> Iterator[str]:
    """Give the heading of these parts, of fewer if it were too long; none if one part is too long."""
    parts = [part for part in parts if part]
    while parts:
        said = heading(parts, lang)
        if len(said) <= LONGEST and len(said.split()) <= HEADING_WORDS:
            yield said
            return
        parts = parts[:-1]


def _firsts(ranked: Sequence[Telling], size: int) -> Iterator[Telling]:
    if ranked:
        yield _narrowed(ranked, size)
        yield from ranked


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


def by_centrality(table: Table, members: Sequence[Entry]) -> list[Entry]:
    """Return cards by how like the others of their group they are, the earlier one where it is even."""
    likeness = table.likeness.matrix()
    rows = [entry.row for entry in members]
    sums = likeness[np.ix_(rows, rows)].sum(axis=1)
    return [members[int(at)] for at in np.argsort(-sums, kind="stable")]


def central_entry(table: Table, members: Sequence[Entry]) -> Entry:
    """Return the card that is most like the others of its group, the earlier one where it is even."""
    return by_centrality(table, members)[0]


@cache
def _dull_families(lang: str) -> frozenset[str]:
    return frozenset(family(word, lang) for word in dull_words(lang))


def _speaks(name: str, members: Sequence[Entry]) -> bool:
    """Keep numbers and single letters out of headings; short words only as people's capitals (VHS, EU)."""
    if any(c.isdigit() for c in name):
        return False
    forms = [
        word
        for entry in members
        for own, word in zip(entry.card.families, entry.card.surfaces, strict=True)
        if has_family((own,), name)
    ]
    if forms and min(map(len, forms)) > 2:  # noqa: PLR2004
        return True
    written = surface(members, name)
    return len(written) > 2 or (len(written) == 2 and written.isupper())  # noqa: PLR2004
