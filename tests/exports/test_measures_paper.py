"""The measures table as a Word file across, read back."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from exports.details import details_of
from exports.measures import Measures
from exports.measures_paper import measures_paper
from exports.pdf import render_pdf
from exports.results import OutcomeFacts, Results
from exports.text import short_day
from exports.word import render_word
from tests.exports.pdf_reading import Reading

pytestmark = pytest.mark.unit

ARABIC = "متطوعون من الحي"


def read(results: Results, german) -> DocumentType:
    return Document(BytesIO(render_word(measures_paper(results, gettext=german))))


def forty(results: Results) -> Results:
    """Return the evening with forty measures, of which the last has the longest texts of all."""
    long = {
        "caretaker": "Stadt und Landkreis " * 200,
        "first_step": "Anfragen " * 440,
        "partners": ["x" * 4000],
    }
    outcomes = [
        OutcomeFacts(n, f"Maßnahme {n} " + "lang " * 30, details_of("project_idea", long if n == 40 else {}))
        for n in range(1, 41)
    ]
    return replace(results, outcomes=tuple(outcomes))


def test_paper_has_what_the_workbook_has(evening: Results, german):
    [table] = read(evening, german).tables
    measures = Measures(evening, gettext=german)
    expected = [[column.heading for column in measures.columns()]]
    for row in measures.rows():
        cells = [row[column.key] for column in measures.columns()]
        expected.append([cell if isinstance(cell, str) else str(cell) for cell in cells])
    days = {str(each.details.when): short_day(each.details.when) for each in measures.outcomes}
    shown = [[days.get(cell, cell) for cell in row] for row in expected]
    assert [[cell.text for cell in row.cells] for row in table.rows] == shown
    assert len(table.rows) == 4


def test_page_is_a4_across_and_no_column_stands_over_its_edge(evening: Results, german):
    document = read(evening, german)
    [page] = document.sections
    assert page.orientation is WD_ORIENT.LANDSCAPE
    assert [round(side / Mm(1)) for side in (page.page_width, page.page_height)] == [297, 210]
    wide = sum(cell.width for cell in document.tables[0].rows[1].cells)
    assert wide <= page.page_width - page.left_margin - page.right_margin + Mm(1)


def test_forty_measures_are_all_there_and_a_row_breaks_only_where_no_page_holds_it(evening: Results, german):
    [table] = read(forty(evening), german).tables
    assert [row.cells[0].text for row in table.rows[1:]] == [str(n) for n in range(1, 41)]
    assert table.rows[40].cells[4].text == "x" * 4000
    kept = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows
    ]
    assert kept[1:40] == [True] * 39
    assert kept[40] is False
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_each_line_of_a_cell_runs_as_its_own_letters_do(evening: Results, german):
    details = details_of("project_idea", {"partners": ["Stadt", ARABIC]})
    results = replace(evening, outcomes=(OutcomeFacts(1, ARABIC, details),))
    [_head, row] = read(results, german).tables[0].rows
    lines = [*row.cells[1].paragraphs, *row.cells[4].paragraphs]
    turned = {line.text: line._p.pPr.find(qn("w:bidi")) is not None for line in lines}
    assert turned == {"Stadt": False, ARABIC: True}


def test_paper_names_the_evening_and_a_rehearsal_on_each_page(rehearsal: Results, german):
    document = read(rehearsal, german)
    title, facts = (p.text for p in document.paragraphs[:2])
    assert (title, facts.split(" · ")) == (
        "Maßnahmenplan",
        [rehearsal.dialogue.title, "Musterstadt", "Stadthalle, Großer Saal", "12.\u00a0März 2026"],
    )
    assert document.sections[0].header.paragraphs[0].text == "PROBE – keine echten Beiträge"
    assert document.sections[0].footer.paragraphs[0].text.startswith("Maßnahmenplan · Dialogabend")


def test_paper_without_measures_says_so(empty: Results, german):
    document = read(empty, german)
    assert document.tables == []
    assert document.paragraphs[-1].text == "Es wurde keine Maßnahme vereinbart."


def test_short_paper_has_no_contents_and_the_pdf_is_across_too(evening: Results, german):
    paper = measures_paper(evening, gettext=german)
    assert read(evening, german).element.body.find(qn("w:sdt")) is None
    reading = Reading(render_pdf(paper))
    assert (reading.elements("TOC"), "Inhalt" in reading.said()) == ([], False)
    [width, height] = [float(side) for side in reading.pdf.pages[0].MediaBox[2:]]
    assert width > height
