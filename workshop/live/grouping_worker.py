"""What the machine knows of the cards of one dialogue; lives in the process of `live/grouping_process.py`."""

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workshop.domain.heading import says_more
from workshop.domain.placement import ALONE, Description, Suggestion
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.domain.queries.entry import EntryView
from workshop.domain.vector import CardVector
from workshop.grouping import AcrossLanguages, Embedder, Proposal, Reason, TableGrouping, near_groups
from workshop.live.kept_vectors import KeptVectors, ReadSome
from workshop.models import Hand

# As many words say what holds a group together.
WORDS = 4
PAIR = 2
Titles = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class Settled:
    """Where the database has a card: in which group, by whose hand, and at which version of the card."""

    group_id: int | None
    by_person: bool
    version: int


@dataclass
class WorkerTable:
    """What the machine knows of one table.

    A group of the database is `str(id)` in the grouping; other ids there are groups that exist only in it:
    a card that is alone, or a group about to be stored. `settled` says where the database has each card.
    """

    grouping: TableGrouping
    settled: dict[str, Settled] = field(default_factory=dict)
    # Pairs of cards that were named as a group's reason: no other takes its place while both are in it.
    named: dict[tuple[str, ...], None] = field(default_factory=dict)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words that hold a group together, the most telling first."""
        return tuple(self.grouping.explain_group(key)[:WORDS])

    def told(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the words that hold a group together, or else the two cards that speak for it."""
        words = self.words(key)
        return words, () if words else self._alike(key)

    def _alike(self, key: str) -> tuple[str, ...]:
        if self.grouping.size(key) < PAIR:
            return ()
        members = set(self.grouping.groups()[key])
        kept = next((pair for pair in self.named if members.issuperset(pair)), None)
        pair = kept or self.grouping.explain_by_cards(key)
        self.named[pair] = None
        return pair

    def settle(self, entry: EntryView, group_id: int, *, by_person: bool) -> None:
        """Stand a card in the group where the database has it."""
        self.grouping.assign(entry.id, entry.text, entry.lang, group_id=str(group_id), pinned=by_person)
        self.settled[entry.id] = Settled(group_id, by_person, entry.version)

    def settle_alone(self, entry: EntryView) -> None:
        """Stand a card alone, under a name that outlives this process, for proposals that were dismissed."""
        self.grouping.assign(entry.id, entry.text, entry.lang, group_id=f"alone-{entry.id}")
        self.settled[entry.id] = Settled(None, by_person=False, version=entry.version)

    def forget(self, entry_id: str) -> None:
        """Take a card away."""
        if self.settled.pop(entry_id, None) is not None:
            self.grouping.remove(entry_id)

    def learn(self, entry: EntryView) -> bool:
        """Take a changed card in; return whether it wants a place."""
        known = self.settled.get(entry.id)
        by_person = entry.placed_by == Hand.PERSON
        if not entry.is_shown:
            self.forget(entry.id)
            return False
        if by_person and entry.group_id is None:
            # Somebody wants it to stand alone: no later card may be drawn to it.
            self.forget(entry.id)
            return False
        if entry.group_id is not None:
            if known != Settled(entry.group_id, by_person, entry.version):
                self.settle(entry, entry.group_id, by_person=by_person)
            return False
        if known and known.version == entry.version:
            # Alone already, or told before the card was placed: only people take it out again.
            return False
        if entry.placed_by == Hand.MACHINE:
            # The machine left it alone before this process began, or a person made that so again.
            self.settle_alone(entry)
            return False
        self.forget(entry.id)
        return True


