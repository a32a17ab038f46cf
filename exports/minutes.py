"""What the minutes say, chapter by chapter, for `protokoll.docx` and `protokoll.pdf` alike."""

from collections.abc import Sequence

from exports import look
from exports.blocks import Block, Card, CardColumns, CardText, Paper, Span, Style
from exports.chapters import Chapters
from exports.field import Field, Lines, Place, Role
from exports.field_words import items_of, line_of
from exports.front import minutes_paper
from exports.links import Links, of_question, table_name
from exports.names import (
    Gettext,
    accord_name,
    edited_sentence,
    kind_heading,
    outcome_name,
    question_name,
    verdict_name,
    window_name,
)
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import EntryFacts, GroupFacts, OutcomeFacts, QuestionKey, Results, SummaryFacts
from exports.text import short_day
from exports.word import render_word

_STEP_WIDTHS = (4.5, 8.5, 3.5)
_COUNT_WIDTHS = (4.5, 2.5, 3.1, 2.5, 1.9, 2.0)
_KINDS = (
    OutcomeKind.PROJECT_IDEA,
    OutcomeKind.ROUND_TABLE,
    OutcomeKind.EXISTING_OFFER,
    OutcomeKind.PROBLEM,
    OutcomeKind.SUGGESTION,
    OutcomeKind.RECOMMENDATION,
)


def render_minutes(results: Results, *, gettext: Gettext) -> bytes:
    """Return the minutes as a Word file, which an office edits and sends out."""
    return render_word(minutes_of(results, gettext=gettext))


def minutes_of(results: Results, *, gettext: Gettext) -> Paper:
    """Return the minutes: what was decided first, then every card of every table."""
    return minutes_paper(results.dialogue, Minutes(results, gettext=gettext).write(), gettext=gettext)


