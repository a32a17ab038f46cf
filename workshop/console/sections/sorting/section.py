"""The topics of one table in the console of a dialogue, and the way to the other tables."""

from collections.abc import Callable
from typing import Protocol

from workshop import look
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.focus import Focus
from workshop.console.kit.controls import OPEN_HERE, Tag, box
from workshop.console.sections.sorting.context import Answer
from workshop.console.sections.sorting.group_list import GroupList
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.table import TableView
from workshop.live.picture import Picture


def table_to_sort(picture: Picture, key: str, focus: Focus) -> TableView:
    """Return the table of what is to be looked at, the one asked for, or the one with most cards."""
    group, entry = picture.groups.get(focus.group or 0), picture.entries.get(focus.entry or "")
    asked = group.table_id if group else entry.table_id if entry else None
    largest = max(picture.tables.values(), key=lambda table: picture.counts(table.id).total())
    return picture.tables.get(asked or 0) or picture.table_by_key(key) or largest


class Beside(Protocol):
    """What stands between the name of the table and its topics, and follows the picture."""

    def refresh(self) -> None:
        """Show the present state."""


class SortingSection(Section):
    """The topics of one table, and the way to the other tables."""

    def __init__(
        self,
        page: DialogueFrame,
        table: TableView,
        focus: Focus,
        *,
        harvest: Callable[[int], None],
        answer: Answer,
        beside: Callable[[], Beside],
    ) -> None:
        self._page = page
        _ = page.gettext
        with box("section-head"):
            Tag("h2", _("Topics"))
        self._table_id = table.id
        self._tabs = box("table-tabs", "nav", aria_label=_("Tables"))
        self._heading = Tag("h3", "", "table-heading")
        self._show_tables()
        self._beside = beside()
        parent = box("topics-section")
        self._list = GroupList(
            page, table.id, harvest=harvest, answer=answer, address=self._address, parent=parent
        )
        self._list.focus_on(focus.group, focus.entry)

    def _address(self, table: str) -> str:
        return self._page.address("topics", table)

    def _show_tables(self) -> None:
        page = self._page
        self._tabs.clear()
        with self._tabs:
            for each in page.picture.tables.values():
                title = f"{each.number} {each.title(page.lang)}"
                self._tab(each.key, title, is_present=each.id == self._table_id)
        if table := page.picture.tables.get(self._table_id):
            heading = page.gettext("Table %(number)d · %(title)s")
            self._heading.set_text(heading % {"number": table.number, "title": table.title(page.lang)})

    def _tab(self, key: str, title: str, *, is_present: bool) -> None:
        page = self._page
        open_table = opening(lambda: page.go("topics", table=key))
        link = Tag("a", look.soft_hyphens(title, page.lang), "table-tab", href=page.address("topics", key))
        link.on("click", page.click(Deed.SORTING_OPEN_TABLE, open_table), js_handler=OPEN_HERE)
        if is_present:
            link.props["aria-current"] = "page"

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.tables is not None:
            self._show_tables()
        self._beside.refresh()
        self._list.apply(delta)
