"""Text on paper: what a file can hold, which way it runs, how days and languages are written."""

import re
import unicodedata
from datetime import date, time

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date

_RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})

# Controls, surrogates, non-characters of every plane, bidi embeddings and isolates.
_UNPRINTABLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\u202a-\\u202e\\u2066-\\u2069"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_GERMAN_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"}
)
# Latin, Greek and Cyrillic letters stay readable without them; the marks of other scripts are letters.
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
_STEM_LENGTH = 48


def printable(text: str) -> str:
    """Return `text` without what XML cannot hold or what turns its neighbours around.

    Text that was normalised at the door comes back unchanged.
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def file_stem(name: str) -> str:
    """Return `name` as a part of a file name that every system takes ("schwaebisch-gmuend").

    German umlauts become two letters, other accents go, other scripts stay. Empty if nothing is left.
    """
    plain = unicodedata.normalize("NFC", name.casefold()).translate(_GERMAN_LETTERS)
    parts = unicodedata.normalize("NFD", plain)
    letters = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _ACCENTS))
    stem = ""
    for word in re.findall(r"[^\W_]+", letters):
        if stem and len(stem) + len(word) >= _STEM_LENGTH:
            break
        stem = f"{stem}-{word}" if stem else word[:_STEM_LENGTH]
    return stem


def is_right_to_left(text: str, *, lang: str = "") -> bool:
    """Say whether a text runs from right to left: by its language, or by its first letter."""
    letters = [unicodedata.bidirectional(c) for c in text]
    strong = [letter for letter in letters if letter in {"L", "R", "AL"}]
    if not _RIGHT_TO_LEFT.intersection(strong):
        return False
    return lang.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT_LANGUAGES or strong[0] in _RIGHT_TO_LEFT


def short_day(day: date | str | None) -> str:
    """Write a day as TT.MM.JJJJ; words stay words."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}" if isinstance(day, date) else day or ""


def clock_time(at: time | None) -> str:
    """Write a time as the clock in the hall shows it (19:30)."""
    return f"{at:%H:%M}" if at else ""


def long_day(day: date | None, *, lang: str) -> str:
    """Write a day with the name of its month ("12. März 2026") in the language of the dialogue."""
    return format_date(day, format="long", locale=locale_of(lang)) if day else ""


def locale_of(lang: str) -> Locale:
    """Return the locale of a language tag; German where there is none."""
    try:
        return Locale.parse(lang.split("-", maxsplit=1)[0])
    except (ValueError, UnknownLocaleError):
        return Locale("de")


def document_language(lang: str) -> str:
    """Return language and country for office programs, which know no bare "de"."""
    locale = locale_of(lang)
    likely = Locale.parse(get_global("likely_subtags").get(locale.language, locale.language))
    return f"{locale.language}-{locale.territory or likely.territory}"
