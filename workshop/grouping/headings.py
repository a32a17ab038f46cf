"""What the groups of a table are called: in the dialogue's language, each otherwise, and steadily.

A group with cards in the dialogue's language takes its heading from them (`labels`). Any other group borrows
the words that the nearest cards of the table in that language share; where none is near, it is called after
the word field that fits, with a question mark; and only without such a field by its own words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from workshop.grouping.families import family, says_when
from workshop.grouping.fields import count_fields, field_names, fields_of, word_fields
from workshop.grouping.forms import LONGEST, Forms
from workshop.grouping.labels import (
    by_centrality,
    card_headings,
    last_headings,
    main_language,
    own_headings,
)
from workshop.grouping.table import Entry, Table
from workshop.grouping.wording import HEADING_WORDS
from workshop.grouping.words import base_language, fold, surface_words

# What stands over cards without a word that can be said.
WORDLESS = "…"
# How like the nearest cards must be to lend their words, and how many are asked.
NEAR_BY_MEANING = 0.2
NEAR_BY_LETTERS = 0.2
_NEAREST = 5
_LENT = 8  # headings that they are asked for
# What the words of the cards say of a word field, beside a model's view.
BY_WORDS = 0.2
# What a field weighs that says for whom a thing is, beside those that say what.
FOR_WHOM = 0.5
OF_PEOPLE = frozenset({"kinder", "eltern", "frauen", "alter", "flucht", "zuwanderung"})
# How much more telling another heading must be before a group is called by it.
CLEARLY_BETTER = 1.25


@dataclass(frozen=True, slots=True)
class Heading:
    """What a group is called; ``is_people_s`` when somebody said so."""

    text: str
    is_people_s: bool = False


class Headings:
    """The headings of one table's groups."""

    def __init__(self, table: Table, lang: str = "") -> None:
        """Begin with none; without ``lang`` each group is named in the language of most of its cards."""
        self._table = table
        self.lang = base_language(lang)
        self._known: dict[str, Heading] = {}

    def know(self, group_id: str, text: str, *, is_people_s: bool = False) -> None:
        """Take in what a group is called where headings are kept; an empty text is no heading."""
        if text:
            self._known[group_id] = Heading(text, is_people_s)
        else:
            self._known.pop(group_id, None)

    def of(self, group_id: str) -> str:
        """Return the heading of a group: the one before, unless another is clearly better."""
        members = self._table.members(group_id)
        if not members:
            return ""
        known = self._known.get(group_id)
        if known and known.is_people_s:
            return known.text
        taken = self._taken(group_id)
        found = self._found(members, taken)
        if known and fold(known.text) not in taken and self._stays(known.text, found, members):
            found = known.text
        self._known[group_id] = Heading(found)
        return found

    def _taken(self, group_id: str) -> set[str]:
        groups = self._table.groups
        for gone in [each for each in self._known if not groups.get(each) and each != group_id]:
            if not self._known[gone].is_people_s:
                del self._known[gone]
        return {fold(known.text) for each, known in self._known.items() if each != group_id}

    def _found(self, members: Sequence[Entry], taken: set[str]) -> str:
        spoken = []
        for heading in self._candidates(members):
            if fold(heading) not in taken:
                return heading
            spoken.append(heading)
        plain = min(spoken, key=_word_count, default="") or _wordless(members[0].card.text)
        if not plain or fold(plain) not in taken:
            return plain
        # Two groups of the same cards: only a number tells them apart.
        numbered = (
            f"{plain}{'' if plain == WORDLESS else ' '}{number}" for number in range(2, len(taken) + 3)
        )
        return next(heading for heading in numbered if fold(heading) not in taken)

    def _own(self, members: Sequence[Entry]) -> list[Entry]:
        lang = self.lang or main_language(members)
        return [entry for entry in members if entry.card.lang == lang]

    def _candidates(self, members: Sequence[Entry]) -> Iterator[str]:
        own = self._own(members)
        if own:
            lang = own[0].card.lang
            yield from own_headings(self._table, own, [e for e in members if e.card.lang != lang])
            return
        yield from self._borrowed(members)
        names = field_names(self.lang)
        yield from (f"{names[name]}?" for name in self._fields(members))
        central = by_centrality(self._table, members)
        for entry in central:
            yield from card_headings(entry, Forms(self._table.vocabulary, entry.card.lang))
        yield from last_headings(central[0], Forms(self._table.vocabulary, central[0].card.lang))

    def _borrowed(self, members: Sequence[Entry]) -> Iterator[str]:
        """Go through what the nearest cards in the dialogue's language would be called."""
        there = [entry for entry in self._table.entries.values() if entry.card.lang == self.lang]
        near = self._table.likeness.matrix()[[entry.row for entry in members]].mean(axis=0)
        least = NEAR_BY_MEANING if self._table.likeness.has_vectors else NEAR_BY_LETTERS
        nearest = sorted(there, key=lambda entry: (-near[entry.row], entry.row))[:_NEAREST]
        nearest = [entry for entry in nearest if near[entry.row] >= least]
        if len(nearest) > 1:
            # What also is said in their own groups does not speak against a word.
            homes = {entry.group_id for entry in nearest}
            others = [entry for entry in there if entry.group_id not in homes]
            lent = list(islice(own_headings(self._table, nearest, members, against=others), _LENT))
            fields = self._fields(members)
            # What the nearest cards talk about besides is not what these talk about.
            yield from sorted(lent, key=lambda said: not self._touches(said, fields[:1]))

    def _touches(self, heading: str, fields: Sequence[str]) -> bool:
        words = (fold(word) for word in surface_words(heading))
        return any(name in fields for word in words for name in fields_of(word, self.lang))

    def _fields(self, members: Sequence[Entry]) -> list[str]:
        """Return the word fields that fit a group's cards, the most fitting first.

        By the words of the cards, and by a model's view of all fields.
        """
        names = field_names(self.lang)
        inside, everywhere = self._touched(members), self._touched(self._table.entries.values())
        size, every = len(members), len(self._table.entries)
        score = {
            name: inside[name] / size * float(np.log((every + 1) / (everywhere[name] + 0.5)))
            for name in inside
            if name in names
        }
        told = [f"{names[name]} {word_fields(self.lang).some_words(name)}".strip() for name in names]
        near = self._table.likeness.nearness([entry.row for entry in members], told, self.lang)
        if near is not None:
            score = {
                name: BY_WORDS * score.get(name, 0.0) + float(each)
                for name, each in zip(names, near, strict=True)
            }
        weighed = {name: each * (FOR_WHOM if name in OF_PEOPLE else 1.0) for name, each in score.items()}
        return sorted(weighed, key=lambda name: (-weighed[name], name))

    @staticmethod
    def _touched(entries: Iterable[Entry]) -> Counter[str]:
        return Counter(name for e in entries for name in count_fields(e.card.words, e.card.lang))

    def _stays(self, known: str, found: str, members: Sequence[Entry]) -> bool:
        """Tell whether a group keeps its heading, although now another would be chosen."""
        if known == found:
            return True
        own = self._own(members)
        there = [entry for entry in self._table.entries.values() if entry.card.lang == self.lang]
        if known.endswith("?") or (not own and not found.endswith("?")):
            return False
        said = {_plain(each) for entry in own or there for each in surface_words(entry.card.text)}
        words = [_plain(word) for word in surface_words(known)]
        if not all(word in said or any(each.startswith(word) for each in said) for word in words):
            return False
        if not own:
            return True
        forms = Forms(self._table.vocabulary, own[0].card.lang)
        if not all(forms.speakable(word, own) for word in surface_words(known)):
            return False
        return self._telling(own, found) < CLEARLY_BETTER * self._telling(own, known)

    def _telling(self, own: Sequence[Entry], heading: str) -> float:
        """Return how well a heading tells the cards of a group from the others of the table."""
        families = {
            _plain(word): name
            for entry in own
            for word, name in zip(entry.card.words, entry.card.families, strict=True)
        }
        lang = own[0].card.lang
        words = [(_plain(word), fold(word)) for word in surface_words(heading)]
        names = [families.get(plain) or family(word, lang) for plain, word in words]
        ids = {entry.id for entry in own}
        # By its best word: a second one always makes more cards say one of the two.
        beside = self._table.title_families
        said = [name for name in names if name not in beside and not says_when(name, lang)]
        return max((self._told(name, ids) for name in said), default=0.0)

    def _told(self, name: str, ids: set[str]) -> float:
        """Return the share of some cards that say a word times the log of its ratio to the others' share."""
        holders, others = self._table.holders.of(name), len(self._table.entries) - len(ids)
        inside = len(holders & ids)
        share, elsewhere = (inside + 0.5) / (len(ids) + 1), (len(holders) - inside + 0.5) / (others + 1)
        return max(0.0, share * float(np.log(share / elsewhere)))


def _plain(word: str) -> str:
    """Return a word without its capitals, in whatever language: the Turkish i has two."""
    return fold(word).replace("i\u0307", "i").replace("ı", "i")


def _word_count(heading: str) -> int:
    return len(heading.split())


def _wordless(text: str) -> str:
    """Return what a card without a speakable word is called: its few signs, or what stands for too many."""
    plain = " ".join(text.split()[: HEADING_WORDS - 1])
    return plain if len(plain) < LONGEST - HEADING_WORDS and not surface_words(text) else WORDLESS