class GroupingWorker:
    """Keeps the machine's tables in step with the database and suggests places for cards that have none."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._vectors = KeptVectors(embedder) if embedder else None
        self._titles: Titles = {}
        self._lang = ""
        self._tables: dict[int, WorkerTable] = {}
        self._entries: dict[str, EntryView] = {}
        self._numbers = itertools.count(1)

    def know_titles(self, titles: Titles, lang: str) -> None:
        """Take in the tables' titles by language (poor names of groups), and the dialogue's language."""
        self._titles, self._lang = titles, lang

    def know_headings(self, headings: Iterable[tuple[int, int, str, bool]]) -> None:
        """Take in what groups are called: id, table, label (none: gone), whether a person said so."""
        for group_id, table_id, label, is_people_s in headings:
            grouping = self._table(table_id).grouping
            grouping.know_label(str(group_id), label, is_people_s=is_people_s)

    def _table(self, table_id: int) -> WorkerTable:
        if table_id not in self._tables:
            grouping = TableGrouping(
                new_group_id=lambda: f"new-{next(self._numbers)}",
                embedder=self._vectors,
                titles=self._titles.get(table_id),
                lang=self._lang,
            )
            self._tables[table_id] = WorkerTable(grouping)
        return self._tables[table_id]

    def learn(self, entries: Iterable[EntryView]) -> list[str]:
        """Take changed cards in; return those that want a place, oldest first."""
        waiting = []
        for entry in entries:
            self._note_words(entry)
            self._entries[entry.id] = entry
            if self._table(entry.table_id).learn(entry):
                waiting.append(entry)
        return [entry.id for entry in sorted(waiting, key=lambda entry: entry.number)]

    def _note_words(self, entry: EntryView) -> None:
        if self._vectors is None:
            return
        known = self._entries.get(entry.id)
        if known and (known.text != entry.text or not entry.is_shown):
            self._vectors.forget(entry.id, known.text)
        if entry.is_shown:
            self._vectors.want(entry.id, entry.text)

    def recall(self, vectors: Iterable[CardVector]) -> None:
        """Take in what the model made of cards before this process began."""
        if self._vectors:
            self._vectors.recall(vectors)

    def read_some(self, entry_ids: Collection[str], most: int) -> ReadSome:
        """Let the model read at most so many of these cards, and of those that stand somewhere already."""
        if self._vectors is None:
            return ReadSome()
        asked = frozenset(entry_ids)
        return self._vectors.read_some(most, lambda each: each in asked or self._stands(each))

    def _stands(self, entry_id: str) -> bool:
        return entry_id in self._table(self._entries[entry_id].table_id).settled

    def stand_alone(self, entry_ids: Iterable[str]) -> None:
        """Take cards that wait for a place as single ones, as long as the machine may not place them."""
        for entry_id in entry_ids:
            entry = self._entries[entry_id]
            table = self._table(entry.table_id)
            if entry.id not in table.settled and entry.is_shown and entry.group_id is None:
                table.settle_alone(entry)

    def learn_anew(self, entries: Iterable[EntryView]) -> list[str]:
        """Take cards in as if nothing was known of them; return those that want a place, oldest first."""
        anew = list(entries)
        for entry in anew:
            self._table(entry.table_id).forget(entry.id)
        return self.learn(anew)

    def suggest(self, entry_ids: Iterable[str]) -> list[Suggestion]:
        """Place cards in the grouping; return what that means for the database, one suggestion per group."""
        cards = [self._entries[entry_id] for entry_id in entry_ids]
        try:
            return self._suggest(cards)
        except Exception:
            # None of them was carried out: all are asked for again.
            for entry in cards:
                self._table(entry.table_id).forget(entry.id)
            raise

    def _suggest(self, cards: list[EntryView]) -> list[Suggestion]:
        for entry in cards:
            table = self._table(entry.table_id)
            # First: what is not settled is not forgotten either.
            table.settled[entry.id] = Settled(None, by_person=False, version=entry.version)
            table.grouping.place(entry.id, entry.text, entry.lang)
        # Asked only now: a card that came alone may have been taken along by a later one.
        touched = dict.fromkeys(
            (card.table_id, self._table(card.table_id).grouping.group_of(card.id) or "") for card in cards
        )
        suggestions = []
        for table_id, key in touched:
            table = self._table(table_id)
            stored = int(key) if key.isdigit() else None
            members = table.grouping.groups()[key]
            if len(members) > 1:
                moved = tuple(m for m in members if stored is None or table.settled[m].group_id != stored)
                label, (words, alike) = table.grouping.label(key), table.told(key)
                suggestions.append(Suggestion(table_id, moved, stored, label, words, alike=alike))
            elif stored is None:
                card = self._entries[members[0]]
                table.settle_alone(card)
                suggestions.append(Suggestion(table_id, (card.id,), ALONE, "", (), card.version))
        return suggestions

    def describe(self, groups: Mapping[int, int]) -> list[Description]:
        """Return labels and words of groups (id to table) as the machine sees them now."""
        found = []
        for group_id, table_id in groups.items():
            table, key = self._table(table_id), str(group_id)
            label, (words, alike) = table.grouping.label(key), table.told(key)
            found.append(Description(group_id, label, words, alike))
        return found

    def name_cards(self, groups: Mapping[int, int]) -> list[Description]:
        """Return which cards speak for groups (id to table) now, and no other label than they have."""
        found = []
        for group_id, table_id in groups.items():
            table, key = self._table(table_id), str(group_id)
            words, alike = table.told(key)
            found.append(Description(group_id, "", words, alike))
        return found

    def reword(self, headings: Iterable[tuple[int, int, str, tuple[str, ...]]]) -> list[Description]:
        """Return other words for groups (id, table, label, words) with a word that no card there says."""
        stale = {
            group_id: table_id
            for group_id, table_id, label, words in headings
            if not label or says_more([label, *words], gone=None, kept=self._texts(table_id, group_id))
        }
        return self.describe(stale)

    def _texts(self, table_id: int, group_id: int) -> list[str]:
        ids = self._table(table_id).grouping.groups().get(str(group_id), ())
        return [self._entries[entry_id].text for entry_id in ids]

    def confirm(self, carried_out: Iterable[tuple[Suggestion, int]]) -> None:
        """Take in which suggestions were carried out, each with the group where its cards are now."""
        for suggestion, group_id in carried_out:
            if group_id == ALONE:
                continue
            table = self._table(suggestion.table_id)
            for entry_id in suggestion.entry_ids:
                table.settle(self._entries[entry_id], group_id, by_person=False)
            if suggestion.group_id is None:
                # It has its number only now, and keeps its heading under it.
                table.grouping.know_label(str(group_id), suggestion.label)

    def take_back(self, suggestions: Iterable[Suggestion]) -> None:
        """Forget where suggestions had put their cards, for they were not carried out."""
        for suggestion in suggestions:
            for entry_id in suggestion.entry_ids:
                self._table(suggestion.table_id).forget(entry_id)

    def words(self, table_id: int, group_id: int) -> tuple[str, ...]:
        """Return the words that hold a group together, the most telling first."""
        return self._table(table_id).words(str(group_id))

    def why(self, table_id: int, entry_id: str) -> Reason | None:
        """Return why a card is in its group; `None` if it is in none."""
        grouping = self._table(table_id).grouping
        return grouping.explain_entry(entry_id) if grouping.group_of(entry_id) else None

    def across_languages(self, table_id: int) -> AcrossLanguages:
        """Return what compares the cards of different languages at a table."""
        return self._table(table_id).grouping.across_languages

    def near_topics(self) -> tuple[tuple[int, int], ...]:
        """Return pairs of groups of different tables that are near; takes some tenths of a second."""
        tables = list(self._tables.values())
        found = near_groups([table.grouping for table in tables])
        stored = (tuple(int(key) for _, key in pair if key.isdigit()) for pair in found)
        return tuple((pair[0], pair[1]) for pair in stored if len(pair) == PAIR)

    def review(self, table_id: int, dismissed: Collection[str]) -> tuple[TableProposal, ...]:
        """Review a whole table and return what to change; about half a second at a thousand cards."""
        proposals = self._table(table_id).grouping.proposals(dismissed=dismissed)
        return tuple(_told(found, table_id) for found in proposals)


def _told(found: Proposal, table_id: int) -> TableProposal:
    homes = tuple(int(key) if key.isdigit() else None for key in found.group_ids)
    kind = ProposalKind(found.kind)
    return TableProposal(found.key, table_id, kind, homes, found.parts, found.words, found.cards)
