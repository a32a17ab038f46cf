"""The small language of the drafts becomes headings, lists, tables and gaps of a Word file."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from workshop.law.word import word_file

pytestmark = pytest.mark.unit
TEXT = """# Titel
Ein Satz mit [bitte eintragen: Name] darin.
## Kapitel
- eins
- zwei

| A | B |
| 1 | 2 [bitte eintragen: x] |
| 3 | 4\x00 |
Schluss
"""


def test_each_line_becomes_what_its_mark_says() -> None:
    document = Document(BytesIO(word_file(TEXT, today=date(2026, 11, 30))))
    assert [(line.style.name, line.text) for line in document.paragraphs if line.text] == [
        ("Title", "Titel"),
        ("Normal", "Ein Satz mit [bitte eintragen: Name] darin."),
        ("Heading 1", "Kapitel"),
        ("List Bullet", "eins"),
        ("List Bullet", "zwei"),
        ("Normal", "Schluss"),
    ]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[:2] == [["A", "B"], ["1", "2 [bitte eintragen: x]"]]
    assert document.core_properties.title == "Titel"
    assert document.core_properties.language == "de-DE"
