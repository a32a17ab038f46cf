"""The question before undo or redo joins or parts topics to which people give dots just now."""

from workshop.console.frame.deeds import Deed
from workshop.console.kit.controls import Tag, box, button, problem_line
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import sorting_modal
from workshop.console.wording.log import verb_name
from workshop.domain.rights import Actor
from workshop.models import StepVerb


def ask_turn(actions: SortingActions, verb: StepVerb, step_id: int | None, *, redo: bool) -> None:
    """Ask whether a step shall be taken back, or done again, while people weigh."""
    page, _ = actions.context.page, actions.context.page.gettext
    modal = sorting_modal(actions.context, _("Do it again?") if redo else _("Take it back?"))

    async def turn(actor: Actor) -> None:
        if redo:
            await actions.redo_now(actor)
        else:
            await actions.undo_now(actor, step_id)
        modal.close()

    with modal.body:
        problem = problem_line()
        Tag("p", verb_name(verb, gettext=_), "quoted")
        Tag(
            "p",
            _(
                "People are weighing, and this joins or parts topics. No dot is lost: dots go with the topic "
                "to which they were given."
            ),
        )
        with box("modal-buttons"):
            button(_("Cancel"), modal.close)
            yes = page.click(Deed.SORTING_REDO if redo else Deed.SORTING_UNDO, turn, problem=problem)
            button(_("Do it again") if redo else _("Take it back"), yes, "primary", autofocus=True)
