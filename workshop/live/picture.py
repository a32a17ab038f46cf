"""One dialogue in memory, kept up to date change by change; pages read it and never the database."""

from collections import Counter
from collections.abc import Iterable

from workshop.domain.queries.changes import Delta, EntryView, GroupView, OutcomeView
from workshop.domain.queries.dialogue import DialogueView, QuestionView, TableView
from workshop.models import EntryState, GroupState


class Picture:
    """All rows of a dialogue by id, with the indexes that pages ask for."""

    def __init__(self, delta: Delta) -> None:
        self.revision = 0
        # The revision at which a card that was there before was last held, hidden, shown again or moved to
        # another table or question; what was before this picture is not known.
        self.restated = delta.revision
        self.dialogue: DialogueView = delta.dialogue
        self.tables: dict[int, TableView] = {}
        self.questions: dict[str, QuestionView] = {}
        self.entries: dict[str, EntryView] = {}
        self.groups: dict[int, GroupView] = {}
        self.outcomes: dict[int, OutcomeView] = {}
        # The shown cards by group, oldest first; `None` collects the cards of a table without a group.
        self._members: dict[tuple[int, int | None], dict[str, None]] = {}
        self._counts: dict[int, Counter[str]] = {}
        self._states: Counter[EntryState] = Counter()
        self._doubled: dict[int, dict[str, None]] = {}
        self.contradictions: set[tuple[int, int]] = set()
        self.dismissed: dict[int, set[str]] = {}
        self.apply(delta)

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self.revision = delta.revision
        self.dialogue = delta.dialogue
        if delta.tables is not None:
            self.tables = {table.id: table for table in delta.tables}
        if delta.questions is not None:
            self.questions = {question.key: question for question in delta.questions}
        for entry in delta.entries:
            self._take(entry)
        self.groups |= {group.id: group for group in delta.groups}
        self.outcomes |= {outcome.id: outcome for outcome in delta.outcomes}
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
        if old := self.entries.get(entry.id):
            if _is_restated(old, entry):
                self.restated = self.revision
            self._states[old.state] -= 1
            if old.is_shown:
                self._members[old.table_id, old.group_id].pop(old.id, None)
                self._counts[old.table_id][old.question] -= 1
        self.entries[entry.id] = entry
        self._states[entry.state] += 1
        if entry.is_shown:
            self._members.setdefault((entry.table_id, entry.group_id), {})[entry.id] = None
            self._counts.setdefault(entry.table_id, Counter())[entry.question] += 1

    def table_by_key(self, key: str) -> TableView | None:
        """Return the table with this key."""
        return next((table for table in self.tables.values() if table.key == key), None)

    def members(self, group: GroupView) -> list[EntryView]:
        """Return the shown cards of a group, in the order in which they joined it."""
        return [self.entries[each] for each in self._members.get((group.table_id, group.id), ())]

    def doubled(self, group: GroupView) -> list[EntryView]:
        """Return the shown cards that stand in this group too, but belong to another or to none."""
        cards = (self.entries[each] for each in self._doubled.get(group.id, ()) if each in self.entries)
        return [card for card in cards if card.is_shown and card.group_id != group.id]

    def contradicting(self, group: GroupView) -> list[GroupView]:
        """Return the open groups that are marked as in contradiction to this one."""
        others = {b if a == group.id else a for a, b in self.contradictions if group.id in {a, b}}
        found = (self.groups[each] for each in sorted(others) if each in self.groups)
        return [other for other in found if other.state == GroupState.OPEN]

    def lone_entries(self, table_id: int) -> list[EntryView]:
        """Return the shown cards of a table that are in no group."""
        return [self.entries[each] for each in self._members.get((table_id, None), ())]

    def shown_entries(self, table_id: int) -> list[EntryView]:
        """Return all shown cards of a table, oldest first."""
        found = (e for e in self.entries.values() if e.table_id == table_id and e.is_shown)
        return sorted(found, key=lambda entry: entry.number)

    def entries_in_state(self, states: Iterable[EntryState], table_id: int | None = None) -> list[EntryView]:
        """Return the cards in these states, oldest first, of one table or of all."""
        wanted = set(states)
        found = (e for e in self.entries.values() if e.state in wanted and table_id in {None, e.table_id})
        return sorted(found, key=lambda entry: entry.number)

    def size(self, group: GroupView) -> int:
        """Return how many shown cards a group has."""
        return len(self._members.get((group.table_id, group.id), ()))

    def sizes_by_question(self, group: GroupView) -> Counter[str]:
        """Return how many shown cards of each question a group has."""
        return Counter(entry.question for entry in self.members(group))

    def groups_of(self, table_id: int) -> list[GroupView]:
        """Return the open groups of a table that have a shown card, the largest first, then the oldest."""
        found = [
            group
            for group in self.groups.values()
            if group.table_id == table_id and group.state == GroupState.OPEN and self.size(group)
        ]
        return sorted(found, key=lambda group: (-self.size(group), group.id))

    def counts(self, table_id: int) -> Counter[str]:
        """Return how many shown cards of each question a table has."""
        return self._counts.get(table_id, Counter())

    @property
    def states(self) -> Counter[EntryState]:
        """How many cards there are in each state."""
        return self._states

    def live_outcomes(self) -> list[OutcomeView]:
        """Return the outcomes that were not discarded, oldest first."""
        return [self.outcomes[each] for each in sorted(self.outcomes) if not self.outcomes[each].discarded]


def _is_restated(old: EntryView, new: EntryView) -> bool:
    """Whether others than its author changed what the author sees of a card."""
    place = (old.table_id, old.question) != (new.table_id, new.question)
    return place or (old.state != new.state != EntryState.WITHDRAWN)
