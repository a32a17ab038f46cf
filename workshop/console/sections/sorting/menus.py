"""The menus of a topic and of a card; every drag has its twin here."""

from collections.abc import Callable

from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.frame.menu import Item, open_menu
from workshop.console.kit.card import CardItem
from workshop.console.sections.sorting import (
    card_dialogs,
    dot_dialogs,
    group_dialogs,
    mark_dialogs,
    mute_dialog,
    paper_dialogs,
    redaction_dialog,
)
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.console.sections.sorting.marks import is_maybe_disputed
from workshop.console.wording.cards import accord_word
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.models import Accord, EntryState, HoldReason, Origin


def open_group_menu(actions: SortingActions, row: GroupRow) -> None:
    """Open the menu of a topic."""
    context, group = actions.context, row.group
    _ = context.page.gettext

    async def explain(_actor: Actor) -> None:
        await group_dialogs.explain_group(actions, group)

    async def park(actor: Actor) -> None:
        await actions.park(actor, group, parked=not group.parked)

    def ask(show: Callable[[SortingActions, GroupView], None]) -> Click:
        return opening(lambda: show(actions, group))

    items = [
        Item(_("Rename"), Deed.SORTING_RENAME, opening(lambda: group_dialogs.rename_inline(actions, row))),
        Item(_("Merge with …"), Deed.SORTING_ASK_MERGE, ask(group_dialogs.ask_merge)),
        Item(_("Split …"), Deed.SORTING_ASK_SPLIT, ask(group_dialogs.ask_split)),
        Item(_("Why do these belong together?"), Deed.SORTING_EXPLAIN_GROUP, explain),
        Item(
            _("Take out of the parked topics") if group.parked else _("Park for another time"),
            Deed.SORTING_PARK,
            park,
        ),
        Item(_("Contradicts …"), Deed.SORTING_ASK_CONTRADICTION, ask(mark_dialogs.ask_contradiction)),
    ]
    items += [*_accords(actions, group), _verdict(actions, group)]
    if context.picture.dialogue.dots:
        count = ask(dot_dialogs.ask_paper_dots)
        items.append(Item(_("Dots on paper …"), Deed.SORTING_ASK_PAPER_DOTS, count))
    items += [_agreement(actions, group, other) for other in context.picture.contradicting(group)]
    if harvest := context.harvest:
        items.append(Item(_("Make result …"), Deed.SORTING_HARVEST, opening(lambda: harvest(group.id))))
    context.hold()
    open_menu(context.page, row.menu_place, row, items, on_close=context.release)


def open_accord_menu(actions: SortingActions, row: GroupRow) -> None:
    """Open the menu that marks a topic as agreed or as disputed, or answers it."""
    context = actions.context
    context.hold()
    items = [*_accords(actions, row.group), _verdict(actions, row.group)]
    open_menu(context.page, row.menu_place, row, items, on_close=context.release)


def _accords(actions: SortingActions, group: GroupView) -> list[Item]:
    """Return what marks a topic otherwise than it is marked now, or leaves it so where a mark is proposed."""
    _ = actions.context.page.gettext

    def marking(accord: Accord) -> Click:
        async def mark(actor: Actor) -> None:
            await actions.mark(actor, group, accord)

        return mark

    async def leave(actor: Actor) -> None:
        await actions.leave_unmarked(actor, group)

    texts = {
        Accord.AGREED: _("Mark: people agree"),
        Accord.DISPUTED: _("Mark: disputed"),
        Accord.NONE: _("Take the mark “%(mark)s” away") % {"mark": accord_word(group.accord, gettext=_)},
    }
    items = [
        Item(text, Deed.SORTING_MARK_ACCORD, marking(accord))
        for accord, text in texts.items()
        if accord != group.accord
    ]
    if is_maybe_disputed(actions.context.picture, group):
        items.append(Item(_("Leave it without a mark"), Deed.SORTING_DISMISS_PROPOSAL, leave))
    return items


def _verdict(actions: SortingActions, group: GroupView) -> Item:
    """Return what asks whether a topic is taken up."""
    context, _ = actions.context, actions.context.page.gettext
    text = _("Change the answer …") if group.verdict else _("Answer: taken up or not …")
    return Item(text, Deed.SORTING_ASK_VERDICT, opening(lambda: context.ask_verdict(group)))


def _agreement(actions: SortingActions, group: GroupView, other: GroupView) -> Item:
    """Return what takes the mark of a contradiction away."""
    context = actions.context

    async def take_away(actor: Actor) -> None:
        await actions.contradict(actor, group, other, active=False)

    text = context.page.gettext("No longer contradicts “%(topic)s”") % {"topic": context.name(other.id)}
    return Item(text, Deed.SORTING_AGREE, take_away)


