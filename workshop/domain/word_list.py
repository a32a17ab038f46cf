"""The operator's list of words: a card with one of them waits for a person, whatever it says about anything.

The list is about words, never about opinions; who keeps it answers for it. A line is one word or several in a
row; one that ends in `*` also stands for longer words. `#` begins a remark.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workshop.domain.hold_reason import folded

# More than any list of such words needs; what is beyond is not read.
MOST_LINES = 5000
LONGEST_LINE = 80
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class WordList:
    """The words of each language, ready to be looked for."""

    phrases: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    # Beginnings of words.
    stems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Mapping[str, Iterable[str]]) -> "WordList":
        """Return the list of these lines by language (`de`, `ar`)."""
        phrases: dict[str, frozenset[tuple[str, ...]]] = {}
        stems: dict[str, tuple[str, ...]] = {}
        for lang, given in lines.items():
            written = [line.partition("#")[0].strip()[:LONGEST_LINE] for line in list(given)[:MOST_LINES]]
            whole = (_words(line) for line in written if line and not line.endswith("*"))
            phrases[lang] = frozenset(filter(None, whole))
            begun = (_words(line[:-1]) for line in written if line.endswith("*"))
            stems[lang] = tuple(words[0] for words in begun if len(words) == 1)
        return cls(phrases, stems)

    def has(self, text: str, *langs: str) -> bool:
        """Say whether a text has a word of the lists of these languages (BCP 47; the first part counts)."""
        known = {lang.partition("-")[0] for lang in langs} & self.phrases.keys()
        if not known:
            return False
        words = _words(text)
        return any(self._stands_in(words, lang) for lang in known)

    def _stands_in(self, words: tuple[str, ...], lang: str) -> bool:
        phrases, stems = self.phrases[lang], self.stems[lang]
        if stems and any(word.startswith(stems) for word in words):
            return True
        lengths = {len(phrase) for phrase in phrases}
        return any(
            words[at : at + length] in phrases for length in lengths for at in range(len(words) - length + 1)
        )


NO_WORDS = WordList()


def _words(text: str) -> tuple[str, ...]:
    # A list may have been written on another keyboard than the cards.
    whole = unicodedata.normalize("NFC", text)
    return tuple(_WORD.findall(folded(whole).casefold()))
