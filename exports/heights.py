"""How tall a text stands in a column: wrapped text is not measured by every office program.

Letters are as wide as those of Calibri; other scripts are counted by the widest of the usual fonts, so that
a row is sooner a line too tall than one too low.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import regex

TALLEST_ROW = 409.0
"""Points; Excel shows no taller row."""
CELL_UNITS = 32_000
"""UTF-16 units; Excel holds little more in one cell."""

CELL_SIZE = 10.0
"""Points; the type of our cells."""
_MARGIN = 4.0
# A column of width n is as wide as n digits of the 11 point standard font, 7 pixels each.
_DIGIT = 7 * 0.75
_INDENT = 11 * 0.75
# Screens round letters to whole pixels, and fonts that stand in for Calibri are a little wider.
_CAUTION = 1.06
_LINE, _TALL_LINE = 1.3, 1.7  # in type sizes; tall where another font steps in

# Widths in type sizes ("em"); letters with accents are as wide as those without.
_WIDTHS = {
    letter: width
    for width, letters in (
        (0.25, " \u00a0ijlI,.·'’‘‚"),
        (0.28, ":;!|"),
        (0.33, "()[]{}ft-/\\J`´r‐"),
        (0.41, 'sz"„“”«»*°c'),
        (0.47, "vxyk?FLST_EZ•"),
        (0.51, "aegY0123456789$€§&+=<>~–#ßBP"),
        (0.54, "bdhnopquCKRX"),
        (0.60, "AVHDG"),
        (0.67, "NOUQ%"),
        (0.74, "w@"),
        (0.82, "m"),
        (0.88, "MW—…"),
    )
    for letter in letters
}
_WIDE_CYRILLIC = frozenset("жшщыюфмЖШЩЫЮФМЉЊљњ")
_EMOJI = 1.4
_SCRIPTS = (
    (0x0370, 0x03FF, 0.58),  # Greek
    (0x0400, 0x052F, 0.60),  # Cyrillic
    (0x0590, 0x05FF, 0.60),  # Hebrew
    (0x0600, 0x08FF, 0.66),  # Arabic
    (0x1200, 0x139F, 0.78),  # Ethiopic
    (0xFB50, 0xFEFF, 0.66),  # Arabic letters in their joined forms
)
_OTHER = 0.75
_FIRST_SIGN = 0x2000
_LAST_OF_ONE_UNIT = "\uffff"
_USUAL = regex.compile("[\u0000-\u052f\u1e00-\u1eff\u200b-\u200f\u2010-\u2027\ufe00-\ufe0f€]*")

_HYPHEN = regex.compile("[-‐–/]")
_CLUSTER = regex.compile(r"\X")
_BREAKS = (
    regex.compile(r"[ \u2000-\u200b\u3000]"),
    regex.compile(r"[ \u2000-\u200b\u3000]|(?<=[-‐–/])(?=\S)"),
)


def room_of(width: float) -> float:
    """Return how many points of text a column of `width` digits holds beside its indent."""
    return max(CELL_SIZE * _EMOJI, width * _DIGIT - _INDENT)


def text_height(text: str, *, room: float, size: float) -> float:
    """Return the height in points of `text` in type of `size` points, wrapped to `room` points."""
    ems = room / size / _CAUTION
    return sum(_count_lines(line, ems) * _line_height(line, size) for line in text.split("\n"))


def count_lines(text: str, *, room: float, size: float) -> int:
    """Return how many lines `text` takes in type of `size` points, wrapped to `room` points."""
    ems = room / size / _CAUTION
    return sum(_count_lines(line, ems) for line in text.split("\n"))


def row_height(cells: Iterable[tuple[str, float]], *, size: float = CELL_SIZE) -> float:
    """Return the height in points of a row of texts, each with the width of its column."""
    heights = [text_height(text, room=room_of(width), size=size) for text, width in cells]
    return min(TALLEST_ROW, max(heights, default=size * _LINE) + _MARGIN)


def split_to_rows(text: str, *, width: float) -> list[str]:
    """Return `text` in pieces that each fit into the tallest row, broken between its lines if possible."""
    room, tallest = room_of(width), TALLEST_ROW - _MARGIN
    pieces: list[str] = []
    kept: list[str] = []
    height, units = 0.0, 0
    for line in text.split("\n"):
        for part in _short_enough(line, room=room, tallest=tallest):
            own = text_height(part, room=room, size=CELL_SIZE)
            own_units = count_units(part) + 1
            if kept and (height + own > tallest or units + own_units > CELL_UNITS):
                pieces.append("\n".join(kept))
                kept, height, units = [], 0.0, 0
            kept.append(part)
            height, units = height + own, units + own_units
    return [*pieces, "\n".join(kept)]


def split_to_cells(text: str) -> list[str]:
    """Return `text` in pieces that Excel can hold in a cell: one, unless nobody could have typed it."""
    clusters, pieces, units = _CLUSTER.findall(text) if count_units(text) > CELL_UNITS else [text], [""], 0
    for cluster in clusters:
        own = count_units(cluster)
        if pieces[-1] and units + own > CELL_UNITS:
            pieces.append("")
            units = 0
        pieces[-1] += cluster[:CELL_UNITS]
        units += own
    return pieces


def count_units(text: str) -> int:
    """Return how many UTF-16 units a text has, which is what office programs count."""
    return len(text) + sum(c > _LAST_OF_ONE_UNIT for c in text)


def _short_enough(line: str, *, room: float, tallest: float) -> list[str]:
    """Return a line whole if it fits into a row, else in runs of words or letters that do."""
    if text_height(line, room=room, size=CELL_SIZE) <= tallest and count_units(line) <= CELL_UNITS:
        return [line]
    # So many letters fit, however wide they are; a piece ends at a blank if one comes in its last fifth.
    letters = max(1, int(room / CELL_SIZE / _EMOJI / _CAUTION)) * int(tallest / (CELL_SIZE * _TALL_LINE))
    parts, count, units = [""], 0, 0
    for cluster in _CLUSTER.findall(line):
        own = count_units(cluster)
        full = count >= letters or units + own > CELL_UNITS or (cluster == " " and count > 0.8 * letters)
        if full and parts[-1]:
            parts.append("")
            count, units = 0, 0
        parts[-1] += cluster
        count, units = count + 1, units + own
    return parts


def _count_lines(line: str, room: float) -> int:
    """Return how many lines a paragraph takes; not every program breaks after a hyphen."""
    at_blanks, at_hyphens = _BREAKS
    lines = _wrapped(line, room, at_blanks)
    return max(lines, _wrapped(line, room, at_hyphens)) if lines > 1 and _HYPHEN.search(line) else lines


def _wrapped(line: str, room: float, breaks: "regex.Pattern[str]") -> int:
    lines, used = 1, 0.0
    starts = [0, *(found.end() for found in breaks.finditer(line)), len(line)]
    for start, end in pairwise(starts):
        word = line[start:end]
        letters = word.rstrip(" ")
        solid = _width(letters)
        if used + solid > room and used:
            lines, used = lines + 1, 0.0
        if solid > room:
            for cluster in _clusters(word):
                width = _cluster_width(cluster)
                if used + width > room and used:
                    lines, used = lines + 1, 0.0
                used += width
        else:
            used += solid + (len(word) - len(letters)) * _WIDTHS[" "]
    return lines


def _width(text: str) -> float:
    return sum(map(_cluster_width, _clusters(text)))


def _clusters(text: str) -> Iterable[str]:
    return text if text.isascii() else _CLUSTER.findall(text)


@lru_cache(maxsize=4096)
def _cluster_width(cluster: str) -> float:
    widths = [_letter_width(c) for c in cluster]
    # Joined emoji are one picture; the vowels of other scripts stand beside their letter.
    return _EMOJI if _EMOJI in widths or "\ufe0f" in cluster else sum(widths)


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    point, kind = ord(base), unicodedata.category(base)
    if kind in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if base in _WIDE_CYRILLIC:
        return 0.88
    for first, last, width in _SCRIPTS:
        if first <= point <= last:
            return width + (0.07 if kind == "Lu" else 0.0)
    if kind in {"So", "Sk"} and point >= _FIRST_SIGN:
        return _EMOJI
    return 1.0 if unicodedata.east_asian_width(base) in "WF" else _OTHER


def _line_height(line: str, size: float) -> float:
    """Return a line's height: another font steps in for what is neither Latin, Greek nor Cyrillic."""
    return size * (_LINE if line.isascii() or _USUAL.fullmatch(line) else _TALL_LINE)
