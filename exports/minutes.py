"""The minutes `protokoll.docx`, which an office edits and sends out."""

from datetime import UTC, datetime
from io import BytesIO

from docx.document import Document as DocumentType
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from exports import look
from exports.contents import Contents
from exports.field import Field, Lines, Place, Role
from exports.field_words import items_of, words_of
from exports.links import Links, of_question, table_name
from exports.names import Gettext, accord_name, kind_heading, outcome_name, question_name, stamp, window_name
from exports.outcome_fields import OutcomeKind, fields_of
from exports.paper import (
    TEXT_WIDTH_CM,
    CardText,
    add_card,
    add_card_columns,
    add_grid,
    add_page_numbers,
    add_row,
    add_text,
    new_paper,
)
from exports.results import EntryFacts, OutcomeFacts, QuestionKey, Results, SummaryFacts
from exports.text import clock_time, document_language, long_day, printable, short_day

_STEP_WIDTHS = (4.5, 8.5, 3.5)
_KINDS = (
    OutcomeKind.PROJECT_IDEA,
    OutcomeKind.ROUND_TABLE,
    OutcomeKind.EXISTING_OFFER,
    OutcomeKind.PROBLEM,
    OutcomeKind.SUGGESTION,
    OutcomeKind.RECOMMENDATION,
)


def render_minutes(results: Results, *, gettext: Gettext) -> bytes:
    """Return the minutes: what was decided first, then every card of every table."""
    target = BytesIO()
    Minutes(results, gettext=gettext).write().save(target)
    return target.getvalue()


