"""Which letters the fonts of our PDF pages have: a file for the archive must not hold a sign without one."""

import struct
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import regex

MISSING = "\ufffd"
"""Stands for what no font has."""

_UNICODE_TABLES = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
_CLUSTER = regex.compile(r"\X")
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
_LINE_END = regex.compile("[\u2028\u2029]")
_BLANK = regex.compile(r"[^\S\n\u00a0\u202f]")
# An archive's reader must be able to tell what a sign means: private ones mean something only to one font.
_MEANINGLESS = frozenset({"Co", "Cn", "Cs", "Cc"})
_PLACEHOLDER = "\ufffc"  # the type-setter's own sign for what stands in a line and is no letter
_PIECE = 20
_LONG = regex.compile(rf"\S{{{_PIECE + 1},}}")
_AFTER = regex.compile(r"(?<=[./@_:?&=#,;|+~-])(?=\w)")
_UNBROKEN = regex.compile(r"[^\s\u200b]{41,}")
_MAY_BREAK = "\u200b"


class Glyphs:
    """The letters of some fonts, which step in for each other in this order."""

    def __init__(self, fonts: Sequence[Path], *, also: str = "") -> None:
        self._letters = [frozenset(_code_points(font.read_bytes())) for font in fonts]
        self._letters.append(frozenset(map(ord, also)))
        self._known = lru_cache(maxsize=8192)(self._one_font_has)

    def fit(self, text: str) -> str:
        """Return `text` with `MISSING` for signs that no font has."""
        text = _BLANK.sub(" ", _LINE_END.sub("\n", text))
        if not text.isascii():
            text = "".join(cluster if self._known(cluster) else MISSING for cluster in _CLUSTER.findall(text))
        return text

    def _one_font_has(self, cluster: str) -> bool:
        if cluster.isspace():
            return True
        shown = _INVISIBLE.sub("", cluster)
        if not shown:
            return unicodedata.category(cluster[0]) != "Cn"
        if _PLACEHOLDER in shown or any(unicodedata.category(c) in _MEANINGLESS for c in shown):
            return False
        wanted = set(map(ord, shown))
        return any(wanted <= letters for letters in self._letters)


def breakable(text: str) -> str:
    """Return a text with places to break long words: addresses after their signs, endless ones anywhere."""
    return _LONG.sub(
        lambda word: _UNBROKEN.sub(lambda part: _cut(part[0]), _AFTER.sub(_MAY_BREAK, word[0])), text
    )


def _cut(word: str) -> str:
    clusters = _CLUSTER.findall(word)
    return _MAY_BREAK.join(
        "".join(clusters[start : start + _PIECE]) for start in range(0, len(clusters), _PIECE)
    )


def _code_points(font: bytes) -> Iterator[int]:
    """Yield the code points that a font has a glyph for (OpenType table `cmap`, formats 4 and 12)."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    cmap = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        if (platform, encoding) in _UNICODE_TABLES:
            at = cmap + offset
            (form,) = struct.unpack_from(">H", font, at)
            if form == 4:  # noqa: PLR2004 - formats are numbers
                yield from _segments(font, at)
            elif form == 12:  # noqa: PLR2004
                yield from _ranges(font, at)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at + start)
        for start in (14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled)
    )
    for number, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if offset:
                place = at + 16 + 3 * doubled + 2 * number + offset + 2 * (point - start)
                (glyph,) = struct.unpack_from(">H", font, place)
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield point


def _ranges(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for number in range(count):
        start, end, glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        yield from range(start + (not glyph), end + 1)
