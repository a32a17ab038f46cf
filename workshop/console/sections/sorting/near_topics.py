"""Where a topic probably stands at other tables too: a line below it, for whoever moderates all of them."""

from collections.abc import Callable, Mapping
from typing import Protocol

from nicegui import ui

from workshop.console.sections.sorting.context import SortingContext
from workshop.console.sections.sorting.group_row import GroupRow


class Topics(Protocol):
    """The list of topics in which the lines stand."""

    root: ui.element

    @property
    def rows(self) -> Mapping[int, GroupRow]:
        """The topics that stand in the list."""


class NearLines:
    """The lines; what comes new waits while somebody points at the list, that nothing moves under a hand."""

    def __init__(self, context: SortingContext, topics: Topics, *, address: Callable[[str], str]) -> None:
        self._context, self._topics, self._address = context, topics, address
        placer = context.placer
        self._stop = placer.near.listen(self._hear) if placer else lambda: None
        context.page.client.on_delete(self._stop)
        context.on_release.append(self.refresh)

    def _hear(self) -> None:
        if self._context.page.is_locked or self._topics.root.is_deleted:
            self._stop()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        if self._context.placer is None:
            return
        context = self._context
        # A focus that was left behind somewhere in the list keeps nothing still: nobody aims with it.
        is_aimed_at = "pointer" in context.hands or context.is_held or context.texts.chosen
        for number, row in self._topics.rows.items():
            lines = self._lines(number)
            if len(lines) <= row.near_lines or not is_aimed_at:
                row.show_near(lines)

    def _lines(self, group_id: int) -> list[dict[str, str]]:
        context = self._context
        near = context.placer.near.of(group_id) if context.placer else []
        lines = []
        for group in near:
            table = context.picture.tables[group.table_id]
            text = context.page.gettext("probably also at table %(number)d: “%(topic)s”")
            said = text % {"number": table.number, "topic": context.name(group.id)}
            lines.append({"text": said, "href": self._address(table.key)})
        return lines
