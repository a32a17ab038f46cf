"""Cards that are held back or hidden, below the topics of a table."""

from typing import TYPE_CHECKING

from workshop.console.kit.card import CardList
from workshop.console.kit.controls import Tag, box
from workshop.models import EntryState

if TYPE_CHECKING:
    from workshop.console.sections.sorting.group_list import TopicList

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

    def refresh(self) -> None:
        """Show the present number and, when open, the cards."""
        _, picture, table_id = self._topics.page.gettext, self._topics.picture, self._topics.table_id
        number = picture.count_unshown(self._state, table_id)
        titles = {EntryState.HELD: _("Held back (%(n)d)"), EntryState.HIDDEN: _("Hidden (%(n)d)")}
        self.toggle.set_text(titles[self._state] % {"n": number})
        self.root.set_visibility(number > 0)
        if self.cards:
            self.cards.show(picture.entries_in_state({self._state}, table_id), total=number)

    def widen(self) -> None:
        """Show more of the cards."""
        if self.cards:
            self.cards.widen()
            self.refresh()

    def flip(self) -> None:
        """Open or shut."""
        if self.cards:
            self.cards = None
            self.body.clear()
        else:
            with self.body:
                self.cards = CardList(self._topics.texts, more=f"widen-{self._state}")
            self.refresh()
        self.toggle.props["aria-expanded"] = str(self.cards is not None).lower()
