"""How words are shown: the form people wrote most often, adjectives in front, capitals as in a heading."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from workshop.grouping.families import family
from workshop.grouping.naming import ENOUGH_TO_NAME, has_family
from workshop.grouping.table import Entry
from workshop.grouping.vectors import Card
from workshop.grouping.words import fold, inner_words, stop_words

LONGEST_ABBREVIATION = 5
HEADING_WORDS = 3


def surface(members: Sequence[Entry], name: str, *, fits: Callable[[str], bool] | None = None) -> str:
    """Return the commonest form of a word family; a form or compound that enough cards show comes first.

    With ``fits`` only forms that it lets pass: the empty text if there is none.
    """
    written: Counter[str] = Counter()
    compounds: set[str] = set()
    for entry in members:
        for own, word in zip(entry.card.families, entry.card.surfaces, strict=True):
            if has_family((own,), name):
                written[_calm(word)] += 1
                if own != name:
                    compounds.add(_calm(word))
    if fits is not None:
        written = Counter({word: n for word, n in written.items() if fits(word)})
        if not written:
            return ""
    if not written:
        return name
    texts = [entry.card.text.casefold() for entry in members]
    if whole := [word for word in written if stands_alone(word, texts)]:
        written = Counter({word: written[word] for word in whole})
    written = Counter({word: n for word, n in written.items() if not _is_bare_stem(word, written)})
    shown = {word: sum(word.casefold() in text for text in texts) for word in written}
    many = ENOUGH_TO_NAME * len(members)

    def rank(word: str) -> tuple[bool, bool, float, bool, str]:
        common = written[word] + (written[_twin(word)] + shown[word]) / 4
        return shown[word] >= many, word not in compounds, common, word[:1].isupper(), word

    best = max(written, key=rank)
    # An abbreviation that somebody wrote as one (WLAN) is one, however many typed it small.
    alike = [w for w in written if fold(w) == fold(best) and w.isupper() and len(w) <= LONGEST_ABBREVIATION]
    return alike[0] if alike else best


def heading(parts: Sequence[str], lang: str) -> str:
    """Join the parts of a heading; each begins with a capital in German, the first one in other languages."""
    shown = [_capital(p, lang) if i == 0 or lang == "de" else p for i, p in enumerate(parts)]
    return ("، " if lang in {"ar", "fa"} else ", ").join(shown)


def card_heading(card: Card) -> str:
    """Return the first content words of a card, at most three: in German its first nouns if it has some."""
    words = list(dict.fromkeys(card.surfaces))
    nouns = [w for w in words if w[:1].isupper()]
    if card.lang == "de" and nouns and len(words) > HEADING_WORDS:
        return heading(nouns[:2], card.lang)
    return heading([" ".join(words[:HEADING_WORDS])], card.lang) if words else card.text.strip()[:24]


def noun_share(entries: Iterable[Entry], name: str) -> float:
    """Return how often a family is written with a capital where grammar asks for none but a noun's, 0 to 1.

    Cards that are written small altogether do not count; 0.8 where nothing tells.
    """
    large = small = 0
    for entry in entries:
        for word, capital in _inner_words(entry.card):
            if word == name:
                large, small = large + capital, small + (not capital)
    return large / (large + small) if large + small else 0.8


@lru_cache(maxsize=8192)
def _inner_words(card: Card) -> tuple[tuple[str, bool], ...]:
    """Return the families of the content words within the sentences of a card that uses capitals at all."""
    inner = inner_words(card.text)
    if not any(word[:1].isupper() for word in inner):
        return ()
    stops = stop_words(card.lang)
    pairs = ((fold(word), word[:1].isupper()) for word in inner)
    return tuple((family(word, card.lang), capital) for word, capital in pairs if word not in stops)


def _calm(word: str) -> str:
    return word.capitalize() if word.isupper() and len(word) > LONGEST_ABBREVIATION else word


def _twin(word: str) -> str:
    """Return the same word with its first letter the other way round."""
    return word[:1].swapcase() + word[1:]


def _capital(text: str, lang: str) -> str:
    first = "İ" if lang == "tr" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def _is_bare_stem(word: str, written: Mapping[str, int]) -> bool:
    """Tell whether a form was written once only, and also with an e: dialect's "Schul" beside "Schule"."""
    return written[word] == 1 and f"{word}e" in written


def stands_alone(word: str, texts: Iterable[str]) -> bool:
    """Tell whether a word is ever written without a hyphen: "Schul-" and "-kurs" are only the half of one."""
    alone = re.compile(rf"(?<![\w-]){re.escape(word.casefold())}(?![\w-])")
    return any(alone.search(text) for text in texts)
