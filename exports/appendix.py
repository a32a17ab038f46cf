"""The appendix: every card once with the number of its topic, whatever became of it."""

from collections.abc import Sequence

from exports.blocks import Block
from exports.links import by_question, table_name
from exports.minutes_part import MinutesPart


class Appendix(MinutesPart):
    """The last chapter."""

    def write(self) -> Sequence[Block]:
        """Write it; there is none without cards."""
        _ = self._gettext
        if not self._results.entries:
            return self.blocks
        self.heading(_("Appendix"), 1, on_new_page=True)
        self.heading(_("All cards"), 2)
        self.say(_("Each card stands here once, with the numbers of its topics behind it."))
        for table in self._links.tables_in_order():
            cards = by_question(entry for entry in self._results.entries if entry.table == table.key)
            if cards:
                self.small_heading(table_name(table))
                self._cards(cards, numbered=True)
        return self.blocks
