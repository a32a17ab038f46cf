"""Paper that has so many pages and no more: what each page holds, of which it shows as much as has room."""

from dataclasses import dataclass
from enum import StrEnum

from exports.blocks import Block, Paper, Span

Spans = tuple[Span, ...]


class Size(StrEnum):
    """The size of a page, and with it how large its words are: to be read in a hand, or from two metres."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class Bar:
    """How many cards each question has, drawn in its colour; `most` is how many fill the whole place."""

    counts: tuple[int, ...]
    most: int


Cell = tuple[Spans, ...] | Bar
"""Paragraphs, each of which runs as its own words do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a part: a cell for each column, or one over all of them.

    What is `below` it is left out before any line is. One that does not count is no topic or outcome, and not
    told of where it has no room.
    """

    cells: tuple[Cell, ...]
    below: tuple[Spans, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """What is said of what has no room, and where it stands; `many` has {count}."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines, the first of which are shown; with `columns` it is a table with a head.

    `note` stands beside the heading. `widths` are those of the columns, as shares. `nothing` stands where
    there is no line; `most` bounds how many lines are shown however much room there is. Lines of a text are
    not `ruled`.
    """

    heading: Spans
    lines: tuple[Line, ...]
    left: Left
    nothing: str
    widths: tuple[float, ...] = (1,)
    columns: tuple[str, ...] = ()
    most: int = 40
    note: str = ""
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """Where the same can be read on a phone: a QR code that leads to an address, and the words below it."""

    address: str
    words: str
    alt: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: what stands at its top, and its parts with headings of `level`.

    `left` is said where not even the headings of all parts have room.
    """

    front: tuple[Block, ...]
    parts: tuple[Part, ...]
    left: Left
    level: int = 2
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Sheets:
    """All pages. `about` says what every page has around it; it has neither front nor chapters itself."""

    about: Paper
    size: Size
    pages: tuple[Sheet, ...]
