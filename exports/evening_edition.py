"""What everybody takes home (`abendausgabe.pdf`): four pages, whatever the evening brought.

What it was about, what was said, what was agreed, how it goes on. Each page says what had no room on it, and
where all of it is.
"""

from collections.abc import Iterable
from itertools import chain

from exports import look
from exports.blocks import Paragraph, Span, Style
from exports.clipping import clipped
from exports.edition_agreed import AgreedPages
from exports.edition_parts import CARD, CELL, TEXT, page_heading, text_part
from exports.front import hours_of
from exports.handout_edges import about_paper, tables_left, topics_left, way_to
from exports.links import Links, of_question, table_name
from exports.names import Gettext, question_name
from exports.results import EntryFacts, GroupFacts, QuestionKey, Results, TableFacts
from exports.sheets import Bar, Line, Part, Sheet, Sheets, Size, Spans
from exports.sheets_pdf import render_sheets
from exports.text import long_day
from exports.topic_words import TopicWords

# Letters in the head of a table, and in each line of the title.
_QUESTION, _TITLE = 40, 200
_UNKNOWN = ("und", "")


def render_edition(results: Results, *, gettext: Gettext) -> bytes:
    """Return `abendausgabe.pdf`."""
    return render_sheets(edition_of(results, gettext=gettext))


def edition_of(results: Results, *, gettext: Gettext) -> Sheets:
    """Return the four pages."""
    return _Edition(results, gettext=gettext).sheets()


