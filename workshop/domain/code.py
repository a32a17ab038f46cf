"""The code of a dialogue: made so that it is easy to read aloud, found in whatever way a person writes it.

People type it with dashes, on a keyboard of another script, with the digits of their language, or paste
a whole address or a message around it. A code has only letters and digits that cannot be taken for
another, so each sign that looks like one of them can only mean it.
"""

import html
import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain
from urllib.parse import unquote

import regex

# No letter or digit that can be taken for another when read aloud or from a wall.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
# Longer than any message around a code; what follows is not read.
_READ_CHARACTERS = 2000
_MAX_CODES = 5
_MAX_ESCAPES = 3

# Capitals of other scripts that look like one of ours (for three, like one of our digits), by code point.
_CYRILLIC = {
    "\u0410": "A",
    "\u0412": "B",
    "\u0415": "E",
    "\u0405": "S",
    "\u041a": "K",
    "\u041c": "M",
    "\u041d": "H",
    "\u0420": "P",
    "\u0421": "C",
    "\u0422": "T",
    "\u0423": "Y",
    "\u04ae": "Y",
    "\u0425": "X",
    "\u0408": "J",
    "\u050c": "G",
    "\u051a": "Q",
    "\u051c": "W",
    "\u0474": "V",
    "\u0417": "3",
    "\u0427": "4",
    "\u0411": "6",
    "\u0500": "D",
}
_GREEK = {
    "\u0391": "A",
    "\u0392": "B",
    "\u0395": "E",
    "\u0396": "Z",
    "\u0397": "H",
    "\u039a": "K",
    "\u039c": "M",
    "\u039d": "N",
    "\u03a1": "P",
    "\u03a4": "T",
    "\u03a5": "Y",
    "\u03a7": "X",
    "\u03f9": "C",
    "\u037f": "J",
}
_LOOK_ALIKES = str.maketrans(_CYRILLIC | _GREEK)
_SLASHES = str.maketrans(dict.fromkeys("\\\u2044\u2215\u29f8\u29f5", "/"))
_LETTER = f"[{CODE_LETTERS}]"
_AFTER, _BEFORE = "(?<![A-Z0-9])", "(?![A-Z0-9])"
_HALF = CODE_LENGTH // 2
_BETWEEN = r"[^\w/?#&=]|_"
# The likeliest first; they look ahead, because a word before a code may look like its first half.
_WAYS = (
    re.compile(f"{_AFTER}(?=({_LETTER}{{{CODE_LENGTH}}}){_BEFORE})"),
    re.compile(f"{_AFTER}(?=({_LETTER}{{{_HALF}}}(?:{_BETWEEN}){{1,5}}{_LETTER}{{{_HALF}}}){_BEFORE})"),
    re.compile(f"{_AFTER}(?=({_LETTER}(?:(?:{_BETWEEN}){{0,5}}{_LETTER}){{{CODE_LENGTH - 1}}}){_BEFORE})"),
)
# The kinds of pages of a dialogue, as they begin in an address; the first letter may be a look-alike.
_ADDRESS = re.compile(r"(?:^|[/\s])(?:[jbr\u0458\u03f3]|console)/+([^/?#]+)(?:/+([^/?#\s]*))?", re.IGNORECASE)
# A code with a table behind it, without what belongs before.
_BARE = re.compile(r"(?:^|[/\s])(?=([^/?#\s]+)/+([^/?#\s]+))")
# The first words of our addresses: those behind which a code stands, and the others.
_OF_DIALOGUE = {"j", "b", "r", "console"}
_OTHER = {"enter", "archive", "healthz"}
_WORDS = {"\u0458": "j", "\u03f3": "j", "\u0432": "b"}
# What a mail or a page writes for one sign; without its semicolon it is a part of an address.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
# What a phone writes that takes dictation.
_SPOKEN = re.compile(r"\b(?:(?:BINDE|GEDANKEN)?STRICH|MINUS|HYPHEN|DASH|TIRET|TIRE|ДЕФИС|ТИРЕ|LEERZEICHEN)\b")
_MARKS = regex.compile(r"\p{M}+")
_EXACT = re.compile(f"{_LETTER}{{{CODE_LENGTH}}}")


@dataclass(frozen=True)
class Written:
    """What somebody wrote to get in: the codes it may mean, the likeliest first, and a table's key."""

    codes: tuple[str, ...]
    table: str = ""


