"""The links between cards, topics, tables and outcomes, looked up once for all writers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from exports.field import When
from exports.outcome_fields import OutcomeKind
from exports.results import (
    EntryFacts,
    GroupFacts,
    OutcomeFacts,
    QuestionKey,
    Results,
    TableFacts,
)
from exports.sorting import NameKey, name_key

_ORDER = {key: place for place, key in enumerate(QuestionKey)}


class Links:
    """Answers of the kind "which cards belong to this outcome", in the order in which files show them."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.tables = {table.key: table for table in results.tables}
        self._entries = {entry.id: entry for entry in results.entries}
        self._groups = {group.id: group for group in results.groups}
        self._outcomes: dict[str, list[OutcomeFacts]] = defaultdict(list)
        for outcome in results.outcomes:
            for entry_id in dict.fromkeys(outcome.entry_ids):
                self._outcomes[entry_id].append(outcome)

    def entries(self, source: OutcomeFacts | GroupFacts) -> list[EntryFacts]:
        """Return the cards of an outcome or a topic by question."""
        return by_question(self._entries[entry_id] for entry_id in dict.fromkeys(source.entry_ids))

    def topics(self, outcome: OutcomeFacts) -> list[GroupFacts]:
        """Return the topics that feed an outcome."""
        return [self._groups[group_id] for group_id in dict.fromkeys(outcome.group_ids)]

    def dots(self, outcome: OutcomeFacts) -> int:
        """Return how many dots the topics that feed an outcome have together."""
        return sum(group.dots for group in self.topics(outcome))

    def topic(self, entry: EntryFacts) -> GroupFacts | None:
        """Return the topic a card belongs to."""
        return None if entry.group_id is None else self._groups[entry.group_id]

    def outcomes_of_entry(self, entry: EntryFacts) -> list[OutcomeFacts]:
        """Return the outcomes a card is evidence of."""
        return self._outcomes[entry.id]

    def outcomes_of_topic(self, group: GroupFacts) -> list[OutcomeFacts]:
        """Return the outcomes a topic feeds."""
        return [outcome for outcome in self.results.outcomes if group.id in outcome.group_ids]

    def outcomes(self, *kinds: OutcomeKind) -> list[OutcomeFacts]:
        """Return the outcomes of these kinds, kind by kind."""
        return [outcome for kind in kinds for outcome in self.results.outcomes if outcome.kind == kind]

    def suggestions_for(self, problem: OutcomeFacts) -> list[OutcomeFacts]:
        """Return the suggestions that answer a problem."""
        return [outcome for outcome in self.results.outcomes if outcome.problem_id == problem.id]

    def meeting_before(self, outcome: OutcomeFacts) -> OutcomeFacts | None:
        """Return the meeting that a round table follows."""
        return next((each for each in self.results.outcomes if each.id == outcome.follows_id), None)

    def meeting_after(self, outcome: OutcomeFacts) -> OutcomeFacts | None:
        """Return the meeting that follows a round table."""
        return next((each for each in self.results.outcomes if each.follows_id == outcome.id), None)

    def problems_and_suggestions(self) -> list[OutcomeFacts]:
        """Return each problem with the suggestions that answer it behind it, then all other suggestions."""
        problems, suggestions = self.outcomes(OutcomeKind.PROBLEM), self.outcomes(OutcomeKind.SUGGESTION)
        paired = [each for problem in problems for each in (problem, *self.suggestions_for(problem))]
        return paired + [each for each in suggestions if each.problem_id is None]

    def tables_of(self, outcome: OutcomeFacts) -> list[TableFacts]:
        """Return the outcome's own table, then the other tables its cards come from."""
        own = [outcome.table] if outcome.table else []
        others = sorted({entry.table for entry in self.entries(outcome)}, key=self._number)
        return [self.tables[key] for key in dict.fromkeys([*own, *others])]

    def tables_in_order(self) -> list[TableFacts]:
        """Return the tables by their number."""
        return sorted(self.results.tables, key=lambda table: table.number)

    def topics_in_order(self, table: TableFacts) -> list[GroupFacts]:
        """Return the topics of a table that hold cards, the largest first."""
        topics = [group for group in self.results.groups if group.table == table.key and group.entry_ids]
        return sorted(
            topics, key=lambda group: (-len(group.entry_ids), -group.dots, self._name_key(group.label))
        )

    def all_topics(self) -> list[GroupFacts]:
        """Return the topics of all tables, table by table."""
        return [topic for table in self.tables_in_order() for topic in self.topics_in_order(table)]

    def topic_number(self, group: GroupFacts) -> str:
        """Return what a topic is called in all documents: its table's number and its place there ("5.1")."""
        return self._topic_numbers.get(group.id, "")

    def topics_of_entry(self, entry: EntryFacts) -> list[GroupFacts]:
        """Return the topics in which a card stands: its own, then those in which it is doubled."""
        return self._topics_of_entry[entry.id]

    def loose_entries(self, table: TableFacts) -> list[EntryFacts]:
        """Return the cards of a table that belong to no topic."""
        return by_question(e for e in self.results.entries if e.table == table.key and e.group_id is None)

    def next_steps(self) -> list[OutcomeFacts]:
        """Return what was agreed and recommended: days first, then words, then the undated."""
        steps = [outcome for outcome in self.results.outcomes if outcome.details.has_next_step]
        return sorted(steps, key=lambda outcome: self._when_order(outcome.details.when))

    @cached_property
    def _topic_numbers(self) -> dict[int, str]:
        return {
            group.id: f"{table.number}.{place}"
            for table in self.results.tables
            for place, group in enumerate(self.topics_in_order(table), start=1)
        }

    @cached_property
    def _topics_of_entry(self) -> dict[str, list[GroupFacts]]:
        found: dict[str, list[GroupFacts]] = {entry.id: [] for entry in self.results.entries}
        for group in self.all_topics():
            for entry_id in dict.fromkeys(group.entry_ids):
                at = 0 if self._entries[entry_id].group_id == group.id else len(found[entry_id])
                found[entry_id].insert(at, group)
        return found

    def _number(self, key: str) -> int:
        return self.tables[key].number

    def _when_order(self, when: When) -> tuple[bool, bool, str, NameKey]:
        if isinstance(when, date):
            return False, False, when.isoformat(), self._name_key("")
        return not when, True, "", self._name_key(when)

    def _name_key(self, name: str) -> NameKey:
        return name_key(name, lang=self.results.dialogue.lang)


def by_question(entries: Iterable[EntryFacts]) -> list[EntryFacts]:
    """Return cards in the order of the three questions, otherwise as they came."""
    return sorted(entries, key=lambda entry: _ORDER[QuestionKey(entry.question)])


def of_question(entries: Iterable[EntryFacts], question: QuestionKey) -> list[EntryFacts]:
    """Return the cards of one question."""
    return [entry for entry in entries if entry.question == question]


def table_name(table: TableFacts) -> str:
    """Return number and title, as the hall knows a table."""
    return f"{table.number} {table.title}"
