"""Text of people, normalised once where it comes in; after this it is only text.

The phone page counts and refuses by the same rules (`phone/static/text.js`), and
`tests/texts.toml` holds both to the same answers.
"""

import re
import unicodedata

import regex

MAX_CHARACTERS = 500
# One user-perceived character may be built of many code points; this bounds their number.
MAX_CODE_POINTS = 4000
# So many may be sent: whoever decomposes each letter sends three for one, and glue is taken out.
MAX_WRITTEN = 3 * MAX_CODE_POINTS
# No script stacks more on one letter; Unicode's stream-safe form draws the line at the same number (UAX #15).
MAX_MARKS = 30

_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Last in each plane: the non-characters.
_ENDS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# Controls, soft hyphens, overrides of direction, glue and operators that nobody sees, surrogates,
# non-characters, the mark of a byte order, annotations and objects (dictation leaves U+FFFC), tags.
_DROPPED = (
    "\0-\x09\x0b-\x1f\x7f-\x9f\xad\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffc"
    f"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff{_ENDS}"
)
# Scripts without spaces, in which U+200B says where a word ends: Thai, Lao, Myanmar, Khmer.
_WITHOUT_SPACES = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
# A flag of tags stays whole (England, Scotland, Wales).
_CLEAR = re.compile(
    f"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[{_DROPPED}]"
    f"|(?<!{_WITHOUT_SPACES})\u200b(?!{_WITHOUT_SPACES})"
)
# What presentation programs mean by these places of their symbol fonts; elsewhere they are empty boxes.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FC: "✓"}
# Nearly every text holds nothing that `normalise` drops or replaces: then one search is enough. The ranges
# are in the order in which letters are likely, for they are tried one by one.
_UNCLEAR = re.compile(
    "[^ -~\n\xa0-\xac\xae-\u200a\u200c-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\uefff\uf100-\ufdcf"
    "\ufdf0-\ufefe\uff00-\uffef\ufffd\U00010000-\U0001fffd]"
)
# Letters and symbols by category that nevertheless leave the paper white.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
# Spaces, controls, formats, private use, and marks that stand on nothing. What this Python does not know yet
# is seen: each year brings new emoji.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Mn", "Mc", "Me"})
_GRAPHEME = regex.compile(r"\X")
# Looked for from the first mark of each run only: the search stays linear.
_HEAP = regex.compile(rf"(?<![\p{{M}}\u200c\u200d])[\p{{M}}\u200c\u200d]{{{MAX_MARKS + 1}}}")
# Two letters of a flag. `\X` counts them from the start of their run, for each of them anew.
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def normalise(text: str) -> str:
    """Return `text` in NFC without controls, objects, glue, non-characters, surrogates and bidi overrides.

    Line breaks of every sort become line feeds, tabs spaces; joiners (ZWNJ, ZWJ) and direction marks stay as
    written. A heap of marks (`is_heaped`) is left as it is, for putting it into order takes the square of its
    length: whoever stores what people write refuses it.
    """
    if _UNCLEAR.search(text):
        text = _BREAK.sub("\n", text).replace("\t", " ")
        text = _CLEAR.sub(r"\1", text).translate(_SYMBOLS)
    return (text if is_heaped(text) else unicodedata.normalize("NFC", text)).strip()


def is_heaped(text: str) -> bool:
    """Say whether more marks stand on one letter than any script has; joiners between them change nothing."""
    return not text.isascii() and _HEAP.search(text) is not None


def clusters(text: str) -> list[str]:
    """Split a text into characters as a reader perceives them (extended grapheme clusters, UAX #29)."""
    found: list[str] = _GRAPHEME.findall(text)
    return found


def count_characters(text: str) -> int:
    """Count characters as a reader perceives them."""
    return len(clusters(_FLAG.sub("a", text)))


def is_blank(text: str) -> bool:
    """Say whether nothing of the text would be visible."""
    return all(unicodedata.category(c) in _UNSEEN or c in _BLANKS for c in text)


def is_too_long(text: str) -> bool:
    """Say whether the text exceeds what a card holds."""
    return len(text) > MAX_CHARACTERS and (
        len(text) > MAX_CODE_POINTS or count_characters(text) > MAX_CHARACTERS
    )
