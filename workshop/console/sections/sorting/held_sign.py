"""The sign at the top of a host's page: how many cards of the table wait for a look, and the way to them."""

from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import button
from workshop.console.sections.sorting.group_list import GroupList
from workshop.models import EntryState


class HeldSign:
    """A button that is there as long as cards wait; it opens their list and leads to it."""

    def __init__(self, page: WatchedPage, table_id: int) -> None:
        self._page, self._table_id = page, table_id
        self._list: GroupList | None = None
        self._button = button("", page.click(Deed.SORTING_SHOW_HELD, opening(self._show)), "held-sign")
        self.refresh()

    def leads_to(self, group_list: GroupList) -> None:
        """Name the list whose held cards it shows."""
        self._list = group_list

    def refresh(self) -> None:
        """Show the present number."""
        number = self._page.picture.count_unshown(EntryState.HELD, self._table_id)
        words = self._page.gettext("Held back (%(n)d)")
        self._button.set_text(words % {"n": number} + " ↓")
        self._button.set_visibility(number > 0)

    def _show(self) -> None:
        if self._list:
            self._list.show_unshown(EntryState.HELD)
