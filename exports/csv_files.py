"""The result tables as CSV that a German Excel opens by a double click."""

from collections.abc import Iterable, Mapping
from datetime import date

from exports.formulas import is_formula
from exports.names import Gettext
from exports.results import Results
from exports.tables import Sheet, build_sheets
from exports.text import printable, short_day


def render_csv_files(results: Results, *, gettext: Gettext) -> Mapping[str, bytes]:
    """Return file stem and content: UTF-8 with BOM, semicolons, CRLF between rows, no formulas."""
    return render_sheets(build_sheets(results, gettext=gettext))


def render_sheets(sheets: Iterable[Sheet]) -> Mapping[str, bytes]:
    """Return the same for these tables."""
    return {sheet.file: _render(sheet) for sheet in sheets}


def _render(sheet: Sheet) -> bytes:
    frame = sheet.frame[[column.key for column in sheet.columns]].map(_cell)
    text = frame.to_csv(
        sep=";",
        index=False,
        header=[tame(column.heading) for column in sheet.columns],
        lineterminator="\r\n",
    )
    return text.encode("utf-8-sig")


def _cell(value: object) -> object:
    if isinstance(value, date):
        return short_day(value)
    return tame(value) if isinstance(value, str) else value


def tame(text: str) -> str:
    """Return a text as a cell of a CSV file, marked as text where a spreadsheet would calculate it."""
    text = printable(text)
    return f"'{text}" if is_formula(text) else text
