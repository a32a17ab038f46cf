"""A document of blocks as a Word file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import assert_never

from docx.document import Document as DocumentType
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from exports import look
from exports.blocks import (
    Block,
    Card,
    CardColumns,
    Chart,
    Facts,
    Grid,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Span,
    Style,
)
from exports.contents import Contents
from exports.letterhead import counts_pages, edges_of
from exports.paper import (
    TEXT_WIDTH_CM,
    add_card,
    add_card_columns,
    add_facts,
    add_grid,
    add_page_numbers,
    add_row,
    add_text,
    new_paper,
    room_cm,
)
from exports.pdf import draw_chart
from exports.pictures import width_cm
from exports.results import QuestionKey
from exports.text import printable
from exports.word_page import WIDE_TEXT_WIDTH_CM
from exports.word_styles import stand_close
from exports.word_template import present_template

_STYLES = {Style.TITLE: "Title", Style.SUBTITLE: "Subtitle", Style.ITEM: "List Bullet"}
_LONGEST_PROPERTY = 250


def render_word(paper: Paper) -> bytes:
    """Return the document as an office edits it, on the town's own paper if there is one."""
    target = BytesIO()
    _Writer(paper, present_template()).write().save(target)
    return target.getvalue()


class _Writer:
    def __init__(self, paper: Paper, template: bytes | None) -> None:
        self._paper = paper
        self._document = new_paper(
            lang=paper.lang,
            card_name=printable(paper.card_name),
            landscape=paper.landscape,
            template=template,
        )
        self._has_letterhead = template is not None
        self._room = room_cm(self._document)
        if paper.compact and template is None:
            stand_close(self._document)

    def write(self) -> DocumentType:
        self._properties()
        self._page_edges()
        self._write(self._paper.front)
        named = self._paper.contents
        contents = Contents(self._document, named, width_cm=self._room) if named else None
        self._write(self._paper.chapters)
        if contents:
            contents.fill()
        return self._document

    def _properties(self) -> None:
        properties = self._document.core_properties
        properties.title = printable(self._paper.title)[:_LONGEST_PROPERTY]
        properties.subject = printable(self._paper.subject)[:_LONGEST_PROPERTY]
        properties.created = properties.modified = datetime.now(UTC)
        properties.author = properties.comments = properties.keywords = ""
        properties.category = self._paper.stamp

    def _page_edges(self) -> None:
        if self._has_letterhead:
            self._letterhead_edges()
            return
        section = self._document.sections[0]
        if self._paper.stamp:
            seen = look.QUESTIONS[QuestionKey.IMPROVE]
            add_text(section.header.paragraphs[0], self._paper.stamp, bold=True, ink=seen.ink)
        footer = section.footer.paragraphs[0]
        add_text(footer, f"{self._paper.about} · ")
        add_page_numbers(footer, self._paper.pages)

    def _letterhead_edges(self) -> None:
        """Leave header and footer as they are, and add only what they lack: the stamp, and the page."""
        heads, feet = edges_of(self._document)
        if self._paper.stamp:
            for head in heads:
                add_text(head.add_paragraph(), self._paper.stamp, bold=True)
        for foot in feet:
            if not any(map(counts_pages, (*heads, *feet))):
                line = foot.add_paragraph()
                add_text(line, f"{self._paper.about} · ")
                add_page_numbers(line, self._paper.pages)

    def _write(self, blocks: Sequence[Block]) -> None:
        for before, block in zip((None, *blocks), blocks, strict=False):
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self._paragraph(block, is_below_grid=isinstance(before, Grid | Facts))
                case Card(question, card):
                    line = self._document.add_paragraph()
                    add_card(line, card, question=question)
                case CardColumns(headings, cards):
                    add_card_columns(self._document, headings, cards)
                case Grid(headings, rows, widths):
                    self._grid(headings, rows, widths)
                case Facts(rows):
                    add_facts(self._document, rows)
                case Picture() | Chart():
                    self._picture(block)
                case _:
                    assert_never(block)

    def _grid(self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        scale = self._room / (WIDE_TEXT_WIDTH_CM if self._paper.landscape else TEXT_WIDTH_CM)
        fitted = [width * scale for width in widths] if self._has_letterhead else widths
        grid = add_grid(self._document, headings, fitted)
        for row in rows:
            add_row(grid, row, fitted)

    def _heading(self, heading: Heading) -> None:
        line: WordParagraph = self._document.add_heading(level=heading.level)
        line.paragraph_format.page_break_before = heading.on_new_page or None
        _fill(line, heading.spans)

    def _picture(self, block: Picture | Chart) -> None:
        picture = block if isinstance(block, Picture) else self._drawn(block)
        line = self._document.add_paragraph()
        width = width_cm(picture, room=self._room)
        shape = line.add_run().add_picture(BytesIO(picture.content), width=Cm(width))
        about = shape._inline.docPr  # noqa: SLF001 - python-docx has no words in place of a picture
        about.set("descr", printable(picture.alt))
        if picture.caption:
            line.paragraph_format.keep_with_next = True
            add_text(self._document.add_paragraph(style="Caption"), picture.caption)

    def _drawn(self, chart: Chart) -> Picture:
        bare = replace(chart, caption="")
        content = draw_chart(bare, lang=self._paper.lang, width_cm=self._room)
        return Picture(content, chart.alt, self._room, chart.caption)

    def _paragraph(self, paragraph: Paragraph, *, is_below_grid: bool) -> None:
        line = self._document.add_paragraph(style=_STYLES.get(paragraph.style))
        layout = line.paragraph_format
        if paragraph.style is Style.SMALL_HEADING:
            layout.keep_with_next, layout.space_before = True, Pt(6)
        elif paragraph.style is Style.FACT:
            layout.space_after = Pt(0)
        elif paragraph.style is Style.APART:
            layout.space_before = Pt(20)
        elif is_below_grid:
            layout.space_before = Pt(8)
        for run in _fill(line, paragraph.spans):
            run.italic = paragraph.style is Style.MISSING or None


def _fill(line: WordParagraph, spans: Iterable[Span]) -> list[Run]:
    return [add_text(line, span.text, lang=span.lang, bold=span.bold, ink=span.ink) for span in spans]
