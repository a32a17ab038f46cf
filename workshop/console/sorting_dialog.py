"""What the dialogs of sorting share: they keep the list still, have two buttons, and lists to choose from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workshop.console.card import card_tick
from workshop.console.controls import Modal, Tag, box, button
from workshop.domain.group import gather_entries
from workshop.domain.queries.changes import EntryView
from workshop.domain.rights import Actor

if TYPE_CHECKING:
    from workshop.console.sorting import Sorting


def sorting_modal(sorting: "Sorting", title: str, *, classes: str = "") -> Modal:
    """Open a dialog that keeps the list still as long as it is open."""
    sorting.topics.hold()
    return Modal(
        sorting.page.overlay,
        title,
        classes=classes,
        on_close=lambda values: sorting.topics.release(),  # noqa: ARG005
    )


def buttons(sorting: "Sorting", modal: Modal, submit: str) -> None:
    """Place the two buttons at the end of a dialog's form."""
    with box("modal-buttons"):
        button(sorting.page.gettext("Cancel"), modal.close)
        Tag("button", submit, "button primary", type="submit")


def group_options(sorting: "Sorting", *, but: int | None = None) -> list[tuple[str, str]]:
    """Return the topics of the table to choose from, the largest first."""
    picture = sorting.topics.picture
    return [
        (
            str(group.id),
            f"{group.label or sorting.page.gettext('Topic without a name')} ({picture.size(group)})",
        )
        for group in picture.groups_of(sorting.topics.table_id)
        if group.id != but
    ]


def card_ticks(sorting: "Sorting", entries: Sequence[EntryView], *, checked: bool) -> None:
    """Place cards to be ticked."""
    with box("card-ticks", "ul"):
        for entry in entries:
            card_tick(entry, checked=checked, gettext=sorting.page.gettext)


async def gather(sorting: "Sorting", actor: Actor, entry_ids: Sequence[str], label: str) -> None:
    """Put cards into a new topic, and say so."""
    await gather_entries(
        sorting.store, actor=actor, dialogue_id=sorting.dialogue_id, entry_ids=entry_ids, label=label
    )
    sorting.clear_choice()
    sorting.done(sorting.page.gettext("New topic created."))


def explain_words(sorting: "Sorting", words: Sequence[str], sentence: str) -> None:
    """Say which words explain something, or that none does."""
    if not words:
        Tag(
            "p",
            sorting.page.gettext(
                "No single word carries it; the cards are alike in their letters as a whole."
            ),
        )
        return
    Tag("p", sentence)
    with box("words", "ul"):
        for word in words:
            Tag("li", word, "word")
