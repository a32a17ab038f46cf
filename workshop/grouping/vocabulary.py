"""How the cards of a table write each word: it tells nouns from other words, and slips of the pen."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from workshop.grouping.vectors import Card
from workshop.grouping.words import fold, inner_words, surface_words

_LONG = 6  # letters from which two words that differ in one are the same word, once misspelt

_IN_CAPITALS = 0.25


class Vocabulary:
    """The written forms of a table's words by language, kept while cards come and go."""

    def __init__(self) -> None:
        self._forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._large: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._small: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._capitals: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, card: Card) -> None:
        """Count the words of a card."""
        self._count(card, 1)

    def remove(self, card: Card) -> None:
        """Forget the words of a card that was counted."""
        self._count(card, -1)

    def _count(self, card: Card, by: int) -> None:
        words = surface_words(card.text)
        for word in words:
            _shift(self._forms[card.lang], fold(word), by)
        if not card.text.isupper() or len(words) == 1:
            for word in words:
                if len(word) > 1 and word.isupper():
                    _shift(self._capitals[card.lang], fold(word), by)
        inner = inner_words(card.text)
        # A card without a capital inside, or of capitals only, does not say which of its words are nouns.
        if any(word[:1].isupper() for word in inner) and not all(word.isupper() for word in inner):
            for word in inner:
                side = self._large if word[:1].isupper() else self._small
                _shift(side[card.lang], fold(word), by)

    def count(self, word: str, lang: str) -> int:
        """Return how often a word stands on the cards."""
        return self._forms[lang][fold(word)]

    def writes_small(self, word: str, lang: str) -> bool:
        """Tell whether people who use capitals write the word mostly without one."""
        folded = fold(word)
        return self._small[lang][folded] > self._large[lang][folded]

    def writes_large(self, word: str, lang: str) -> bool:
        """Tell whether people write the word mostly with a capital."""
        folded = fold(word)
        return self._large[lang][folded] > self._small[lang][folded]

    def is_abbreviation(self, word: str, lang: str) -> bool:
        """Tell whether a good part of the cards with a word write it in capitals, as WLAN."""
        folded = fold(word)
        return self._capitals[lang][folded] > _IN_CAPITALS * self._forms[lang][folded]

    def is_slip(self, word: str, lang: str) -> bool:
        """Tell whether a word stands there once, and often with one letter more, less, other or exchanged."""
        forms, folded = self._forms[lang], fold(word)
        if len(folded) < _LONG or forms[folded] > 1:
            return False
        return any(
            count > 1 and other[0] == folded[0] and _is_near(folded, other) for other, count in forms.items()
        )

    def known(self, words: Iterable[str], lang: str) -> str | None:
        """Return the first of some words that stands on a card as a whole."""
        return next((word for word in words if fold(word) in self._forms[lang]), None)


def _shift(counter: Counter[str], key: str, by: int) -> None:
    counter[key] += by
    if counter[key] <= 0:
        del counter[key]


def _is_near(first: str, second: str) -> bool:
    """Tell whether one slip leads from one word to the other; other endings are no slip."""
    if abs(len(first) - len(second)) > 1 or first == second:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    if start >= min(len(first), len(second)) - 1:
        return False
    one, other = first[start:], second[start:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or one[1::-1] + one[2:] == other
