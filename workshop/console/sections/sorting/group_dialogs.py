"""The questions about topics: which name, which other topic, which cards."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workshop import look
from workshop.console.kit.controls import Tag, box, button, field, form, problem_line, select, value
from workshop.console.sections.sorting.dialogs import (
    buttons,
    card_ticks,
    explain_words,
    gather,
    group_options,
    sorting_modal,
)
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.domain.errors import RefusedError
from workshop.domain.group import rename_group, split_group
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor

if TYPE_CHECKING:
    from workshop.console.sections.sorting.actions import Sorting


def rename_inline(sorting: "Sorting", row: GroupRow) -> None:
    """Turn a topic's name into a field; Enter stores it, Escape leaves it."""
    if row.renaming:
        return
    page, group, _ = sorting.page, row.group, sorting.page.gettext
    sorting.topics.hold()

    def end() -> None:
        if row.renaming:
            if not row.renaming.is_deleted:
                row.renaming.delete()
            row.renaming = None
            look.set_props(row, renaming=False)
            sorting.topics.release()

    async def store(actor: Actor, values: Any) -> None:  # noqa: ANN401 - the form's values
        await rename_group(
            sorting.store,
            actor=actor,
            dialogue_id=sorting.dialogue_id,
            group_id=group.id,
            label=value(values, "label"),
            seen_version=group.version,
        )
        end()
        sorting.done(_("Topic renamed."))

    look.set_props(row, renaming=True)
    with row.renaming_place, box("renaming", data_escape="") as row.renaming:
        problem = Tag("p", "", "problem", role="alert")
        with form(page.guard(store, problem=problem), "inline") as made:
            made.on(
                "vnode-mounted",
                js_handler="(v) => { const t = v.el.querySelector('textarea'); t.focus(); t.select(); }",
            )
            Tag(
                "textarea",
                group.label,
                name="label",
                rows=1,
                data_oneline="",
                maxlength=80,
                aria_label=_("Name of the topic"),
            )
            Tag("button", _("Save"), "button primary", type="submit")
            button(_("Cancel"), end)
    row.renaming.on("escape", end, args=[])


def ask_merge(sorting: "Sorting", group: GroupView) -> None:
    """Ask which topic another one shall go into."""
    page, _ = sorting.page, sorting.page.gettext
    options = group_options(sorting, but=group.id)
    modal = sorting_modal(sorting, _("Merge topics"))

    async def merge(actor: Actor, values: Any) -> None:  # noqa: ANN401
        if not value(values, "into"):
            raise RefusedError("nothing_to_merge")
        await sorting.merge(actor, group, sorting.group(int(value(values, "into"))))
        modal.close()

    with modal.body:
        if not options:
            Tag("p", _("There is no other topic at this table yet."))
        problem = problem_line()
        with form(page.guard(merge, problem=problem)):
            Tag("p", _("All cards of this topic go into the other one, which keeps its name:"))
            Tag("p", group.label, "quoted")
            select(_("Into which topic?"), "into", options, size=8, autofocus=True)
            buttons(sorting, modal, _("Merge"))


def ask_split(sorting: "Sorting", group: GroupView) -> None:
    """Ask which cards of a topic shall become a topic of their own."""
    page, _ = sorting.page, sorting.page.gettext
    modal = sorting_modal(sorting, _("Split the topic"), classes="wide")

    async def split(actor: Actor, values: Any) -> None:  # noqa: ANN401
        if not values.get("entry"):
            raise RefusedError("nothing_chosen")
        number = await split_group(
            sorting.store,
            actor=actor,
            dialogue_id=sorting.dialogue_id,
            group_id=group.id,
            entry_ids=values["entry"],
            label=value(values, "label"),
        )
        modal.close()
        sorting.topics.ask_for(number)
        sorting.done(_("Topic split."))

    with modal.body:
        problem = problem_line()
        with form(page.guard(split, problem=problem)):
            field(
                _("Name of the new topic"),
                "label",
                rows=1,
                data_oneline="",
                maxlength=80,
                note=_("May stay empty: then its cards give it a name."),
            )
            Tag("p", _("Which cards go into the new topic?"), "field-label")
            card_ticks(sorting, sorting.topics.picture.members(group), checked=False)
            buttons(sorting, modal, _("Split"))


def ask_gather(sorting: "Sorting") -> None:
    """Ask for the name of a new topic for the chosen cards."""
    page, _ = sorting.page, sorting.page.gettext
    entry_ids = list(sorting.topics.texts.chosen)
    if not entry_ids:
        raise RefusedError("nothing_chosen")
    modal = sorting_modal(sorting, _("New topic"))

    async def create(actor: Actor, values: Any) -> None:  # noqa: ANN401
        await gather(sorting, actor, entry_ids, value(values, "label"))
        modal.close()

    with modal.body:
        problem = problem_line()
        with form(page.guard(create, problem=problem)):
            text = page.ngettext("%(n)d card goes into it.", "%(n)d cards go into it.", len(entry_ids))
            Tag("p", text % {"n": len(entry_ids)})
            field(_("Name of the topic"), "label", rows=1, data_oneline="", maxlength=80, autofocus=True)
            buttons(sorting, modal, _("Create topic"))


async def explain_group(sorting: "Sorting", group: GroupView) -> None:
    """Say which words hold a topic together."""
    page, _ = sorting.page, sorting.page.gettext
    placer = page.services.placer.of(sorting.topics.picture.dialogue.code)
    words: Sequence[str] = group.words
    if not words and placer:
        words = await placer.words(group.table_id, group.id)
    modal = sorting_modal(sorting, _("Why do these belong together?"))
    with modal.body:
        Tag("p", sorting.name(group.id), "quoted")
        explain_words(
            sorting, words, _("These words occur in this topic more often than elsewhere at this table:")
        )
        Tag(
            "p",
            _(
                "The computer compares letters and words, within one language. "
                "It understands nothing; people decide."
            ),
            "field-note",
        )
        with box("modal-buttons"):
            button(_("Close"), modal.close, autofocus=True)
