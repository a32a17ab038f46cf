"""What a file looks like before it is taken: pictures of its first pages, or how its tables or lines begin.

A file of a kind that is not known here has no preview; it can be taken all the same.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from icalendar import Calendar
from PIL import Image

from exports.evening_files import EveningFiles
from exports.names import Gettext
from exports.pdf import Setting, picture_pages
from exports.previewed import Cell, LinesView, PageView, Preview, TableView, View
from exports.result_files import ResultFile
from exports.tables import Sheet
from exports.text import is_right_to_left, printable, short_day

MOST_PAGES = 24
MOST_ROWS = 12
MOST_LINES = 80
_SCREEN = 1100  # pixels of a photo's longer side
_CELL, _LINE = 140, 200  # letters
_TOLD = ("summary", "location")


def preview_of(file: ResultFile, files: EveningFiles, *, gettext: Gettext) -> Preview | None:
    """Return what is shown of an entry, nothing of what is empty; None if files of its kind are not shown.

    Raises `UnwritableError` if its pages could not be set.
    """
    shown = files.shown(file)
    if isinstance(shown, Setting):
        pictures, pages = picture_pages(shown, most=MOST_PAGES)
        return Preview(tuple(map(PageView, pictures)), pages)
    if shown is not None:
        return Preview(tuple(map(_sheet, shown[:MOST_PAGES])), len(shown))
    made = files.of(file)
    known = [(name, content) for name, content in made.items() if name.suffix in _READERS]
    if made and not known:
        return None
    views = (_READERS[name.suffix](name.name, content, gettext) for name, content in known[:MOST_PAGES])
    return Preview(tuple(views), len(known))


def _sheet(sheet: Sheet) -> TableView:
    rows = sheet.frame.head(MOST_ROWS).to_dict("records")
    cells = tuple(
        tuple(
            Cell(_clipped(_said(row[column.key]), _CELL), column.key in row["mirrored"])
            for column in sheet.columns
        )
        for row in rows
    )
    headings = tuple(column.heading for column in sheet.columns)
    return TableView(sheet.name, headings, cells, len(sheet.frame) - len(rows))


def _csv(name: str, content: bytes, _gettext: Gettext) -> View:
    headings, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return _table(name, headings, rows)


def _table(name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> TableView:
    cells = tuple(
        tuple(Cell(_clipped(text, _CELL), is_right_to_left(text)) for text in row) for row in rows[:MOST_ROWS]
    )
    return TableView(name, tuple(headings), cells, max(0, len(rows) - MOST_ROWS))


def _photo(name: str, content: bytes, _gettext: Gettext) -> View:
    small = BytesIO()
    with Image.open(BytesIO(content)) as photo:
        photo.thumbnail((_SCREEN, _SCREEN))
        photo.convert("RGB").save(small, "JPEG")
    return PageView(small.getvalue(), "image/jpeg", name)


def _lines(name: str, content: bytes, _gettext: Gettext) -> View:
    lines = content.decode().splitlines()
    shown = tuple(_clipped(line, _LINE) for line in lines[:MOST_LINES])
    return LinesView(name, shown, len(lines) - len(shown))


def _dates(name: str, content: bytes, gettext: Gettext) -> View:
    _ = gettext
    events = Calendar.from_ical(content).events
    rows = [(_day(each.start), *(printable(str(each.get(told, ""))) for told in _TOLD)) for each in events]
    return _table(name, [_("Date"), _("What"), _("Place")], rows)


def _day(start: date | datetime) -> str:
    return f"{short_day(start)} {start:%H:%M}" if isinstance(start, datetime) else short_day(start)


def _names(name: str, content: bytes, gettext: Gettext) -> View:
    _ = gettext
    with ZipFile(BytesIO(content)) as archive:
        files = [(PurePosixPath(each.filename), each.file_size) for each in archive.infolist()]
    rows = [("/".join(path.parts[1:]), f"{-(-size // 1000)} kB") for path, size in files]
    return _table(name, [_("File"), _("Size")], rows)


_READERS: Mapping[str, Callable[[str, bytes, Gettext], View]] = {
    ".csv": _csv,
    ".jpg": _photo,
    ".json": _lines,
    ".ics": _dates,
    ".zip": _names,
}


def _said(value: object) -> str:
    if isinstance(value, date):
        return short_day(value)
    return "" if value is None else str(value)


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
