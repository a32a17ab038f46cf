"""The appendix: every card once with the number of its topic, and the photos of paper in the hall."""

from collections.abc import Sequence

from exports.blocks import Block, Picture
from exports.links import by_question, table_name
from exports.minutes_part import MinutesPart

_PHOTO_WIDTH_CM = 14.0


class Appendix(MinutesPart):
    """The last chapter."""

    def write(self) -> Sequence[Block]:
        """Write it; there is none without cards and photos."""
        _ = self._gettext
        if not self._results.entries and not self._results.photos:
            return self.blocks
        self.heading(_("Appendix"), 1, on_new_page=True)
        if self._results.entries:
            self._all_cards()
        if self._results.photos:
            self._photos()
        return self.blocks

    def _all_cards(self) -> None:
        _ = self._gettext
        self.heading(_("All cards"), 2)
        self.say(_("Each card stands here once, with the numbers of its topics behind it."))
        for table in self._links.tables_in_order():
            cards = by_question(entry for entry in self._results.entries if entry.table == table.key)
            if cards:
                self.small_heading(table_name(table))
                self._cards(cards, numbered=True)

    def _photos(self) -> None:
        _ = self._gettext
        self.heading(_("Photos"), 2)
        for photo in self._results.photos:
            table = self._links.tables.get(photo.table)
            parts = (
                _("Photo {number}").format(number=photo.number),
                table_name(table) if table else "",
                photo.caption,
            )
            said = " · ".join(filter(None, parts))
            self.add(Picture(photo.content, said, _PHOTO_WIDTH_CM, said))
