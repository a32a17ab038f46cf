"""What hangs on the wall before people leave (`wandblaetter.pdf`): a sheet a table, read from two metres."""

from collections.abc import Iterable, Iterator

from exports import look
from exports.blocks import Heading, Paragraph, Span, Style
from exports.clipping import clipped
from exports.handout_edges import about_paper, steps_left, topics_left, way_to
from exports.links import Links, table_name
from exports.names import Gettext, outcome_name
from exports.results import GroupFacts, OutcomeFacts, Results, TableFacts
from exports.sheets import Line, Part, Sheet, Sheets, Size
from exports.sheets_pdf import render_sheets
from exports.text import short_day
from exports.topic_words import TopicWords

# Letters: what is longer would take the room of another topic.
_TABLE, _TITLE, _WHO = 120, 110, 60


def render_wall_sheets(results: Results, *, gettext: Gettext) -> bytes:
    """Return `wandblaetter.pdf`."""
    return render_sheets(wall_sheets_of(results, gettext=gettext))


def wall_sheets_of(results: Results, *, gettext: Gettext) -> Sheets:
    """Return a sheet for each table, and one for outcomes that belong to none; at least one."""
    about = about_paper(results, gettext("Wall sheets"), gettext=gettext)
    wall = _Wall(results, gettext=gettext)
    return Sheets(about, Size.A3, tuple(wall.sheets()))


class _Wall:
    """The sheets of one evening."""

    def __init__(self, results: Results, *, gettext: Gettext) -> None:
        self._gettext = gettext
        self._results = results
        self._links = Links(results)
        self._words = TopicWords(self._links, gettext=gettext)

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets: each table's topics, and what they became."""
        _, tables = self._gettext, self._links.tables_in_order()
        hung: set[int] = set()
        for table in tables:
            own = [each for each in self._results.outcomes if self._is_of(each, table)]
            hung.update(each.id for each in own)
            yield self._sheet(table_name(table), (self._topics(table), self._outcomes(own)))
        others = [each for each in self._results.outcomes if each.id not in hung]
        if others or not tables:
            yield self._sheet(_("All tables"), (self._outcomes(others),))

    def _sheet(self, name: str, parts: tuple[Part, ...]) -> Sheet:
        _, dialogue = self._gettext, self._results.dialogue
        evening = " · ".join(part for part in (dialogue.title, short_day(dialogue.held_on)) if part)
        front = (
            Paragraph((Span(clipped(evening, _TITLE), ink=look.MUTED),), Style.KICKER),
            Heading(1, (Span(clipped(name, _TABLE)),)),
            Paragraph(self._words.questions(), Style.KICKER),
        )
        return Sheet(front, parts, steps_left(gettext=_), way=way_to(self._results, gettext=_))

    def _topics(self, table: TableFacts) -> Part:
        _ = self._gettext
        cards, loose = self._words.of_table(table), self._links.loose_entries(table)
        topics = self._links.topics_in_order(table)
        told = [self._words.cards(len(cards))] if cards else []
        if loose:
            told.append(_("without a topic: {count}").format(count=len(loose)))
        nothing = _("There are no topics yet.") if cards else _("There are no cards yet.")
        lines = tuple(map(self._topic, topics))
        left = topics_left(gettext=_)
        heading, note = (Span(_("Topics")),), " · ".join(told)
        return Part(heading, lines, left, nothing, widths=(1, 8), note=note)

    def _topic(self, topic: GroupFacts) -> Line:
        label = (Span(self._words.label(topic), bold=True),)
        counts = (*self._words.counts(self._links.entries(topic)), *self._words.marks(topic))
        return Line((((Span(self._words.number(topic), bold=True),),), (label, counts)))

    def _outcomes(self, own: Iterable[OutcomeFacts]) -> Part:
        _ = self._gettext
        nothing = _("No outcomes have been recorded yet.")
        lines = tuple(map(self._outcome, own))
        return Part((Span(_("Outcomes")),), lines, steps_left(gettext=_), nothing)

    def _is_of(self, outcome: OutcomeFacts, table: TableFacts) -> bool:
        """Say whether an outcome hangs at a table: its own, else those of its topics."""
        if outcome.table:
            return outcome.table == table.key
        return any(topic.table == table.key for topic in self._links.topics(outcome))

    def _outcome(self, outcome: OutcomeFacts) -> Line:
        name = (Span(clipped(outcome_name(outcome, gettext=self._gettext), _TITLE), bold=True),)
        facts = (clipped(self._words.who(outcome), _WHO), clipped(self._words.when(outcome), _WHO))
        # Pieces of their own: a name in Arabic letters must not turn the day around.
        said = tuple(span for fact in facts if fact for span in (Span(" · "), Span(fact)))[1:]
        return Line(((name, said) if said else (name,),))
