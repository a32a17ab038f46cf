"""The topics of one table: the list that hosts and moderators sort, kept up to date change by change."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from nicegui import ui

from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.card import CardItem, CardList
from workshop.console.kit.controls import box, button
from workshop.console.sections.sorting.act import Act, drop_of, target_of
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.context import Answer, SortingContext
from workshop.console.sections.sorting.dispatch import Dispatcher
from workshop.console.sections.sorting.group_lines import GroupLines
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.console.sections.sorting.languages import Languages
from workshop.console.sections.sorting.machine_switch import MachineSwitch
from workshop.console.sections.sorting.marks import disputed_in, is_maybe_disputed, related
from workshop.console.sections.sorting.near_topics import NearLines
from workshop.console.sections.sorting.paper_dialogs import ask_paper_card
from workshop.console.sections.sorting.proposals import ProposalBox
from workshop.console.sections.sorting.selection import Selection
from workshop.console.sections.sorting.single_cards import SingleCards
from workshop.console.sections.sorting.turn_dialog import ask_turn
from workshop.console.sections.sorting.unshown_cards import UNSHOWN, UnshownCards
from workshop.domain.queries.changes import Delta
from workshop.models import EntryState, StepVerb

_TARGET = "(e) => { const t = workshopTarget(e); if (t) emit(t); }"
_DETAIL = "(e) => emit(e.detail)"
_FOCUS_LEAVES = "(e) => { if (!e.currentTarget.contains(e.relatedTarget)) emit(false); }"
_FOCUS = (
    "(v) => { const e = v.el.querySelector('[data-row]'); e.focus(); e.scrollIntoView({block: 'center'}); }"
)


class GroupList:
    """Topics of a table with their cards, cards without a topic, and cards that are not shown.

    The order follows the size, but never while somebody has the list in hand: then it waits. Who moderates
    all tables gives the `address` of each table's topics, and gets what only moderators see and decide.
    """

    def __init__(
        self,
        page: WatchedPage,
        table_id: int,
        *,
        answer: Answer,
        harvest: Callable[[int], None] | None = None,
        address: Callable[[str], str] | None = None,
        parent: ui.element,
    ) -> None:
        self._page, self._picture, self._table_id = page, page.picture, table_id
        self._context = SortingContext(page, table_id, harvest=harvest, answer=answer)
        self._actions = SortingActions(self._context)
        self._actions.asks_first = self._ask_turn
        # The topic in which each card of the table was last seen.
        entries = self._picture.entries.values()
        self._where = {e.id: e.group_id for e in entries if e.table_id == table_id}
        self._dirty = False
        self._proposals = ProposalBox(self._actions)
        with parent, box("sorting", data_sorting="") as self.root:
            self._build_tools(is_moderated=address is not None)
            selection = Selection(self._actions)
            self._proposals.build()
            self._lines = GroupLines(self._context)
            self._languages = Languages(self._context)
            self._single = SingleCards(self._context)
            self._unshown = {state: UnshownCards(self._context, state) for state in UNSHOWN}
        self._near = NearLines(self._context, self, address=address) if address else None
        self._context.on_choice.append(self._show_choice)
        self._context.on_release.append(self._catch_missed)
        self._context.on_asked.append(self._ask_for)
        self._dispatcher = Dispatcher(self._actions, self, selection)
        self._listen()
        self.refresh()
        self._languages.refresh()
        self._proposals.refresh(own=True)
        self._dispatcher.offer_drafts(self.root)

    def _build_tools(self, *, is_moderated: bool) -> None:
        page, _ = self._page, self._page.gettext
        with box("sorting-tools"):
            undo = page.click(Deed.SORTING_UNDO, self._actions.undo)
            button("↶ " + _("Undo"), undo, "undo", title="Ctrl+Z")
            redo = page.click(Deed.SORTING_REDO, self._actions.redo)
            button("↷ " + _("Redo"), redo, "redo", title="Ctrl+Y")
            paper_card = opening(lambda: ask_paper_card(self._actions))
            add = page.click(Deed.SORTING_ASK_PAPER_CARD, paper_card)
            button("+ " + _("Paper card"), add, "paper-card")
            self._proposals.build_tools()
            self._reorder = button(_("Largest first"), self._order_now, "quiet reorder")
            self._reorder.set_visibility(False)
            self._switch = MachineSwitch(self._actions) if is_moderated else None

    def _ask_turn(self, verb: StepVerb, step_id: int | None, redo: bool) -> None:  # noqa: FBT001 - as `AsksFirst` says
        ask_turn(self._actions, verb, step_id, redo=redo)

    def _listen(self) -> None:
        page, actions = self._page, self._actions
        act = page.told(Deed.SORTING_ACT, self._dispatcher.act, target_of, in_turn=True)
        drop = page.told(Deed.SORTING_DROP, self._dispatcher.drop, drop_of, in_turn=True)
        self.root.on("click", act, js_handler=_TARGET)
        self.root.on("rowkey", act, js_handler=_DETAIL)
        self.root.on("dropped", drop, js_handler=_DETAIL)
        self.root.on("undo", page.click(Deed.SORTING_UNDO, actions.undo, in_turn=True), args=[])
        self.root.on("redo", page.click(Deed.SORTING_REDO, actions.redo, in_turn=True), args=[])
        self.root.on("mouseenter", lambda: self._hand("pointer", holds=True), args=[])
        self.root.on("mouseleave", lambda: self._hand("pointer", holds=False), args=[])
        self.root.on("focusin", lambda: self._hand("focus", holds=True), args=[], throttle=0.5)
        self.root.on("focusout", lambda: self._hand("focus", holds=False), js_handler=_FOCUS_LEAVES)

    def _hand(self, which: str, *, holds: bool) -> None:
        hands = self._context.hands
        (hands.add if holds else hands.discard)(which)
        if self._context.is_in_hand:
            self._order()
        else:
            self.refresh({None})
        self._proposals.refresh()
        if self._near:
            self._near.refresh()

    @property
    def rows(self) -> dict[int, GroupRow]:
        """The topics that stand in the list, in their order there."""
        return self._lines.rows

    def item(self, entry_id: str, group_id: int | None) -> CardItem | None:
        """Return a card as it stands in a topic, or in the lists below (`None`)."""
        row = self.rows.get(group_id) if group_id is not None else None
        lists = [row.cards] if row and row.cards else self._card_lists()
        return next((each.items[entry_id] for each in lists if entry_id in each.items), None)

    def _show_choice(self, entry_ids: Sequence[str]) -> None:
        for entry_id in entry_ids:
            if item := self.item(entry_id, self._picture.entries[entry_id].group_id):
                item.choose(chosen=entry_id in self._context.texts.chosen)

    def focus_on(self, group_id: int | None, entry_id: str | None) -> None:
        """Open the topic that somebody came for and put the focus on it, or on a card of it."""
        entry = self._picture.entries.get(entry_id or "")
        goal_id = entry.group_id if entry else group_id
        if goal_id is not None:
            self._ask_for(goal_id)
        row = self.rows.get(goal_id or 0)
        if row:
            self.open_row(row)
            self._reach(row, entry_id)
        elif entry and entry.is_shown:
            self._single.reach(entry.id)
        item = (
            next((each.items[entry.id] for each in self._card_lists() if entry.id in each.items), None)
            if entry
            else None
        )
        if goal := item or row:
            goal.on("vnode-mounted", js_handler=_FOCUS)

    def _reach(self, row: GroupRow, entry_id: str | None) -> None:
        """Show as many cards of an open topic as it takes to see one of them."""
        number = self._picture.size(row.group)
        while entry_id and row.cards and entry_id not in row.cards.items and row.cards.limit < number:
            row.cards.widen()
            self._show_cards(row)

    def _ask_for(self, group_id: int) -> None:
        """Keep a topic in the list however small it is."""
        if group_id not in self._lines.asked:
            self._lines.asked.add(group_id)
            self.refresh(set())

    def widen(self, act: Act, row: GroupRow | None) -> None:
        """Show more of a list, or turn it."""
        if act == Act.MORE_TOPICS:
            self._lines.limit *= 2
            self.refresh(set())
        elif act == Act.MORE_CARDS:
            if row and row.cards:
                row.cards.widen()
                self._show_cards(row)
        elif act in {Act.MORE_HELD, Act.MORE_HIDDEN}:
            self._unshown[EntryState.HELD if act == Act.MORE_HELD else EntryState.HIDDEN].widen()
        else:
            self._single.act(act)

    def flip_unshown(self, state: EntryState) -> None:
        """Open or shut the list of cards that are held back or hidden."""
        self._unshown[state].flip()

    def show_unshown(self, state: EntryState) -> None:
        """Open the list of cards that are held back or hidden, and go there."""
        self._unshown[state].reach()

    def open_row(self, row: GroupRow) -> None:
        """Open a topic and show its cards."""
        if not row.is_open:
            row.open()
            self._show_cards(row)

    def apply(self, delta: Delta) -> None:
        """Take a change in; what is open in somebody's hands waits until it is closed."""
        for hear in tuple(self._context.on_news):
            hear(delta.entries)
        if self._switch:
            self._switch.refresh()
        touched: set[int | None] = {group.id for group in delta.groups if group.table_id == self._table_id}
        for entry in delta.entries:
            if entry.table_id == self._table_id or entry.id in self._where:
                touched |= {self._where.get(entry.id), entry.group_id}
                self._where[entry.id] = entry.group_id
        for mark in delta.doublings:
            entry_id, group_id = mark.pair
            touched |= {self._where.get(entry_id), group_id}
        touched |= {number for mark in delta.contradictions for number in mark.pair}
        touched |= disputed_in(mark.pair[1] for mark in delta.dismissals)
        if touched:
            self.refresh(touched | related(self._picture, touched))
            self._languages.refresh()
        if touched or delta.dismissals:
            self._proposals.refresh()
        if self._near:
            self._near.refresh()

    def refresh(self, touched: AbstractSet[int | None] | None = None) -> None:
        """Show the present state of the touched topics, or of all; `None` among them is no topic."""
        if self._context.is_held:
            self._dirty = True
            return
        if self._dirty:
            touched, self._dirty = None, False
        groups = self._context.groups()
        self._context.note_doubled()
        for row in self._lines.show(groups, touched):
            self._show_row(row)
        if touched is None or None in touched or self._context.doubled:
            self._single.refresh()
        self._single.root.set_visibility(bool(self._picture.count_single(self._table_id) or groups))
        for unshown in self._unshown.values():
            unshown.refresh()
        self._context.forget_gone()
        self._order()
        if self._near:
            self._near.refresh()

    def _catch_missed(self) -> None:
        if not self._context.is_held and self._dirty:
            self.refresh()

    def _show_row(self, row: GroupRow) -> None:
        doubled = len(self._picture.doubled(row.group))
        row.show_numbers(self._picture.sizes_by_question(row.group), doubled=doubled)
        row.show_contradictions(self._picture.contradicting(row.group))
        row.show_verdict()
        row.show_accord(is_maybe_disputed=is_maybe_disputed(self._picture, row.group))
        if row.cards:
            self._show_cards(row)

    def _show_cards(self, row: GroupRow) -> None:
        """Show the cards of an open topic, those of other topics that stand here too at the end."""
        if row.cards:
            members = self._picture.members(row.group, row.cards.limit)
            doubled = self._picture.doubled(row.group)
            row.cards.show(
                [*members, *doubled],
                total=self._picture.size(row.group) + len(doubled),
                guests=[entry.id for entry in doubled],
                notes=self._context.notes(row.group.id),
            )

    def _order(self) -> None:
        """Put the largest first, unless somebody has the list in hand."""
        wanted = list(self._lines.pick(self._context.groups(), keeps=False))
        is_pending = wanted != list(self.rows)
        if is_pending and not self._context.is_in_hand:
            self._lines.move(wanted)
            is_pending = False
        self._reorder.set_visibility(is_pending)

    def _order_now(self) -> None:
        hands = set(self._context.hands)
        self._context.hands.clear()
        self.refresh(set())
        self._context.hands |= hands
        self._lines.move(list(self._lines.pick(self._context.groups(), keeps=False)))
        self._order()

    def _card_lists(self) -> list[CardList]:
        """Return all lists of cards that are open now."""
        opened = [row.cards for row in self.rows.values() if row.cards]
        unshown = [each.cards for each in self._unshown.values() if each.cards]
        return [*opened, self._single.cards, *unshown]
