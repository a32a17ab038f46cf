"""Who does what is asked for in a list of topics, and which draft opens which of its dialogs."""

from collections.abc import Sequence
from typing import Protocol

from nicegui import ui

from workshop.console.kit.card import CardItem
from workshop.console.kit.controls import Values, number_of
from workshop.console.sections.sorting import (
    card_dialogs,
    dot_dialogs,
    group_dialogs,
    mark_dialogs,
    paper_dialogs,
)
from workshop.console.sections.sorting.act import Act, Drop, Target
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.console.sections.sorting.menus import open_accord_menu, open_card_menu, open_group_menu
from workshop.console.sections.sorting.selection import Selection
from workshop.console.wording.forms import Form
from workshop.domain.rights import Actor
from workshop.models import EntryState, Phase


class Lists(Protocol):
    """What the list of topics does by itself."""

    @property
    def rows(self) -> dict[int, GroupRow]:
        """The topics that stand in the list."""

    def item(self, entry_id: str, group_id: int | None) -> CardItem | None:
        """Return a card as it stands in a topic, or in the lists below (`None`)."""

    def open_row(self, row: GroupRow) -> None:
        """Open a topic."""

    def widen(self, act: Act, row: GroupRow | None) -> None:
        """Show more of a list, or turn it."""

    def flip_unshown(self, state: EntryState) -> None:
        """Open or shut the list of cards that are held back or hidden."""


_UNSHOWN = {Act.TOGGLE_HELD: EntryState.HELD, Act.TOGGLE_HIDDEN: EntryState.HIDDEN}
_ON_SELECTION = frozenset(each for each in Act if each.startswith("selection-"))
_WIDENING = frozenset(
    {
        Act.MORE_TOPICS,
        Act.MORE_CARDS,
        Act.MORE_HELD,
        Act.MORE_HIDDEN,
        Act.SINGLE_MORE,
        Act.SINGLE_NEW,
        Act.SINGLE_TURN,
    }
)


class Dispatcher:
    """Leads each act to what does it."""

    def __init__(self, actions: SortingActions, lists: Lists, selection: Selection) -> None:
        self._actions, self._lists, self._selection = actions, lists, selection
        self._context = actions.context

    async def act(self, actor: Actor, target: Target) -> None:
        """Do what was clicked, or what a key on a line asks for."""
        act, entry_id = target.act, target.entry
        row = self._lists.rows.get(target.group or 0)
        if act in _ON_SELECTION:
            await self._selection.act(actor, act)
        elif act in _WIDENING:
            self._lists.widen(act, row)
        elif act in _UNSHOWN:
            self._lists.flip_unshown(_UNSHOWN[act])
        elif entry_id is not None:
            self._act_on_card(act, entry_id, target)
        elif row is not None:
            self._act_on_group(act, row)

    async def drop(self, actor: Actor, drop: Drop) -> None:
        """Carry out a drag; while people weigh, asks before a topic with its dots goes into another one."""
        weighs = self._context.picture.dialogue.phase == Phase.WEIGH
        if weighs and drop.group is not None and drop.onto is not None:
            into = self._context.group(drop.onto)
            group_dialogs.ask_merge(self._actions, self._context.group(drop.group), into)
        else:
            await self._actions.drop(actor, drop)

    def _act_on_card(self, act: Act, entry_id: str, target: Target) -> None:
        if act == Act.CHOOSE:
            self._context.choose(entry_id, chosen=target.checked)
        elif act in {Act.CARD_MORE, Act.MORE} and (item := self._lists.item(entry_id, target.group)):
            open_card_menu(self._actions, item, self._context.entry(entry_id), target.group)

    def _act_on_group(self, act: Act, row: GroupRow) -> None:
        if act in {Act.TOGGLE, Act.OPEN, Act.SHUT}:
            if row.is_open if act == Act.TOGGLE else act == Act.SHUT:
                row.shut()
            else:
                self._lists.open_row(row)
        elif act == Act.RENAME:
            group_dialogs.rename_inline(self._actions, row)
        elif act == Act.MORE:
            open_group_menu(self._actions, row)
        elif act == Act.ACCORD:
            open_accord_menu(self._actions, row)
        elif act == Act.HARVEST and self._context.harvest:
            self._context.harvest(row.group.id)

    def offer_drafts(self, owner: ui.element) -> None:
        """Let each dialog be opened again for a draft that was not stored, as long as `owner` is there."""
        actions, context = self._actions, self._context
        drafts, scope = context.page.drafts, f"{context.table_id}/"

        def rename(number: str, _values: Values) -> None:
            group = context.group(number_of(number))
            context.ask_for(group.id)
            if row := self._lists.rows.get(group.id):
                group_dialogs.rename_inline(actions, row)

        def cards(ids: str) -> Sequence[str]:
            return [context.entry(entry_id).id for entry_id in ids.split(",")]

        openers = {
            Form.RENAME: rename,
            Form.MERGE: lambda it, _: group_dialogs.ask_merge(actions, context.group(number_of(it))),
            Form.SPLIT: lambda it, _: group_dialogs.ask_split(actions, context.group(number_of(it))),
            Form.GATHER: lambda it, _: group_dialogs.ask_gather(actions, cards(it)),
            Form.CONTRADICTION: lambda it, _: mark_dialogs.ask_contradiction(
                actions, context.group(number_of(it))
            ),
            Form.DOUBLE: lambda it, _: mark_dialogs.ask_double(actions, context.entry(it)),
            Form.MOVE: lambda it, _: card_dialogs.ask_move(actions, [context.entry(c) for c in cards(it)]),
            Form.HOLD: lambda it, _: card_dialogs.ask_reason(actions, context.entry(it), EntryState.HELD),
            Form.HIDE: lambda it, _: card_dialogs.ask_reason(actions, context.entry(it), EntryState.HIDDEN),
            Form.PAPER_DOTS: lambda it, _: dot_dialogs.ask_paper_dots(actions, context.group(number_of(it))),
            Form.PAPER_CARD: lambda _it, _: paper_dialogs.ask_paper_card(actions),
            Form.VERDICT: lambda it, _: context.ask_verdict(context.group(number_of(it))),
            Form.CORRECT_CARD: lambda it, _: paper_dialogs.ask_correction(actions, context.entry(it)),
        }
        for form, opener in openers.items():
            drafts.can_open(form, owner, opener, scope=scope)
