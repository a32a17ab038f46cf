"""The questions about marks: which topic contradicts, and where else a card shall stand."""

from workshop import look
from workshop.console.frame.deeds import Deed
from workshop.console.kit.controls import Tag, Values, form, number_of, problem_line, select, value
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import buttons, group_options, sorting_draft, sorting_modal
from workshop.console.sections.sorting.marks import places_of_doubled
from workshop.console.wording.cards import card_words
from workshop.console.wording.forms import Form
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor


def ask_contradiction(actions: SortingActions, group: GroupView) -> None:
    """Ask which topic this one contradicts."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    marked = {other.id for other in context.picture.contradicting(group)}
    options = [each for each in group_options(context, but=group.id) if int(each[0]) not in marked]
    modal = sorting_modal(context, _("Contradiction"))
    draft = sorting_draft(context, Form.CONTRADICTION, group.id)

    async def mark(actor: Actor, values: Values) -> None:
        if not value(values, "other"):
            raise RefusedError(Refusal.NOTHING_TO_MARK)
        await actions.contradict(actor, group, context.group(number_of(value(values, "other"))), active=True)
        draft.forget()
        modal.close()

    with modal.body:
        if not options:
            Tag("p", _("There is no other topic at this table yet."))
        problem = problem_line()
        with form(page.submit(Deed.SORTING_CONTRADICT, mark, problem=problem), draft=draft.key):
            Tag("p", _("Both topics stay as they are; the mark ⚡ says that they contradict each other."))
            Tag("p", context.name(group.id), "quoted")
            select(_("Which topic does it contradict?"), "other", options, size=8, autofocus=True)
            buttons(context, modal, _("Mark the contradiction"))


def ask_double(actions: SortingActions, entry: EntryView) -> None:
    """Ask in which other topic a card shall stand too."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    picture = context.picture
    taken = places_of_doubled(picture, picture.groups_of(entry.table_id)).get(entry.id, [entry.group_id])
    options = [each for each in group_options(context) if int(each[0]) not in taken]
    modal = sorting_modal(context, _("Also show the card in"))
    draft = sorting_draft(context, Form.DOUBLE, entry.id)

    async def double(actor: Actor, values: Values) -> None:
        if not value(values, "group"):
            raise RefusedError(Refusal.NOTHING_TO_MERGE)
        await actions.double(actor, entry, context.group(number_of(value(values, "group"))).id, active=True)
        draft.forget()
        modal.close()

    with modal.body:
        if not options:
            Tag("p", _("There is no other topic at this table yet."))
        problem = problem_line()
        with form(page.submit(Deed.SORTING_DOUBLE, double, problem=problem), draft=draft.key):
            look.EntryCard(entry, **card_words(entry, gettext=_))
            Tag("p", _("The card stays where it is and is counted once; it is only shown there too."))
            select(_("In which topic?"), "group", options, size=8, autofocus=True)
            buttons(context, modal, _("Also show it there"))
