"""What the dialogs of sorting share: they keep the list still, have two buttons, and lists to choose from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workshop import look
from workshop.console.kit.card import card_tick
from workshop.console.kit.controls import Modal, Tag, box, button
from workshop.console.sections.sorting.proposal_text import part_titles
from workshop.console.wording.cards import question_name
from workshop.domain.group import gather_entries
from workshop.domain.proposal import TableProposal
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor

if TYPE_CHECKING:
    from workshop.console.sections.sorting.actions import Sorting


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


def preview_parts(sorting: "Sorting", proposal: TableProposal) -> None:
    """Place the cards of each part of a suggestion side by side."""
    _, entries = sorting.page.gettext, sorting.topics.picture.entries
    with box("preview-parts"):
        for title, part in zip(part_titles(sorting, proposal), proposal.parts, strict=True):
            with box("preview-part", "section"):
                cards = [entries[each] for each in part if each in entries and entries[each].is_shown]
                Tag("h3", f"{title} · {len(cards)}")
                for entry in cards:
                    look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))


def group_options(sorting: "Sorting", *, but: int | None = None) -> list[tuple[str, str]]:
    """Return the topics of the table to choose from, the largest first."""
    picture = sorting.topics.picture
    parked = " · " + sorting.page.gettext("parked")
    return [
        (str(group.id), f"{sorting.name(group.id)} ({picture.size(group)}){parked if group.parked else ''}")
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
    number = await gather_entries(
        sorting.store, actor=actor, dialogue_id=sorting.dialogue_id, entry_ids=entry_ids, label=label
    )
    sorting.topics.ask_for(number)
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
