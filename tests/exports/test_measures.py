"""The measures table as a workbook, read back and compared with what was agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.details import details_of
from exports.measures import Measures, measures_of
from exports.results import OutcomeFacts, Results
from exports.workbook import render_book

pytestmark = pytest.mark.unit

FORMULA, ARABIC, TIGRINYA = "=1+1", "متطوعون من الحي", "ናይ ምሸት ኮርስ"
APRIL, MAY = (datetime(2026, month, day) for month, day in ((4, 30), (5, 21)))  # noqa: DTZ001 - a cell has no zone
COLUMNS = [
    "Nr.",
    "Maßnahme",
    "Ziel",
    "Wer",
    "Mit wem",
    "Erster Schritt",
    "Ressourcen",
    "Bis wann",
]


def sheet_of(results: Results, german) -> Worksheet:
    sheet = Measures(results, gettext=german).sheet()
    book = load_workbook(BytesIO(render_book([sheet], results.dialogue, gettext=german)))
    assert book.sheetnames == ["Maßnahmen"]
    return book["Maßnahmen"]


def rows_of(page: Worksheet) -> list[list[object]]:
    """Return head and rows, without what stands above."""
    rows = [[cell.value or "" for cell in row] for row in page.iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "Nr.")
    return rows[head:]


def with_ideas(results: Results, said: Sequence[dict[str, object]]) -> Results:
    """Return the evening with these project ideas and nothing else agreed."""
    outcomes = tuple(
        OutcomeFacts(n, f"Maßnahme {n}", details_of("project_idea", each)) for n, each in enumerate(said, 1)
    )
    return replace(results, outcomes=outcomes)


def test_workbook_has_the_columns_of_the_office_and_a_row_for_each_measure(evening: Results, german):
    head, *rows = rows_of(sheet_of(evening, german))
    assert head[: len(COLUMNS)] == COLUMNS
    assert [row[: len(COLUMNS)] for row in rows] == [
        [
            1,
            "Sprachkurs mit Kinderbetreuung",
            "",
            "Volkshochschule",
            "Familienzentrum\nFreundeskreis Asyl",
            "Raum im Familienzentrum anfragen",
            "",
            APRIL,
        ],
        [2, "Nachbarschaftshilfe sichtbar machen", *[""] * 5, "vor den Sommerferien"],
        [
            3,
            "Bezahlbar wohnen",
            "",
            "Bauverwaltung",
            "Architekten\nMieterbund\nGrundstückseigentümer",
            "",
            "",
            MAY,
        ],
    ]


def test_days_are_days_and_resources_say_what_they_are(evening: Results, german):
    said = {
        "people": "Zwei Ehrenamtliche",
        "costs": "up_to",
        "costs_amount": "500 Euro",
        "goal": "Alle lernen",
    }
    page = sheet_of(with_ideas(evening, [said | {"by_when": "2026-04-30"}, {"costs": "none"}]), german)
    _head, first, second = rows_of(page)
    assert (first[2], first[6]) == ("Alle lernen", "Zwei Ehrenamtliche\nKosten: bis 500 Euro")
    assert second[6] == "Kosten: keine"
    [day] = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, datetime)]
    assert (day.value.date(), day.is_date, day.number_format) == (date(2026, 4, 30), True, "dd.mm.yyyy")


def test_no_cell_is_a_formula_and_each_runs_as_its_letters_do(evening: Results, german):
    texts = [FORMULA, ARABIC, TIGRINYA, "🙂 Emoji", "@Stadt"]
    said = [{"caretaker": text, "first_step": text, "partners": [text], "by_when": text} for text in texts]
    page = sheet_of(with_ideas(evening, said), german)
    cells = [cell for row in page.iter_rows() for cell in row]
    found = {text: [cell for cell in cells if cell.value == text] for text in texts}
    assert {text: len(own) for text, own in found.items()} == dict.fromkeys(texts, 4)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for text in (FORMULA, "@Stadt") for cell in found[text])
    turned = {text: {cell.alignment.readingOrder for cell in own} for text, own in found.items()}
    assert turned == {text: {2.0 if text == ARABIC else 0.0} for text in texts}


def test_workbook_of_a_rehearsal_is_marked(rehearsal: Results, evening: Results, german):
    assert sheet_of(rehearsal, german)["A1"].value == "PROBE – keine echten Beiträge"
    assert sheet_of(evening, german)["A1"].value == "Maßnahmen"


def test_evening_without_measures_says_so(empty: Results, german):
    _head, row = rows_of(sheet_of(empty, german))
    assert row[0] == "Es wurde keine Maßnahme vereinbart."


def test_measures_have_the_numbers_of_the_console(evening: Results):
    shuffled = replace(evening, outcomes=evening.outcomes[::-1])
    assert [each.id for each in measures_of(shuffled)] == [1, 2, 3]


def test_progress_stands_there_with_its_reason(evening: Results, german):
    said = [
        {},
        {"state": "started", "state_reason": "Raum ist gefunden"},
        {"state": "done"},
        {"state": "dropped", "state_reason": ARABIC},
    ]
    head, *rows = rows_of(sheet_of(with_ideas(evening, said), german))
    assert head[-1] == "Stand"
    told = [row[-1] for row in rows]
    assert told == ["offen", "begonnen: Raum ist gefunden", "erledigt", f"aufgegeben: {ARABIC}"]
