"""A suggestion of the machine as a sentence."""

import re
from collections.abc import Callable, Sequence

from nicegui import ui

from workshop import look
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.wording.cards import question_name
from workshop.domain.proposal import ProposalKind, TableProposal

# So much of a single card's text stands in the sentence; the preview has all of it.
EXCERPT = 60


def action_name(proposal: TableProposal, *, gettext: Callable[[str], str]) -> str:
    """Return what the button that says yes is called."""
    _ = gettext
    return {
        ProposalKind.MERGE: _("Merge"),
        ProposalKind.SPLIT: _("Split"),
        ProposalKind.GATHER: _("Create topic"),
    }[proposal.kind]


def say_proposal(context: SortingContext, proposal: TableProposal) -> ui.element:
    """Place the sentence: what shall be done, and which words speak for it."""
    _, parts = context.page.gettext, proposal.parts
    strong: dict[str, str] = {}
    words: Sequence[str] = proposal.words
    if proposal.kind == ProposalKind.MERGE and proposal.homes[1] is None:
        text = _("Suggestion: put the card “%(card)s” into “%(a)s” (%(n)s) – in common: %(words)s")
        entry = context.picture.entries.get(parts[1][0])
        strong |= {"a": context.name(proposal.homes[0]), "card": excerpt(entry.text if entry else "")}
        strong["n"] = str(len(parts[0]))
    elif proposal.kind == ProposalKind.MERGE:
        text = _("Suggestion: merge “%(b)s” (%(m)s) and “%(a)s” (%(n)s) – in common: %(words)s")
        strong |= {"a": context.name(proposal.homes[0]), "b": context.name(proposal.homes[1])}
        strong |= {"n": str(len(parts[0])), "m": str(len(parts[1]))}
    elif proposal.kind == ProposalKind.SPLIT:
        text = _("Suggestion: split “%(a)s” (%(n)s) – apart: %(words)s")
        words = [f"{word} ({len(part)})" for word, part in zip(proposal.words, parts, strict=True)]
        strong |= {"a": context.name(proposal.homes[0])}
        strong["n"] = str(sum(map(len, parts)))
    else:
        text = _("Suggestion: make a topic of %(n)s single cards – in common: %(words)s")
        strong["n"] = str(len(parts[0]))
    return _marked(text, strong, words)


def excerpt(text: str) -> str:
    """Return the beginning of a text, in whole words."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def part_titles(context: SortingContext, proposal: TableProposal) -> list[str]:
    """Return what stands over the cards of each part in the preview."""
    _ = context.page.gettext
    if proposal.kind == "split":
        stays = _("stays in “%(topic)s”") % {"topic": context.name(proposal.homes[0])}
        rest = [_("new topic “%(topic)s”") % {"topic": word} for word in proposal.words[1:]]
        return [stays, *rest]
    if proposal.kind == ProposalKind.GATHER:
        return [_("new topic “%(topic)s”") % {"topic": ", ".join(proposal.words[:2])}]
    return [context.name(home) if home is not None else _("single card") for home in proposal.homes]


def _marked(text: str, values: dict[str, str], words: Sequence[str]) -> ui.element:
    """Place a translated sentence whose names are strong and whose words are set apart.

    Names and words may be of any language: each has its own direction.
    """
    with box("proposal-text", "p") as made:
        for place, piece in enumerate(re.split(r"%\((\w+)\)s", text)):
            if place % 2 and piece == "words":
                for number, word in enumerate(words):
                    if number:
                        Tag("span", ", ")
                    Tag("em", word, dir="auto")
            elif place % 2:
                Tag("span" if piece in {"n", "m"} else "strong", values[piece], dir="auto")
            elif piece:
                Tag("span", piece)
    return made


def preview_parts(context: SortingContext, proposal: TableProposal) -> None:
    """Place the cards of each part of a suggestion side by side."""
    _, entries = context.page.gettext, context.picture.entries
    with box("preview-parts"):
        for title, part in zip(part_titles(context, proposal), proposal.parts, strict=True):
            with box("preview-part", "section"):
                cards = [entries[each] for each in part if each in entries and entries[each].is_shown]
                Tag("h3", f"{title} · {len(cards)}")
                for entry in cards:
                    look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))
