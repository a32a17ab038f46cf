"""A suggestion of the machine as a sentence."""

import re
from collections.abc import Callable, Sequence

from nicegui import ui

from workshop import look
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.wording.cards import card_words
from workshop.domain.language import direction_of
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.domain.queries.entry import EntryView

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


def dots_of_merge(*, gettext: Callable[[str], str]) -> str:
    """Return what becomes of the dots when topics are merged while people weigh."""
    _ = gettext
    return _("People are weighing: the dots of both topics count together. Undo parts them.")


def dots_of_split(*, gettext: Callable[[str], str]) -> str:
    """Return what becomes of the dots when a topic is split while people weigh."""
    _ = gettext
    return _("People are weighing: all dots stay with this topic, the new one begins with none.")


def _is_one_card(proposal: TableProposal) -> bool:
    return proposal.kind == ProposalKind.MERGE and proposal.homes[1] is None


def quoted_cards(proposal: TableProposal) -> tuple[str, ...]:
    """Return the ids of the cards whose words stand in the sentence, the one that is to be moved first."""
    moved = proposal.parts[1] if _is_one_card(proposal) else ()
    return tuple(dict.fromkeys((*moved, *proposal.cards)))


def _sentence(proposal: TableProposal, *, gettext: Callable[[str], str]) -> str:
    _ = gettext
    by_words = {
        ProposalKind.SPLIT: _("Suggestion: split “%(a)s” (%(n)s) – apart: %(words)s"),
        ProposalKind.MERGE: _("Suggestion: merge “%(b)s” (%(m)s) and “%(a)s” (%(n)s) – in common: %(words)s"),
        ProposalKind.GATHER: _("Suggestion: make a topic of %(n)s single cards – in common: %(words)s"),
        "card": _("Suggestion: put the card “%(card)s” into “%(a)s” (%(n)s) – in common: %(words)s"),
    }
    by_cards = {
        ProposalKind.MERGE: _(
            "Suggestion: “%(b)s” (%(m)s) and “%(a)s” (%(n)s) could belong together – "
            "similar meaning: %(cards)s"
        ),
        ProposalKind.GATHER: _(
            "Suggestion: %(n)s single cards could be a topic – similar meaning: %(cards)s"
        ),
        "card": _(
            "Suggestion: the card “%(card)s” could belong to “%(a)s” (%(n)s) – similar meaning: %(cards)s"
        ),
    }
    return (by_cards if proposal.cards else by_words)["card" if _is_one_card(proposal) else proposal.kind]


def say_proposal(context: SortingContext, proposal: TableProposal) -> ui.element:
    """Place the sentence: what shall be done, and which words speak for it, or else which cards."""
    parts, homes = proposal.parts, [context.name(home) for home in proposal.homes]
    words: Sequence[str] = proposal.words
    numbers = {"n": sum(map(len, parts[:1]))}
    if proposal.kind == ProposalKind.SPLIT:
        words = [f"{word} ({len(part)})" for word, part in zip(proposal.words, parts, strict=True)]
        numbers["n"] = sum(map(len, parts))
    elif proposal.kind == ProposalKind.MERGE:
        numbers["m"] = len(parts[1])
    strong = dict(zip("ab", homes, strict=False)) | {name: str(n) for name, n in numbers.items()}
    # Read only now: since the machine looked, a card may say other words, or be shown no longer.
    entries = [context.picture.entries.get(each) for each in quoted_cards(proposal)]
    cards = [entry for entry in entries if entry and entry.is_shown]
    if _is_one_card(proposal):
        strong["card"] = excerpt(cards[0].text) if cards else ""
        cards = cards[1:]
    text = _sentence(proposal, gettext=context.page.gettext)
    return _marked(text, strong, words, cards, quotes=context.page.gettext("“%(text)s”"))


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


def _marked(
    text: str, values: dict[str, str], words: Sequence[str], cards: Sequence[EntryView], *, quotes: str
) -> ui.element:
    """Place a translated sentence whose names are strong and whose words and cards are set apart.

    Names, words and cards may be of any language: each has its own direction.
    """
    with box("proposal-text", "p") as made:
        for place, piece in enumerate(re.split(r"%\((\w+)\)s", text)):
            if place % 2 and piece == "words":
                for number, word in enumerate(words):
                    if number:
                        Tag("span", ", ")
                    Tag("em", word, dir="auto")
            elif place % 2 and piece == "cards":
                _quote(cards, quotes)
            elif place % 2:
                Tag("span" if piece in {"n", "m"} else "strong", values[piece], dir="auto")
            elif piece:
                Tag("span", piece)
    return made


def _quote(cards: Sequence[EntryView], quotes: str) -> None:
    before, after = quotes.split("%(text)s")
    for number, card in enumerate(cards):
        Tag("span", f" · {before}" if number else before)
        Tag("bdi", excerpt(card.text), "quoted-card", lang=card.lang, dir=direction_of(card.lang))
        Tag("span", after)


def preview_parts(context: SortingContext, proposal: TableProposal) -> list[EntryView]:
    """Place the cards of each part of a suggestion side by side, and return them."""
    _, entries = context.page.gettext, context.picture.entries
    placed: list[EntryView] = []
    with box("preview-parts"):
        for title, part in zip(part_titles(context, proposal), proposal.parts, strict=True):
            with box("preview-part", "section"):
                cards = [entries[each] for each in part if each in entries and entries[each].is_shown]
                Tag("h3", f"{title} · {len(cards)}")
                for entry in cards:
                    look.EntryCard(entry, **card_words(entry, gettext=_))
                placed += cards
    return placed
