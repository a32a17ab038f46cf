"""One text in several languages, and the rule of Leichte Sprache that a machine can check."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LANGUAGES = ("de", "de-simple", "en", "ar", "fa", "uk", "ru", "tr", "ku", "ti", "fr")

# Leichte Sprache: as many words as one sentence may have (issue 3).
SIMPLE_SENTENCE_WORDS = 12

# What a browser may send for a language that we write under another tag.
_OTHER_NAMES = {"prs": "fa", "pes": "fa", "kmr": "ku", "tir": "ti"}

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Text:
    """A text by language tag; German (`de`) is always there."""

    translations: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "translations", MappingProxyType(dict(self.translations)))

    def __hash__(self) -> int:
        return hash(frozenset(self.translations.items()))

    def in_language(self, tag: str) -> str:
        """Return the text in the language nearest to the BCP 47 `tag`.

        A regional tag falls back to its language (`ar-SY` to `ar`), Leichte Sprache to German, every
        other language to English and at last to German.
        """
        return next(self.translations[each] for each in _fallbacks(tag) if each in self.translations)


def own_names(tag: str) -> tuple[str, str]:
    """Return how we would write the BCP 47 `tag`: in full, and its language alone (`prs-AF`: `fa`)."""
    wanted = tag.strip().replace("_", "-").lower()
    base = wanted.split("-", 1)[0]
    return wanted, _OTHER_NAMES.get(base, base)


def _fallbacks(tag: str) -> Iterator[str]:
    wanted, base = own_names(tag)
    yield wanted
    yield base
    if base != "de":
        yield "en"
    yield "de"


def long_sentences(text: str) -> list[tuple[str, int]]:
    """Return the sentences of `text` that are too long for Leichte Sprache, each with its number of words."""
    found = []
    for sentence in _SENTENCE_END.split(text):
        words = sum(any(sign.isalnum() for sign in word) for word in sentence.split())
        if words > SIMPLE_SENTENCE_WORDS:
            found.append((sentence, words))
    return found
