"""Whether a group can be named: a word, or a part of a compound, that enough of its cards have.

People trust a group whose name they find on the cards, so the machine keeps its groups nameable, but for one
in ten: those hold cards that belong together by word fields alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from workshop.grouping.vectors import Card

ENOUGH_TO_NAME = 0.4
_UNNAMED_SHARE = 0.1
# With a model groups hold what people mean by different words: 3 of 10 is what keeps its gain (measured).
_UNNAMED_SHARE_WITH_MODEL = 0.3
SMALLEST_NAMED = 3
_PART = 4  # letters from which a family counts inside longer words: "wohn" in "Sozialwohnung"
_SHORTEST = 3
_LOOKED_AT = 40


def has_family(families: Iterable[str], name: str) -> bool:
    """Tell whether a card's families have a name, from four letters on also inside a compound."""
    return any(name == f or (len(name) >= _PART and name in f) for f in families)


def unnamed_share(*, across_languages: bool) -> float:
    """Return which share of the groups need not be nameable."""
    return _UNNAMED_SHARE_WITH_MODEL if across_languages else _UNNAMED_SHARE


def main_language_cards(cards: Sequence[Card]) -> list[Card]:
    """Return the cards in the language of most: no word is on cards of two languages, so those are asked."""
    counted = Counter(card.lang for card in cards)
    lang = counted.most_common(1)[0][0] if counted else ""
    return [card for card in cards if card.lang == lang]


def nameable(cards: Sequence[Card]) -> bool:
    """Tell whether one word family is on enough of the cards; a single card or a pair always can be named."""
    if len(cards) < SMALLEST_NAMED:
        return True
    needed = ENOUGH_TO_NAME * len(cards)
    # In the order of the cards: a set's is another one in each process, and of ties only some are looked at.
    counted = Counter(f for card in cards for f in dict.fromkeys(card.families) if len(f) >= _SHORTEST)
    for name, count in counted.most_common(_LOOKED_AT):
        if count >= needed or sum(has_family(card.families, name) for card in cards) >= needed:
            return True
    return False
