"""What is shown of a file before it is taken, as plain data."""

from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of a table, and whether it runs from right to left."""

    text: str
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it will be printed, or a photo with its name."""

    picture: bytes
    media: str = "image/png"
    name: str = ""


@dataclass(frozen=True, slots=True)
class TableView:
    """How a table begins; `left` is how many rows more there are."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left: int


@dataclass(frozen=True, slots=True)
class LinesView:
    """How a text for machines begins; `left` is how many lines more there are."""

    name: str
    lines: tuple[str, ...]
    left: int


View = PageView | TableView | LinesView


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a file, piece by piece; `of` is how many pieces the whole file has."""

    views: tuple[View, ...] = ()
    of: int = 0
