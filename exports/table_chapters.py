"""What was said, table by table: the evening in numbers, then each table with its topics and their cards."""

from collections.abc import Sequence

from exports import look
from exports.blocks import Block, Span, Style
from exports.links import of_question, table_name
from exports.minutes_part import MinutesPart
from exports.names import accord_name, verdict_name
from exports.results import Accord, GroupFacts, QuestionKey, SummaryFacts, TableFacts

_COUNT_WIDTHS = (4.5, 2.5, 3.1, 2.5, 1.9, 2.0)
_AGREED_WIDTHS = (1.3, 9.2, 6.0)
_TOPIC_WIDTHS = (1.3, 7.7, 3.4, 1.7, 2.4)


class TableChapters(MinutesPart):
    """The chapter of all tables."""

    def write(self) -> Sequence[Block]:
        """Write it: the overview first."""
        _ = self._gettext
        self.heading(_("Outcomes table by table"), 1)
        self._overview()
        self._agreement()
        for table in self._links.tables_in_order():
            self._table(table)
        return self.blocks

    def _overview(self) -> None:
        _ = self._gettext
        self.heading(_("The evening in numbers"), 2)
        counts = self._results.dialogue.counts
        always = [
            (_("Cards received"), counts.received),
            (_("in these minutes"), len(self._results.entries)),
        ]
        some = [
            (_("held back"), counts.held),
            (_("hidden"), counts.hidden),
            (_("withdrawn by their authors"), counts.withdrawn),
            (_("before the evening"), counts.before),
            (_("handed in later"), counts.after),
        ]
        shown = [*always, *((name, number) for name, number in some if number)]
        self.say(" · ".join(f"{name}: {number}" for name, number in shown))
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

    def _agreement(self) -> None:
        """Say on what people agree and on what they do not, where a person marked it."""
        _ = self._gettext
        marked = [topic for topic in self._links.all_topics() if topic.accord]
        if not marked:
            return
        self.heading(_("Consensus and dissent"), 2)
        for accord, name in ((Accord.AGREED, _("Consensus")), (Accord.DISPUTED, _("Dissent"))):
            own = [topic for topic in marked if topic.accord == accord]
            if own:
                self.small_heading(name)
                rows = [
                    (self._links.topic_number(each), self._label(each), self._links.tables[each.table].title)
                    for each in own
                ]
                self.grid([_("No."), _("Topic"), _("Table")], rows, _AGREED_WIDTHS)

    def _table(self, table: TableFacts) -> None:
        _ = self._gettext
        self.heading(table_name(table), 2)
        for summary in self._results.summaries:
            if summary.table == table.key:
                self._summary(summary)
        topics = self._links.topics_in_order(table)
        loose = self._links.loose_entries(table)
        if not topics and not loose:
            self.nothing(_("There are no cards yet."))
        if len(topics) > 1:
            self._topics(topics)
        for group in topics:
            counted = [(_("Cards"), len(group.entry_ids)), (_("Dots"), group.dots)]
            self._topic_heading(self._topic(group), counted, accord_name(group.accord, gettext=_))
            self._verdict(group)
            self._cards(self._links.entries(group))
        if loose:
            self._topic_heading(_("Single cards"), [(_("Cards"), len(loose))])
            self._cards(loose)

    def _topics(self, topics: Sequence[GroupFacts]) -> None:
        _ = self._gettext
        rows = [
            (
                self._links.topic_number(topic),
                self._label(topic),
                self._counts(self._links.entries(topic)),
                str(topic.dots or ""),
                accord_name(topic.accord, gettext=_),
            )
            for topic in topics
        ]
        self.grid([_("No."), _("Topic"), _("Cards"), _("Dots"), _("Agreement")], rows, _TOPIC_WIDTHS)

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
