"""The questions about marks: which topic contradicts, and where else a card shall stand."""

from typing import TYPE_CHECKING, Any

from workshop import look
from workshop.console.kit.controls import Tag, form, problem_line, select, value
from workshop.console.sections.sorting.dialogs import buttons, group_options, sorting_modal
from workshop.console.sections.sorting.marks import places_of_doubled
from workshop.console.wording.cards import question_name
from workshop.domain.errors import RefusedError
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor

if TYPE_CHECKING:
    from workshop.console.sections.sorting.actions import Sorting


def ask_contradiction(sorting: "Sorting", group: GroupView) -> None:
    """Ask which topic this one contradicts."""
    page, _ = sorting.page, sorting.page.gettext
    marked = {other.id for other in sorting.topics.picture.contradicting(group)}
    options = [each for each in group_options(sorting, but=group.id) if int(each[0]) not in marked]
    modal = sorting_modal(sorting, _("Contradiction"))

    async def mark(actor: Actor, values: Any) -> None:  # noqa: ANN401 - the form's values
        if not value(values, "other"):
            raise RefusedError("nothing_to_mark")
        await sorting.contradict(actor, group, sorting.group(int(value(values, "other"))), active=True)
        modal.close()

    with modal.body:
        if not options:
            Tag("p", _("There is no other topic at this table yet."))
        problem = problem_line()
        with form(page.guard(mark, problem=problem)):
            Tag("p", _("Both topics stay as they are; the mark ⚡ says that they contradict each other."))
            Tag("p", sorting.name(group.id), "quoted")
            select(_("Which topic does it contradict?"), "other", options, size=8, autofocus=True)
            buttons(sorting, modal, _("Mark the contradiction"))


def ask_double(sorting: "Sorting", entry: EntryView) -> None:
    """Ask in which other topic a card shall stand too."""
    page, _ = sorting.page, sorting.page.gettext
    picture = sorting.topics.picture
    taken = places_of_doubled(picture, picture.groups_of(entry.table_id)).get(entry.id, [entry.group_id])
    options = [each for each in group_options(sorting) if int(each[0]) not in taken]
    modal = sorting_modal(sorting, _("Also show the card in"))

    async def double(actor: Actor, values: Any) -> None:  # noqa: ANN401
        if not value(values, "group"):
            raise RefusedError("nothing_to_merge")
        await sorting.double(actor, entry, sorting.group(int(value(values, "group"))).id, active=True)
        modal.close()

    with modal.body:
        if not options:
            Tag("p", _("There is no other topic at this table yet."))
        problem = problem_line()
        with form(page.guard(double, problem=problem)):
            look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))
            Tag("p", _("The card stays where it is and is counted once; it is only shown there too."))
            select(_("In which topic?"), "group", options, size=8, autofocus=True)
            buttons(sorting, modal, _("Also show it there"))
