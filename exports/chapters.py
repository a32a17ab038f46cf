"""Blocks as they are added one by one, chapter by chapter."""

from collections.abc import Iterable, Sequence

from exports import look
from exports.blocks import Block, Grid, Heading, Paragraph, Span, Style


class Chapters:
    """What was written so far; `below` is the level of the heading above it."""

    def __init__(self, *, below: int = 0) -> None:
        self.blocks: list[Block] = []
        self._below = below

    def add(self, block: Block) -> None:
        """Add a block."""
        self.blocks.append(block)

    def heading(self, text: str, level: int, *more: Span, on_new_page: bool = False) -> None:
        """Add a heading; `more` stands behind its text."""
        self.add(Heading(level + self._below, (Span(text), *more), on_new_page))

    def small_heading(self, text: str) -> None:
        """Add a heading that is no chapter."""
        self.say(text, style=Style.SMALL_HEADING, ink=look.MUTED, bold=True)

    def say(
        self,
        text: str,
        *,
        style: Style = Style.NORMAL,
        lang: str = "",
        ink: str = "",
        bold: bool | None = None,
    ) -> None:
        """Add a paragraph of one piece."""
        self.add(Paragraph((Span(text, lang, ink, bold),), style))

    def paragraphs(self, text: str) -> None:
        """Add a text of people with its paragraphs."""
        for paragraph in text.split("\n\n"):
            self.say(paragraph)

    def fact(self, name: str, value: str) -> None:
        """Add a name and what was said."""
        self.add(Paragraph((Span(f"{name}: ", ink=look.MUTED, bold=True), Span(value)), Style.FACT))

    def nothing(self, text: str) -> None:
        """Say that there is nothing."""
        self.say(text, style=Style.MISSING, ink=look.MUTED)

    def grid(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], widths_cm: tuple[float, ...]
    ) -> None:
        """Add a table."""
        self.add(Grid(tuple(headings), tuple(map(tuple, rows)), widths_cm))
