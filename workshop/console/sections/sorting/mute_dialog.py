"""The question why further cards of whoever wrote one shall wait for a look."""

from workshop.console.frame.deeds import Deed
from workshop.console.kit.controls import Tag, Values, form, problem_line
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import buttons, reason_in, reasons, sorting_modal
from workshop.domain.mute import mute_author
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor


def ask_mute(actions: SortingActions, entry: EntryView) -> None:
    """Ask for the reason, of the closed list; who wrote the card nobody learns."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Hold back further cards of this person"))

    async def mute(actor: Actor, values: Values) -> None:
        await mute_author(
            context.store,
            actor=actor,
            dialogue_id=context.dialogue_id,
            entry_id=entry.id,
            reason=reason_in(values),
        )
        modal.close()
        page.say(_("Further cards of this person wait for you from now on."))

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SORTING_MUTE, mute, problem=problem)):
            Tag(
                "p",
                _(
                    "From now on every card of whoever wrote this one waits for a look, at all tables; the "
                    "person reads that and why. Who it is and which other cards are theirs nobody learns. "
                    "This card stays as it is. You can end it in the column at the side; the log keeps both."
                ),
            )
            reasons(context)
            buttons(context, modal, _("Hold back further cards"))
