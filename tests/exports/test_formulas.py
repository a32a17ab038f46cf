"""No text becomes a formula in any table, whatever stands before its sign, and every text stays readable."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.csv_files import render_csv_files
from exports.formulas import is_formula
from exports.machine import render_json
from exports.minutes import render_minutes
from exports.text import printable
from exports.workbook import render_workbook

pytestmark = pytest.mark.unit
UNSEEN = [
    *("\ufeff", "\u200b", "\u00ad", "\u2060", "\u200e", "\u200f", "\u061c", "\u2066", "\u202e", "\u034f"),
    *(
        " ",
        "\u00a0",
        "\u202f",
        "\u3000",
        "\n",
        "\r",
        "\t",
        "\v",
        "\x00",
        "\x1f",
        "\ufe0f",
        "\u115f",
        "\u2800",
    ),
]
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼", "₊", "−"]
TEXTS = st.lists(
    st.sampled_from([*UNSEEN, *SIGNS, ",", ";", '"', "'", "1+1", "cmd|' /C calc'!A0", "A1", "Bus"]),
    max_size=8,
).map("".join)


def cells_of(content: bytes) -> list[str]:
    reader = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return [cell for row in reader for cell in row]


@pytest.mark.parametrize(
    "unseen", ["", *UNSEEN, "\ufeff\u200b \t"], ids=lambda text: text.encode("unicode_escape").decode()
)
def test_sign_is_found_behind_what_nobody_sees(unseen: str) -> None:
    assert [sign for sign in SIGNS if not is_formula(f"{unseen}{sign}1+1")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Bus",
        "1-2",
        "'=1",
        "A=B",
        "„=“",
        "– Mieten",
        "• Bus",
        "٣+٤",
        "",
        "\u200b",
        "👍 =1",
        "(=1)",
        "#1",
        "10 %",
    ],
)
def test_what_no_spreadsheet_calculates_stays_as_written(text: str, one_card, german) -> None:
    assert not is_formula(text)
    if text:
        assert text in cells_of(render_csv_files(one_card(text), gettext=german)["beitraege"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_cell_of_a_csv_file_is_a_formula(one_card, german, text: str) -> None:
    files = render_csv_files(one_card(text), gettext=german)
    for content in files.values():
        assert [cell for cell in cells_of(content) if is_formula(cell)] == []
    kept = printable(text)
    assert {kept, f"'{kept}"} & set(cells_of(files["beitraege"]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS.filter(lambda text: printable(text).strip()))
def test_no_cell_of_the_workbook_is_a_formula_and_such_texts_are_marked(one_card, german, text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(render_workbook(one_card(text), gettext=german)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.value for cell in cells if is_formula(str(cell.value)) and not cell.quotePrefix] == []


@pytest.mark.parametrize("text", ["=1+1", "\u200b=1+1", '{ HYPERLINK "https://example.invalid" }', "－2"])
def test_other_files_keep_the_text_as_it_is(one_card, german, text: str) -> None:
    stored = json.loads(render_json(one_card(text)))
    assert [entry["text"] for entry in stored["entries"]] == [text]
    document = Document(BytesIO(render_minutes(one_card(text), gettext=german)))
    fields = [node.text for node in document.element.body.iter() if node.tag.endswith("}instrText")]
    assert [field for field in fields if not (field or "").strip().startswith("PAGEREF")] == []
