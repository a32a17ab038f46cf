"""What a document says, in order: each writer makes the same headings, paragraphs, cards and tables of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from exports.results import QuestionKey


class Style(StrEnum):
    """What a paragraph is; how that looks is the writer's."""

    NORMAL = "normal"
    KICKER = "kicker"  # what kind of document this is, above its title
    TITLE = "title"
    SUBTITLE = "subtitle"
    SMALL_HEADING = "small-heading"  # no chapter, so neither in the contents nor among the bookmarks
    FACT = "fact"  # a name and what was said, close to the next
    ITEM = "item"  # a line of a list
    APART = "apart"  # begins a part of a letter, with room above
    MISSING = "missing"  # says that there is nothing


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph; without a language it is in the document's; `bold` None is as its paragraph."""

    text: str
    lang: str = ""
    ink: str = ""
    bold: bool | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a chapter or a part of one; no level is left out."""

    level: int
    spans: tuple[Span, ...]
    on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some text."""

    spans: tuple[Span, ...]
    style: Style = Style.NORMAL


class CardText(NamedTuple):
    """What stands on a card: its text, its language, and a mark if it came before or after the evening."""

    text: str
    lang: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card by itself."""

    question: QuestionKey
    card: CardText


@dataclass(frozen=True, slots=True)
class CardColumns:
    """The cards of the three questions side by side, each below its question."""

    headings: tuple[str, ...]
    cards: tuple[tuple[CardText, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its head stands on each page, a row on one."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths_cm: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is said of each, below each other; there is no head that would say what they are."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, PNG or JPEG; `alt` is said in its place, so it has one. It is never wider than the text."""

    content: bytes
    alt: str
    width_cm: float
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse a picture that nobody could have read aloud."""
        if not self.alt.strip():
            raise ValueError("a picture has words that are said in its place")


class Bar(NamedTuple):
    """A name and how many."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other as one picture; `alt` is said in its place, and a table has the numbers too."""

    bars: tuple[Bar, ...]
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse a picture that nobody could have read aloud."""
        if not self.alt.strip():
            raise ValueError("a chart has words that are said in its place")


Block = Heading | Paragraph | Card | CardColumns | Grid | Facts | Picture | Chart


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: what it is called, what stands on the edges of each page, and its blocks.

    `pages` counts pages with {page} and {pages}; `front` stands above the contents. `unprintable` says
    why a sign is missing, for a writer that has no font for it. Short papers have no contents; a
    `compact` one has few pages, on which chapters stand close, beside their headings where the writer can.
    """

    lang: str
    title: str
    subject: str
    office: str
    stamp: str
    about: str
    pages: str
    contents: str
    card_name: str
    unprintable: str
    front: Sequence[Block]
    chapters: Sequence[Block]
    landscape: bool = False
    compact: bool = False
