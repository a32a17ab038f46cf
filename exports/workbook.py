"""The workbook `ergebnisse.xlsx`: one sheet per table, ready to filter and to print."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports import look
from exports.charts import ONE_PAGE, Numbers, draw_charts
from exports.columns import Column
from exports.formulas import is_formula
from exports.heights import TALLEST_ROW, row_height, split_to_cells, split_to_rows
from exports.names import Gettext, stamp
from exports.results import DialogueFacts, QuestionKey, Results
from exports.tables import Sheet, build_sheets
from exports.text import printable, short_day

# A4 across without its margins, in pixels of a screen; a column of width n has 7 n + 5 of them.
_PAGE_PIXELS = (297 / 25.4 - 2 * 0.3) * 96
_SMALLEST_SCALE = 0.85
"""Smaller than this our 10 point type is hard to read on paper."""
_CHARTS = "Diagramme"
_SIZES = (10.0, 9.0, 8.0, 7.0, 6.0)
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
_NUMBERS = frozenset({"number", "cards", "topic_count", "dots", "round", "agree", "add", "disagree"})
_COUNTED = frozenset({"cards", "topic_count", "dots", *QuestionKey})
_STRONG = frozenset({"title", "label"})
_REPEATED = frozenset({"evening", "number", "kind", "table", "tables", *_STRONG})
"""What a row that continues another one says again, so that filters keep them together."""
_BOLD = 0.92  # bold letters need more room


def render_workbook(results: Results, *, gettext: Gettext) -> bytes:
    """Return the workbook; participants' text is written as text only, never as a formula or a link."""
    return render_book(build_sheets(results, gettext=gettext), results.dialogue, gettext=gettext)


def render_book(sheets: Iterable[Sheet], dialogue: DialogueFacts, *, gettext: Gettext) -> bytes:
    """Return the workbook of these tables; `dialogue` is what stands above each."""
    target = BytesIO()
    book = _Book(xlsxwriter.Workbook(target, {"in_memory": True}), dialogue, gettext=gettext)
    for sheet in sheets:
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
        # The sign of a filter stands beside the words.
        page.set_row(head, 6 + row_height((f"+ {c.heading}", c.width * _BOLD - 2) for c in sheet.columns))
        below = self._write_rows(page, head + 1, sheet)
        if sheet.counts and not sheet.frame.empty:
            self._draw(page, head, below, sheet)
        page.hide_gridlines(2)
        page.freeze_panes(head + 1, _frozen_columns(sheet))
        self._set_up_print(page, head, sheet)

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
        about = {**_BASE, "font_color": look.MUTED}
        height = 20.0
        if _pages_wide(sheet) == 1:
            self._write_text(page, row + 1, 0, self._about, about)
        else:
            # Beside the columns that each page repeats there is nothing that it could run over.
            lead = _frozen_columns(sheet)
            wrapped = about | {"text_wrap": True}
            page.merge_range(row + 1, 0, row + 1, lead - 1, "", self._format(wrapped))
            self._write_text(
                page, row + 1, 0, self._about, wrapped
            )  # the merge itself would make a formula of it
            room = sum(column.width for column in sheet.columns[:lead])
            height = max(height, row_height([(self._about, room)]))
        page.set_row(row + 1, height)
        return row + 2

    def _write_header(self, page: Worksheet, row: int, place: int, column: Column) -> None:
        if column.question is None:
            style = {**_HEADER, "align": "center", "indent": 0} if column.key in _NUMBERS else _HEADER
            self._write_text(page, row, place, column.heading, style)
            return
        seen = look.QUESTIONS[column.question]
        tinted = {
            **_HEADER,
            "font_color": seen.ink,
            "bg_color": seen.tint,
            "bottom": 5,
            "bottom_color": seen.ink,
        }
        self._write_text(page, row, place, f"{seen.sign} {column.heading}", tinted)

    def _write_rows(self, page: Worksheet, first: int, sheet: Sheet) -> int:
        """Write the rows and return the one below them."""
        if sheet.frame.empty:
            style = {**_BASE, "italic": True, "font_color": look.MUTED}
            page.write_string(first, 0, sheet.nothing, self._format(style))
            return first + 1
        row = first
        for cells in sheet.frame.to_dict("records"):
            for part in self._parts(sheet, cells):
                self._write_row(page, row, sheet, part)
                row += 1
        page.autofilter(first - 1, 0, row - 1, len(sheet.columns) - 1)
        return row

    def _draw(self, page: Worksheet, head: int, row: int, sheet: Sheet) -> None:
        """Write the sums below the numbers, and draw charts of both where there is a card."""
        _ = self._gettext
        style = {**_CELL, "bold": True, "bottom": 0}
        self._write_text(page, row, 0, _("Together"), style)
        for place, column in enumerate(sheet.columns):
            if column.key in _COUNTED:
                total = int(sheet.frame[column.key].sum())
                page.write_number(row, place, total, self._format({**style, "align": "center", "indent": 0}))
        if sheet.frame["cards"].sum():
            first = next(place for place, column in enumerate(sheet.columns) if column.question)
            numbers = Numbers(sheet.name, head, row, first, most=int(sheet.frame["cards"].max()))
            if _has_room_for_charts(sheet):
                draw_charts(self.workbook, page, numbers, row=row + 2, gettext=_)
            else:
                # No page breaks a chart: they have one of their own.
                own = self.workbook.add_worksheet(_CHARTS)
                top = self._write_over(own, replace(sheet, name=_CHARTS))
                draw_charts(self.workbook, own, numbers, row=top, gettext=_)
                self._set_up_print(own, 0, sheet)
                own.fit_to_pages(1, 1)
                own.hide_gridlines(2)

    def _parts(self, sheet: Sheet, cells: _Cells) -> list[_Cells]:
        """Return a row as the rows that show it whole; a later one says what it continues."""
        _ = self._gettext
        pieces = {
            column.key: _pieces(text, column, single=sheet.single)
            for column in sheet.columns
            if isinstance(text := cells[column.key], str)
        }
        parts: list[_Cells] = [{**cells, **{key: texts[0] for key, texts in pieces.items()}}]
        for number in range(1, max(map(len, pieces.values()), default=1)):
            part: dict[Hashable, Any] = dict.fromkeys(cells) | {
                "asks": cells["asks"],
                "mirrored": cells["mirrored"],
            }
            part |= {
                key: cells[key]
                for key in _REPEATED.intersection(cells)
                if len(pieces.get(str(key), "1")) == 1
            }
            for key in _STRONG.intersection(part):
                part[key] = _("{name} (continued)").format(name=part[key]) if part[key] else ""
            part |= {key: texts[number] for key, texts in pieces.items() if number < len(texts)}
            parts.append(part)
        return parts

    def _write_row(self, page: Worksheet, row: int, sheet: Sheet, cells: _Cells) -> None:
        height = 0.0
        for place, column in enumerate(sheet.columns):
            size, own = _fitting(_words(cells[column.key]), _room(column))
            self._write_cell(page, row, place, column, cells, size)
            height = max(height, own)
        page.set_row(row, height)

    def _write_cell(
        self, page: Worksheet, row: int, place: int, column: Column, cells: _Cells, size: float
    ) -> None:
        value = cells[column.key]
        style = {**_CELL, "font_size": size}
        if column.key in _NUMBERS or isinstance(value, int):
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
            case None:
                page.write_blank(row, place, None, self._format(style))
            case int():
                page.write_number(row, place, value, self._format(style))
            case date() if value.year >= _FIRST_EXCEL_YEAR:
                style["num_format"] = "dd.mm.yyyy"
                page.write_datetime(row, place, value, self._format(style))
            case date():
                page.write_string(row, place, short_day(value), self._format(style))
            case _:
                self._write_text(page, row, place, str(value), style)

    def _write_text(self, page: Worksheet, row: int, place: int, text: str, style: _Style) -> None:
        # It stays a text, also when somebody edits the cell.
        quoted = {"quote_prefix": True} if is_formula(text) else {}
        page.write_string(row, place, text, self._format({**style, **quoted}))

    def _set_up_print(self, page: Worksheet, head: int, sheet: Sheet) -> None:
        _ = self._gettext
        page.set_landscape()
        page.set_paper(9)  # A4
        page.set_margins(left=0.3, right=0.3, top=0.7 if self._stamp else 0.5, bottom=0.6)
        page.fit_to_pages(_pages_wide(sheet), 1 if _has_room_for_charts(sheet) else 0)
        if _pages_wide(sheet) > 1:
            # What was agreed, and as the page beside it what people wrote: the columns are made for that.
            page.repeat_columns(0, _frozen_columns(sheet) - 1)
            page.print_across()
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


