"""What can be done with the chosen cards: a bar built once, so that no button goes away under a finger."""

from collections.abc import Sequence

from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.sorting.act import Act
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.card_dialogs import ask_move
from workshop.console.sections.sorting.group_dialogs import ask_gather
from workshop.domain.rights import Actor


class Selection:
    """The bar above the topics; it shows as long as cards are chosen."""

    def __init__(self, actions: SortingActions) -> None:
        self._actions = actions
        self._context = actions.context
        _ = self._context.page.gettext
        with box("selection", role="region", aria_label=_("Chosen cards")) as self._bar:
            self._number = Tag("strong", "", role="status")
            button(_("New topic from these"), classes="primary", data_act=Act.SELECTION_GATHER)
            button(_("Move to …"), data_act=Act.SELECTION_MOVE)
            button(_("Take out"), data_act=Act.SELECTION_TAKE_OUT)
            button(_("Clear choice"), classes="quiet", data_act=Act.SELECTION_CLEAR)
        self._context.on_choice.append(self._refresh)
        self._refresh()

    def _refresh(self, _entry_ids: Sequence[str] = ()) -> None:
        number = len(self._context.texts.chosen)
        words = self._context.page.ngettext("%(n)d card chosen", "%(n)d cards chosen", number)
        self._number.set_text(words % {"n": number})
        self._bar.set_visibility(number > 0)

    async def act(self, actor: Actor, act: Act) -> None:
        """Do what one of the buttons says; a second click while its dialog is open does nothing."""
        context = self._context
        if context.is_held:
            return
        if act == Act.SELECTION_GATHER:
            ask_gather(self._actions, list(context.texts.chosen))
        elif act == Act.SELECTION_MOVE and context.texts.chosen:
            ask_move(self._actions, context.chosen())
        elif act == Act.SELECTION_TAKE_OUT:
            await self._actions.move(actor, context.chosen(), None)
        elif act == Act.SELECTION_CLEAR:
            context.clear_choice()
