"""The question about dots on paper: how many were stuck on a topic."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.versions import Versions
from workshop.console.kit.controls import Tag, Values, field, form, problem_line, value
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import buttons, sorting_draft, sorting_modal
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.dot import count_paper_dots
from workshop.domain.errors import Refusal
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor


def ask_paper_dots(actions: SortingActions, group: GroupView) -> None:
    """Ask how many dots a topic has on paper."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Dots on paper"))
    draft = sorting_draft(context, Form.PAPER_DOTS, group.id)

    def read() -> tuple[Values, int]:
        now = context.group(group.id)
        return {"dots": [str(now.paper_dots)]}, now.version

    versions = Versions(page, read, labels={"dots": _("Dots on paper")})

    async def store(actor: Actor, values: Values) -> None:
        async def do(values: Values, seen: int) -> None:
            await count_paper_dots(
                context.store,
                actor=actor,
                dialogue_id=context.dialogue_id,
                group_id=group.id,
                dots=bounds.number(value(values, "dots"), bounds.PAPER_DOTS, Refusal.DOTS_OUT_OF_RANGE),
                seen_version=seen,
            )

        await versions.store(values, do)
        draft.forget()
        modal.close()
        actions.done(_("Dots on paper counted."))

    with modal.body:
        problem = problem_line()
        save = page.submit(Deed.SORTING_COUNT_PAPER_DOTS, store, problem=problem)
        with form(save, draft=draft.key) as made:
            versions.place(made)
            Tag("p", context.name(group.id), "quoted")
            field(
                _("Dots on paper"),
                "dots",
                text=str(group.paper_dots),
                kind="number",
                min=bounds.PAPER_DOTS[0],
                max=bounds.PAPER_DOTS[1],
                autofocus=True,
                note=_("All dots that were stuck on this topic. They are added to those of the phones."),
            )
            buttons(context, modal, _("Save"))
