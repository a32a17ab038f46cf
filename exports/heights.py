"""How tall a row of a workbook must be: wrapped text is not measured by every office program."""

from collections.abc import Iterable
from math import ceil

TALLEST_ROW = 409.0
"""Points; Excel shows no taller row."""

_LINE = 13.0
_MARGIN = 4.0
# A column is as wide as so many digits of the 11 point standard font; our letters are 10 point and narrower.
_LETTERS_PER_DIGIT = 1.22
_INDENT = 2.0


def count_lines(text: str, *, width: float) -> int:
    """Return how many lines `text` needs in a column of `width` digits, words kept whole."""
    return sum(_wrapped(line, max(1.0, (width - _INDENT) * _LETTERS_PER_DIGIT)) for line in text.split("\n"))


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height in points of a row of texts, each with the width of its column."""
    lines = max((count_lines(text, width=width) for text, width in cells), default=1)
    return min(TALLEST_ROW, lines * _LINE + _MARGIN)


def _wrapped(line: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        space = 1 if used else 0
        if used + space + len(word) <= width:
            used += space + len(word)
            continue
        lines += 1 if used else 0
        extra = ceil(len(word) / width) - 1
        lines += extra
        used = len(word) - extra * width
    return lines
