"""Cards that are held back or hidden, below the topics of a table."""

from workshop.console.kit.card import CardList
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.sorting.act import Act
from workshop.console.sections.sorting.context import SortingContext
from workshop.models import EntryState

UNSHOWN = (EntryState.HELD, EntryState.HIDDEN)
_TOGGLE = {EntryState.HELD: Act.TOGGLE_HELD, EntryState.HIDDEN: Act.TOGGLE_HIDDEN}
_MORE = {EntryState.HELD: Act.MORE_HELD, EntryState.HIDDEN: Act.MORE_HIDDEN}


class UnshownCards:
    """Cards that are held back or hidden: a line, and the cards when somebody looks."""

    def __init__(self, context: SortingContext, state: EntryState) -> None:
        self._context, self._state = context, state
        self.cards: CardList | None = None
        with box("unshown", "section") as self.root:
            self.toggle = Tag(
                "button",
                "",
                "unshown-toggle",
                type="button",
                aria_expanded="false",
                data_act=_TOGGLE[state],
                data_row="",
            )
            self.body = box("unshown-body")
        self.refresh()

    def refresh(self) -> None:
        """Show the present number and, when open, the cards."""
        _, picture, table_id = self._context.page.gettext, self._context.picture, self._context.table_id
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

    def reach(self) -> None:
        """Open it and put the focus on it."""
        if not self.cards:
            self.flip()
        self.toggle.run_method("focus")
        self.toggle.run_method("scrollIntoView")

    def flip(self) -> None:
        """Open or shut."""
        if self.cards:
            self.cards = None
            self.body.clear()
        else:
            with self.body:
                self.cards = CardList(self._context.texts, more=_MORE[self._state])
            self.refresh()
        self.toggle.props["aria-expanded"] = str(self.cards is not None).lower()
