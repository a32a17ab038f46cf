"""The workbook `ergebnisse.xlsx`: one sheet per table, ready to filter and to print."""

from collections.abc import Hashable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports import look
from exports.heights import TALLEST_ROW, row_height
from exports.names import Gettext, stamp
from exports.results import DialogueFacts, QuestionKey, Results
from exports.tables import Column, Sheet, build_sheets
from exports.text import printable, short_day

# What Excel can hold and show of one cell.
_CELL_UNITS = 32_000
_CELL_LINES = 240
_FIRST_EXCEL_YEAR = 1900

_Style = Mapping[str, object]
_Cells = Mapping[Hashable, Any]
_BASE: _Style = {"font_name": look.FONT, "font_size": 10, "font_color": look.INK, "valign": "top"}
_CELL: _Style = {
    **_BASE,
    "text_wrap": True,
    "bottom": 1,
    "bottom_color": look.LINE,
    "align": "left",
    "indent": 1,
}
_HEADER: _Style = {
    **_BASE,
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "align": "left",
    "indent": 1,
    "font_color": look.WHITE,
    "bg_color": look.BRAND,
}
_NUMBERS = frozenset({"number", "cards", "dots"})
_STRONG = frozenset({"title", "label"})
_BOLD = 0.9  # bold letters need more room


def render_workbook(results: Results, *, gettext: Gettext) -> bytes:
    """Return the workbook; participants' text is written as text only, never as a formula or a link."""
    target = BytesIO()
    book = _Book(xlsxwriter.Workbook(target, {"in_memory": True}), results.dialogue, gettext=gettext)
    for sheet in build_sheets(results, gettext=gettext):
        book.add(sheet)
    book.workbook.close()
    return target.getvalue()


