"""What is said of topics and outcomes in short, on paper for everybody: numbers, counts, marks, who."""

from collections.abc import Sequence

from exports import look
from exports.blocks import Span
from exports.clipping import clipped
from exports.field import Role
from exports.field_words import words_of
from exports.links import Links, of_question
from exports.names import Gettext, accord_name, question_name, verdict_name
from exports.results import EntryFacts, GroupFacts, OutcomeFacts, QuestionKey, TableFacts
from exports.text import short_day

_LABEL = 120  # letters
_BETWEEN = Span(" · ", ink=look.MUTED)


class TopicWords:
    """The short words of one evening."""

    def __init__(self, links: Links, *, gettext: Gettext) -> None:
        self._links = links
        self._gettext = gettext

    def number(self, topic: GroupFacts) -> str:
        """Return what a topic is called by everywhere: its table and its place there (5.1)."""
        return self._links.topic_number(topic)

    def label(self, topic: GroupFacts) -> str:
        """Return the name of a topic."""
        return clipped(topic.label, _LABEL) or self._gettext("Unnamed topic")

    def counts(self, cards: Sequence[EntryFacts]) -> tuple[Span, ...]:
        """Return how many cards each question has, in its colour and with its sign."""
        spans: list[Span] = []
        for key in QuestionKey:
            seen, number = look.QUESTIONS[key], len(of_question(cards, key))
            spans += [Span("\u2002")] if spans else []
            # Neither breaks from the other.
            spans.append(Span(f"{seen.sign}\u00a0{number}", ink=seen.ink, bold=True))
        return tuple(spans)

    def questions(self) -> tuple[Span, ...]:
        """Return the questions behind their signs."""
        spans: list[Span] = []
        for key in QuestionKey:
            seen = look.QUESTIONS[key]
            name = question_name(key, self._links.results.dialogue, gettext=self._gettext)
            spans += [Span("\u2003")] if spans else []
            spans += [Span(f"{seen.sign}\u00a0", ink=seen.ink, bold=True), Span(clipped(name, _LABEL))]
        return tuple(spans)

    def cards(self, number: int) -> str:
        """Return a number of cards in words."""
        _ = self._gettext
        return _("1 card") if number == 1 else _("{count} cards").format(count=number)

    def dots(self, number: int) -> str:
        """Return a number of dots in words."""
        _ = self._gettext
        return _("1 dot") if number == 1 else _("{count} dots").format(count=number)

    def marks(self, topic: GroupFacts) -> tuple[Span, ...]:
        """Return what was said of a topic, each behind a dot: its dots, and whether people agree."""
        _ = self._gettext
        said = [Span(self.dots(topic.dots))] if topic.dots else []
        if word := accord_name(topic.accord, gettext=_):
            said.append(Span(word, bold=True))
        return tuple(span for each in said for span in (_BETWEEN, each))

    def verdict(self, topic: GroupFacts) -> tuple[Span, ...]:
        """Return the answer to a topic."""
        return (Span(verdict_name(topic.verdict, gettext=self._gettext), bold=True),)

    def who(self, outcome: OutcomeFacts) -> str:
        """Return who is to act: who takes it on, or whom it addresses."""
        addressee = outcome.details.field_of(Role.ADDRESSEE)
        if addressee is None:
            return outcome.details.who
        return words_of(addressee, outcome.details.values, gettext=self._gettext, day=short_day)

    def when(self, outcome: OutcomeFacts) -> str:
        """Return by when."""
        return short_day(outcome.details.when)

    def origin(self, outcome: OutcomeFacts) -> str:
        """Return the numbers of the topics that an outcome came from, or its table."""
        _ = self._gettext
        numbers = [self.number(topic) for topic in self._links.topics(outcome)]
        if numbers:
            return ", ".join(filter(None, numbers))
        table = self._links.tables.get(outcome.table or "")
        return _("Table {number}").format(number=table.number) if table else ""

    def of_table(self, table: TableFacts) -> list[EntryFacts]:
        """Return the cards of a table."""
        return [entry for entry in self._links.results.entries if entry.table == table.key]
