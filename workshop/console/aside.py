"""Cards that are held back or hidden, below the topics of a table."""

from typing import TYPE_CHECKING

from workshop.console.card import CardList
from workshop.console.controls import Tag, box
from workshop.domain.queries.changes import EntryView
from workshop.models import EntryState

if TYPE_CHECKING:
    from workshop.console.topics import TopicList

ASIDE = (EntryState.HELD, EntryState.HIDDEN)


class Aside:
    """Cards that are held back or hidden: a line, and the cards when somebody looks."""

    def __init__(self, topics: "TopicList", state: EntryState) -> None:
        self._topics, self._state = topics, state
        self.cards: CardList | None = None
        with box("aside", "section") as self.root:
            self.toggle = Tag(
                "button",
                "",
                "aside-toggle",
                type="button",
                aria_expanded="false",
                data_act=f"aside-{state}",
                data_row="",
            )
            self.body = box("aside-body")
        self.refresh()

    def _entries(self) -> list[EntryView]:
        return self._topics.picture.entries_in_state({self._state}, self._topics.table_id)

    def refresh(self) -> None:
        """Show the present number and, when open, the cards."""
        _, entries = self._topics.page.gettext, self._entries()
        titles = {EntryState.HELD: _("Held back (%(n)d)"), EntryState.HIDDEN: _("Hidden (%(n)d)")}
        self.toggle.set_text(titles[self._state] % {"n": len(entries)})
        self.root.set_visibility(bool(entries))
        if self.cards:
            self.cards.show(entries)

    def flip(self) -> None:
        """Open or shut."""
        if self.cards:
            self.cards = None
            self.body.clear()
        else:
            with self.body:
                self.cards = CardList(self._topics.texts)
            self.cards.show(self._entries())
        self.toggle.props["aria-expanded"] = str(self.cards is not None).lower()