class _Book:
    """One workbook while it is written."""

    def __init__(self, workbook: xlsxwriter.Workbook, dialogue: DialogueFacts, *, gettext: Gettext) -> None:
        self.workbook = workbook
        self._dialogue = dialogue
        self._gettext = gettext
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        facts = [dialogue.title, dialogue.municipality, dialogue.place, short_day(dialogue.held_on)]
        self._about = printable(" · ".join(fact for fact in facts if fact))
        self._stamp = stamp(gettext=gettext) if dialogue.rehearsal else ""
        workbook.set_properties(
            {
                "title": printable(dialogue.title)[:250],
                "subject": printable(" · ".join(fact for fact in facts[1:] if fact))[:250],
                "category": self._stamp,
                "comments": "",
            }
        )
        workbook.set_size(24_000, 14_000)

    def add(self, sheet: Sheet) -> None:
        """Write one sheet: stamp of a rehearsal, title, the evening, then the table."""
        page = self.workbook.add_worksheet(sheet.name)
        head = self._write_over(page, sheet)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
            self._write_header(page, head, place, column)
        page.set_row(head, 6 + row_height((f"+ {c.heading}", c.width * _BOLD) for c in sheet.columns))
        self._write_rows(page, head + 1, sheet)
        page.hide_gridlines(2)
        page.freeze_panes(head + 1, _frozen_columns(sheet))
        self._set_up_print(page, head)

    def _write_over(self, page: Worksheet, sheet: Sheet) -> int:
        row = 0
        if self._stamp:
            seen = look.QUESTIONS[QuestionKey.IMPROVE]
            style = self._format({**_BASE, "bold": True, "font_color": seen.ink, "bg_color": seen.tint})
            for place in range(len(sheet.columns)):
                page.write_blank(row, place, None, style)
            page.write_string(row, 0, self._stamp, style)
            row += 1
        title = {**_BASE, "bold": True, "font_size": 16, "font_color": look.BRAND, "valign": "vcenter"}
        page.write_string(row, 0, sheet.name, self._format(title))
        page.set_row(row, 26)
        page.write_string(row + 1, 0, self._about, self._format({**_BASE, "font_color": look.MUTED}))
        page.set_row(row + 1, 20)
        return row + 2

    def _write_header(self, page: Worksheet, row: int, place: int, column: Column) -> None:
        if column.question is None:
            style = {**_HEADER, "align": "center", "indent": 0} if column.key in _NUMBERS else _HEADER
            page.write_string(row, place, column.heading, self._format(style))
            return
        seen = look.QUESTIONS[column.question]
        tinted = {
            **_HEADER,
            "font_color": seen.ink,
            "bg_color": seen.tint,
            "bottom": 5,
            "bottom_color": seen.ink,
        }
        page.write_string(row, place, f"{seen.sign} {column.heading}", self._format(tinted))

    def _write_rows(self, page: Worksheet, first: int, sheet: Sheet) -> None:
        if sheet.frame.empty:
            style = {**_BASE, "italic": True, "font_color": look.MUTED}
            page.write_string(first, 0, sheet.nothing, self._format(style))
            return
        for row, cells in enumerate(sheet.frame.to_dict("records"), start=first):
            for place, column in enumerate(sheet.columns):
                self._write_cell(page, row, place, column, cells)
            texts = [(str(cells[c.key]), c.width * (_BOLD if c.key in _STRONG else 1)) for c in sheet.columns]
            page.set_row(row, row_height(texts))
        page.autofilter(first - 1, 0, first + len(sheet.frame) - 1, len(sheet.columns) - 1)

    def _write_cell(self, page: Worksheet, row: int, place: int, column: Column, cells: _Cells) -> None:
        value = cells[column.key]
        style = dict(_CELL)
        if column.key in _NUMBERS:
            style |= {"align": "center", "indent": 0, "font_color": look.MUTED}
        if column.key in _STRONG:
            style["bold"] = True
        if value and (question := _question_of(column, cells)):
            seen = look.QUESTIONS[question]
            style["bg_color"] = seen.tint
            if column.key == "question":
                style |= {"font_color": seen.ink, "bold": True}
                value = f"{seen.sign} {value}"
        if column.key in cells["mirrored"]:
            style |= {"reading_order": 2, "align": "right"}
        match value:
            case int():
                page.write_number(row, place, value, self._format(style))
            case date() if value.year >= _FIRST_EXCEL_YEAR:
                style["num_format"] = "dd.mm.yyyy"
                page.write_datetime(row, place, value, self._format(style))
            case date():
                page.write_string(row, place, short_day(value), self._format(style))
            case _:
                page.write_string(row, place, self._fitted(str(value), column), self._format(style))

    def _fitted(self, text: str, column: Column) -> str:
        """Cut at a line what Excel would refuse, and say so where a cell is too tall to be seen whole."""
        _ = self._gettext
        lines = text.split("\n")
        if row_height([(text, column.width)]) < TALLEST_ROW:
            return text
        note = _("(long list – complete on the sheet “Beiträge”)")
        kept, units = [note], len(note)
        for line in lines[:_CELL_LINES]:
            units += len(line.encode("utf-16-le")) // 2 + 1
            if units > _CELL_UNITS:
                break
            kept.append(line)
        return "\n".join(kept)

    def _set_up_print(self, page: Worksheet, head: int) -> None:
        _ = self._gettext
        page.set_landscape()
        page.set_paper(9)  # A4
        page.set_margins(left=0.4, right=0.4, top=0.7 if self._stamp else 0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
        # A doubled & is a plain one; the space keeps a leading digit apart from the font size.
        about = self._about.replace("\n", " ")[:100].replace("&", "&&")
        page_of = _("Page {page} of {pages}").replace("&", "&&").format(page="&P", pages="&N")
        page.set_footer(f"&L&8 {about}&R&8 {page_of}")
        if self._stamp:
            page.set_header(f"&C&B&12 {self._stamp.replace('&', '&&')}")

    def _format(self, style: _Style) -> Format:
        key = tuple(sorted(style.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(style))
        return self._formats[key]


def _question_of(column: Column, cells: _Cells) -> QuestionKey | None:
    if column.question is not None:
        return column.question
    asks = cells["asks"]
    return QuestionKey(asks) if asks and column.key in {"question", "text"} else None


def _frozen_columns(sheet: Sheet) -> int:
    """Keep what a row is about in sight while the rest scrolls."""
    return 1 + next((place for place, column in enumerate(sheet.columns) if column.key in _STRONG), -1)
