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
)
from exports.pdf import draw_chart
from exports.pictures import width_cm
from exports.results import QuestionKey
from exports.text import printable
from exports.word_styles import stand_close

_STYLES = {Style.TITLE: "Title", Style.SUBTITLE: "Subtitle", Style.ITEM: "List Bullet"}
_LONGEST_PROPERTY = 250


def render_word(paper: Paper) -> bytes:
    """Return the document as an office edits it."""
    target = BytesIO()
    _Writer(paper).write().save(target)
    return target.getvalue()


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._document = new_paper(
            lang=paper.lang, card_name=printable(paper.card_name), landscape=paper.landscape
        )
        if paper.compact:
            stand_close(self._document)

    def write(self) -> DocumentType:
        self._properties()
        self._page_edges()
        self._write(self._paper.front)
        named = self._paper.contents
        contents = Contents(self._document, named, width_cm=TEXT_WIDTH_CM) if named else None
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
        section = self._document.sections[0]
        if self._paper.stamp:
            seen = look.QUESTIONS[QuestionKey.IMPROVE]
            add_text(section.header.paragraphs[0], self._paper.stamp, bold=True, ink=seen.ink)
        footer = section.footer.paragraphs[0]
        add_text(footer, f"{self._paper.about} · ")
        add_page_numbers(footer, self._paper.pages)

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
                    grid = add_grid(self._document, headings, widths)
                    for row in rows:
                        add_row(grid, row, widths)
                case Facts(rows):
                    add_facts(self._document, rows)
                case Picture() | Chart():
                    self._picture(block)
                case _:
                    assert_never(block)

    def _heading(self, heading: Heading) -> None:
        line: WordParagraph = self._document.add_heading(level=heading.level)
        line.paragraph_format.page_break_before = heading.on_new_page or None
        _fill(line, heading.spans)

    def _picture(self, block: Picture | Chart) -> None:
        picture = block if isinstance(block, Picture) else self._drawn(block)
        line = self._document.add_paragraph()
        width = width_cm(picture, room=TEXT_WIDTH_CM)
        shape = line.add_run().add_picture(BytesIO(picture.content), width=Cm(width))
        about = shape._inline.docPr  # noqa: SLF001 - python-docx has no words in place of a picture
        about.set("descr", printable(picture.alt))
        if picture.caption:
            line.paragraph_format.keep_with_next = True
            add_text(self._document.add_paragraph(style="Caption"), picture.caption)

    def _drawn(self, chart: Chart) -> Picture:
        bare = replace(chart, caption="")
        content = draw_chart(bare, lang=self._paper.lang, width_cm=TEXT_WIDTH_CM)
        return Picture(content, chart.alt, TEXT_WIDTH_CM, chart.caption)

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
