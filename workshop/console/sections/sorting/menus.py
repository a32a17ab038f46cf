"""The menus of a topic and of a card; every drag has its twin here."""

from typing import TYPE_CHECKING

from workshop.console.frame.menu import open_menu
from workshop.console.frame.page import Deed
from workshop.console.sections.sorting import card_dialogs, group_dialogs, mark_dialogs
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.models import EntryState

if TYPE_CHECKING:
    from workshop.console.sections.sorting.actions import Sorting

Items = list[tuple[str, Deed]]


def open_group_menu(sorting: "Sorting", row: GroupRow) -> None:
    """Open the menu of a topic."""
    _, group = sorting.page.gettext, row.group

    async def rename(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
        group_dialogs.rename_inline(sorting, row)

    async def merge(actor: Actor, args: object) -> None:  # noqa: ARG001
        group_dialogs.ask_merge(sorting, group)

    async def split(actor: Actor, args: object) -> None:  # noqa: ARG001
        group_dialogs.ask_split(sorting, group)

    async def explain(actor: Actor, args: object) -> None:  # noqa: ARG001
        await group_dialogs.explain_group(sorting, group)

    async def park(actor: Actor, args: object) -> None:  # noqa: ARG001
        await sorting.park(actor, group, parked=not group.parked)

    async def contradict(actor: Actor, args: object) -> None:  # noqa: ARG001
        mark_dialogs.ask_contradiction(sorting, group)

    async def harvest(actor: Actor, args: object) -> None:  # noqa: ARG001
        if sorting.topics.harvest:
            sorting.topics.harvest(group.id)

    items: Items = [
        (_("Rename"), rename),
        (_("Merge with …"), merge),
        (_("Split …"), split),
        (_("Why do these belong together?"), explain),
        (_("Take out of the parked topics") if group.parked else _("Park for another time"), park),
        (_("Contradicts …"), contradict),
    ]
    items += [
        (
            _("No longer contradicts “%(topic)s”") % {"topic": sorting.name(other.id)},
            agree(sorting, group, other),
        )
        for other in sorting.topics.picture.contradicting(group)
    ]
    if sorting.topics.harvest:
        items.append((_("Make result …"), harvest))
    sorting.topics.hold()
    open_menu(sorting.page, row.menu_place, row, items, on_close=sorting.topics.release)


def agree(sorting: "Sorting", group: GroupView, other: GroupView) -> Deed:
    """Return the deed that takes the mark of a contradiction away."""

    async def take_away(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
        await sorting.contradict(actor, group, other, active=False)

    return take_away


def open_card_menu(sorting: "Sorting", entry: EntryView, group_id: int | None) -> None:
    """Open the menu of a card in the topic in which it was asked for."""
    item = sorting.item(entry.id, group_id)
    if item is None:
        return
    items = _of_shown(sorting, entry, group_id) if entry.is_shown else _of_unshown(sorting, entry)
    sorting.topics.hold()
    open_menu(sorting.page, item, item, items, on_close=sorting.topics.release)


def _of_shown(sorting: "Sorting", entry: EntryView, group_id: int | None) -> Items:
    _ = sorting.page.gettext

    async def move(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
        card_dialogs.ask_move(sorting, [entry])

    async def double(actor: Actor, args: object) -> None:  # noqa: ARG001
        mark_dialogs.ask_double(sorting, entry)

    async def undouble(actor: Actor, args: object) -> None:  # noqa: ARG001
        if group_id is not None:
            await sorting.double(actor, entry, group_id, active=False)

    async def take_out(actor: Actor, args: object) -> None:  # noqa: ARG001
        await sorting.move(actor, [entry], None)

    async def explain(actor: Actor, args: object) -> None:  # noqa: ARG001
        await card_dialogs.explain_card(sorting, entry)

    if group_id is not None and group_id != entry.group_id:
        return [(_("No longer show it here"), undouble), (_("Also show it in …"), double)]
    items: Items = [(_("Move to …"), move), (_("Also show it in …"), double)]
    if group_id is not None:
        items += [(_("Take out of the topic"), take_out), (_("Why is it here?"), explain)]
    return [
        *items,
        _set_aside(sorting, entry, EntryState.HELD),
        _set_aside(sorting, entry, EntryState.HIDDEN),
    ]


def _of_unshown(sorting: "Sorting", entry: EntryView) -> Items:
    async def show(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
        await sorting.show(actor, entry)

    other = EntryState.HIDDEN if entry.state == EntryState.HELD else EntryState.HELD
    return [(sorting.page.gettext("Show again"), show), _set_aside(sorting, entry, other)]


def _set_aside(sorting: "Sorting", entry: EntryView, state: EntryState) -> tuple[str, Deed]:
    _ = sorting.page.gettext

    async def ask(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
        card_dialogs.ask_reason(sorting, entry, state)

    return (_("Hold back …") if state == EntryState.HELD else _("Hide …"), ask)
