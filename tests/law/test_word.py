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


def test_no_word_of_a_table_is_wider_than_its_column() -> None:
    head = "# Blatt\n| Ziel | Nr. | Text |\n"
    text = f"{head}| Pseudonymisierungsverfahren | 1 | {'lang ' * 40}|\n| Zugang | 2 | Kurz |"
    (table,) = Document(BytesIO(word_file(text, today=date(2026, 11, 30)))).tables
    first, number, long = (cell.width.cm for cell in table.rows[1].cells)
    assert first > 0.2 * len("Pseudonymisierungsverfahren")
    assert number < first < long
