"""The cards and groups of one table: who stands where, and what the machine may touch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from workshop.grouping.holders import Holders
from workshop.grouping.likeness import Likeness
from workshop.grouping.naming import SMALLEST_NAMED, main_language_cards, nameable, unnamed_share
from workshop.grouping.vectors import Card, read_card
from workshop.grouping.vocabulary import Vocabulary


@dataclass(slots=True)
class Entry:
    """One card on the table; ``pinned`` means that a person placed it."""

    id: str
    row: int
    card: Card
    group_id: str
    pinned: bool = False


@dataclass(slots=True)
class Table:
    """Cards and groups of one table, without any judgement about what belongs together.

    Every card stands in exactly one group; a single card is a group of one. ``title_families`` are the words
    of the table's own title, which tell no group from another.
    """

    new_group_id: Callable[[], str]
    likeness: Likeness
    title_families: frozenset[str] = frozenset()
    entries: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    holders: Holders = field(default_factory=Holders)
    _nameable: dict[str, bool] = field(default_factory=dict)
    _named_by_meaning: bool = False

    def read(self, entry_id: str, text: str, lang: str | None) -> Entry:
        """Return the card under this id, read anew if its text changed; a new one stands nowhere."""
        known = self.entries.get(entry_id)
        card = read_card(text, lang)
        if known and known.card == card:
            return known
        if known:
            self.likeness.remove(known.row)
            self.vocabulary.remove(known.card)
            self.vocabulary.add(card)
            self.holders.remove(entry_id, known.card.families)
            self.holders.add(entry_id, card.families)
            known.row, known.card = self.likeness.add(card), card
            self._nameable.pop(known.group_id, None)
            return known
        self.vocabulary.add(card)
        self.holders.add(entry_id, card.families)
        entry = Entry(entry_id, self.likeness.add(card), card, "")
        self.entries[entry_id] = entry
        return entry

    def put(self, entry: Entry, group_id: str) -> None:
        """Stand a card in a group; a new group opens with it, and a group left empty is forgotten."""
        if entry.group_id != group_id:
            self._leave(entry)
            self.groups.setdefault(group_id, []).append(entry.id)
            entry.group_id = group_id
            self._nameable.pop(group_id, None)

    def remove(self, entry_id: str) -> None:
        """Forget a card (hidden or withdrawn); an unknown card is no error."""
        entry = self.entries.pop(entry_id, None)
        if entry:
            self._leave(entry)
            self.likeness.remove(entry.row)
            self.vocabulary.remove(entry.card)
            self.holders.remove(entry_id, entry.card.families)

    def _leave(self, entry: Entry) -> None:
        members = self.groups.get(entry.group_id)
        self._nameable.pop(entry.group_id, None)
        if members is None:
            return
        members.remove(entry.id)
        if not members and entry.group_id not in self.closed:
            del self.groups[entry.group_id]

    def members(self, group_id: str) -> list[Entry]:
        """Return the cards of a group in the order in which they came; none for an unknown group."""
        return [self.entries[entry_id] for entry_id in self.groups.get(group_id, ())]

    def rows(self, group_id: str) -> list[int]:
        """Return the rows of a group's cards."""
        return [self.entries[entry_id].row for entry_id in self.groups[group_id]]

    def nameable(self, group_id: str) -> bool:
        """Tell whether a group has a word that enough of its cards share."""
        if self._named_by_meaning != self.likeness.has_vectors:
            self._nameable.clear()
            self._named_by_meaning = self.likeness.has_vectors
        if group_id not in self._nameable:
            self._nameable[group_id] = self._can_be_named([entry.card for entry in self.members(group_id)])
        return self._nameable[group_id]

    def may_grow(self, group_id: str, card: Card) -> bool:
        """Tell whether a group stays nameable with this card, or is among the few that need not be."""
        members = self.members(group_id)
        if self._can_be_named([*(entry.card for entry in members), card]):
            return True
        if not self.nameable(group_id):
            return True
        larger = [g for g, ids in self.groups.items() if len(ids) >= SMALLEST_NAMED]
        unnamed = sum(not self.nameable(g) for g in larger)
        share = unnamed_share(across_languages=self.likeness.has_vectors)
        return unnamed + 1 <= share * (len(larger) + (len(members) + 1 == SMALLEST_NAMED))

    def _can_be_named(self, cards: Sequence[Card]) -> bool:
        return nameable(main_language_cards(cards) if self.likeness.has_vectors else cards)

    def free(self, entry: Entry) -> bool:
        """Tell whether the machine may take this card along: alone, placed by nobody, in no kept group."""
        return (
            not entry.pinned and entry.group_id not in self.closed and len(self.groups[entry.group_id]) == 1
        )

    def free_entries(self) -> Iterator[Entry]:
        """Go through the single cards that the machine may take along."""
        for members in list(self.groups.values()):
            if len(members) == 1 and self.free(entry := self.entries[members[0]]):
                yield entry
