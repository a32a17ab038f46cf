"""Words of each language that carry no subject, and what they tell about the language of a text.

The lists beside this file are ours: a file per language, words parted by blanks, ``#`` begins a note.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

LANGUAGES = ("de", "en", "ar", "fa", "uk", "ru", "tr", "fr")
_LATIN = ("de", "en", "tr", "fr")  # the first two have a list of dull words
_WORD = re.compile(r"[^\W_]+(?:[\u200c'’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;•\n]|(?:^|\s)[-–—*](?:\s|$)")
_TOKEN_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")  # Arabic vowel signs and the stretching line
_FOLDED = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "’": "'"})


def fold(word: str) -> str:
    """Return the form in which words are compared: one case, one Unicode form, no Arabic vowel signs."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return _TOKEN_MARKS.sub("", folded).translate(_FOLDED)


def surface_words(text: str) -> list[str]:
    """Return the words of a text as they were written, in order, without punctuation and emoji."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def inner_words(text: str) -> list[str]:
    """Return the words with which no sentence, line or item begins: their capitals are their own."""
    text = unicodedata.normalize("NFC", text)
    found, before = [], 0
    for word in _WORD.finditer(text):
        if before and not _SENTENCE_END.search(text, before, word.start()):
            found.append(word.group())
        before = word.end()
    return found


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Return the folded stop words of a language; an unknown language has none."""
    base = base_language(lang)
    return _read(f"{base}.txt") if base in LANGUAGES else frozenset()


@cache
def dull_words(lang: str) -> frozenset[str]:
    """Return the folded words that are worth comparing but make a poor heading."""
    base = base_language(lang)
    return _read(f"{base}.dull.txt") if base in _LATIN[:2] else frozenset()


@cache
def time_words(lang: str) -> frozenset[str]:
    """Return the folded words that say when: seasons, months, days and their parts."""
    base = base_language(lang)
    return _read(f"{base}.times.txt") if base in LANGUAGES else frozenset()


@cache
def set_phrases(lang: str) -> tuple[str, ...]:
    """Return the set phrases, greetings and calls of a language, in which no noun is a subject."""
    base = base_language(lang)
    if base not in LANGUAGES:
        return ()
    source = resources.files(__package__).joinpath(f"{base}.phrases.txt").read_text(encoding="utf-8")
    return tuple(line for line in source.splitlines() if line and not line.startswith("#"))


@cache
def _phrase_words(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for phrase in set_phrases(lang) for word in surface_words(phrase))


@cache
def _phrases(lang: str) -> re.Pattern[str]:
    # The longer one first: "ach" also begins "ach Gott".
    said = (r"\s+".join(map(re.escape, each.split())) for each in sorted(set_phrases(lang), key=len)[::-1])
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE)


def says_by_itself(word: str, texts: Iterable[str], lang: str) -> bool:
    """Tell whether a word mostly stands outside the set phrases, greetings and calls of its language."""
    folded = fold(word)
    if folded not in _phrase_words(lang):
        return True
    holders = [text for text in texts if folded in map(fold, surface_words(text))]
    outside = sum(folded in map(fold, surface_words(_phrases(lang).sub(" ", text))) for text in holders)
    return outside * 2 > len(holders) or not holders


@cache
def given_names() -> frozenset[str]:
    """Return folded names that people are called by."""
    return _read("persons.txt")


@cache
def abbreviations() -> frozenset[str]:
    """Return folded words that are written in capitals, however somebody types them."""
    return _read("capitals.txt")


def _read(name: str) -> frozenset[str]:
    source = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    words = (line for line in source.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in words for word in line.split())


def base_language(lang: str | None) -> str:
    """Return the language a tag is written in: ``de`` for ``de-simple`` and ``de_AT``, ``""`` for none."""
    return (lang or "").replace("_", "-").split("-")[0].lower()


def guess_language(text: str) -> str:
    """Guess the language of a short text from its script and its small words; ``""`` if nothing tells.

    Only good enough to keep languages apart while grouping; a language that the writer chose comes first.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return ""
    arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    ethiopic = sum("\u1200" <= c <= "\u137f" for c in letters)
    most = max(arabic, cyrillic, ethiopic)
    if most * 2 > len(letters):
        if most == ethiopic:
            return "ti"
        pair = ("fa", "ar") if most == arabic else ("uk", "ru")
        marks = ("پچژگکی", "ةكيىأإ") if most == arabic else ("іїєґ", "ыэъё")
        return _between(text, pair=pair, marks=marks)
    found = {lang: _share(text, lang) for lang in _LATIN}
    best = max(found, key=lambda lang: found[lang])
    return best if found[best] > 0 else ""


def _share(text: str, lang: str) -> int:
    stops = stop_words(lang)
    return sum(fold(word) in stops for word in surface_words(text))


def _between(text: str, *, pair: tuple[str, str], marks: tuple[str, str]) -> str:
    lowered = text.casefold()
    first, second = (
        3 * sum(lowered.count(c) for c in own) + _share(text, lang)
        for lang, own in zip(pair, marks, strict=True)
    )
    return pair[0] if first > second else pair[1]
