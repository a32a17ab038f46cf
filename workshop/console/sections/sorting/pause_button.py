"""The button with which a host lets the own table take no cards for a while."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, button
from workshop.domain.rights import Actor
from workshop.domain.table import pause_table
from workshop.domain.window import may_take_cards


class PauseButton:
    """A button that says what it would do, and beside it that the table pauses."""

    def __init__(self, page: WatchedPage, table_id: int) -> None:
        self._page, self._table_id = page, table_id
        self._mark = Tag("span", page.gettext("Break"), "pause-mark")
        self._button = button("", page.click(Deed.SORTING_PAUSE_TABLE, self._turn), "quiet pause-table")
        self.refresh()

    @property
    def _is_paused(self) -> bool:
        table = self._page.picture.tables.get(self._table_id)
        return table is not None and table.paused

    def refresh(self) -> None:
        """Show what holds now."""
        _, paused = self._page.gettext, self._is_paused
        self._mark.set_visibility(paused and may_take_cards(self._page.picture.dialogue))
        self._button.set_visibility(may_take_cards(self._page.picture.dialogue))
        self._button.set_text(_("Take cards again") if paused else _("Pause this table"))

    async def _turn(self, actor: Actor) -> None:
        page = self._page
        await pause_table(
            page.store,
            actor=actor,
            dialogue_id=page.dialogue_id,
            table_id=self._table_id,
            paused=not self._is_paused,
        )