class _Edition:
    """The four pages of one evening."""

    def __init__(self, results: Results, *, gettext: Gettext) -> None:
        self._gettext = gettext
        self._results = results
        self._links = Links(results)
        self._words = TopicWords(self._links, gettext=gettext)

    def sheets(self) -> Sheets:
        about = about_paper(self._results, self._gettext("Evening edition"), gettext=self._gettext)
        agreed = AgreedPages(self._links, self._words, gettext=self._gettext)
        return Sheets(about, Size.A4, (self._purpose(), self._said(), agreed.agreed(), agreed.next()))

    def _purpose(self) -> Sheet:
        _, dialogue = self._gettext, self._results.dialogue
        day = long_day(dialogue.held_on, lang=dialogue.lang)
        facts = [dialogue.municipality, dialogue.place, day, hours_of(dialogue, gettext=_)]
        said = [clipped(fact, _TITLE) for fact in facts]
        spans = tuple(span for fact in said if fact for span in (Span(" · "), Span(fact)))[1:]
        front = (
            Paragraph((Span(_("Evening edition"), ink=look.BRAND, bold=True),), Style.KICKER),
            Paragraph((Span(clipped(dialogue.title, _TITLE)),), Style.TITLE),
            *((Paragraph(spans, Style.SUBTITLE),) if spans else ()),
        )
        goal = text_part(_("What it was about"), dialogue.goal, gettext=_)
        parts = (goal, self._numbers(), self._most_important())
        return Sheet(front, parts, tables_left(gettext=_), level=1, way=way_to(self._results, gettext=_))

    def _numbers(self) -> Part:
        _ = self._gettext
        cards = self._results.entries
        languages = {card.lang.partition("-")[0] for card in cards}.difference(_UNKNOWN)
        numbers = [
            (_("Cards"), len(cards)),
            (_("Topics"), len(self._results.groups)),
            (_("Languages"), len(languages)),
            (_("Dots"), sum(topic.dots for topic in self._results.groups)),
            (_("Outcomes"), len(self._results.outcomes)),
        ]
        told = " · ".join(f"{name}: {number}" for name, number in numbers if number)
        tables = self._links.tables_in_order()
        sizes = {table.key: len(self._words.of_table(table)) for table in tables}
        lines = [self._count_line(table, max(sizes.values())) for table in tables if max(sizes.values())]
        signs = [f"{look.QUESTIONS[key].sign} {name}" for key, name in self._question_names()]
        return Part(
            (Span(_("The evening in numbers")),),
            tuple(lines),
            tables_left(gettext=_),
            _("There are no cards yet."),
            widths=(5.2, 2.2, 2.2, 2.2, 1.7, 3.4),
            columns=(_("Table"), *signs, _("Cards"), _("Shares")),
            note=told,
        )

    def _question_names(self) -> Iterable[tuple[QuestionKey, str]]:
        for key in QuestionKey:
            asked = question_name(key, self._results.dialogue, gettext=self._gettext)
            yield key, clipped(asked, _QUESTION)

    def _count_line(self, table: TableFacts, most: int) -> Line:
        cards = self._words.of_table(table)
        counts = tuple(len(of_question(cards, key)) for key in QuestionKey)
        cells = [
            ((Span(f"{look.QUESTIONS[key].sign}\u00a0{number}", ink=look.QUESTIONS[key].ink),),)
            for key, number in zip(QuestionKey, counts, strict=True)
        ]
        name = ((Span(clipped(table_name(table), CELL), bold=True),),)
        return Line((name, *cells, ((Span(str(len(cards)), bold=True),),), Bar(counts, most)))

    def _most_important(self) -> Part:
        """Return the topics with most dots; where nobody gave any, the largest."""
        _ = self._gettext
        topics = self._links.all_topics()
        by_dots = any(topic.dots for topic in topics)
        # What is level stays in the order of its numbers.
        topics.sort(key=lambda topic: -(topic.dots if by_dots else len(topic.entry_ids)))
        lines = []
        for topic in topics:
            size = self._words.dots(topic.dots) if by_dots else self._words.cards(len(topic.entry_ids))
            name = self._topic_name(topic)
            lines.append(Line((self._number(topic), name, ((Span(size, bold=True),),))))
        heading = _("Topics by dots") if by_dots else _("Topics by cards")
        left, nothing = topics_left(gettext=_), _("There are no topics yet.")
        return Part((Span(heading),), tuple(lines), left, nothing, widths=(1.1, 11, 2.6), most=12)

    def _number(self, topic: GroupFacts) -> tuple[Spans, ...]:
        return ((Span(self._words.number(topic), bold=True),),)

    def _topic_name(self, topic: GroupFacts) -> tuple[Spans, ...]:
        return ((Span(self._words.label(topic), bold=True),),)

    def _said(self) -> Sheet:
        _ = self._gettext
        front = (page_heading(_("What was said")), Paragraph(self._words.questions()))
        parts = tuple(self._table(table) for table in self._links.tables_in_order())
        return Sheet(front, parts, tables_left(gettext=_))

    def _table(self, table: TableFacts) -> Part:
        _ = self._gettext
        topics, loose = self._links.topics_in_order(table), self._links.loose_entries(table)
        cards = self._words.of_table(table)
        size = [self._words.cards(len(cards))] if cards else []
        if topics and loose:
            size.append(_("without a topic: {count}").format(count=len(loose)))
        lines = [*self._summary(table), *map(self._topic, topics)]
        if loose and not topics:
            name = ((Span(_("Single cards"), bold=True),),)
            cells = ((), name, (), (self._words.counts(loose),))
            lines.append(Line(cells, tuple(_quotes(loose)), counts=False))
        return Part(
            (Span(clipped(table_name(table), CELL)),),
            tuple(lines),
            topics_left(gettext=_),
            _("There are no cards yet."),
            widths=(1.1, 8.4, 4.2, 3.2),
            note=" · ".join(size),
        )

    def _summary(self, table: TableFacts) -> Iterable[Line]:
        """Return the last thing that the table's host summed up."""
        summaries = [each for each in self._results.summaries if each.table == table.key]
        if summaries:
            heading = Span(f"{self._gettext('Summary')}: ", ink=look.MUTED, bold=True)
            said = Span(clipped(summaries[-1].text, TEXT))
            yield Line((((heading, said),),), counts=False)

    def _topic(self, topic: GroupFacts) -> Line:
        cards = self._links.entries(topic)
        marks = self._words.marks(topic)[1:]
        cells = (self._number(topic), self._topic_name(topic), (marks,) if marks else ())
        return Line((*cells, (self._words.counts(cards),)), tuple(_quotes(cards)))


def _quotes(cards: list[EntryFacts]) -> Iterable[Spans]:
    """Yield the first card of each question."""
    firsts = (of_question(cards, key)[:1] for key in QuestionKey)
    for card in chain.from_iterable(firsts):
        seen = look.QUESTIONS[QuestionKey(card.question)]
        yield Span(f"{seen.sign} ", ink=seen.ink, bold=True), Span(clipped(card.text, CARD), lang=card.lang)
