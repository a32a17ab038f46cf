"""Text of people, normalised once where it comes in; after this it is only text."""

import re
import unicodedata

import regex

MAX_CHARACTERS = 500
# One user-perceived character may be built of many code points; this bounds their number.
MAX_CODE_POINTS = 4000

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols by category that nevertheless leave the paper white.
_BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Unicode, chapter 23.7: U+FDD0..U+FDEF and the last two code points of each plane.
_NONCHARACTERS = frozenset(
    [*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))]
)
_GRAPHEME = regex.compile(r"\X")
# Nearly every text holds nothing that `normalise` drops or replaces: then one search is enough.
_UNCLEAR = re.compile(
    "[^ -~\n\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd]"
)


def normalise(text: str) -> str:
    """Return `text` in NFC without controls, non-characters, surrogates and bidi overrides.

    Line breaks stay, tabs become spaces, joiners (ZWNJ, ZWJ) and direction marks stay as written.
    """
    if _UNCLEAR.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = "".join(c for c in text if _is_kept(c))
    return unicodedata.normalize("NFC", text).strip()


def _is_kept(character: str) -> bool:
    if character == "\n":
        return True
    if character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs"}:
        return False
    return ord(character) not in _NONCHARACTERS


def clusters(text: str) -> list[str]:
    """Split a text into characters as a reader perceives them (extended grapheme clusters, UAX #29)."""
    found: list[str] = _GRAPHEME.findall(text)
    return found


def count_characters(text: str) -> int:
    """Count characters as a reader perceives them."""
    return len(clusters(text))


def is_blank(text: str) -> bool:
    """Say whether nothing of the text would be visible."""
    return all(c in _BLANKS or unicodedata.category(c)[0] in "ZC" or c.isspace() for c in text)


def is_too_long(text: str) -> bool:
    """Say whether the text exceeds what a card holds."""
    return len(text) > MAX_CHARACTERS and (
        len(text) > MAX_CODE_POINTS or count_characters(text) > MAX_CHARACTERS
    )