class Minutes(Chapters):
    """The chapters of one evening while they are written; `below` is the level of the heading above them."""

    def __init__(self, results: Results, *, gettext: Gettext, below: int = 0) -> None:
        super().__init__(below=below)
        self._gettext = gettext
        self._results = results
        self._links = Links(results)

    def write(self) -> Sequence[Block]:
        """Write all chapters."""
        self._purpose()
        self._numbers()
        self._next_steps()
        self._outcomes()
        self._tables()
        return self.blocks

    def _purpose(self) -> None:
        _ = self._gettext
        dialogue = self._results.dialogue
        self._chapter(_("Goal of the evening"), dialogue.goal)
        self._chapter(_("What happens with the results"), dialogue.promise)

    def _chapter(self, heading: str, text: str) -> None:
        _ = self._gettext
        self.heading(heading, 1)
        if text:
            self.paragraphs(text)
        else:
            self.nothing(_("Not recorded yet."))

    def _numbers(self) -> None:
        _ = self._gettext
        self.heading(_("The evening in numbers"), 1)
        counts = self._results.dialogue.counts
        facts = [
            (_("Cards received"), counts.received),
            (_("in these minutes"), len(self._results.entries)),
            (_("held back"), counts.held),
            (_("hidden"), counts.hidden),
            (_("withdrawn by their authors"), counts.withdrawn),
            (_("before the evening"), counts.before),
            (_("handed in later"), counts.after),
        ]
        shown = [
            f"{name}: {number}" for name, number in facts if number or name in {facts[0][0], facts[1][0]}
        ]
        self.say(" · ".join(shown))
        if not self._results.tables:
            return
        signs = [f"{look.QUESTIONS[key].sign} {self._question(key)}" for key in QuestionKey]
        rows = []
        for table in self._links.tables_in_order():
            cards = [entry for entry in self._results.entries if entry.table == table.key]
            asked = [len(of_question(cards, key)) for key in QuestionKey]
            topics = len(self._links.topics_in_order(table))
            rows.append([table_name(table), *map(str, [*asked, len(cards), topics])])
        self.grid([_("Table"), *signs, _("Cards"), _("Topics")], rows, _COUNT_WIDTHS)

    def _next_steps(self) -> None:
        _ = self._gettext
        self.heading(_("Next steps"), 1)
        steps = self._links.next_steps()
        if not steps:
            self.nothing(_("No next steps have been agreed yet."))
            return
        rows = []
        for outcome in steps:
            what = outcome_name(outcome, gettext=_)
            if outcome.details.first_step:
                what = f"{what}\n{outcome.details.first_step}"
            when = short_day(outcome.details.when)
            rows.append([self._who(outcome) or _("open"), what, when or _("open")])
        self.grid([_("Who"), _("What"), _("By when")], rows, _STEP_WIDTHS)

    def _who(self, outcome: OutcomeFacts) -> str:
        """Return who is to act: who takes it on, or whom it addresses."""
        addressee = outcome.details.field_of(Role.ADDRESSEE)
        return self._fact(addressee, outcome)[1] if addressee else outcome.details.who

    def _outcomes(self) -> None:
        _ = self._gettext
        self.heading(_("Outcomes"), 1)
        if not self._results.outcomes:
            self.nothing(_("No outcomes have been recorded yet."))
        for kind in _KINDS:
            # A suggestion that answers a problem stands below it.
            outcomes = [each for each in self._links.outcomes(kind) if each.problem_id is None]
            if outcomes:
                self.heading(kind_heading(kind, gettext=_), 2)
            for outcome in outcomes:
                self._outcome(outcome, outcome.title)
                for answer in self._links.suggestions_for(outcome):
                    self._outcome(answer, _("Suggestion for this: {title}").format(title=answer.title))

    def _outcome(self, outcome: OutcomeFacts, heading: str) -> None:
        _ = self._gettext
        self.heading(heading, 3)
        if outcome.description:
            self.say(outcome.description)
        if outcome.edited:
            self.say(edited_sentence(outcome, gettext=_), ink=look.MUTED)
        tables = ", ".join(table_name(table) for table in self._links.tables_of(outcome))
        fields = fields_of(outcome.kind, Place.MINUTES)
        lists = [each for each in fields if isinstance(each, Lines) and each.sentences]
        facts = [self._fact(each, outcome) for each in fields if each not in lists]
        dots = self._links.dots(outcome) if outcome.kind == OutcomeKind.PROJECT_IDEA else 0
        for name, value in [*facts, (_("Table"), tables), (_("Dots"), str(dots or ""))]:
            if value:
                self.fact(name, value)
        for each in lists:
            sentences = items_of(each, outcome.details.values)
            if sentences:
                self.small_heading(_(each.label))
            for sentence in sentences:
                self.say(sentence, style=Style.ITEM)
        cards = self._links.entries(outcome)
        if cards:
            self.small_heading(_("What people wrote ({count})").format(count=len(cards)))
        for card in cards:
            self.add(Card(QuestionKey(card.question), self._card(card)))

    def _fact(self, field: Field, outcome: OutcomeFacts) -> tuple[str, str]:
        _ = self._gettext
        return _(field.label), line_of(field, outcome.details.values, gettext=_, day=short_day)

    def _tables(self) -> None:
        _ = self._gettext
        for number, table in enumerate(self._links.tables_in_order()):
            if not number:
                self.heading(_("The tables and their cards"), 1, on_new_page=True)
            self.heading(table_name(table), 2)
            for summary in self._results.summaries:
                if summary.table == table.key:
                    self._summary(summary)
            topics = self._links.topics_in_order(table)
            loose = self._links.loose_entries(table)
            if not topics and not loose:
                self.nothing(_("There are no cards yet."))
            for group in topics:
                counted = [(_("Cards"), len(group.entry_ids)), (_("Dots"), group.dots)]
                mark = accord_name(group.accord, gettext=_)
                self._topic_heading(group.label or _("Unnamed topic"), counted, mark)
                self._verdict(group)
                self._cards(self._links.entries(group))
            if loose:
                self._topic_heading(_("Single cards"), [(_("Cards"), len(loose))])
                self._cards(loose)

    def _summary(self, summary: SummaryFacts) -> None:
        _ = self._gettext
        heading = _("Summary")
        if self._results.speaks_of_rounds:
            heading = _("Summary of round {number}").format(number=summary.round)
        self.small_heading(heading)
        self.paragraphs(summary.text)
        counted = [
            (_("agree"), summary.agree),
            (_("add something"), summary.add),
            (_("disagree"), summary.disagree),
        ]
        if any(number for _name, number in counted):
            said = " · ".join(f"{number} {name}" for name, number in counted)
            self.say(_("The table says: {counts}").format(counts=said), ink=look.MUTED)
        if summary.additions:
            self.small_heading(_("What was to be added"))
        for each in summary.additions:
            self.say(each.text, style=Style.ITEM, lang=each.lang)

    def _topic_heading(self, label: str, counted: list[tuple[str, int]], mark: str = "") -> None:
        numbers = " · ".join(f"{name}: {number}" for name, number in counted if number)
        marked = (Span(f" · {mark}", ink=look.INK),) if mark else ()
        self.heading(label, 3, Span(f"  {numbers}", ink=look.MUTED, bold=False), *marked)

    def _verdict(self, group: GroupFacts) -> None:
        """Say whether the topic is taken up, and why; nothing as long as nobody has answered it."""
        _ = self._gettext
        if not (name := verdict_name(group.verdict, gettext=_)):
            return
        self.fact(_("Answer"), name)
        if group.verdict_reason:
            # On a line of its own: it may run from right to left, as the words before it do not.
            self.say(group.verdict_reason)

    def _cards(self, cards: list[EntryFacts]) -> None:
        headings = tuple(self._question(key) for key in QuestionKey)
        columns = tuple(tuple(map(self._card, of_question(cards, key))) for key in QuestionKey)
        self.add(CardColumns(headings, columns))

    def _card(self, card: EntryFacts) -> CardText:
        return CardText(card.text, card.lang, window_name(card.window, gettext=self._gettext))

    def _question(self, key: QuestionKey) -> str:
        return question_name(key, self._results.dialogue, gettext=self._gettext)