def open_card_menu(actions: SortingActions, item: CardItem, entry: EntryView, group_id: int | None) -> None:
    """Open the menu of a card in the topic in which it was asked for."""
    context = actions.context
    items = _of_shown(actions, entry, group_id) if entry.is_shown else _of_unshown(actions, entry)
    context.hold()
    open_menu(context.page, item, item, items, on_close=context.release)


def _of_shown(actions: SortingActions, entry: EntryView, group_id: int | None) -> list[Item]:
    _ = actions.context.page.gettext

    async def undouble(actor: Actor) -> None:
        if group_id is not None:
            await actions.double(actor, entry, group_id, active=False)

    async def take_out(actor: Actor) -> None:
        await actions.move(actor, [entry], None)

    async def explain(_actor: Actor) -> None:
        await card_dialogs.explain_card(actions, entry)

    double = Item(
        _("Also show it in …"),
        Deed.SORTING_ASK_DOUBLE,
        opening(lambda: mark_dialogs.ask_double(actions, entry)),
    )
    if group_id is not None and group_id != entry.group_id:
        return [Item(_("No longer show it here"), Deed.SORTING_UNDOUBLE, undouble), double]
    move = opening(lambda: card_dialogs.ask_move(actions, [entry]))
    items = [Item(_("Move to …"), Deed.SORTING_ASK_MOVE, move), double]
    if group_id is not None:
        items += [
            Item(_("Take out of the topic"), Deed.SORTING_TAKE_OUT, take_out),
            Item(_("Why is it here?"), Deed.SORTING_EXPLAIN_CARD, explain),
        ]
    return [
        *items,
        *_of_paper(actions, entry),
        _redaction(actions, entry),
        _set_aside(actions, entry, EntryState.HELD),
        _set_aside(actions, entry, EntryState.HIDDEN),
        *_mute(actions, entry),
    ]


def _of_paper(actions: SortingActions, entry: EntryView) -> list[Item]:
    """Return what only cards from paper have: their words are the typist's to correct."""
    if entry.origin != Origin.PAPER:
        return []
    _ = actions.context.page.gettext

    async def take_back(actor: Actor) -> None:
        await actions.take_back(actor, entry)

    correct = opening(lambda: paper_dialogs.ask_correction(actions, entry))
    return [
        Item(_("Correct text and question …"), Deed.SORTING_ASK_CORRECTION, correct),
        Item(_("Take the paper card back"), Deed.SORTING_TAKE_BACK, take_back),
    ]


def _of_unshown(actions: SortingActions, entry: EntryView) -> list[Item]:
    async def show(actor: Actor) -> None:
        await actions.show(actor, entry)

    other = EntryState.HIDDEN if entry.state == EntryState.HELD else EntryState.HELD
    again = Item(actions.context.page.gettext("Show again"), Deed.SORTING_SHOW, show)
    redaction = _redaction(actions, entry)
    mute = _mute(actions, entry)
    aside = [_set_aside(actions, entry, other)]
    if entry.hold_reason == HoldReason.DELAY:
        # It would come by itself: whoever wants to look at it first holds it.
        aside.insert(0, _set_aside(actions, entry, EntryState.HELD))
    return [again, *_of_paper(actions, entry), redaction, *aside, *mute]


def _mute(actions: SortingActions, entry: EntryView) -> list[Item]:
    """Return what a moderator has who looks at a card from a phone: it reaches all tables."""
    if entry.origin == Origin.PAPER or not actions.context.is_moderated:
        return []
    ask = opening(lambda: mute_dialog.ask_mute(actions, entry))
    text = actions.context.page.gettext("Hold back further cards of this person …")
    return [Item(text, Deed.SORTING_ASK_MUTE, ask)]


def _redaction(actions: SortingActions, entry: EntryView) -> Item:
    ask = opening(lambda: redaction_dialog.ask_redaction(actions, entry))
    return Item(actions.context.page.gettext("Black out words …"), Deed.SORTING_ASK_REDACTION, ask)


def _set_aside(actions: SortingActions, entry: EntryView, state: EntryState) -> Item:
    _ = actions.context.page.gettext
    text = _("Hold back …") if state == EntryState.HELD else _("Hide …")
    ask = opening(lambda: card_dialogs.ask_reason(actions, entry, state))
    return Item(text, Deed.SORTING_ASK_REASON, ask)
