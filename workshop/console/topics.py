"""The topics of one table: the list that hosts and moderators sort, kept up to date change by change."""

from collections.abc import Callable

from nicegui import ui

from workshop.console.card import CardList, CardTexts
from workshop.console.controls import Tag, box, button
from workshop.console.group_row import GroupRow
from workshop.console.page import Page
from workshop.console.sorting import Sorting
from workshop.domain.queries.changes import Delta, EntryView
from workshop.live.picture import Picture
from workshop.models import EntryState

_TARGET = "(e) => { const t = workshopTarget(e); if (t) emit(t); }"
_DETAIL = "(e) => emit(e.detail)"
_FOCUS_LEAVES = "(e) => { if (!e.currentTarget.contains(e.relatedTarget)) emit(false); }"
_FOCUS = "(v) => { v.el.focus(); v.el.scrollIntoView({block: 'center'}); }"
_ASIDE = (EntryState.HELD, EntryState.HIDDEN)


class TopicList:
    """Topics of a table with their cards, cards without a topic, and cards that are not shown.

    The order follows the size, but never while somebody has the list in hand: then it waits.
    """

    def __init__(
        self,
        page: Page,
        picture: Picture,
        table_id: int,
        *,
        harvest: Callable[[int], None] | None = None,
        parent: ui.element,
    ) -> None:
        self.page = page
        self.picture = picture
        self.table_id = table_id
        self.texts = CardTexts(page.lang, page.gettext, page.ngettext)
        self.rows: dict[int, GroupRow] = {}
        self.harvest = harvest
        self.busy = 0
        self._in_hand: set[str] = set()
        self._where: dict[str, int | None] = {}
        self._dirty = False
        self._aside: dict[EntryState, Aside] = {}
        self.sorting = Sorting(self)
        with parent:
            self._build()
        self.refresh()

    def _build(self) -> None:
        _ = self.page.gettext
        with box("sorting", data_sorting="") as self.root:
            with box("sorting-tools"):
                self.undo = button(
                    "↶ " + _("Undo"), self.page.guard(self.sorting.undo), "undo", title="Ctrl+Z"
                )
                self.redo = button(
                    "↷ " + _("Redo"), self.page.guard(self.sorting.redo), "redo", title="Ctrl+Y"
                )
                button("+ " + _("Paper card"), self.page.guard(self.sorting.ask_paper_card), "paper-card")
                self.reorder = button(_("Largest first"), self._order_now, "quiet reorder")
                self.reorder.set_visibility(False)
            self.selection = box("selection", role="region", aria_label=_("Chosen cards"))
            self.selection.set_visibility(False)
            self.list = box("topics", "ul")
            self.nothing = Tag(
                "p",
                _("No topics yet. As soon as two cards say something similar, a topic appears here."),
                "empty-note",
            )
            with box("loose", "section", data_drop="none") as self.loose_box:
                with box("loose-head"):
                    self.loose_title = Tag("h3", "")
                    button(
                        _("New topic from chosen cards"),
                        self.page.guard(self.sorting.ask_gather),
                        "gather-hint quiet",
                    )
                self.loose = CardList(self.texts)
            for state in _ASIDE:
                self._aside[state] = Aside(self, state)
        self._listen()

    def _listen(self) -> None:
        guard, sorting = self.page.guard, self.sorting
        self.root.on("click", guard(sorting.act, in_turn=True), js_handler=_TARGET)
        self.root.on("rowkey", guard(sorting.act, in_turn=True), js_handler=_DETAIL)
        self.root.on("dropped", guard(sorting.drop, in_turn=True), js_handler=_DETAIL)
        self.root.on("undo", guard(sorting.undo, in_turn=True), args=[])
        self.root.on("redo", guard(sorting.redo, in_turn=True), args=[])
        self.root.on("mouseenter", lambda: self._hand("pointer", holds=True), args=[])
        self.root.on("mouseleave", lambda: self._hand("pointer", holds=False), args=[])
        self.root.on("focusin", lambda: self._hand("focus", holds=True), args=[], throttle=0.5)
        self.root.on("focusout", lambda: self._hand("focus", holds=False), js_handler=_FOCUS_LEAVES)

    def _hand(self, which: str, *, holds: bool) -> None:
        (self._in_hand.add if holds else self._in_hand.discard)(which)
        self._order()

    def look_at(self, group_id: int | None, entry_id: str | None) -> None:
        """Open the topic that somebody came for and put the focus on it, or on a card of it."""
        entry = self.picture.entries.get(entry_id or "")
        row = self.rows.get((entry.group_id if entry else group_id) or 0)
        if row:
            row.open(self.picture.members(row.group))
        item = (
            next((each.items[entry.id] for each in self.card_lists() if entry.id in each.items), None)
            if entry
            else None
        )
        goal = item.more if item else row.toggle if row else None
        if goal:
            goal.on("vnode-mounted", js_handler=_FOCUS)

    def apply(self, delta: Delta) -> None:
        """Take a change in; what is open in somebody's hands waits until it is closed."""
        touched = {group.id for group in delta.groups if group.table_id == self.table_id}
        mine = [entry for entry in delta.entries if entry.table_id == self.table_id]
        for entry in mine:
            touched |= {
                number for number in (self._where.get(entry.id), entry.group_id) if number is not None
            }
        if mine or touched:
            self.refresh(touched)

    def refresh(self, touched: set[int] | None = None) -> None:
        """Show the present state of the touched topics, or of all."""
        if self.busy:
            self._dirty = True
            return
        if self._dirty:
            touched, self._dirty = None, False
        groups = {group.id: group for group in self.picture.groups_of(self.table_id)}
        # A round number, so that not every bar changes whenever the largest topic gets a card.
        largest = max((self.picture.size(group) for group in groups.values()), default=1)
        scale = -(-largest // 5) * 5
        for number in [each for each in self.rows if each not in groups]:
            self.rows.pop(number).root.delete()
        for number, group in groups.items():
            row = self.rows.get(number)
            if row is None:
                with self.list:
                    self.rows[number] = row = GroupRow(
                        group, self.texts, can_harvest=self.harvest is not None
                    )
            elif touched is not None and number not in touched and row.scale == scale:
                continue
            row.group = group
            members = self.picture.members(group)
            row.show_numbers(members, scale=scale)
            if row.cards:
                row.cards.show(members)
            self._where |= {entry.id: number for entry in members}
        self._refresh_rest()
        self._order()

    def _refresh_rest(self) -> None:
        _ = self.page.gettext
        loose = self.picture.lone_entries(self.table_id)
        self._where |= {entry.id: None for entry in loose}
        self.loose.show(loose)
        self.loose_box.set_visibility(bool(loose or self.rows))
        self.loose_title.set_text(_("Cards without a topic (%(n)d)") % {"n": len(loose)})
        self.nothing.set_visibility(not self.rows)
        for aside in self._aside.values():
            aside.refresh()
        gone = [entry_id for entry_id in self.texts.chosen if not self._is_shown(entry_id)]
        for entry_id in gone:
            del self.texts.chosen[entry_id]
        if gone:
            self.sorting.show_selection()

    def _is_shown(self, entry_id: str) -> bool:
        entry = self.picture.entries.get(entry_id)
        return entry is not None and entry.is_shown

    def _wanted_order(self) -> list[int]:
        return [group.id for group in self.picture.groups_of(self.table_id) if group.id in self.rows]

    def _order(self) -> None:
        """Put the largest first, unless somebody has the list in hand."""
        wanted, present = self._wanted_order(), list(self.rows)
        is_pending = wanted != present
        if is_pending and not self._in_hand and not self.busy and not self.texts.chosen:
            self._move(wanted)
            is_pending = False
        self.reorder.set_visibility(is_pending)

    def _order_now(self) -> None:
        self._move(self._wanted_order())
        self.reorder.set_visibility(False)

    def _move(self, wanted: list[int]) -> None:
        self.rows = {number: self.rows[number] for number in wanted}
        self.list.default_slot.children.sort(key=[row.root for row in self.rows.values()].index)
        self.list.update()

    def hold(self) -> None:
        """Keep the list still: a menu, an input or a dialog is open."""
        self.busy += 1

    def release(self) -> None:
        """Let the list go on with what it missed."""
        self.busy = max(0, self.busy - 1)
        if not self.busy and self._dirty:
            self.refresh()

    def card_lists(self) -> list[CardList]:
        """Return all lists of cards that are open now."""
        opened = [row.cards for row in self.rows.values() if row.cards]
        return [*opened, self.loose, *(aside.cards for aside in self._aside.values() if aside.cards)]

    def open_aside(self, state: str) -> None:
        """Open or shut the list of cards that are held back or hidden."""
        self._aside[EntryState(state)].flip()


class Aside:
    """Cards that are held back or hidden: a line, and the cards when somebody looks."""

    def __init__(self, topics: TopicList, state: EntryState) -> None:
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
