"""A Word file as tests read it."""

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.table import Table


def read(content: bytes) -> DocumentType:
    """Open a file."""
    return Document(BytesIO(content))


def headings(document: DocumentType) -> list[tuple[str, str]]:
    """Return style and text of each heading."""
    return [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]


def everything(document: DocumentType) -> list[str]:
    """Return each paragraph, also those of tables."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + [p.text for cell in cells for p in cell.paragraphs]


def rows_of(table: Table) -> list[list[str]]:
    """Return what stands in the cells of a table."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def grid(document: DocumentType, *head: str) -> list[list[str]]:
    """Return the rows of the table whose head begins so."""
    tables = map(rows_of, document.tables)
    return next(rows[1:] for rows in tables if tuple(rows[0][: len(head)]) == head)
