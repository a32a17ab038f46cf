"""What matters most: the dots of topics, once they are counted, as picture and as table."""

from collections.abc import Sequence

from exports.blocks import Bar, Block, Chart
from exports.minutes_part import MinutesPart

_WIDTHS = (1.4, 1.4, 7.2, 4.8, 1.7)
_MOST_BARS = 12  # so many fit on a page beside their table


class Priorities(MinutesPart):
    """The chapter of dots; there is none as long as nobody knows them, or where none were given."""

    def write(self) -> Sequence[Block]:
        """Write it."""
        _ = self._gettext
        topics = [topic for topic in self._results.groups if topic.dots and self._links.topic_number(topic)]
        if not topics:
            return self.blocks
        topics.sort(key=lambda topic: (-topic.dots, self._place(self._links.topic_number(topic))))
        self.heading(_("Priorities"), 1)
        bars = tuple(Bar(self._topic(topic), topic.dots) for topic in topics[:_MOST_BARS])
        heard = "; ".join(f"{bar.name}: {bar.number}" for bar in bars)
        caption = _("Dots by topic")
        if len(topics) > _MOST_BARS:
            caption = _("Dots by topic: the first {shown}, all of them in the table").format(shown=_MOST_BARS)
        self.add(Chart(bars, f"{caption}. {heard}", caption))
        told = _("{dots} dots were given to {topics} topics.")
        self.say(told.format(dots=sum(topic.dots for topic in topics), topics=len(topics)))
        dots = [topic.dots for topic in topics]
        rows = [
            (
                str(dots.index(topic.dots) + 1),  # those with as many dots share a rank
                self._links.topic_number(topic),
                self._label(topic),
                self._links.tables[topic.table].title,
                str(topic.dots),
            )
            for topic in topics
        ]
        self.grid([_("Rank"), _("No."), _("Topic"), _("Table"), _("Dots")], rows, _WIDTHS)
        return self.blocks

    @staticmethod
    def _place(number: str) -> tuple[int, ...]:
        return tuple(map(int, number.split(".")))
