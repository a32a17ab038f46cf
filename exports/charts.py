"""The charts of the workbook: drawn from the numbers of a sheet, which stand there to be read.

A bar has edge, tint and sign of its question, as a card has: colour never stands alone.
"""

from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from exports import look
from exports.names import Gettext
from exports.results import QuestionKey

_WIDE, _NARROW, _GAP = 640, 400, 17  # pixels
_AROUND, _BAR, _THINNEST, _LOWEST, _HIGHEST = 110, 34, 16, 260, 640
ONE_PAGE = 8
"""So many rows and the charts have room on one page."""
# A bar that is shorter, as a part of the longest row, has no room for its sign.
_SHORT = 0.08
_FONT = {"name": look.FONT, "size": 9, "color": look.INK}
_TITLE = {"name": look.FONT, "size": 12, "bold": True, "color": look.INK}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where the numbers stand: rows and columns, counted from 0; `first` is the column of the first question.

    What stands left of it names a row; `total` is the row of the sums; no row has more cards than `most`.
    """

    sheet: str
    head: int
    total: int
    first: int
    most: int

    @property
    def rows(self) -> int:
        """How many rows there are above the sums."""
        return self.total - self.head - 1


def draw_charts(
    workbook: xlsxwriter.Workbook, page: Worksheet, numbers: Numbers, *, row: int, gettext: Gettext
) -> None:
    """Draw cards by table and question, and all cards by question, side by side from a row on."""
    _ = gettext
    bar = max(_THINNEST, min(_BAR, (_HIGHEST - _AROUND) // numbers.rows))
    height = max(_LOWEST, _AROUND + bar * numbers.rows)
    twin = _("The numbers of this chart stand in the sheet {name}.").format(name=numbers.sheet)
    told = {"description": twin, "object_position": 3}
    tables = _by_table(workbook, numbers, title=_("Cards by table and question"))
    tables.set_size({"width": _WIDE, "height": height})
    page.insert_chart(row, 0, tables, told)
    questions = _by_question(workbook, numbers, title=_("All cards by question"))
    questions.set_size({"width": _NARROW, "height": min(height, _AROUND + _BAR * ONE_PAGE)})
    page.insert_chart(row, 0, questions, {**told, "x_offset": _WIDE + _GAP})


def _by_table(workbook: xlsxwriter.Workbook, numbers: Numbers, *, title: str) -> Any:  # noqa: ANN401 - untyped
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    names = [numbers.sheet, numbers.head + 1, 0, numbers.total - 1, numbers.first - 1]
    for place, question in enumerate(QuestionKey, start=numbers.first):
        chart.add_series(
            {
                "name": [numbers.sheet, numbers.head, place],
                "categories": names,
                "values": [numbers.sheet, numbers.head + 1, place, numbers.total - 1, place],
                "gap": 40,
                **_looking_like(question, short=_SHORT * numbers.most),
            }
        )
    _set_up(chart, title)
    # As in the table: the first one on top.
    chart.set_y_axis(
        {"reverse": True, "num_font": _FONT, "line": {"color": look.LINE}, "major_tick_mark": "none"}
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def _by_question(workbook: xlsxwriter.Workbook, numbers: Numbers, *, title: str) -> Any:  # noqa: ANN401 - untyped
    chart = workbook.add_chart({"type": "column"})
    last = numbers.first + len(QuestionKey) - 1
    looks = [_looking_like(question) for question in QuestionKey]
    chart.add_series(
        {
            "name": title,
            "categories": [numbers.sheet, numbers.head, numbers.first, numbers.head, last],
            "values": [numbers.sheet, numbers.total, numbers.first, numbers.total, last],
            "gap": 60,
            "points": [{"fill": each["fill"], "border": each["border"]} for each in looks],
            "data_labels": {"value": True, "font": {**_FONT, "bold": True}},
        }
    )
    _set_up(chart, title)
    chart.set_x_axis({"num_font": _FONT, "line": {"color": look.LINE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart


def _looking_like(question: QuestionKey, *, short: float = 0) -> dict[str, Any]:
    seen = look.QUESTIONS[question]
    return {
        "fill": {"color": seen.tint},
        "border": {"color": seen.ink, "width": 1.5},
        # The sign before the number where both have room; nothing for none.
        "data_labels": {
            "value": True,
            "position": "center",
            "num_format": f'[=0]"";[<{short:.1f}]0;"{seen.sign} "0',
            "font": {**_FONT, "bold": True, "color": seen.ink},
        },
    }


def _set_up(chart: Any, title: str) -> None:  # noqa: ANN401 - xlsxwriter's charts are untyped
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_chartarea({"border": {"color": look.LINE}, "fill": {"color": look.WHITE}})
    chart.set_plotarea({"fill": {"none": True}})
