"""The questions about topics: which name, which other topic, which cards."""

from collections.abc import Sequence

from workshop import look
from workshop.console.frame.deeds import Deed
from workshop.console.frame.versions import Versions
from workshop.console.kit.controls import (
    Tag,
    Values,
    box,
    button,
    field,
    form,
    number_of,
    problem_line,
    select,
    value,
)
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import (
    buttons,
    card_ticks,
    close_when_told_otherwise,
    explain_words,
    group_options,
    near_cards,
    sorting_draft,
    sorting_modal,
)
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.console.sections.sorting.proposal_text import dots_of_merge, dots_of_split
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.group import rename_group, split_group
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.models import Phase

_FOCUS = "(v) => { const t = v.el.querySelector('textarea'); t.focus(); t.select(); }"


def rename_inline(actions: SortingActions, row: GroupRow) -> None:
    """Turn a topic's name into a field; Enter stores it, Escape leaves it."""
    if row.renaming:
        return
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    group = row.group
    draft = sorting_draft(context, Form.RENAME, group.id)
    context.hold()

    def read() -> tuple[Values, int]:
        now = context.group(group.id)
        return {"label": [now.label]}, now.version

    versions = Versions(page, read, labels={"label": _("Name of the topic")})

    def end() -> None:
        if row.renaming:
            if not row.renaming.is_deleted:
                row.renaming.delete()
            row.renaming = None
            look.set_props(row, renaming=False)
            context.release()

    async def store(actor: Actor, values: Values) -> None:
        async def do(values: Values, seen: int) -> None:
            await rename_group(
                context.store,
                actor=actor,
                dialogue_id=context.dialogue_id,
                group_id=group.id,
                label=value(values, "label"),
                seen_version=seen,
            )

        await versions.store(values, do)
        draft.forget()
        end()
        actions.done(_("Topic renamed."))

    look.set_props(row, renaming=True)
    with row.renaming_place, box("renaming", data_escape="") as row.renaming:
        problem = Tag("p", "", "problem", role="alert")
        with form(
            page.submit(Deed.SORTING_RENAME, store, problem=problem), "inline", draft=draft.key
        ) as made:
            made.on("vnode-mounted", js_handler=_FOCUS)
            Tag(
                "textarea",
                group.label,
                name="label",
                rows=1,
                data_oneline="",
                maxlength=bounds.GROUP_NAME,
                aria_label=_("Name of the topic"),
            )
            Tag("button", _("Save"), "button primary", type="submit")
            button(_("Cancel"), end)
            versions.place(made)
    row.renaming.on("escape", end, args=[])


def ask_merge(actions: SortingActions, group: GroupView, into: GroupView | None = None) -> None:
    """Ask which topic another one shall go into; `into` is chosen already."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    options = group_options(context, but=group.id)
    modal = sorting_modal(context, _("Merge topics"))
    draft = sorting_draft(context, Form.MERGE, group.id)

    async def merge(actor: Actor, values: Values) -> None:
        if not value(values, "into"):
            raise RefusedError(Refusal.NOTHING_TO_MERGE)
        await actions.merge(actor, group, context.group(number_of(value(values, "into"))))
        draft.forget()
        modal.close()

    with modal.body:
        if not options:
            Tag("p", _("There is no other topic at this table yet."))
        problem = problem_line()
        with form(page.submit(Deed.SORTING_MERGE, merge, problem=problem), draft=draft.key):
            Tag("p", _("All cards of this topic go into the other one, which keeps its name:"))
            Tag("p", group.label, "quoted")
            if context.picture.dialogue.phase == Phase.WEIGH:
                Tag("p", dots_of_merge(gettext=_))
            if any(each.accord for each in context.groups()):
                Tag("p", _("A mark (agreed, disputed) stays only if both topics have the same."))
            if any(each.verdict for each in context.groups()):
                Tag("p", _("An answer (taken up or not) stays only if both topics have the same."))
            chosen = str(into.id) if into else ""
            select(_("Into which topic?"), "into", options, chosen=chosen, size=8, autofocus=True)
            buttons(context, modal, _("Merge"))


def ask_split(actions: SortingActions, group: GroupView) -> None:
    """Ask which cards of a topic shall become a topic of their own."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Split the topic"), classes="wide")
    draft = sorting_draft(context, Form.SPLIT, group.id)

    async def split(actor: Actor, values: Values) -> None:
        if not values.get("entry"):
            raise RefusedError(Refusal.NOTHING_CHOSEN)
        number = await split_group(
            context.store,
            actor=actor,
            dialogue_id=context.dialogue_id,
            group_id=group.id,
            entry_ids=values["entry"],
            label=value(values, "label"),
        )
        draft.forget()
        modal.close()
        context.ask_for(number)
        actions.done(_("Topic split."))

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SORTING_SPLIT, split, problem=problem), draft=draft.key):
            field(
                _("Name of the new topic"),
                "label",
                rows=1,
                data_oneline="",
                maxlength=bounds.GROUP_NAME,
                note=_("May stay empty: then its cards give it a name."),
            )
            if context.picture.dialogue.phase == Phase.WEIGH:
                Tag("p", dots_of_split(gettext=_))
            Tag("p", _("Which cards go into the new topic?"), "field-label")
            card_ticks(context, context.picture.members(group), checked=False)
            buttons(context, modal, _("Split"))


def ask_gather(actions: SortingActions, entry_ids: Sequence[str]) -> None:
    """Ask for the name of a new topic for these cards."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    if not entry_ids:
        raise RefusedError(Refusal.NOTHING_CHOSEN)
    modal = sorting_modal(context, _("New topic"))
    draft = sorting_draft(context, Form.GATHER, ",".join(entry_ids))

    async def create(actor: Actor, values: Values) -> None:
        await actions.gather(actor, entry_ids, value(values, "label"))
        draft.forget()
        modal.close()

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SORTING_GATHER, create, problem=problem), draft=draft.key):
            text = page.ngettext("%(n)d card goes into it.", "%(n)d cards go into it.", len(entry_ids))
            Tag("p", text % {"n": len(entry_ids)})
            field(
                _("Name of the topic"),
                "label",
                rows=1,
                data_oneline="",
                maxlength=bounds.GROUP_NAME,
                autofocus=True,
            )
            buttons(context, modal, _("Create topic"))


async def explain_group(actions: SortingActions, group: GroupView) -> None:
    """Say which words hold a topic together, or show the two cards that do."""
    context, placer, _ = actions.context, actions.context.placer, actions.context.page.gettext
    words: Sequence[str] = group.words
    if not words and not group.alike and placer:
        words = await placer.words(group.table_id, group.id)
    by_meaning = placer is not None and await placer.across_languages(group.table_id) == "model"
    modal = sorting_modal(context, _("Why do these belong together?"))
    with modal.body:
        Tag("p", context.name(group.id), "quoted")
        cards = [] if words else context.picture.named(group.alike, group.id)
        if cards:
            near_cards(context, cards, _("No word is common to them. To the computer these are most alike:"))
        else:
            explain_words(
                context, words, _("These words occur in this topic more often than elsewhere at this table:")
            )
        by_letters = _(
            "The computer compares letters and words, within one language. "
            "It understands nothing; people decide."
        )
        across = _(
            "The computer compares what cards mean, across languages too, and their words. "
            "It may be wrong; people decide."
        )
        Tag("p", across if by_meaning else by_letters, "field-note")
        with box("modal-buttons"):
            button(_("Close"), modal.close, autofocus=True)
    close_when_told_otherwise(context, modal, cards)
