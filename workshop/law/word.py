"""A Word file from a plain text: headings with `#`, lists with `-`, tables with `|`, and gaps in brackets."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import groupby

from docx.document import Document as DocumentType
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from exports import look
from exports.paper import (
    TEXT_WIDTH_CM,
    add_grid,
    add_page_numbers,
    add_row,
    add_text,
    new_paper,
)
from exports.text import printable

DRAFT = "ENTWURF – vor dem Gebrauch von der oder dem Datenschutzbeauftragten zu prüfen"
_GAP = re.compile(r"(\[bitte eintragen: [^\]]*\])")
# A letter of a table's text on the average, and what stays free beside it: no word of a column is broken.
_LETTER_CM, _MARGIN_CM = 0.21, 0.5


def word_file(text: str, *, today: date) -> bytes:
    """Return a text as a Word file, marked as a draft on each page."""
    document = new_paper(lang="de-DE", card_name="Karte")
    heading = next(line for line in text.splitlines() if line.startswith("# "))
    _properties(document, heading.removeprefix("# "))
    section = document.sections[0]
    add_text(section.header.paragraphs[0], DRAFT, bold=True, ink=look.BRAND)
    footer = section.footer.paragraphs[0]
    add_text(footer, f"Tatsachen der Anwendung vom {today:%d.%m.%Y} · ")
    add_page_numbers(footer, "Seite {page} von {pages}")
    for is_table, lines in groupby(_lines(text), key=lambda line: line.startswith("|")):
        if is_table:
            _table(document, [_cells(line) for line in lines])
        else:
            for line in lines:
                _paragraph(document, line)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _properties(document: DocumentType, title: str) -> None:
    properties = document.core_properties
    properties.title = printable(title)
    properties.author = properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.now(UTC)


def _paragraph(document: DocumentType, line: str) -> None:
    for mark, style in (("## ", "Heading 1"), ("# ", "Title"), ("- ", "List Bullet")):
        if line.startswith(mark):
            _fill(document.add_paragraph(style=style), line.removeprefix(mark))
            return
    _fill(document.add_paragraph(), line)


def _fill(paragraph: Paragraph, text: str) -> None:
    """Add a text in which what is still to be filled in is seen at once."""
    for part in _GAP.split(text):
        if part:
            run = add_text(paragraph, part)
            if _GAP.fullmatch(part):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _table(document: DocumentType, rows: Sequence[Sequence[str]]) -> None:
    widths = _widths(rows)
    table = add_grid(document, rows[0], widths)
    for row in rows[1:]:
        add_row(table, [""] * len(row), widths)
        for cell, text in zip(table.rows[-1].cells, row, strict=True):
            _fill(cell.paragraphs[0], text)
    # A paragraph of its own, or the next table would grow onto this one.
    document.add_paragraph().paragraph_format.space_after = Cm(0)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths of columns in cm: of each its longest word, and the rest by how much stands in it."""
    columns = [[_plain(cell) for cell in column] for column in zip(*rows, strict=True)]
    least = [_MARGIN_CM + _LETTER_CM * max(map(len, " ".join(column).split())) for column in columns]
    amounts = [sum(map(len, column)) for column in columns]
    rest = max(0.0, TEXT_WIDTH_CM - sum(least))
    wide = [each + rest * amount / sum(amounts) for each, amount in zip(least, amounts, strict=True)]
    return [each * TEXT_WIDTH_CM / sum(wide) for each in wide]


def _plain(cell: str) -> str:
    """Return a cell with the places at which a word may be broken as spaces."""
    return re.sub(r"[/\u00ad-]", " ", cell)
