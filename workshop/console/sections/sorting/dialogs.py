"""What the dialogs of sorting share: they keep the list still, have two buttons, and lists to choose from."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from workshop import look
from workshop.console.frame.drafts import Draft
from workshop.console.kit.card import card_tick
from workshop.console.kit.controls import Modal, Tag, Values, box, button, one_of, tick, value
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.wording.cards import card_words, reason_name
from workshop.console.wording.forms import Form
from workshop.console.wording.languages import tongue_label
from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.queries.entry import EntryView
from workshop.models import PERSONS_REASONS, EntryState, HoldReason


def sorting_modal(context: SortingContext, title: str, *, classes: str = "") -> Modal:
    """Open a dialog that keeps the list still as long as it is open."""
    context.hold()
    return Modal(context.page.overlay, title, classes=classes, on_close=lambda _values: context.release())


def close_when_told_otherwise(context: SortingContext, modal: Modal, cards: Sequence[EntryView]) -> None:
    """Close a dialog that only shows cards once one of them is shown no longer or says something else.

    Words that are erased must not stay in an open page, and what the dialog explains is no longer so.
    """
    seen = {entry.id: hash(entry.text) for entry in cards}

    def hear(changed: Sequence[EntryView]) -> None:
        if modal.closed:
            context.on_news.remove(hear)
        elif any(e.id in seen and not (e.is_shown and hash(e.text) == seen[e.id]) for e in changed):
            modal.close()

    context.on_news.append(hear)
    # It may have changed while the machine was asked.
    hear([entry for entry in map(context.picture.entries.get, seen) if entry])


def sorting_draft(context: SortingContext, form: Form, subject: object = "") -> Draft:
    """Return the draft of a form at this table."""
    return context.page.drafts.of(form, f"{context.table_id}/{subject}")


class SeenCards:
    """The cards that a dialog is about, as the person who decides has seen them."""

    def __init__(self, context: SortingContext, entries: Sequence[EntryView]) -> None:
        self._context = context
        self.entries = list(entries)

    def place(self) -> None:
        """Show the first of them, and room for what is said of it when somebody else was quicker."""
        self._box = box("seen-card")
        self._show()

    def _show(self, note: str = "") -> None:
        entry, _ = self.entries[0], self._context.page.gettext
        self._box.clear()
        with self._box:
            look.EntryCard(entry, **card_words(entry, gettext=_))
            if note:
                Tag("p", note, "field-note")

    @asynccontextmanager
    async def looked_at_anew(self) -> AsyncIterator[None]:
        """Where somebody else was quicker, show the cards as they are now, for another decision."""
        try:
            yield
        except ConflictError:
            context, _ = self._context, self._context.page.gettext
            await context.page.watch.catch_up()
            self.entries = [context.entry(entry.id) for entry in self.entries]
            entry = self.entries[0]
            place = context.name(entry.group_id) if entry.group_id else _("Cards without a topic")
            states = {
                EntryState.HELD: _("held back"),
                EntryState.HIDDEN: _("hidden"),
                EntryState.WITHDRAWN: _("withdrawn"),
            }
            self._show(_("Now: %(where)s") % {"where": states.get(entry.state, place)})
            raise


def buttons(context: SortingContext, modal: Modal, submit: str) -> None:
    """Place the two buttons at the end of a dialog's form."""
    with box("modal-buttons"):
        button(context.page.gettext("Cancel"), modal.close)
        Tag("button", submit, "button primary", type="submit")


def choices(legend: str, name: str, options: Iterable[tuple[str, str]], *, kind: str = "checkbox") -> None:
    """Place what can be ticked, each by its text and what it means in the form."""
    with box("choices", "fieldset"):
        Tag("legend", legend, "field-label")
        for text, key in options:
            tick(text, name, key=key, kind=kind)


def reasons(context: SortingContext) -> None:
    """Place the reasons that a person may give; none is chosen before, for the log says what was meant."""
    _ = context.page.gettext
    options = [(reason_name(reason, gettext=_), reason) for reason in PERSONS_REASONS]
    choices(_("Reason"), "reason", options, kind="radio")


def reason_in(values: Values) -> HoldReason:
    """Return the reason that was chosen; raise `RefusedError` if none was."""
    return one_of(PERSONS_REASONS, value(values, "reason"), Refusal.REASON_MISSING)


def group_options(context: SortingContext, *, but: int | None = None) -> list[tuple[str, str]]:
    """Return the topics of the table to choose from, the largest first."""
    picture = context.picture
    parked = " · " + context.page.gettext("parked")
    return [
        (str(group.id), f"{context.name(group.id)} ({picture.size(group)}){parked if group.parked else ''}")
        for group in picture.groups_of(context.table_id)
        if group.id != but
    ]


def card_ticks(context: SortingContext, entries: Sequence[EntryView], *, checked: bool) -> None:
    """Place cards to be ticked."""
    with box("card-ticks", "ul"):
        for entry in entries:
            card_tick(entry, checked=checked, gettext=context.page.gettext)


def near_cards(context: SortingContext, entries: Sequence[EntryView], sentence: str) -> None:
    """Show cards as the reason for something, each with its language; nothing where there is none."""
    _, texts = context.page.gettext, context.texts
    if entries:
        Tag("p", sentence)
    for entry in entries:
        with look.EntryCard(entry, **card_words(entry, gettext=_)):
            if language := tongue_label(entry.lang, lang=texts.lang, home=texts.home):
                Tag("p", language, "field-note", lang=texts.lang, dir="auto")


def explain_words(context: SortingContext, words: Sequence[str], sentence: str) -> None:
    """Say which words explain something, or that none does."""
    if not words:
        Tag(
            "p",
            context.page.gettext(
                "No single word carries it; the cards are alike in their letters as a whole."
            ),
        )
        return
    Tag("p", sentence)
    with box("words", "ul"):
        for word in words:
            Tag("li", word, "word")
