"""What was written on paper: typed in card after card, corrected, taken back."""

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
    one_of,
    problem_line,
    select,
    tick,
    value,
)
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.sections.sorting.dialogs import buttons, sorting_draft, sorting_modal
from workshop.console.wording.cards import card_words, held_sentence
from workshop.console.wording.forms import Form
from workshop.domain.entry import PaperCard, add_paper_entry, correct_paper_entry
from workshop.domain.errors import Refusal
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor
from workshop.i18n import LANGUAGES, NATIVE_NAMES
from workshop.models import QuestionKey

_FOCUS = "(v) => v.el.querySelector('textarea').focus()"


def ask_paper_card(actions: SortingActions) -> None:
    """Ask for cards that were written on paper, one after the other; question and language stay chosen."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Type in paper cards"))
    draft = sorting_draft(context, Form.PAPER_CARD)
    number = 0

    async def add(actor: Actor, values: Values) -> None:
        nonlocal number
        card = _card_from(values, context.table_id)
        entry_id = await add_paper_entry(
            context.store,
            actor=actor,
            dialogue_id=context.dialogue_id,
            card=card,
            entry_id=value(values, "card"),
        )
        paper.run_method("nextCard", value(values, "text"))
        await context.catch_up()
        entry = context.entry(entry_id)
        number += entry.is_shown
        show_last(entry)

    def show_last(entry: EntryView) -> None:
        said = page.ngettext("%(n)d card is on the board.", "%(n)d cards are on the board.", number)
        count.set_text(said % {"n": number} if number else "")
        last.clear()
        with last:
            if not entry.is_shown:
                Tag("p", held_sentence(entry.hold_reason, gettext=_), "problem")
            Tag("p", _("The last one – “Undo” in the list takes it back:"), "field-note")
            look.EntryCard(entry, **card_words(entry, gettext=_))

    with modal.body:
        problem = problem_line()
        add_card = page.submit(Deed.SORTING_ADD_PAPER_CARD, add, problem=problem)
        with form(add_card, draft=draft.key) as paper:
            paper.props["data-remember"] = "question lang"
            box("", "input", type="hidden", name="card", data_fresh_id="")
            _fields(context, question=None, text="", lang=context.picture.dialogue.lang)
            Tag("p", _("Ctrl+Enter puts the card on the board; then comes the next one."), "field-note")
            with box("modal-buttons"):
                button(_("Done"), modal.close)
                Tag("button", _("Put on the board"), "button primary", type="submit")
        with box("paper-done", role="status"):
            count = Tag("p", "")
            last = box("paper-last")


def ask_correction(actions: SortingActions, entry: EntryView) -> None:
    """Ask for the right words, question and language of a card from paper."""
    context, page, _ = actions.context, actions.context.page, actions.context.page.gettext
    modal = sorting_modal(context, _("Correct the paper card"))
    draft = sorting_draft(context, Form.CORRECT_CARD, entry.id)

    def read() -> tuple[Values, int]:
        now = context.entry(entry.id)
        return {"question": [now.question], "text": [now.text], "lang": [_tag(now.lang)]}, now.version

    def words(name: str, text: str) -> str:
        if name == "question" and text in context.picture.questions:
            return context.picture.questions[text].title(page.lang)
        return NATIVE_NAMES.get(text, text) if name == "lang" else text

    labels = {"question": _("Question"), "text": _("Text of the card"), "lang": _("Language of the card")}
    versions = Versions(page, read, labels=labels, words=words)

    async def correct(actor: Actor, values: Values) -> None:
        async def do(values: Values, seen: int) -> None:
            await correct_paper_entry(
                context.store,
                actor=actor,
                dialogue_id=context.dialogue_id,
                entry_id=entry.id,
                card=_card_from(values, context.table_id),
                seen_version=seen,
            )

        await versions.store(values, do)
        draft.forget()
        modal.close()
        await context.catch_up()
        now = context.entry(entry.id)
        held = held_sentence(now.hold_reason, gettext=_)
        actions.done(_("The paper card is corrected.") if now.is_shown else held)

    with modal.body:
        problem = problem_line()
        save = page.submit(Deed.SORTING_CORRECT, correct, problem=problem)
        with form(save, draft=draft.key) as made:
            made.on("vnode-mounted", js_handler=_FOCUS)
            versions.place(made)
            _fields(context, question=entry.question, text=entry.text, lang=_tag(entry.lang))
            buttons(context, modal, _("Save"))


def _tag(lang: str) -> str:
    """Return the language as the list of languages has it, if it is there."""
    return lang if lang in LANGUAGES else lang.split("-", maxsplit=1)[0]


def _card_from(values: Values, table_id: int) -> PaperCard:
    return PaperCard(
        table_id=table_id,
        question=one_of(QuestionKey, value(values, "question"), Refusal.QUESTION_UNKNOWN),
        text=value(values, "text"),
        lang=value(values, "lang"),
    )


def _fields(context: SortingContext, *, question: QuestionKey | None, text: str, lang: str) -> None:
    page, _ = context.page, context.page.gettext
    with box("choices questions", "fieldset"):
        Tag("legend", _("Question"), "field-label")
        for place, each in enumerate(context.picture.questions.values()):
            tick(
                f"{look.question_sign(each.key)} {each.title(page.lang)}",
                "question",
                key=each.key,
                kind="radio",
                checked=each.key == question if question else place == 0,
                classes=f"question question--{each.key}",
            )
    field(_("Text of the card, as it was written"), "text", text=text, rows=4, autofocus=True, required=True)
    names = [(tag, NATIVE_NAMES[tag]) for tag in LANGUAGES]
    if lang not in LANGUAGES:
        names.append((lang, lang))
    select(_("Language of the card"), "lang", names, chosen=lang)