def _words(value: object) -> str:
    return "" if value is None else str(value)


def _pieces(text: str, column: Column, *, single: bool) -> list[str]:
    if not single:
        return split_to_rows(text, width=_room(column))
    pieces = split_to_cells(text)
    # A list beside the card is whole on its own sheet; only the card itself goes on in a row of its own.
    return pieces if column.key == "text" else pieces[:1]


def _fitting(text: str, width: float) -> tuple[float, float]:
    """Return the type size in which a text is seen whole, the smallest if it is in none, and its height."""
    heights = ((size, row_height([(text, width)], size=size)) for size in _SIZES)
    return next((fit for fit in heights if fit[1] < TALLEST_ROW), (_SIZES[-1], TALLEST_ROW))


def _pages_wide(sheet: Sheet) -> int:
    wide = sum(int(column.width * 7 + 5) for column in sheet.columns)
    return 1 if sheet.frame.empty or _PAGE_PIXELS / wide >= _SMALLEST_SCALE else sheet.pages


def _has_room_for_charts(sheet: Sheet) -> bool:
    return sheet.counts and len(sheet.frame) <= ONE_PAGE


def _room(column: Column) -> float:
    return column.width * (_BOLD if column.key in _STRONG else 1)


def _question_of(column: Column, cells: _Cells) -> QuestionKey | None:
    if column.question is not None:
        return column.question
    asks = cells["asks"]
    return QuestionKey(asks) if asks and column.key in {"question", "text"} else None


def _frozen_columns(sheet: Sheet) -> int:
    """Keep what a row is about in sight while the rest scrolls."""
    return 1 + next((place for place, column in enumerate(sheet.columns) if column.key in _STRONG), -1)
