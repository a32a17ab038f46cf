"""Whether a compact paper fits on two pages: estimated, so that it need not be set to know.

Letters are counted a little wider than those of each writer's font; tests hold the estimate against pages
that were set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exports.blocks import Block, Grid, Heading, Paper, Paragraph, Style
from exports.heights import count_lines

PAGES = 2


@dataclass(frozen=True)
class _Writer:
    """How one writer sets a compact paper, in points; `line` is in type sizes.

    `letters` says how much wider letters are than those that `count_lines` knows. Headings stand in a column
    `beside` the text, or above it. Behind a paragraph, a fact, in a row and around a chapter is some room.
    """

    page: float
    lost: float
    width: float
    beside: float
    name: float
    size: float
    cell: float
    line: float
    letters: float
    paragraph: float
    fact: float
    row: float
    chapter: float
    heading: float

    def holds(self, paper: Paper) -> bool:
        """Say whether a paper has room; `lost` is what may stay empty where the first page ends."""
        return self.height(paper) <= PAGES * self.page - self.lost

    def height(self, paper: Paper) -> float:
        """Return how tall all of it stands."""
        front = sum(self._block(block, self.width) for block in paper.front)
        return front + sum(map(self._chapter, _chapters(paper.chapters)))

    def _chapter(self, blocks: Sequence[Block]) -> float:
        heading, *body = blocks
        said = sum(self._block(block, self.width - self.beside) for block in body)
        above = self._lines(_text(heading), self.beside or self.width, self.heading)
        return self.chapter + (max(above, said) if self.beside else above + said)

    def _block(self, block: Block, room: float) -> float:
        match block:
            case Paragraph(_spans, Style.TITLE):
                return self._lines(_text(block), room, 22) + 10
            case Paragraph(spans, Style.FACT) if self.name:
                name, *said = (span.text for span in spans)
                cells = ((name, self.name), ("".join(said), room - self.name))
                return max(self._lines(text, width, self.size) for text, width in cells) + self.fact
            case Paragraph() | Heading():
                return self._lines(_text(block), room, self.size) + self.paragraph
            case Grid(headings, rows, widths):
                rooms = [width / sum(widths) * room - 11 for width in widths]
                return sum(self._row(row, rooms) for row in (headings, *rows)) + 14
            case _:
                raise TypeError(f"a compact paper has no {type(block).__name__}")

    def _row(self, texts: Iterable[str], rooms: Iterable[float]) -> float:
        heights = (self._lines(text, room, self.cell) for text, room in zip(texts, rooms, strict=True))
        return max(heights) + self.row

    def _lines(self, text: str, room: float, size: float) -> float:
        return count_lines(text, room=room / self.letters, size=size) * self.line * size


_WRITERS = (
    # PDF: Noto Sans, headings beside the text, chapters that are not tall on one page.
    _Writer(694, 190, 496, 134, 107, 10, 9, 1.34, 1.12, 3, 2, 5, 16, 10),
    # Word: Calibri or what stands in for it, headings above the text.
    _Writer(720, 60, 467, 0, 0, 10, 10, 1.28, 1.06, 4, 4, 2, 12, 12),
)


def fits(paper: Paper) -> bool:
    """Say whether both writers set a paper on two pages."""
    return all(writer.holds(paper) for writer in _WRITERS)


def _chapters(blocks: Iterable[Block]) -> list[list[Block]]:
    found: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append([])
        found[-1].append(block)
    return found


def _text(block: Block) -> str:
    spans = block.spans if isinstance(block, Heading | Paragraph) else ()
    return "".join(span.text for span in spans)
