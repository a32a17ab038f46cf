"""The topics of one table: the list that hosts and moderators sort, kept up to date change by change."""

from collections.abc import Callable

from nicegui import ui

from workshop.console.aside import ASIDE, Aside
from workshop.console.card import CardList, CardTexts
from workshop.console.controls import Tag, box, button
from workshop.console.group_row import GroupRow
from workshop.console.languages import Languages
from workshop.console.marks import places_of_doubled, related
from workshop.console.page import Page
from workshop.console.proposals import ProposalBox
from workshop.console.sorting import Sorting
from workshop.domain.queries.changes import Delta, GroupView
from workshop.live.picture import Picture
from workshop.models import EntryState

_TARGET = "(e) => { const t = workshopTarget(e); if (t) emit(t); }"
_DETAIL = "(e) => emit(e.detail)"
_FOCUS_LEAVES = "(e) => { if (!e.currentTarget.contains(e.relatedTarget)) emit(false); }"
_FOCUS = "(v) => { v.el.focus(); v.el.scrollIntoView({block: 'center'}); }"


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
            self.selection = box("selection", role="region", aria_label=_("Chosen cards"))
            self.selection.set_visibility(False)
            self.proposals.build()
            self.list = box("topics", "ul")
            self.nothing = Tag(
                "p",
                _("No topics yet. As soon as two cards say something similar, a topic appears here."),
                "empty-note",
            )
            with box("parked", "section") as self.parked_box:
                self.parked_title = Tag("h3", "")
                self.parked = box("topics", "ul")
            self.languages = Languages(self)
            with box("loose", "section", data_drop="none") as self.loose_box:
                with box("loose-head"):
                    self.loose_title = Tag("h3", "")
                    button(
                        _("New topic from chosen cards"),
                        self.page.guard(self.sorting.ask_gather),
                        "gather-hint quiet",
                    )
                self.loose = CardList(self.texts)
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
        self._order()
        self.proposals.refresh()

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody reads or sorts here, so that nothing may be pushed around."""
        return bool(self._in_hand or self.busy or self.texts.chosen)

    def look_at(self, group_id: int | None, entry_id: str | None) -> None:
        """Open the topic that somebody came for and put the focus on it, or on a card of it."""
        entry = self.picture.entries.get(entry_id or "")
        row = self.rows.get((entry.group_id if entry else group_id) or 0)
        if row:
            self.open_row(row)
        item = (
            next((each.items[entry.id] for each in self.card_lists() if entry.id in each.items), None)
            if entry
            else None
        )
        goal = item.more if item else row.toggle if row else None
        if goal:
            goal.on("vnode-mounted", js_handler=_FOCUS)

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
        touched = {group.id for group in delta.groups if group.table_id == self.table_id}
        mine = [entry for entry in delta.entries if entry.table_id == self.table_id]
        for entry in mine:
            touched |= {
                number for number in (self._where.get(entry.id), entry.group_id) if number is not None
            }
        for mark in delta.doublings:
            entry_id, group_id = mark.pair
            touched |= {number for number in (self._where.get(entry_id), group_id) if number is not None}
        touched |= {number for mark in delta.contradictions for number in mark.pair}
        if mine or touched:
            self.refresh(touched | related(self.picture, touched))
            self.languages.refresh()
        if mine or touched or delta.dismissals:
            self.proposals.refresh()

    def refresh(self, touched: set[int] | None = None) -> None:
        """Show the present state of the touched topics, or of all."""
        if self.busy:
            self._dirty = True
            return
        if self._dirty:
            touched, self._dirty = None, False
        groups = {group.id: group for group in self._groups()}
        # A round number, so that not every bar changes whenever the largest topic gets a card.
        largest = max((self.picture.size(group) for group in groups.values()), default=1)
        scale = -(-largest // 5) * 5
        self._also = places_of_doubled(self.picture, groups.values())
        for number in [each for each in self.rows if each not in groups]:
            self.rows.pop(number).root.delete()
        for number, group in groups.items():
            row = self.rows.get(number)
            place = self.parked if group.parked else self.list
            if row is None:
                with place:
                    self.rows[number] = row = GroupRow(
                        group, self.texts, can_harvest=self.harvest is not None
                    )
            elif touched is not None and number not in touched and row.scale == scale:
                continue
            elif row.group.parked != group.parked:
                row.root.move(place)
            row.group = group
            self._show_row(row, scale)
        self._refresh_rest()
        self._order()

    def _show_row(self, row: GroupRow, scale: int) -> None:
        members, doubled = self.picture.members(row.group), self.picture.doubled(row.group)
        row.show_numbers(members, doubled=len(doubled), scale=scale)
        row.show_contradictions(self.picture.contradicting(row.group))
        if row.cards:
            self.show_cards(row)
        self._where |= {entry.id: row.group.id for entry in members}

    def show_cards(self, row: GroupRow, *, everything: bool = False) -> None:
        """Show the cards of an open topic, those of other topics that stand here too at the end."""
        if row.cards:
            members, doubled = self.picture.members(row.group), self.picture.doubled(row.group)
            row.cards.show(
                [*members, *doubled],
                guests=[entry.id for entry in doubled],
                notes=self._notes(row.group.id),
                everything=everything,
            )

    def show_loose(self, *, everything: bool = False) -> None:
        """Show the cards without a topic."""
        loose = self.picture.lone_entries(self.table_id)
        self.loose.show(loose, notes=self._notes(None), everything=everything)

    def _notes(self, group_id: int | None) -> dict[str, str]:
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

    def _refresh_rest(self) -> None:
        _ = self.page.gettext
        loose = self.picture.lone_entries(self.table_id)
        self._where |= {entry.id: None for entry in loose}
        self.show_loose()
        self.loose_box.set_visibility(bool(loose or self.rows))
        self.loose_title.set_text(_("Cards without a topic (%(n)d)") % {"n": len(loose)})
        self.nothing.set_visibility(not self.rows)
        parked = sum(row.group.parked for row in self.rows.values())
        self.parked_box.set_visibility(parked > 0)
        self.parked_title.set_text(_("Parked topics (%(n)d)") % {"n": parked})
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
        return [group.id for group in self._groups() if group.id in self.rows]

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
        for each in (self.list, self.parked):
            each.default_slot.children.sort(key=[row.root for row in self.rows.values()].index)
            each.update()

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
        return [*opened, self.loose, *(aside.cards for aside in self._aside.values() if aside.cards)]

    def open_aside(self, state: str) -> None:
        """Open or shut the list of cards that are held back or hidden."""
        self._aside[EntryState(state)].flip()
