"""The charts are read back by openpyxl, and what they point at is compared with the cards."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from exports.results import Results, SeriesResults
from exports.series import as_one_evening, joint_sheets
from exports.workbook import render_book, render_workbook

pytestmark = pytest.mark.unit

CODES = ("EINS", "ZWEI", "DREI")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def values(book: Workbook, reference: str) -> list[object]:
    """Return what stands in the cells that a chart points at, row by row."""
    sheet, cells = reference.split("!")
    found = book[sheet.strip("'")][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


def read(content: bytes, where: str = "Zahlen"):
    book = load_workbook(BytesIO(content))
    return book, book[where]._charts


def test_charts_show_the_cards_of_each_table_and_question(evening: Results, german):
    book, (by_table, by_question) = read(render_workbook(evening, gettext=german))
    cards = Counter((card.table, card.question) for card in evening.entries)
    assert [values(book, series.val.numRef.f) for series in by_table.series] == [
        [cards[table.key, question] for table in sorted(evening.tables, key=lambda each: each.number)]
        for question in ("works", "improve", "needed")
    ]
    headings = ["✓ Was läuft gut?", "↑ Was muss verbessert werden?", "+ Was braucht es?"]
    assert [values(book, series.tx.strRef.f) for series in by_table.series] == [[each] for each in headings]
    names = {tuple(values(book, (series.cat.strRef or series.cat.numRef).f)) for series in by_table.series}
    assert names == {("1 Bauen & Wohnen", "4 Frauen", "5 Bildung & Ausbildung")}
    [all_cards] = by_question.series
    assert values(book, all_cards.val.numRef.f) == [3, 3, 5]
    assert values(book, (all_cards.cat.strRef or all_cards.cat.numRef).f) == headings


def test_sums_stand_below_the_numbers_and_each_chart_says_where_they_are(evening: Results, german):
    content = render_workbook(evening, gettext=german)
    page = load_workbook(BytesIO(content))["Zahlen"]
    told = [[cell.value for cell in row] for row in page.iter_rows() if row[0].value == "Zusammen"]
    assert told == [["Zusammen", 3, 3, 5, 11, 2, 15]]
    with ZipFile(BytesIO(content)) as archive:
        drawing = ET.fromstring(archive.read("xl/drawings/drawing1.xml"))  # noqa: S314 - our own
    described = [each.get("descr") for each in drawing.iter(f"{DRAWING}cNvPr")]
    assert described == ["Die Zahlen dieses Diagramms stehen im Blatt Zahlen."] * 2


def test_evening_without_cards_has_numbers_and_no_charts(evening: Results, german):
    bare = replace(evening, entries=(), groups=(), outcomes=())
    book, charts = read(render_workbook(bare, gettext=german))
    assert charts == []
    assert book["Zahlen"].max_row == 7


def test_charts_of_a_series_name_the_evening_of_each_table(evening: Results, german):
    evenings = [replace(evening, dialogue=replace(evening.dialogue, code=code)) for code in CODES]
    series = SeriesResults("Reihe", tuple(evenings))
    sheets = joint_sheets(series, gettext=german)
    # Too many rows for one page: the charts have a sheet of their own, and a page of their own on paper.
    content = render_book(sheets, as_one_evening(series), gettext=german)
    book, (by_table, _by_question) = read(content, "Diagramme")
    assert book.sheetnames[-2:] == ["Zahlen", "Diagramme"]
    # One page is what is meant where nothing is said; sheets of rows say 0, as many as there are.
    assert [book[name].page_setup.fitToHeight for name in book.sheetnames[-2:]] == [0, None]
    first = by_table.series[0]
    assert values(book, first.val.numRef.f) == [2, 0, 1] * 3
    reference = (first.cat.multiLvlStrRef or first.cat.strRef or first.cat.numRef).f
    evening_names = [str(each)[:4] for each in values(book, reference)[::2]]
    assert evening_names == [code for code in CODES for _table in range(3)]
