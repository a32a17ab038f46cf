"""How our Word pages look: styles, card paragraphs, tables, right-to-left runs, page numbers."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from exports import look
from exports.blocks import CardText
from exports.heights import text_height
from exports.letterhead import on_letterhead
from exports.results import QuestionKey
from exports.text import is_right_to_left, printable
from exports.word_page import drop, set_language, set_modern_layout, set_page
from exports.word_styles import colour, restyle

TEXT_WIDTH_CM = 16.5
_NAME_WIDTH_CM, _NARROWEST_CM = 3.6, 6.0
_SIZE, _TABLE_SIZE, _SPACING = 10.5, 9.0, 1.1
# Points: a column of cards without margins, edge and indents; the lines around a card; a row; what no
# page holds although heights are counted generously.
_LONG_CARD = 4000  # code points; nobody can send more
_CARD_ROOM, _CARD_EDGES, _BAND_HEIGHT, _PAGE_HEIGHT = 128.0, 7.0, 150.0, 950.0
_LINES = ("w:top", "w:bottom", "w:insideH")
# A row of a table, which may stand on a page across; the space beside the text of its cells.
_ROW_HEIGHT, _CELL_EDGES = 400.0, 11.0


def new_paper(
    *, lang: str, card_name: str, landscape: bool = False, template: bytes | None = None
) -> DocumentType:
    """Return an empty A4 document with our styles; `card_name` names the paragraph styles of cards.

    With a `template` it is on the town's own paper, whose styles win.
    """
    document = Document()
    set_page(document, landscape=landscape)
    set_language(document, lang)
    set_modern_layout(document)
    normal = restyle(document, "Normal", size=_SIZE, ink=look.INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = _SPACING
    restyle(document, "Title", size=24, ink=look.BRAND, bold=True, after=2)
    restyle(document, "Subtitle", size=12, ink=look.MUTED, after=14)
    restyle(document, "Heading 1", size=16, ink=look.BRAND, bold=True, before=20, after=6)
    restyle(document, "Heading 2", size=13, ink=look.INK, bold=True, before=14, after=4)
    restyle(document, "Heading 3", size=11, ink=look.INK, bold=True, before=10, after=3)
    restyle(document, "Heading 4", size=10.5, ink=look.MUTED, bold=True, before=8, after=3)
    for name in ("Header", "Footer", "Caption"):
        restyle(document, name, size=9, ink=look.MUTED)
    for name in ("Title", "Subtitle"):
        drop(document.styles[name].element.get_or_add_pPr(), "w:pBdr")
        drop(document.styles[name].element.rPr, "w:spacing", "w:kern")
    for question in QuestionKey:
        _add_card_style(document, question, card_name)
    if template is None:
        return document
    own = on_letterhead(template, document, landscape=landscape)
    set_language(own, lang)
    return own


def room_cm(document: DocumentType) -> float:
    """Return how wide the text of a document is."""
    page = document.sections[0]
    edges = (page.page_width, page.left_margin, page.right_margin)
    whole, left, right = (each.cm if each is not None else 0.0 for each in edges)
    room = whole - left - right
    return room if room > _NARROWEST_CM else TEXT_WIDTH_CM


def card_style_name(question: QuestionKey, card_name: str) -> str:
    """Return the name of the paragraph style of a question's cards ("Karte ✓")."""
    return f"{card_name} {look.QUESTIONS[question].sign}"


def card_style_id(question: QuestionKey) -> str:
    """Return the id of that style, plain ASCII whatever its name."""
    return f"Card{question.value.capitalize()}"


def add_text(
    paragraph: Paragraph, text: str, *, lang: str = "", bold: bool | None = None, ink: str = ""
) -> Run:
    """Add a run, as bold as its paragraph without being told; right-to-left text turns its paragraph, too."""
    run = paragraph.add_run(printable(text))
    run.bold = bold
    if ink:
        run.font.color.rgb = colour(ink)
    if is_right_to_left(text, lang=lang):
        run.font.rtl = True
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no public way to a run's language
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi"), lang or "ar")
        properties.append(language)
        _turn(paragraph)
    return run