class Minutes:
    """One document while it is written, chapter by chapter; `within` another it is a chapter of that."""

    def __init__(self, results: Results, *, gettext: Gettext, within: DocumentType | None = None) -> None:
        self._gettext = gettext
        self._results = results
        self._links = Links(results)
        self._card_name = printable(gettext("Card"))
        self._below = 0 if within is None else 1
        self._document = within or new_paper(
            lang=document_language(results.dialogue.lang), card_name=self._card_name
        )

    @property
    def document(self) -> DocumentType:
        """What is written."""
        return self._document

    def write(self) -> DocumentType:
        """Write all of it."""
        self.write_front()
        _ = self._gettext
        contents = Contents(self._document, _("Contents"), width_cm=TEXT_WIDTH_CM)
        self.write_chapters()
        contents.fill()
        return self._document

    def write_front(self) -> None:
        """Write what stands above the contents, and on the edges of each page."""
        self._properties()
        self._page_edges()
        self._title()

    def write_chapters(self) -> None:
        """Write what stands below the contents."""
        self._purpose()
        self._numbers()
        self._next_steps()
        self._outcomes()
        self._tables()

    def _properties(self) -> None:
        properties = self._document.core_properties
        dialogue = self._results.dialogue
        properties.title = printable(dialogue.title)[:250]
        properties.subject = printable(f"{dialogue.municipality} {short_day(dialogue.held_on)}".strip())[:250]
        properties.created = properties.modified = datetime.now(UTC)
        properties.author = properties.comments = properties.keywords = ""
        properties.category = stamp(gettext=self._gettext) if dialogue.rehearsal else ""

    def _page_edges(self) -> None:
        _ = self._gettext
        dialogue = self._results.dialogue
        section = self._document.sections[0]
        if dialogue.rehearsal:
            seen = look.QUESTIONS[QuestionKey.IMPROVE]
            add_text(section.header.paragraphs[0], stamp(gettext=_), bold=True, ink=seen.ink)
        footer = section.footer.paragraphs[0]
        about = " · ".join(part for part in (dialogue.title, short_day(dialogue.held_on)) if part)
        add_text(footer, f"{about} · ")
        add_page_numbers(footer, _("Page {page} of {pages}"))

    def _title(self) -> None:
        _ = self._gettext
        dialogue = self._results.dialogue
        add_text(self._document.add_paragraph(), _("Minutes"), bold=True, ink=look.MUTED)
        add_text(self._document.add_paragraph(style="Title"), dialogue.title)
        day = long_day(dialogue.held_on, lang=dialogue.lang)
        when = ", ".join(part for part in (day, self._hours()) if part)
        facts = [dialogue.municipality, dialogue.place, when]
        add_text(self._document.add_paragraph(style="Subtitle"), " · ".join(fact for fact in facts if fact))

    def _hours(self) -> str:
        _ = self._gettext
        begins, ends = (clock_time(at) for at in (self._results.dialogue.begins, self._results.dialogue.ends))
        if begins and ends:
            return _("{begins}–{ends}").format(begins=begins, ends=ends)
        if begins:
            return _("from {begins}").format(begins=begins)
        return _("until {ends}").format(ends=ends) if ends else ""

    def _purpose(self) -> None:
        _ = self._gettext
        dialogue = self._results.dialogue
        self._chapter(_("Goal of the evening"), dialogue.goal)
        self._chapter(_("What happens with the results"), dialogue.promise)

    def _chapter(self, heading: str, text: str) -> None:
        _ = self._gettext
        self._heading(heading, 1)
        if text:
            for paragraph in text.split("\n\n"):
                add_text(self._document.add_paragraph(), paragraph)
        else:
            self._nothing(_("Not recorded yet."))

    def _numbers(self) -> None:
        _ = self._gettext
        self._heading(_("The evening in numbers"), 1)
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
        add_text(self._document.add_paragraph(), " · ".join(shown))
        if not self._results.tables:
            return
        signs = [f"{look.QUESTIONS[key].sign} {self._question(key)}" for key in QuestionKey]
        widths = (4.5, 2.5, 3.1, 2.5, 1.9, 2.0)
        grid = add_grid(self._document, [_("Table"), *signs, _("Cards"), _("Topics")], widths)
        for table in self._links.tables_in_order():
            cards = [entry for entry in self._results.entries if entry.table == table.key]
            asked = [len(of_question(cards, key)) for key in QuestionKey]
            topics = len(self._links.topics_in_order(table))
            add_row(grid, [table_name(table), *map(str, [*asked, len(cards), topics])], widths)

    def _next_steps(self) -> None:
        _ = self._gettext
        self._heading(_("Next steps"), 1)
        steps = self._links.next_steps()
        if not steps:
            self._nothing(_("No next steps have been agreed yet."))
            return
        grid = add_grid(self._document, [_("Who"), _("What"), _("By when")], _STEP_WIDTHS)
        for outcome in steps:
            what = outcome_name(outcome, gettext=_)
            if outcome.details.first_step:
                what = f"{what}\n{outcome.details.first_step}"
            when = short_day(outcome.details.when)
            add_row(grid, [self._who(outcome) or _("open"), what, when or _("open")], _STEP_WIDTHS)

    def _who(self, outcome: OutcomeFacts) -> str:
        """Return who is to act: who takes it on, or whom it addresses."""
        addressee = outcome.details.field_of(Role.ADDRESSEE)
        return self._fact(addressee, outcome)[1] if addressee else outcome.details.who

    def _outcomes(self) -> None:
        _ = self._gettext
        self._heading(_("Outcomes"), 1)
        if not self._results.outcomes:
            self._nothing(_("No outcomes have been recorded yet."))
        for kind in _KINDS:
            outcomes = self._links.outcomes(kind)
            if outcomes:
                self._heading(kind_heading(kind, gettext=_), 2)
            for outcome in outcomes:
                self._outcome(outcome)

    def _outcome(self, outcome: OutcomeFacts) -> None:
        _ = self._gettext
        self._heading(outcome.title, 3)
        if outcome.description:
            add_text(self._document.add_paragraph(), outcome.description)
        tables = ", ".join(table_name(table) for table in self._links.tables_of(outcome))
        fields = fields_of(outcome.kind, Place.MINUTES)
        lists = [each for each in fields if isinstance(each, Lines) and each.sentences]
        facts = [self._fact(each, outcome) for each in fields if each not in lists]
        dots = self._links.dots(outcome) if outcome.kind == OutcomeKind.PROJECT_IDEA else 0
        for name, value in [*facts, (_("Table"), tables), (_("Dots"), str(dots or ""))]:
            if value:
                line = self._document.add_paragraph()
                line.paragraph_format.space_after = 0
                add_text(line, f"{name}: ", bold=True, ink=look.MUTED)
                add_text(line, value)
        for each in lists:
            sentences = items_of(each, outcome.details.values)
            if sentences:
                self._small_heading(_(each.label))
            for sentence in sentences:
                add_text(self._document.add_paragraph(style="List Bullet"), sentence)
        cards = self._links.entries(outcome)
        if cards:
            self._small_heading(_("What people wrote ({count})").format(count=len(cards)))
        for card in cards:
            add_card(
                self._document.add_paragraph(),
                self._card(card),
                question=QuestionKey(card.question),
                card_name=self._card_name,
            )

    def _fact(self, field: Field, outcome: OutcomeFacts) -> tuple[str, str]:
        _ = self._gettext
        return _(field.label), words_of(field, outcome.details.values, gettext=_, day=short_day)

    def _tables(self) -> None:
        _ = self._gettext
        for number, table in enumerate(self._links.tables_in_order()):
            if not number:
                self._heading(_("The tables and their cards"), 1).paragraph_format.page_break_before = True
            self._heading(table_name(table), 2)
            for summary in self._results.summaries:
                if summary.table == table.key:
                    self._summary(summary)
            topics = self._links.topics_in_order(table)
            loose = self._links.loose_entries(table)
            if not topics and not loose:
                self._nothing(_("There are no cards yet."))
            for group in topics:
                counted = [(_("Cards"), len(group.entry_ids)), (_("Dots"), group.dots)]
                mark = accord_name(group.accord, gettext=_)
                self._topic(group.label or _("Unnamed topic"), counted, self._links.entries(group), mark)
            if loose:
                self._topic(_("Single cards"), [(_("Cards"), len(loose))], loose)

    def _summary(self, summary: SummaryFacts) -> None:
        _ = self._gettext
        heading = _("Summary")
        if self._results.speaks_of_rounds:
            heading = _("Summary of round {number}").format(number=summary.round)
        self._small_heading(heading)
        for paragraph in summary.text.split("\n\n"):
            add_text(self._document.add_paragraph(), paragraph)
        counted = [
            (_("agree"), summary.agree),
            (_("add something"), summary.add),
            (_("disagree"), summary.disagree),
        ]
        if any(number for _name, number in counted):
            said = " · ".join(f"{number} {name}" for name, number in counted)
            line = self._document.add_paragraph()
            add_text(line, _("The table says: {counts}").format(counts=said), ink=look.MUTED)
        if summary.additions:
            self._small_heading(_("What was to be added"))
        for each in summary.additions:
            add_text(self._document.add_paragraph(style="List Bullet"), each.text, lang=each.lang)

    def _topic(
        self, label: str, counted: list[tuple[str, int]], cards: list[EntryFacts], mark: str = ""
    ) -> None:
        numbers = " · ".join(f"{name}: {number}" for name, number in counted if number)
        heading = self._heading(label, 3)
        add_text(heading, f"  {numbers}", ink=look.MUTED).bold = False
        if mark:
            add_text(heading, f" · {mark}", ink=look.INK)
        add_card_columns(
            self._document,
            [self._question(key) for key in QuestionKey],
            [[self._card(card) for card in of_question(cards, key)] for key in QuestionKey],
            card_name=self._card_name,
        )

    def _card(self, card: EntryFacts) -> CardText:
        return CardText(card.text, card.lang, window_name(card.window, gettext=self._gettext))

    def _heading(self, text: str, level: int) -> Paragraph:
        heading: Paragraph = self._document.add_heading(level=level + self._below)
        add_text(heading, text)
        return heading

    def _small_heading(self, text: str) -> None:
        line = self._document.add_paragraph()
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = Pt(6)
        add_text(line, text, bold=True, ink=look.MUTED)

    def _nothing(self, text: str) -> None:
        add_text(self._document.add_paragraph(), text, ink=look.MUTED).italic = True

    def _question(self, key: QuestionKey) -> str:
        return question_name(key, self._results.dialogue, gettext=self._gettext)
