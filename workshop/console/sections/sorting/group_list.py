"""The topics of one table: the list that hosts and moderators sort, kept up to date change by change."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from nicegui import ui

from workshop.console.frame.page import Page
from workshop.console.kit.card import CardList, CardTexts
from workshop.console.kit.controls import box, button
from workshop.console.sections.sorting.actions import Sorting
from workshop.console.sections.sorting.group_lines import TopicLines
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.console.sections.sorting.languages import Languages
from workshop.console.sections.sorting.marks import places_of_doubled, related
from workshop.console.sections.sorting.proposals import ProposalBox
from workshop.console.sections.sorting.selection import Selection
from workshop.console.sections.sorting.single_cards import Loose
from workshop.console.sections.sorting.unshown_cards import ASIDE, Aside
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.models import EntryState

_TARGET = "(e) => { const t = workshopTarget(e); if (t) emit(t); }"
_DETAIL = "(e) => emit(e.detail)"
_FOCUS_LEAVES = "(e) => { if (!e.currentTarget.contains(e.relatedTarget)) emit(false); }"
_FOCUS = (
    "(v) => { const e = v.el.querySelector('[data-row]'); e.focus(); e.scrollIntoView({block: 'center'}); }"
)


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
        self.harvest = harvest
        self.busy = 0
        self._in_hand: set[str] = set()
        # The topic in which each card of the table was last seen.
        self._where = {e.id: e.group_id for e in picture.entries.values() if e.table_id == table_id}
        self._dirty = False
        self._also: dict[str, list[int]] = {}
        self._aside: dict[EntryState, Aside] = {}
        self.sorting = Sorting(self)
        self.proposals = ProposalBox(self)
        with parent:
            self._build()
        self.refresh()
        self.languages.refresh()
        self.proposals.refresh(own=True)

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
                self.proposals.build_tools()
                self.reorder = button(_("Largest first"), self._order_now, "quiet reorder")
                self.reorder.set_visibility(False)
            self.selection = Selection(self)
            self.proposals.build()
            self._lines = TopicLines(self)
            self.languages = Languages(self)
            self.loose = Loose(self)
            for state in ASIDE:
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
        if self.is_in_hand:
            self._order()
        else:
            self.refresh({None})
        self.proposals.refresh()

    @property
    def rows(self) -> dict[int, GroupRow]:
        """The topics that stand in the list, in their order there."""
        return self._lines.rows

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody reads or sorts here, so that nothing may be pushed around."""
        return bool(self._in_hand or self.busy or self.texts.chosen)

    def look_at(self, group_id: int | None, entry_id: str | None) -> None:
        """Open the topic that somebody came for and put the focus on it, or on a card of it."""
        entry = self.picture.entries.get(entry_id or "")
        goal_id = entry.group_id if entry else group_id
        if goal_id is not None:
            self.ask_for(goal_id)
        row = self.rows.get(goal_id or 0)
        if row:
            self.open_row(row)
            self._reach(row, entry_id)
        elif entry and entry.is_shown:
            self.loose.reach(entry.id)
        item = (
            next((each.items[entry.id] for each in self.card_lists() if entry.id in each.items), None)
            if entry
            else None
        )
        if goal := item or row:
            goal.on("vnode-mounted", js_handler=_FOCUS)

    def _reach(self, row: GroupRow, entry_id: str | None) -> None:
        """Show as many cards of an open topic as it takes to see one of them."""
        number = self.picture.size(row.group)
        while entry_id and row.cards and entry_id not in row.cards.items and len(row.cards.items) < number:
            row.cards.widen()
            self.show_cards(row)

    def ask_for(self, group_id: int) -> None:
        """Keep a topic in the list however small it is: somebody came for it, or has just made it."""
        if group_id not in self._lines.asked:
            self._lines.asked.add(group_id)
            self.refresh(set())

    def widen(self) -> None:
        """Show more topics."""
        self._lines.limit *= 2
        self.refresh(set())

    def open_row(self, row: GroupRow) -> None:
        """Open a topic and show its cards."""
        if not row.is_open:
            row.open()
            self.show_cards(row)

    async def catch_up(self) -> None:
        """Show at once what this person just did, also in the place for suggestions."""
        watch = await self.page.services.watches.by_code(self.picture.dialogue.code)
        if watch:
            await watch.catch_up()
        if not self.page.is_locked and not self.root.is_deleted:
            self.proposals.refresh(own=True)

    def apply(self, delta: Delta) -> None:
        """Take a change in; what is open in somebody's hands waits until it is closed."""
        touched: set[int | None] = {group.id for group in delta.groups if group.table_id == self.table_id}
        for entry in delta.entries:
            if entry.table_id == self.table_id or entry.id in self._where:
                touched |= {self._where.get(entry.id), entry.group_id}
                self._where[entry.id] = entry.group_id
        for mark in delta.doublings:
            entry_id, group_id = mark.pair
            touched |= {self._where.get(entry_id), group_id}
        touched |= {number for mark in delta.contradictions for number in mark.pair}
        if touched:
            self.refresh(touched | related(self.picture, touched))
            self.languages.refresh()
        if touched or delta.dismissals:
            self.proposals.refresh()

    def refresh(self, touched: AbstractSet[int | None] | None = None) -> None:
        """Show the present state of the touched topics, or of all; `None` among them is no topic."""
        if self.busy:
            self._dirty = True
            return
        if self._dirty:
            touched, self._dirty = None, False
        groups = self._groups()
        self._also = places_of_doubled(self.picture, groups)
        for row in self._lines.show(groups, touched):
            self._show_row(row)
        if touched is None or None in touched or self._also:
            self.loose.refresh()
        self.loose.root.set_visibility(bool(self.picture.count_single(self.table_id) or groups))
        for aside in self._aside.values():
            aside.refresh()
        self._forget_gone()
        self._order()

    def _show_row(self, row: GroupRow) -> None:
        doubled = len(self.picture.doubled(row.group))
        row.show_numbers(self.picture.sizes_by_question(row.group), doubled=doubled)
        row.show_contradictions(self.picture.contradicting(row.group))
        if row.cards:
            self.show_cards(row)

    def show_cards(self, row: GroupRow) -> None:
        """Show the cards of an open topic, those of other topics that stand here too at the end."""
        if row.cards:
            members = self.picture.members(row.group, row.cards.limit)
            doubled = self.picture.doubled(row.group)
            row.cards.show(
                [*members, *doubled],
                total=self.picture.size(row.group) + len(doubled),
                guests=[entry.id for entry in doubled],
                notes=self.notes(row.group.id),
            )

    def notes(self, group_id: int | None) -> dict[str, str]:
        """Say of doubled cards in which other topics they stand."""
        _ = self.page.gettext
        notes = {}
        for entry_id, places in self._also.items():
            names = [self.sorting.name(place) for place in places if place != group_id]
            if names:
                notes[entry_id] = _("also in: %(topics)s") % {"topics": ", ".join(names)}
        return notes

    def _groups(self) -> list[GroupView]:
        """Return the open topics, the largest first, the parked ones at the end."""
        return sorted(self.picture.groups_of(self.table_id), key=lambda group: group.parked)

    def _forget_gone(self) -> None:
        gone = [entry_id for entry_id in self.texts.chosen if not self._is_shown(entry_id)]
        for entry_id in gone:
            del self.texts.chosen[entry_id]
        if gone:
            self.selection.refresh()

    def _is_shown(self, entry_id: str) -> bool:
        entry = self.picture.entries.get(entry_id)
        return entry is not None and entry.is_shown

    def _order(self) -> None:
        """Put the largest first, unless somebody has the list in hand."""
        wanted = list(self._lines.pick(self._groups(), keeps=False))
        is_pending = wanted != list(self.rows)
        if is_pending and not self.is_in_hand:
            self._lines.move(wanted)
            is_pending = False
        self.reorder.set_visibility(is_pending)

    def _order_now(self) -> None:
        in_hand, self._in_hand = self._in_hand, set()
        self.refresh(set())
        self._in_hand = in_hand
        self._lines.move(list(self._lines.pick(self._groups(), keeps=False)))
        self._order()

    def hold(self) -> None:
        """Keep the list still: a menu, an input or a dialog is open."""
        self.busy += 1

    def release(self) -> None:
        """Let the list go on with what it missed."""
        self.busy = max(0, self.busy - 1)
        if not self.busy and self._dirty:
            self.refresh()
        self.proposals.refresh()

    def card_lists(self) -> list[CardList]:
        """Return all lists of cards that are open now."""
        opened = [row.cards for row in self.rows.values() if row.cards]
        return [*opened, self.loose.cards, *(aside.cards for aside in self._aside.values() if aside.cards)]

    def open_aside(self, state: str) -> None:
        """Open or shut the list of cards that are held back or hidden."""
        self._aside[EntryState(state)].flip()

    def widen_aside(self, state: str) -> None:
        """Show more of the cards that are held back or hidden."""
        self._aside[EntryState(state)].widen()