def add_card(paragraph: Paragraph, card: CardText, *, question: QuestionKey) -> None:
    """Make a paragraph a card: edge, tint and sign of its question, the text as it was written, its mark."""
    seen = look.QUESTIONS[question]
    # By its id: for a name python-docx goes through all styles, which was half of the time of a document.
    paragraph._p.style = card_style_id(question)  # noqa: SLF001 - see above
    add_text(paragraph, f"{seen.sign} ", bold=True, ink=seen.ink)
    add_text(paragraph, card.text, lang=card.lang)
    if card.mark:
        add_text(paragraph, f" · {card.mark}", ink=look.MUTED)
    if is_right_to_left(card.text, lang=card.lang):
        _add_edge(paragraph._p.get_or_add_pPr(), "w:right", seen.ink)  # noqa: SLF001 - no public way to borders


def add_grid(document: DocumentType, headings: Sequence[str], widths_cm: Sequence[float]) -> Table:
    """Add a table with a header row that repeats on every page."""
    table: Table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    table.autofit = False
    _set_table_lines(table)
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        head = add_text(tighten(cell.paragraphs[0]), heading, bold=True)
        head.font.size = Pt(_TABLE_SIZE)
    _mark_header(table)
    set_widths(table, widths_cm)
    return table


def add_row(table: Table, texts: Sequence[str], widths_cm: Sequence[float]) -> None:
    """Add a row that stays together on one page if a page holds it; each line runs as its own letters do."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    heights = [_fill_cell(*each) for each in zip(row.cells, texts, widths_cm, strict=True)]
    if max(heights, default=0) <= _ROW_HEIGHT:
        _keep_row(row)


def _fill_cell(cell: _Cell, text: str, width_cm: float) -> float:
    """Write the lines of a text into a cell and return their height in points."""
    cell.width = Cm(width_cm)
    lines = text.split("\n")
    for place, line in enumerate(lines):
        paragraph = tighten(cell.add_paragraph() if place else cell.paragraphs[0])
        if place:
            paragraph.paragraph_format.space_before = Pt(0)
        if place < len(lines) - 1:
            paragraph.paragraph_format.space_after = Pt(0)
        add_text(paragraph, line).font.size = Pt(_TABLE_SIZE)
    return text_height(text, room=Cm(width_cm).pt - _CELL_EDGES, size=_TABLE_SIZE) * _SPACING


def add_facts(document: DocumentType, rows: Sequence[tuple[str, str]]) -> None:
    """Add names and what is said of each, between horizontal lines."""
    table: Table = document.add_table(rows=0, cols=2)
    table.autofit = False
    _set_table_lines(table)
    widths = (_NAME_WIDTH_CM, room_cm(document) - _NAME_WIDTH_CM)
    for name, said in rows:
        add_row(table, (name, said), widths)
        for run in table.rows[-1].cells[0].paragraphs[0].runs:
            run.bold = True
    set_widths(table, widths)


def add_card_columns(
    document: DocumentType,
    headings: Sequence[str],
    cards: Sequence[Sequence[CardText]],
) -> None:
    """Add the three questions side by side."""
    table = document.add_table(rows=1, cols=len(QuestionKey))
    table.autofit = False
    for head, heading, question in zip(table.rows[0].cells, headings, QuestionKey, strict=True):
        seen = look.QUESTIONS[question]
        paragraph = tighten(head.paragraphs[0])
        paragraph.paragraph_format.keep_with_next = True
        add_text(paragraph, f"{seen.sign} {heading}", bold=True, ink=seen.ink)
    _mark_header(table)
    _keep_row(table.rows[0])
    for number, (band, height) in enumerate(_bands(cards)):
        row = table.add_row()
        if height <= _PAGE_HEIGHT:
            _keep_row(row)
        for body, question, own in zip(row.cells, QuestionKey, band, strict=True):
            for place, card in enumerate(own):
                line = body.add_paragraph() if place else body.paragraphs[0]
                add_card(line, card, question=question)
            if not own:
                add_text(tighten(body.paragraphs[0]), "" if number else "–", ink=look.MUTED)
    set_widths(table, [room_cm(document) / 3] * 3)


def _bands(
    cards: Sequence[Sequence[CardText]],
) -> Iterator[tuple[list[list[CardText]], float]]:
    """Yield cards of the three questions in rows with their height in points.

    A row is broken by no page, so it is low; in each column the cards go on in order.
    """
    waiting = [deque((card, _card_height(card)) for card in own) for own in cards]
    while True:
        band: list[list[CardText]] = []
        tallest = 0.0
        for own in waiting:
            taken: list[CardText] = []
            height = 0.0
            while own and (not taken or height + own[0][1] <= _BAND_HEIGHT):
                card, more = own.popleft()
                taken.append(card)
                height += more
            band.append(taken)
            tallest = max(tallest, height)
        yield band, tallest
        if not any(waiting):
            return


def _card_height(card: CardText) -> float:
    mark = f" · {card.mark}" if card.mark else ""
    return (
        text_height(f"+ {card.text[:_LONG_CARD]}{mark}", room=_CARD_ROOM, size=_SIZE) * _SPACING + _CARD_EDGES
    )


def add_page_numbers(paragraph: Paragraph, pattern: str) -> None:
    """Add `pattern` with its fields {page} and {pages} counted by Word."""
    for part in pattern.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0"):
        if part in {"PAGE", "NUMPAGES"}:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), part)
            run = OxmlElement("w:r")
            run.append(_with_text("w:t", "1"))
            field.append(run)
            paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
        elif part:
            add_text(paragraph, part)


def tighten(paragraph: Paragraph) -> Paragraph:
    """Take the space around a paragraph of a table cell."""
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def set_widths(table: Table, widths_cm: Sequence[float]) -> None:
    """Set the widths of the columns in every row, as Word wants it."""
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)


def _add_card_style(document: DocumentType, question: QuestionKey, card_name: str) -> None:
    seen = look.QUESTIONS[question]
    style = document.styles.add_style(card_style_name(question, card_name), WD_STYLE_TYPE.PARAGRAPH)
    style.style_id = card_style_id(question)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.keep_together = True
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.2)
    properties = style.element.get_or_add_pPr()
    _add_edge(properties, "w:left", seen.ink)
    properties.insert_element_before(_shading(seen.tint), *_AFTER_SHADING)


# The schema fixes the order of a paragraph's properties; Word refuses a file that breaks it.
_AFTER_SHADING = (
    "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
    "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip
_AFTER_BIDI = _AFTER_SHADING[_AFTER_SHADING.index("w:bidi") + 1 :]


def _add_edge(properties: Any, side: str, colour: str) -> None:  # noqa: ANN401 - lxml elements are untyped
    borders = OxmlElement("w:pBdr")
    white = look.WHITE
    # A white line around and between keeps neighbouring cards of one question apart.
    for name in ("w:top", "w:left", "w:bottom", "w:right", "w:between"):
        edge = OxmlElement(name)
        shown = colour if name == side else white
        if name in {"w:left", "w:right"} and name != side:
            edge.set(qn("w:val"), "nil")
        else:
            width = "24" if name == side else "18"
            for key, value in (
                ("w:val", "single"),
                ("w:sz", width),
                ("w:space", "2"),
                ("w:color", shown.lstrip("#")),
            ):
                edge.set(qn(key), value)
        borders.append(edge)
    properties.insert_element_before(borders, "w:shd", *_AFTER_SHADING)


def _turn(paragraph: Paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no paragraph direction
    if properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def _keep_row(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no public way to row properties


def _mark_header(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - no public way to row properties


def _set_table_lines(table: Table) -> None:
    """Draw lines between rows and none between columns, whatever the style of the table has."""
    borders = OxmlElement("w:tblBorders")
    for side in ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"):
        line = OxmlElement(side)
        line.set(qn("w:val"), "single" if side in _LINES else "nil")
        if side in _LINES:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), look.LINE.lstrip("#"))
        borders.append(line)
    properties = table._tbl.tblPr  # noqa: SLF001 - no public way to borders
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _shading(colour: str) -> Any:  # noqa: ANN401 - lxml elements are untyped
    shading = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour.lstrip("#"))):
        shading.set(qn(key), value)
    return shading


def _with_text(tag: str, text: str) -> Any:  # noqa: ANN401 - lxml elements are untyped
    element = OxmlElement(tag)
    element.text = text
    return element