def new_code() -> str:
    """Return a fresh code: 8 of 31 letters, about 8.5·10¹¹ possibilities."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def is_code(text: str) -> bool:
    """Say whether a text is a code as `new_code` makes them."""
    return bool(_EXACT.fullmatch(text))


def normalise_code(written: str) -> str:
    """Return the likeliest code in what somebody wrote; without any, its letters and digits in capitals."""
    if _EXACT.fullmatch(written):
        return written
    if codes := read_code(written).codes:
        return codes[0]
    return "".join(c for c in written[:_READ_CHARACTERS].upper() if c.isalnum())


def read_code(written: str) -> Written:
    """Return the codes and the table in what somebody typed, pasted or scanned."""
    if _EXACT.fullmatch(written):
        return Written((written,))
    clean = _clean(written)
    for address in _ADDRESS.finditer(clean):
        if codes := _codes_in(address[1]):
            return Written(codes, address[2] or "")
    for parts in _BARE.finditer(clean):
        if (code := _folded(parts[1])) and _EXACT.fullmatch(code):
            return Written((code,), parts[2])
    return Written(_codes_in(clean))


def address_as_meant(path: str) -> str:
    """Return the path that somebody meant who wrote `path`; empty if that cannot be told.

    What is mended: a missing `/j`, capitals and look-alikes in the first word, slashes too many, and the
    way in which the code is written. What comes behind is left as it is, for secrets know capitals.
    """
    first, *rest = [part for part in _clean(path).split("/") if part.strip()] or [""]
    word = "".join(_WORDS.get(c, c) for c in first.strip().lower())
    if word in _OF_DIALOGUE and rest:
        code = normalise_code(rest[0])
        if _EXACT.fullmatch(code):
            return "/".join(["", word, code, *rest[1:]])
        # A whole address behind ours.
        inner = read_code("/".join(rest))
        return "/".join(["", word, *inner.codes[:1], inner.table]).rstrip("/") if inner.codes else ""
    if word in _OF_DIALOGUE or word in _OTHER:
        return "/".join(["", word, *rest])
    code = normalise_code(first)
    return "/".join(["", "j", code, *rest]) if _EXACT.fullmatch(code) else ""


def folded_key(key: str) -> str:
    """Return a table's key as it is compared: people change capitals, dashes, blanks and digits."""
    return "".join(_sign(c) for c in _clean(key).casefold() if c.isalnum())


def _codes_in(text: str) -> tuple[str, ...]:
    folded = _folded(text)
    # "Dash" may be half a code: what is heard as one comes first.
    heard = _SPOKEN.sub("-", text.upper())
    return tuple(dict.fromkeys(chain(_found_in(folded), _found_in(_folded(heard)))))[:_MAX_CODES]


def _found_in(folded: str) -> list[str]:
    alone = re.sub(r"[\W_]", "", folded)
    found = [alone] if _EXACT.fullmatch(alone) else []
    for way in _WAYS:
        codes = [re.sub(r"[^A-Z0-9]", "", match[1]) for match in way.finditer(folded)]
        # Words have no digits; nearly every code has.
        found += sorted(codes, key=lambda code: -sum(map(str.isdigit, code)))
    return found


def _folded(text: str) -> str:
    """Return a text in our capitals and digits, as far as its signs look like one of them."""
    return "".join(map(_sign, text.upper())).translate(_LOOK_ALIKES)


def _clean(written: str) -> str:
    """Return the text without escapes, marks and what nobody sees; wide letters become plain.

    Letters that only lengthen or part others (the Arabic stroke, the Ukrainian apostrophe) are dashes here.
    """
    text = written[:_READ_CHARACTERS]
    # What is shared through several programs is escaped by each of them.
    for _again in range(_MAX_ESCAPES):
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), unquote(text, errors="ignore"))
    # Marks are gone before, for a heap of them is slow to put into order; some letters become eighteen.
    text = unicodedata.normalize("NFKD", _MARKS.sub("", text))[:_READ_CHARACTERS].translate(_SLASHES)
    return "".join("-" if unicodedata.category(c) == "Lm" else c for c in text if not _is_unseen(c)).strip()


@cache
def _is_unseen(character: str) -> bool:
    # Controls that break a line stay: they part words.
    return unicodedata.category(character) in {"Cf", "Mn", "Me"} or character in "\u034f\u3164\ufffc\ufffd"


def _sign(character: str) -> str:
    """Return a digit of any script as ours, everything else as it is."""
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)
