"""The question which words of a card are to be blacked out."""

from workshop.console.frame.deeds import Deed
from workshop.console.kit.controls import Tag, Values, form, problem_line
from workshop.console.kit.words import spans_of, word_ticks
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import buttons, sorting_modal
from workshop.domain.queries.entry import EntryView
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor


def ask_redaction(actions: SortingActions, entry: EntryView) -> None:
    """Ask which words of a card must stand nowhere."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Black out words"))

    async def redact(actor: Actor, values: Values) -> None:
        await redact_entry(
            context.store,
            actor=actor,
            dialogue_id=context.dialogue_id,
            entry_id=entry.id,
            spans=spans_of(entry.text, values.get("word", ())),
            seen_version=entry.version,
        )
        modal.close()
        page.say(_("Words blacked out."))

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SORTING_REDACT, redact, problem=problem)):
            Tag(
                "p",
                _(
                    "The words you tick are removed for good: from the card, from names of topics, results "
                    "and the log. Nobody can undo this. Only files made before still have them."
                ),
            )
            word_ticks(entry.text, _("Which words must go?"))
            buttons(context, modal, _("Black out for good"))
