from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from exports import previews
from exports.evening_files import EveningFiles
from exports.previewed import LinesView, PageView, Preview, TableView
from exports.previews import preview_of
from exports.result_files import RESULT_FILES, ResultFile
from exports.results import PhotoFacts, Results

pytestmark = pytest.mark.unit

AT = datetime(2026, 3, 12, 21, 0, tzinfo=UTC)
FILES = {file.name: file for file in RESULT_FILES}


def preview(results: Results, name: str, gettext) -> Preview | None:
    return preview_of(FILES[name], EveningFiles(results, gettext=gettext, at=AT), gettext=gettext)


def table(results: Results, name: str, gettext, *, at: int = 0) -> TableView:
    found = preview(results, name, gettext)
    assert found
    view = found.views[at]
    assert isinstance(view, TableView)
    return view


def test_word_file_is_shown_as_the_first_pages_of_its_paper(rehearsal: Results, german, monkeypatch):
    monkeypatch.setattr(previews, "MOST_PAGES", 1)
    found = preview(rehearsal, "protokoll.docx", german)
    assert found
    assert (len(found.views), found.of > 1) == (1, True)
    assert isinstance(found.views[0], PageView)
    with Image.open(BytesIO(found.views[0].picture)) as picture:
        assert picture.format == "PNG"
        assert picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)
        # Ink and question colours are on it: it is no white page.
        assert len(picture.convert("RGB").getcolors(picture.width * picture.height) or []) > 50


def test_each_entry_that_names_pages_or_tables_can_be_shown(evening: Results, german, monkeypatch):
    # Setting pages is tried above.
    monkeypatch.setattr(previews, "picture_pages", lambda _setting, *, most: ((b"page",), most))
    shown = {name: preview(evening, name, german) for name in FILES}
    assert [name for name, found in shown.items() if found is None] == []
    empty = [name for name, found in shown.items() if found and not found.views]
    assert [name for name in empty if "Not there as long as" not in FILES[name].purpose] == []


def test_workbook_and_tables_are_shown_as_they_begin(evening: Results, german, monkeypatch):
    monkeypatch.setattr(previews, "MOST_ROWS", 3)
    for name in ("ergebnisse.xlsx", "csv/"):
        view = table(evening, name, german, at=6)
        assert (view.name, len(view.rows), view.left) == ("Beiträge", 3, 8)
        assert view.headings[:3] == ("Nr.", "Tisch", "Frage")
        assert view.rows[0][3].text.startswith("nachbarn")


def test_cell_from_right_to_left_is_told(evening: Results, german):
    view = table(evening, "ergebnisse.xlsx", german, at=6)
    assert {cell.text for row in view.rows for cell in row if cell.mirrored} == {
        "دورات لغة مسائية",
        "WLAN در کلاس‌ها",
    }


def test_long_cell_is_cut_off(one_card, german):
    view = table(one_card("lang " * 100), "ergebnisse.xlsx", german, at=6)
    assert view.rows[0][3].text.endswith("lang…")
    assert len(view.rows[0][3].text) <= 140


def test_calendar_is_shown_as_dates_and_places(evening: Results, german):
    view = table(evening, "runde-tische.ics", german)
    assert view.headings == ("Termin", "Was", "Ort")
    told = [tuple(cell.text for cell in row) for row in view.rows]
    assert ("21.05.2026", "Runder Tisch: Bezahlbar wohnen", "Rathaus") in told


def test_empty_file_has_nothing_to_be_shown(empty: Results, german):
    assert preview(empty, "runde-tische.ics", german) == Preview()


def test_file_for_platforms_is_shown_as_a_table(evening: Results, german):
    view = table(evening, "plattform.csv", german)
    assert view.headings[1] == "title/de"
    assert view.rows[0][1].text == "Sprachkurs mit Kinderbetreuung"


def test_file_for_machines_is_shown_as_lines(evening: Results, german, monkeypatch):
    monkeypatch.setattr(previews, "MOST_LINES", 5)
    found = preview(evening, "results.json", german)
    assert found
    [view] = found.views
    assert isinstance(view, LinesView)
    assert (view.lines[0], len(view.lines)) == ("{", 5)
    assert view.left > 100


def test_photo_is_shown_as_small_as_a_screen_needs_it(evening: Results, german):
    large = BytesIO()
    Image.new("RGB", (3000, 2000), "white").save(large, "JPEG")
    photographed = replace(evening, photos=(PhotoFacts(1, large.getvalue(), "Wand", "wohnen", 3000, 2000),))
    found = preview(photographed, "fotos/", german)
    assert found
    [view] = found.views
    assert isinstance(view, PageView)
    assert (view.media, view.name) == ("image/jpeg", "01-wohnen.jpg")
    with Image.open(BytesIO(view.picture)) as small:
        assert small.size == (1100, 733)
    assert preview(evening, "fotos/", german) == Preview()


def test_package_is_shown_as_what_is_in_it(evening: Results, german, monkeypatch):
    package = ResultFile("archivpaket.zip", "All.", lambda making: making.package(), last=True)
    machine = ResultFile("results.json", "Everything.", lambda making: making.machine())
    monkeypatch.setattr("exports.evening_files.RESULT_FILES", (machine, package))
    found = preview_of(package, EveningFiles(evening, gettext=german, at=AT), gettext=german)
    assert found
    [view] = found.views
    assert isinstance(view, TableView)
    names = [row[0].text for row in view.rows]
    assert {"bagit.txt", "data/results.json", "manifest-sha512.txt"} <= set(names)
    assert {row[1].text[-3:] for row in view.rows} == {" kB"}


def test_file_of_an_unknown_kind_is_not_shown(evening: Results, german):
    letter = ResultFile("brief.odt", "A letter.", lambda _making: b"words")
    assert preview_of(letter, EveningFiles(evening, gettext=german, at=AT), gettext=german) is None
