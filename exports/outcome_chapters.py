"""What became of it: measures as a table, then each measure, round table, offer, problem and advice."""

from collections.abc import Sequence
from datetime import date

from exports import look
from exports.blocks import Block, Card, Style
from exports.field import Field, Lines, Place
from exports.field_words import items_of, line_of
from exports.links import table_name
from exports.measures import Measures
from exports.minutes_part import MinutesPart
from exports.names import edited_sentence, kind_heading, kind_name
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import OutcomeFacts, QuestionKey
from exports.text import short_day

_NEEDED = frozenset({"who", "when"})
_PLAN_WIDTHS = {
    "number": 1.0,
    "title": 3.5,
    "who": 2.4,
    "partners": 2.9,
    "first_step": 2.4,
    "when": 2.2,
    "state": 2.1,
}
_ADVICE_WIDTHS = (5.0, 3.5, 2.8, 5.2)
_MOST_CARDS = 6  # of an outcome: all cards stand at their table and in the appendix


class OutcomeChapters(MinutesPart):
    """The chapters from the plan of measures to the recommendations."""

    def write(self) -> Sequence[Block]:
        """Write them."""
        _ = self._gettext
        self._plan()
        self._kind(OutcomeKind.ROUND_TABLE, _("No round table was agreed."))
        self._kind(OutcomeKind.EXISTING_OFFER, _("No existing offer was recorded."))
        for kind in (OutcomeKind.PROBLEM, OutcomeKind.SUGGESTION):
            if self._alone(kind):
                self._kind(kind)
        self._advice()
        return self.blocks

    def _plan(self) -> None:
        _ = self._gettext
        self.heading(_("Plan of measures"), 1)
        measures = Measures(self._results, gettext=_)
        if not measures.outcomes:
            self.nothing(measures.nothing)
            return
        # Goal and resources stand with each measure: a page upright has no room for two columns more.
        columns = [column for column in measures.columns() if column.key in _PLAN_WIDTHS]
        rows = [
            [self._cell(row[column.key], column.key, outcome) for column in columns]
            for row, outcome in zip(measures.rows(), measures.outcomes, strict=True)
        ]
        widths = tuple(_PLAN_WIDTHS[column.key] for column in columns)
        self.grid([column.heading for column in columns], rows, widths)
        for number, outcome in enumerate(measures.outcomes, start=1):
            if outcome.kind == OutcomeKind.PROJECT_IDEA:
                self._outcome(outcome, f"{number} {outcome.title}")

    def _cell(self, said: object, key: str, outcome: OutcomeFacts) -> str:
        _ = self._gettext
        words = short_day(said) if isinstance(said, date) else str(said)
        if key == "title":
            numbers = filter(None, map(self._links.topic_number, self._links.topics(outcome)))
            kind = kind_name(outcome.kind, gettext=_)
            return f"{words}\n{' · '.join(filter(None, (kind, ', '.join(numbers))))}"
        return words or (_("open") if key in _NEEDED else "")

    def _kind(self, kind: OutcomeKind, otherwise: str = "") -> None:
        _ = self._gettext
        self.heading(kind_heading(kind, gettext=_), 1)
        outcomes = self._alone(kind)
        if not outcomes:
            self.nothing(otherwise)
        for outcome in outcomes:
            self._outcome(outcome, outcome.title)
            for answer in self._links.suggestions_for(outcome):
                self._outcome(answer, _("Suggestion for this: {title}").format(title=answer.title))

    def _alone(self, kind: OutcomeKind) -> list[OutcomeFacts]:
        """Return the outcomes of a kind; a suggestion that answers a problem stands below that."""
        return [each for each in self._links.outcomes(kind) if each.problem_id is None]

    def _advice(self) -> None:
        """Write what is asked of whom, with what they said to it."""
        _ = self._gettext
        kind = OutcomeKind.RECOMMENDATION
        outcomes = self._links.outcomes(kind)
        self.heading(kind_heading(kind, gettext=_), 1)
        if not outcomes:
            self.nothing(_("No recommendation was recorded."))
            return
        asked = [each for each in fields_of(kind, Place.MINUTES) if each.role or each.name == "statement"]
        headings = [kind_name(kind, gettext=_), *(_(each.label) for each in asked)]
        rows = [
            (outcome.title, *(self._fact(each, outcome)[1] or _("open") for each in asked))
            for outcome in outcomes
        ]
        self.grid(headings, rows, _ADVICE_WIDTHS)
        for outcome in outcomes:
            self._outcome(outcome, outcome.title)

    def _outcome(self, outcome: OutcomeFacts, heading: str) -> None:
        _ = self._gettext
        self.heading(heading, 2)
        if outcome.description:
            self.say(outcome.description)
        if outcome.edited:
            self.say(edited_sentence(outcome, gettext=_), ink=look.MUTED)
        tables = ", ".join(table_name(table) for table in self._links.tables_of(outcome))
        topics = ", ".join(
            self._topic_in_line(each)
            for each in self._links.topics(outcome)
            if self._links.topic_number(each)
        )
        fields = fields_of(outcome.kind, Place.MINUTES)
        lists = [each for each in fields if isinstance(each, Lines) and each.sentences]
        facts = [self._fact(each, outcome) for each in fields if each not in lists]
        dots = self._links.dots(outcome) if outcome.kind == OutcomeKind.PROJECT_IDEA else 0
        about = [(_("Table"), tables), (_("Topics"), topics), (_("Dots"), str(dots or ""))]
        for name, value in [*facts, *self._meetings(outcome), *about]:
            if value:
                self.fact(name, value)
        for each in lists:
            sentences = items_of(each, outcome.details.values)
            if sentences:
                self.small_heading(_(each.label))
            for sentence in sentences:
                self.say(sentence, style=Style.ITEM)
        self._evidence(outcome)

    def _meetings(self, outcome: OutcomeFacts) -> list[tuple[str, str]]:
        """Say of a round table when it met before, and when it meets again."""
        _ = self._gettext
        beside = (
            (_("Meeting before"), self._links.meeting_before(outcome)),
            (_("Next meeting"), self._links.meeting_after(outcome)),
        )
        return [(name, short_day(each.details.when) or _("open")) for name, each in beside if each]

    def _evidence(self, outcome: OutcomeFacts) -> None:
        _ = self._gettext
        cards = self._links.entries(outcome)
        if cards:
            self.small_heading(_("What people wrote ({count})").format(count=len(cards)))
        for card in cards[:_MOST_CARDS]:
            self.add(Card(QuestionKey(card.question), self._card(card)))
        if len(cards) > _MOST_CARDS:
            more = _("and {count} more, which stand in the appendix")
            self.say(more.format(count=len(cards) - _MOST_CARDS), ink=look.MUTED)

    def _fact(self, field: Field, outcome: OutcomeFacts) -> tuple[str, str]:
        _ = self._gettext
        return _(field.label), line_of(field, outcome.details.values, gettext=_, day=short_day)
