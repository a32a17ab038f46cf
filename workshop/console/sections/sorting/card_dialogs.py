"""The questions about cards: where to, why hidden, why here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workshop import look
from workshop.console.frame.deeds import Deed
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
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.sections.sorting.dialogs import (
    SeenCards,
    buttons,
    close_when_told_otherwise,
    explain_words,
    group_options,
    near_cards,
    reason_in,
    reasons,
    sorting_draft,
    sorting_modal,
)
from workshop.console.wording.cards import card_words
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.entry import hide_entry, hold_entry
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor
from workshop.models import EntryState, Hand

if TYPE_CHECKING:
    from workshop.grouping import Reason


def ask_move(actions: SortingActions, entries: Sequence[EntryView]) -> None:
    """Ask which topic cards shall go into."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Move to a topic"))
    present = entries[0].group_id if len(entries) == 1 else None
    draft = sorting_draft(context, Form.MOVE, ",".join(entry.id for entry in entries))
    cards = SeenCards(context, entries)

    async def move(actor: Actor, values: Values) -> None:
        async with cards.looked_at_anew():
            await move_seen(actor, values)
        draft.forget()
        modal.close()

    async def move_seen(actor: Actor, values: Values) -> None:
        goal = value(values, "group")
        if goal == "new":
            await actions.gather(actor, [entry.id for entry in entries], value(values, "label"))
        elif goal:
            await actions.move(actor, cards.entries, context.group(number_of(goal)))
        else:
            raise RefusedError(Refusal.NOTHING_TO_MERGE)

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SORTING_MOVE, move, problem=problem), draft=draft.key):
            cards.place()
            options = [("new", _("+ New topic")), *group_options(context, but=present)]
            select(_("Into which topic?"), "group", options, size=8, autofocus=True)
            field(_("Name, for a new topic"), "label", rows=1, data_oneline="", maxlength=bounds.GROUP_NAME)
            buttons(context, modal, _("Move"))


def ask_reason(actions: SortingActions, entry: EntryView, state: EntryState) -> None:
    """Ask why a card shall be held back or hidden; the reasons are a closed list."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    is_hold = state == EntryState.HELD
    modal = sorting_modal(context, _("Hold the card back") if is_hold else _("Hide the card"))
    draft = sorting_draft(context, Form.HOLD if is_hold else Form.HIDE, entry.id)
    cards = SeenCards(context, [entry])

    async def set_aside(actor: Actor, values: Values) -> None:
        verb = hold_entry if is_hold else hide_entry
        async with cards.looked_at_anew():
            await verb(
                context.store,
                actor=actor,
                dialogue_id=context.dialogue_id,
                entry_id=entry.id,
                reason=reason_in(values),
                seen_version=cards.entries[0].version,
            )
        draft.forget()
        modal.close()
        actions.done(_("Card held back.") if is_hold else _("Card hidden."))

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SORTING_SET_ASIDE, set_aside, problem=problem), draft=draft.key):
            cards.place()
            if is_hold:
                Tag("p", _("It leaves the board until somebody has looked at it."))
            else:
                Tag(
                    "p",
                    _("It leaves the board and all files. The log keeps the reason; it can be shown again."),
                )
            reasons(context)
            buttons(context, modal, _("Hold back") if is_hold else _("Hide"))


async def explain_card(actions: SortingActions, entry: EntryView) -> None:
    """Say why a card is in its topic: a person put it there, or the words it shares."""
    context, _ = actions.context, actions.context.page.gettext
    placer = context.placer
    modal = sorting_modal(context, _("Why is it here?"))
    near: Sequence[EntryView] = ()
    with modal.body:
        look.EntryCard(entry, **card_words(entry, gettext=_))
        if entry.placed_by == Hand.PERSON:
            Tag("p", _("A person put this card here. The computer leaves it there."))
        elif placer:
            near = explain(context, entry, await placer.why(entry.table_id, entry.id))
        with box("modal-buttons"):
            button(_("Close"), modal.close, autofocus=True)
    close_when_told_otherwise(context, modal, [entry, *near])


def explain(context: SortingContext, entry: EntryView, reason: "Reason | None") -> Sequence[EntryView]:
    """Say the words that a card shares, or only show the cards most like it; return these cards."""
    _, picture = context.page.gettext, context.picture
    ids = (reason.cards or (reason.nearest or "",)) if reason else ()
    near = picture.named(ids, picture.entries[entry.id].group_id)
    words = reason.words if reason else ()
    if words or not near:
        explain_words(context, words, _("It shares these words with other cards of the topic:"))
        near_cards(context, near, _("The card most like it:"))
    elif reason and reason.by_meaning:
        near_cards(
            context, near, _("It has no word in common with the others. These cards mean something similar:")
        )
    else:
        near_cards(
            context,
            near,
            _("It has no word in common with the others. In their letters these cards are most like it:"),
        )
    if reason and not reason.same_language:
        Tag("p", _("The card most like it is in another language: please look at it yourself."))
    return near
