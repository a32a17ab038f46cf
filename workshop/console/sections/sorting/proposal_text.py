"""A suggestion of the machine as a sentence."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nicegui import ui

from workshop.console.kit.controls import Tag, box
from workshop.domain.proposal import TableProposal

if TYPE_CHECKING:
    from workshop.console.sections.sorting.actions import Sorting

# So much of a single card's text stands in the sentence; the preview has all of it.
EXCERPT = 60


def action_name(proposal: TableProposal, *, gettext: Callable[[str], str]) -> str:
    """Return what the button that says yes is called."""
    _ = gettext
    return {"merge": _("Merge"), "split": _("Split"), "gather": _("Create topic")}[proposal.kind]


def say_proposal(sorting: "Sorting", proposal: TableProposal) -> ui.element:
    """Place the sentence: what shall be done, and which words speak for it."""
    _, parts = sorting.page.gettext, proposal.parts
    strong: dict[str, str] = {}
    words: Sequence[str] = proposal.words
    if proposal.kind == "merge" and proposal.homes[1] is None:
        text = _("Suggestion: put the card “%(card)s” into “%(a)s” (%(n)s) – in common: %(words)s")
        entry = sorting.topics.picture.entries.get(parts[1][0])
        strong |= {"a": sorting.name(proposal.homes[0]), "card": excerpt(entry.text if entry else "")}
        strong["n"] = str(len(parts[0]))
    elif proposal.kind == "merge":
        text = _("Suggestion: merge “%(b)s” (%(m)s) and “%(a)s” (%(n)s) – in common: %(words)s")
        strong |= {"a": sorting.name(proposal.homes[0]), "b": sorting.name(proposal.homes[1])}
        strong |= {"n": str(len(parts[0])), "m": str(len(parts[1]))}
    elif proposal.kind == "split":
        text = _("Suggestion: split “%(a)s” (%(n)s) – apart: %(words)s")
        words = [f"{word} ({len(part)})" for word, part in zip(proposal.words, parts, strict=True)]
        strong |= {"a": sorting.name(proposal.homes[0])}
        strong["n"] = str(sum(map(len, parts)))
    else:
        text = _("Suggestion: make a topic of %(n)s single cards – in common: %(words)s")
        strong["n"] = str(len(parts[0]))
    return _marked(text, strong, words)


def excerpt(text: str) -> str:
    """Return the beginning of a text, in whole words."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def part_titles(sorting: "Sorting", proposal: TableProposal) -> list[str]:
    """Return what stands over the cards of each part in the preview."""
    _ = sorting.page.gettext
    if proposal.kind == "split":
        stays = _("stays in “%(topic)s”") % {"topic": sorting.name(proposal.homes[0])}
        rest = [_("new topic “%(topic)s”") % {"topic": word} for word in proposal.words[1:]]
        return [stays, *rest]
    if proposal.kind == "gather":
        return [_("new topic “%(topic)s”") % {"topic": ", ".join(proposal.words[:2])}]
    return [sorting.name(home) if home is not None else _("single card") for home in proposal.homes]


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
