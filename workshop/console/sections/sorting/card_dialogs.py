"""The questions about cards: where to, why hidden, why here, and what was written on paper."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workshop import look
from workshop.console.kit.controls import Tag, box, button, field, form, problem_line, select, tick, value
from workshop.console.sections.sorting.dialogs import (
    buttons,
    explain_words,
    gather,
    group_options,
    sorting_modal,
)
from workshop.console.wording.cards import question_name, reason_name
from workshop.domain.entry import PaperCard, add_paper_entry, hide_entry, hold_entry
from workshop.domain.errors import RefusedError
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor
from workshop.i18n import LANGUAGES, NATIVE_NAMES
from workshop.models import EntryState, Hand, HoldReason, QuestionKey

if TYPE_CHECKING:
    from workshop.console.sections.sorting.actions import Sorting


def ask_move(sorting: "Sorting", entries: Sequence[EntryView]) -> None:
    """Ask which topic cards shall go into."""
    page, _ = sorting.page, sorting.page.gettext
    modal = sorting_modal(sorting, _("Move to a topic"))
    present = entries[0].group_id if len(entries) == 1 else None

    async def move(actor: Actor, values: Any) -> None:  # noqa: ANN401
        goal = value(values, "group")
        if goal == "new":
            await gather(sorting, actor, [entry.id for entry in entries], value(values, "label"))
        elif goal:
            await sorting.move(actor, entries, sorting.group(int(goal)))
        else:
            raise RefusedError("nothing_to_merge")
        modal.close()

    with modal.body:
        problem = problem_line()
        with form(page.guard(move, problem=problem)):
            for entry in entries[:1]:
                look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))
            options = [("new", _("+ New topic")), *group_options(sorting, but=present)]
            select(_("Into which topic?"), "group", options, size=8, autofocus=True)
            field(_("Name, for a new topic"), "label", rows=1, data_oneline="", maxlength=80)
            buttons(sorting, modal, _("Move"))


def ask_reason(sorting: "Sorting", entry: EntryView, state: EntryState) -> None:
    """Ask why a card shall be held back or hidden; the reasons are a closed list."""
    page, _ = sorting.page, sorting.page.gettext
    is_hold = state == EntryState.HELD
    modal = sorting_modal(sorting, _("Hold the card back") if is_hold else _("Hide the card"))

    async def set_aside(actor: Actor, values: Any) -> None:  # noqa: ANN401
        verb = hold_entry if is_hold else hide_entry
        await verb(
            sorting.store,
            actor=actor,
            dialogue_id=sorting.dialogue_id,
            entry_id=entry.id,
            reason=HoldReason(value(values, "reason")),
            seen_version=entry.version,
        )
        modal.close()
        sorting.done(_("Card held back.") if is_hold else _("Card hidden."))

    with modal.body:
        problem = problem_line()
        with form(page.guard(set_aside, problem=problem)):
            look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))
            if is_hold:
                Tag("p", _("It leaves the board until somebody has looked at it."))
            else:
                Tag(
                    "p",
                    _("It leaves the board and all files. The log keeps the reason; it can be shown again."),
                )
            with box("choices", "fieldset"):
                Tag("legend", _("Reason"), "field-label")
                for place, reason in enumerate(HoldReason):
                    tick(
                        reason_name(reason, gettext=_), "reason", key=reason, kind="radio", checked=place == 0
                    )
            buttons(sorting, modal, _("Hold back") if is_hold else _("Hide"))


async def explain_card(sorting: "Sorting", entry: EntryView) -> None:
    """Say why a card is in its topic: a person put it there, or the words it shares."""
    page, _ = sorting.page, sorting.page.gettext
    placer = page.services.placer.of(sorting.topics.picture.dialogue.code)
    modal = sorting_modal(sorting, _("Why is it here?"))
    with modal.body:
        look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))
        if entry.placed_by == Hand.PERSON:
            Tag("p", _("A person put this card here. The computer leaves it there."))
        elif placer:
            reason = await placer.why(entry.table_id, entry.id)
            words = reason.words if reason else ()
            explain_words(sorting, words, _("It shares these words with other cards of the topic:"))
            if reason and not reason.same_language:
                Tag("p", _("The card most like it is in another language: please look at it yourself."))
            nearest = sorting.topics.picture.entries.get((reason and reason.nearest) or "")
            if nearest and nearest.is_shown:
                Tag("p", _("The card most like it:"), "field-label")
                look.EntryCard(nearest, question_title=question_name(nearest.question, gettext=_))
        with box("modal-buttons"):
            button(_("Close"), modal.close, autofocus=True)


def ask_paper_card(sorting: "Sorting") -> None:
    """Ask for a card that was written on paper; the dialog stays open for the next one."""
    page, _ = sorting.page, sorting.page.gettext
    dialogue = sorting.topics.picture.dialogue
    modal = sorting_modal(sorting, _("Type in a paper card"))

    async def add(actor: Actor, values: Any) -> None:  # noqa: ANN401
        card = PaperCard(
            table_id=sorting.topics.table_id,
            question=QuestionKey(value(values, "question")),
            text=value(values, "text"),
            lang=value(values, "lang"),
        )
        await add_paper_entry(sorting.store, actor=actor, dialogue_id=dialogue.id, card=card)
        modal.close()
        page.say(
            _("The paper card is on the board."), action=_("Next paper card"), deed=sorting.ask_paper_card
        )

    with modal.body:
        problem = problem_line()
        with form(page.guard(add, problem=problem)):
            with box("choices questions", "fieldset"):
                Tag("legend", _("Question"), "field-label")
                for place, question in enumerate(sorting.topics.picture.questions.values()):
                    sign = look.question_sign(question.key)
                    tick(
                        f"{sign} {question.title(page.lang)}",
                        "question",
                        key=question.key,
                        kind="radio",
                        checked=place == 0,
                        classes=f"question question--{question.key}",
                    )
            field(_("Text of the card, as it was written"), "text", rows=4, autofocus=True, required=True)
            names = [(tag, NATIVE_NAMES[tag]) for tag in LANGUAGES]
            select(_("Language of the card"), "lang", names, chosen=dialogue.lang)
            buttons(sorting, modal, _("Put on the board"))
