"""One dialogue in memory, kept up to date change by change; pages read it and never the database."""

from bisect import bisect_right, insort
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from itertools import islice
from typing import Any

from workshop.domain.home import home_of
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.dot import Tally, tallies
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.queries.mute import MuteView
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.queries.question import QuestionView
from workshop.domain.queries.series import SeriesPlace
from workshop.domain.queries.summary import SummaryView, speaks_of_rounds
from workshop.domain.queries.table import TableView
from workshop.models import EntryState, GroupState, Window

# So many cards that were restated are known one by one.
MOST_RESTATED = 100


class Picture:
    """All rows of a dialogue by id, with the indexes that pages ask for."""

    def __init__(self, delta: Delta) -> None:
        self.revision = 0
        # The revision at which a card that was there before was last held, hidden, shown again or moved to
        # another table or question; what was before this picture is not known.
        self.restated = delta.revision
        # The revision of the last change of cards, topics or the dialogue's facts: of more than dots.
        self.told_at = delta.revision
        self._known_from = delta.revision
        self._restatements: deque[tuple[int, str]] = deque()
        self.dialogue: DialogueView = delta.dialogue
        self.series = SeriesPlace()
        self.tables: dict[int, TableView] = {}
        self.questions: dict[str, QuestionView] = {}
        self.entries: dict[str, EntryView] = {}
        self.groups: dict[int, GroupView] = {}
        self.outcomes: dict[int, OutcomeView] = {}
        self.mutes: dict[int, MuteView] = {}
        self.summaries: dict[int, SummaryView] = {}
        # The shown cards by group, oldest first; `None` collects the cards of a table without a group.
        self._members: dict[tuple[int, int | None], dict[str, None]] = {}
        # How many of them there are by question.
        self._sizes: dict[tuple[int, int | None], Counter[str]] = {}
        self._counts: dict[int, Counter[str]] = {}
        # How many shown cards of a table are in each language, without its region.
        self._languages: dict[int, Counter[str]] = {}
        self._states: Counter[EntryState] = Counter()
        # The same of the cards that came in each window.
        self._windows: dict[Window, Counter[EntryState]] = {}
        # The cards of a table that are not shown, by state.
        self._unshown: dict[tuple[int, EntryState], dict[str, None]] = {}
        # When each card came, in order.
        self._moments: list[datetime] = []
        # The groups of each table, and those in the order of `groups_of` until something changes there.
        self._groups_at: dict[int, dict[int, None]] = {}
        self._ordered: dict[int, list[GroupView]] = {}
        self._doubled: dict[int, dict[str, None]] = {}
        self.contradictions: set[tuple[int, int]] = set()
        self.dismissed: dict[int, set[str]] = {}
        # The dots of phones by group, none while the tally is open; and of each topic, until one changes.
        self._dots: Mapping[int, int] = {}
        self._tallies: Mapping[int, Tally] | None = None
        self.apply(delta)

    def copy(self) -> "Picture":
        """Return a picture that stays as this one is until something is applied to it."""
        made = copy(self)
        for name, value in vars(self).items():
            setattr(made, name, _copied(value))
        return made

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self.revision = delta.revision
        self.dialogue = delta.dialogue
        if delta.series is not None:
            self.series = delta.series
        if delta.tables is not None:
            self.tables = {table.id: table for table in delta.tables}
        if delta.questions is not None:
            self.questions = {question.key: question for question in delta.questions}
        for entry in delta.entries:
            self._take(entry)
        for group in delta.groups:
            self._take_group(group)
        if delta.dots is not None:
            self._dots = delta.dots
        if delta.groups or delta.dots is not None:
            self._tallies = None
        if delta.groups or delta.entries or delta.dots is not None:
            self.told_at = delta.revision
        self.outcomes |= {outcome.id: outcome for outcome in delta.outcomes}
        self.mutes |= {mute.id: mute for mute in delta.mutes}
        self.summaries |= {summary.id: summary for summary in delta.summaries}
        self._mark(delta)

    def _mark(self, delta: Delta) -> None:
        for mark in delta.doublings:
            cards = self._doubled.setdefault(mark.pair[1], {})
            cards.pop(mark.pair[0], None)
            if mark.active:
                cards[mark.pair[0]] = None
        for mark in delta.contradictions:
            (self.contradictions.add if mark.active else self.contradictions.discard)(mark.pair)
        for mark in delta.dismissals:
            keys = self.dismissed.setdefault(mark.pair[0], set())
            (keys.add if mark.active else keys.discard)(mark.pair[1])

    def _take(self, entry: EntryView) -> None:
        old = self.entries.get(entry.id)
        # A card may come and be taken off the board within one change; its author was told that it is shown.
        if _is_restated(old, entry) if old else entry.version > 1:
            self._restate(entry.id)
        if old:
            self._count(old, -1)
        else:
            insort(self._moments, entry.created_at)
        self.entries[entry.id] = entry
        self._count(entry, 1)

    def _restate(self, entry_id: str) -> None:
        self.restated = self.revision
        self._restatements.append((self.revision, entry_id))
        if len(self._restatements) > MOST_RESTATED:
            self._known_from, _ = self._restatements.popleft()

    def restated_since(self, revision: int) -> list[str] | None:
        """Return the ids of the cards restated after a revision; `None` if they are not all known."""
        if revision < self._known_from:
            return None
        return [each for at, each in self._restatements if at > revision]

    def _count(self, entry: EntryView, by: int) -> None:
        """Put a card into the indexes, or with -1 take it out."""
        self._states[entry.state] += by
        if entry.window:
            self._windows.setdefault(entry.window, Counter())[entry.state] += by
        if not entry.is_shown:
            index = self._unshown.setdefault((entry.table_id, entry.state), {})
        else:
            place = entry.table_id, entry.group_id
            index = self._members.setdefault(place, {})
            self._sizes.setdefault(place, Counter())[entry.question] += by
            self._counts.setdefault(entry.table_id, Counter())[entry.question] += by
            languages = self._languages.setdefault(entry.table_id, Counter())
            languages[entry.lang.split("-")[0]] += by
            self._ordered.pop(entry.table_id, None)
        if by > 0:
            index[entry.id] = None
        else:
            index.pop(entry.id, None)

    def _take_group(self, group: GroupView) -> None:
        if old := self.groups.get(group.id):
            self._groups_at[old.table_id].pop(group.id)
            self._ordered.pop(old.table_id, None)
        self.groups[group.id] = group
        self._groups_at.setdefault(group.table_id, {})[group.id] = None
        self._ordered.pop(group.table_id, None)

    def table_by_key(self, key: str) -> TableView | None:
        """Return the table with this key."""
        return next((table for table in self.tables.values() if table.key == key), None)

    def members(self, group: GroupView, first: int | None = None) -> list[EntryView]:
        """Return the shown cards of a group, or the first few, in the order in which they joined it."""
        return [
            self.entries[each] for each in islice(self._members.get((group.table_id, group.id), ()), first)
        ]

    def doubled(self, group: GroupView) -> list[EntryView]:
        """Return the shown cards that stand in this group too, but belong to another or to none."""
        cards = (self.entries[each] for each in self._doubled.get(group.id, ()) if each in self.entries)
        return [card for card in cards if card.is_shown and card.group_id != group.id]

    def named(self, ids: Iterable[str], group_id: int | None) -> list[EntryView]:
        """Return which of these cards, named some time ago, are shown and stand in a group."""
        found = (self.entries[each] for each in ids if each in self.entries)
        return [card for card in found if card.is_shown and card.group_id == group_id]

    def contradicting(self, group: GroupView) -> list[GroupView]:
        """Return the open groups that are marked as in contradiction to this one."""
        others = {b if a == group.id else a for a, b in self.contradictions if group.id in {a, b}}
        found = (self.groups[each] for each in sorted(others) if each in self.groups)
        return [other for other in found if other.state == GroupState.OPEN]

    def is_contradicted(self, group: GroupView) -> bool:
        """Say whether a contradiction was marked to another topic, or inside this one before a merge."""
        homes = {each.id: each.home_id for each in self.groups.values()} if self.contradictions else {}
        for pair in self.contradictions:
            ends = [self.groups.get(home_of(each, homes)) for each in pair]
            is_open = all(end and end.state == GroupState.OPEN for end in ends)
            if is_open and any(end and end.id == group.id for end in ends):
                return True
        return False

    def single_entries(
        self, table_id: int, first: int | None = None, *, newest_first: bool = False
    ) -> list[EntryView]:
        """Return the shown cards of a table that are in no group, or the first few."""
        ids = self._members.get((table_id, None), {})
        return [self.entries[each] for each in islice(reversed(ids) if newest_first else ids, first)]

    def count_single(self, table_id: int) -> int:
        """Return how many shown cards of a table are in no group."""
        return len(self._members.get((table_id, None), ()))

    def shown_entries(self, table_id: int) -> list[EntryView]:
        """Return all shown cards of a table, oldest first."""
        found = (e for e in self.entries.values() if e.table_id == table_id and e.is_shown)
        return sorted(found, key=lambda entry: entry.number)

    def entries_in_state(self, states: Iterable[EntryState], table_id: int | None = None) -> list[EntryView]:
        """Return the cards in these states, in none of which they are shown, of one table or of all.

        The oldest comes first.
        """
        tables = {place for place, _ in self._unshown} if table_id is None else {table_id}
        found = [
            self.entries[each]
            for place in tables
            for state in set(states)
            for each in self._unshown.get((place, state), ())
        ]
        return sorted(found, key=lambda entry: entry.number)

    def count_unshown(self, state: EntryState, table_id: int) -> int:
        """Return how many cards of a table are in a state in which they are not shown."""
        return len(self._unshown.get((table_id, state), ()))

    def count_since(self, moment: datetime) -> int:
        """Return how many cards came after a moment, whatever became of them."""
        return len(self._moments) - bisect_right(self._moments, moment)

    def languages(self, table_id: int) -> set[str]:
        """Return the languages of a table's shown cards, without their regions."""
        return {lang for lang, number in self._languages.get(table_id, {}).items() if number}

    def size(self, group: GroupView) -> int:
        """Return how many shown cards a group has."""
        return len(self._members.get((group.table_id, group.id), ()))

    def sizes_by_question(self, group: GroupView) -> Mapping[str, int]:
        """Return how many shown cards of each question a group has."""
        return self._sizes.get((group.table_id, group.id), Counter())

    def groups_of(self, table_id: int) -> list[GroupView]:
        """Return the open groups of a table that have a shown card, the largest first, then the oldest."""
        if (known := self._ordered.get(table_id)) is None:
            groups = (self.groups[each] for each in self._groups_at.get(table_id, ()))
            found = [group for group in groups if group.state == GroupState.OPEN and self.size(group)]
            known = self._ordered[table_id] = sorted(found, key=lambda group: (-self.size(group), group.id))
        return known.copy()

    def tally(self, group: GroupView) -> Tally | None:
        """Return how many dots a topic has; `None` while the tally is open: then nobody may know."""
        if self.dialogue.tally_closed_at is None:
            return None
        if self._tallies is None:
            self._tallies = tallies(self.groups.values(), self._dots)
        return self._tallies.get(group.id, Tally())

    @property
    def dots(self) -> Mapping[int, int]:
        """The dots of phones by the group that they were given to; none while the tally is open."""
        return self._dots

    def counts(self, table_id: int) -> Counter[str]:
        """Return how many shown cards of each question a table has."""
        return self._counts.get(table_id, Counter())

    @property
    def states(self) -> Counter[EntryState]:
        """How many cards there are in each state."""
        return self._states

    def states_in(self, window: Window) -> Counter[EntryState]:
        """Return how many of the cards that came before or after the evening there are in each state."""
        return self._windows.get(window, Counter())

    def summaries_of(self, table_id: int) -> list[SummaryView]:
        """Return the summaries of a table that say something, the first round first."""
        found = (each for each in self.summaries.values() if each.table_id == table_id and each.text)
        return sorted(found, key=lambda each: each.round)

    @property
    def speaks_of_rounds(self) -> bool:
        """Whether a summary is called by its round."""
        return speaks_of_rounds(self.dialogue.rounds, self.dialogue.round, self.summaries.values())

    def live_outcomes(self) -> list[OutcomeView]:
        """Return the outcomes that were not discarded, oldest first."""
        return [self.outcomes[each] for each in sorted(self.outcomes) if not self.outcomes[each].discarded]


def _copied(value: Any) -> Any:  # noqa: ANN401 - whatever a picture holds
    """Return a container with its containers as new ones; views never change and stay the same."""
    if isinstance(value, dict):
        made = copy(value)
        for key, each in made.items():
            if isinstance(each, dict | list | set):
                made[key] = _copied(each)
        return made
    return copy(value) if isinstance(value, list | set | deque) else value


def _is_restated(old: EntryView, new: EntryView) -> bool:
    """Whether others than its author changed what the author sees of a card."""
    place = (old.table_id, old.question) != (new.table_id, new.question)
    return place or (old.state != new.state != EntryState.WITHDRAWN)
