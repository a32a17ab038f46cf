"""The cards of a table that are in no topic, below the topics: the oldest first, or on request the newest."""

from workshop.console.kit.card import CardList
from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.sorting.act import Act
from workshop.console.sections.sorting.context import SortingContext
from workshop.domain.queries.entry import EntryView


class SingleCards:
    """The list with its heading.

    New cards come at the end. With the newest first they come at the beginning, but not while somebody has
    the list in hand: then they wait, and a button says how many.
    """

    def __init__(self, context: SortingContext) -> None:
        self._context = context
        self._newest_first = False
        self._seen: list[str] = []
        _ = context.page.gettext
        with box("single", "section", data_drop="none") as self.root:
            with box("single-head"):
                self._title = Tag("h3", "")
                self._waiting = Tag("button", "", "button quiet", type="button", data_act=Act.SINGLE_NEW)
                self._turn = Tag("button", "", "button quiet", type="button", data_act=Act.SINGLE_TURN)
                button(
                    _("New topic from chosen cards"),
                    classes="gather-hint quiet",
                    data_act=Act.SELECTION_GATHER,
                )
            self.cards = CardList(context.texts, more=Act.SINGLE_MORE)

    def refresh(self, *, own: bool = False) -> None:
        """Show the present cards; with `own` also those that wait."""
        _, picture, table_id = self._context.page.gettext, self._context.picture, self._context.table_id
        number = picture.count_single(table_id)
        self._title.set_text(_("Cards without a topic (%(n)d)") % {"n": number})
        self._turn.set_text(_("Oldest first") if self._newest_first else _("Newest first"))
        self._turn.set_visibility(number > self.cards.limit or self._newest_first)
        entries = picture.single_entries(table_id, self.cards.limit, newest_first=self._newest_first)
        waiting = 0
        if self._newest_first and self._context.is_in_hand and not own:
            known = set(self._seen)
            waiting = sum(entry.id not in known for entry in entries)
            entries = [entry for each in self._seen if self._is_here(entry := picture.entries[each])]
        words = self._context.page.ngettext("Show %(n)d new card", "Show %(n)d new cards", waiting)
        self._waiting.set_text(words % {"n": waiting})
        self._waiting.set_visibility(waiting > 0)
        self._seen = [entry.id for entry in entries]
        self.cards.show(entries, total=number, notes=self._context.notes(None))

    def _is_here(self, entry: EntryView) -> bool:
        return entry.is_shown and entry.group_id is None and entry.table_id == self._context.table_id

    def act(self, act: Act) -> None:
        """Do what one of the buttons says: show more of them or new ones, or turn the order."""
        if act == Act.SINGLE_MORE:
            self.cards.widen()
        elif act == Act.SINGLE_TURN:
            self._newest_first = not self._newest_first
            self.cards.clear()
        self.refresh(own=True)

    def reach(self, entry_id: str) -> None:
        """Show as many cards as it takes to see one of them."""
        total = self._context.picture.count_single(self._context.table_id)
        while entry_id not in self.cards.items and self.cards.limit < total:
            self.act(Act.SINGLE_MORE)
