"""Whether the machine goes on placing cards after collecting: a button that a moderator has at each table."""

from workshop.console.frame.deeds import Deed
from workshop.console.kit.controls import button
from workshop.console.sections.sorting.actions import SortingActions
from workshop.domain.machine import let_machine_place
from workshop.domain.rights import Actor
from workshop.models import Phase


class MachineSwitch:
    """The button; there is nothing to decide before cards come in and when the dialogue is closed."""

    def __init__(self, actions: SortingActions) -> None:
        self._actions, self._context = actions, actions.context
        page, _ = self._context.page, self._context.page.gettext
        self._button = button("", page.click(Deed.SORTING_LET_MACHINE_PLACE, self._switch), "machine-switch")
        self._button.props["title"] = _(
            "After collecting only cards that come from paper, are shown again or were set free by an undo "
            "still need a place."
        )
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        dialogue, _ = self._context.picture.dialogue, self._context.page.gettext
        collects = dialogue.phase in {Phase.PREPARATION, Phase.COLLECT}
        if dialogue.sorts_on:
            later, present = _("Computer sorts after collecting: on"), _("Computer goes on sorting: on")
        else:
            later, present = _("Computer sorts after collecting: off"), _("Computer goes on sorting: off")
        self._button.set_text(later if collects else present)
        self._button.props["aria-pressed"] = "true" if dialogue.sorts_on else "false"
        self._button.set_visibility(dialogue.phase not in {Phase.PREPARATION, Phase.CLOSED})

    async def _switch(self, actor: Actor) -> None:
        context, _ = self._context, self._context.page.gettext
        active = not context.picture.dialogue.sorts_on
        await let_machine_place(
            context.store,
            actor=actor,
            dialogue_id=context.dialogue_id,
            table_id=context.table_id,
            active=active,
        )
        await context.catch_up()
        self._actions.done(
            _("After collecting the computer goes on sorting, at all tables.")
            if active
            else _("After collecting the computer moves no card by itself, at any table.")
        )
