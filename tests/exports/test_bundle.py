import json
import random
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from openpyxl import load_workbook

from exports import take_file, write_results, zip_results
from exports.machine import render_json
from exports.result_files import RESULT_FILES
from exports.results import Results
from tests.sampling import sampled

pytestmark = pytest.mark.unit

STEMS = [
    "projektideen",
    "runde-tische",
    "vorhandenes",
    "probleme-und-anregungen",
    "empfehlungen",
    "themen",
    "beitraege",
    "zahlen",
]
PLATFORM = [f"plattform{kind}.{ending}" for kind in ("", "-treffen") for ending in ("csv", "json")]
FILES = [
    "ergebnisse.xlsx",
    "protokoll.docx",
    "protokoll.pdf",
    "steckbrief.docx",
    "steckbrief.pdf",
    "massnahmen.xlsx",
    "massnahmen.docx",
    "sitzungsvorlage.docx",
    "pressetext.docx",
    "briefe/land.docx",
    "results.json",
    "abendausgabe.pdf",
    "wandblaetter.pdf",
    "runde-tische.ics",
    "archivpaket.zip",
]
NAMES = [*FILES, *PLATFORM, *(f"csv/{stem}.csv" for stem in STEMS)]
STAMPED = [str(Path(name).with_name(f"PROBE-{Path(name).name}")) for name in NAMES]


NASTY = [
    "\x00\x01\x0b\x1f\x7f\x85",
    "\ud800x\udfff\ufffe\U0001ffff",
    "_x0041_ _x000D_",
    "<w:p/>&amp;]]>",
    '&L&P&"Arial"&99',
    "{page} {pages} {count} %s %(x)s",
    "\u202eabc\u2066",
    "\n" * 400 + "Ende",
    "W" * 4000,
    "W" * 40_000,
    "😀" * 20_000,
    "שלום, עולם " * 50,
    " ",
    "",
    "NaN",
]


def nasty_strings() -> list[str]:
    """Strings that break writers: every control, any code points at all, and the list above."""
    dice = random.Random(2)  # noqa: S311 - chance, not secrecy
    anything = ["".join(chr(dice.randrange(0x110000)) for _ in range(40)) for _ in range(60)]
    controls = [f"a{chr(point)}b" for point in [*range(0x20), *range(0x7F, 0xA0)]]
    return [*controls, *anything, *NASTY]


def blns() -> list[str]:
    """The big list of naughty strings, where it lies beside the repository."""
    path = Path(__file__).parents[3] / "shared" / "bad-inputs" / "blns.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else []


def test_write_results_writes_the_files_of_the_contract(evening: Results, german, tmp_path: Path):
    out = tmp_path / "not" / "there"
    paths = write_results(evening, out, gettext=german)
    assert sorted(str(path.relative_to(out)) for path in paths) == sorted(NAMES)
    assert sorted(path for path in out.rglob("*") if path.is_file()) == sorted(paths)
    assert (out / "results.json").read_bytes() == render_json(evening)


def test_write_results_names_rehearsal_files_so(rehearsal: Results, german, tmp_path: Path):
    paths = write_results(rehearsal, tmp_path, gettext=german)
    assert sorted(str(path.relative_to(tmp_path)) for path in paths) == sorted(STAMPED)


def test_write_results_replaces_what_was_there(evening: Results, empty: Results, german, tmp_path: Path):
    write_results(evening, tmp_path, gettext=german)
    write_results(empty, tmp_path, gettext=german)
    assert (tmp_path / "results.json").read_bytes() == render_json(empty)


def test_files_in_the_zip_have_the_time_of_the_hall(rehearsal: Results, german):
    at = datetime(2026, 11, 25, 19, 30, 40, tzinfo=ZoneInfo("Europe/Berlin"))
    with ZipFile(BytesIO(zip_results(rehearsal, gettext=german, at=at))) as archive:
        assert {file.date_time for file in archive.infolist()} == {(2026, 11, 25, 19, 30, 40)}
        minutes = archive.read(next(name for name in archive.namelist() if name.endswith(".docx")))
    written = Document(BytesIO(minutes)).core_properties.created
    assert abs(written.replace(tzinfo=UTC) - datetime.now(UTC)) < timedelta(minutes=5)


def test_zip_results_holds_the_same_files(rehearsal: Results, german):
    with ZipFile(BytesIO(zip_results(rehearsal, gettext=german))) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(STAMPED)
        assert archive.read("PROBE-results.json") == render_json(rehearsal)
        pressed = {file.filename: file.compress_type for file in archive.infolist()}
        assert [name for name, how in pressed.items() if how == ZIP_STORED] == ["PROBE-archivpaket.zip"]


def test_zip_tells_which_file_is_being_made_of_how_many(evening: Results, german, monkeypatch):
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr("exports.making.render_pdf", lambda _paper: b"%PDF")
    zip_results(evening, gettext=german, progress=lambda *which: told.append(which))
    names = [file.name for file in RESULT_FILES]
    assert told == [(number, len(names), name) for number, name in enumerate(names, start=1)]


def test_one_file_is_taken_by_itself_and_a_folder_as_a_zip(rehearsal: Results, empty: Results, german):
    files, at = {file.name: file for file in RESULT_FILES}, datetime(2026, 3, 12, 21, 0, tzinfo=UTC)
    taken = {
        name: take_file(rehearsal, files[name], gettext=german, at=at) for name in ("results.json", "csv/")
    }
    assert taken["results.json"] == ("PROBE-results.json", render_json(rehearsal))
    assert taken["csv/"]
    name, content = taken["csv/"]
    assert name == "PROBE-csv.zip"
    with ZipFile(BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == sorted(f"csv/PROBE-{stem}.csv" for stem in STEMS)
    assert take_file(empty, files["runde-tische.ics"], gettext=german, at=at) is None


def test_failing_writer_leaves_no_file(evening: Results, german: Callable[[str], str], tmp_path: Path):
    def broken(text: str) -> str:
        # Needed by the last writer only: all others have rendered by then.
        if text == "There are no topics yet.":
            raise RuntimeError(text)
        return german(text)

    with pytest.raises(RuntimeError):
        write_results(evening, tmp_path / "out", gettext=broken)
    assert list(tmp_path.rglob("*")) == []


def test_folder_that_cannot_be_written_leaves_no_half_file(evening: Results, german, tmp_path: Path):
    (tmp_path / "csv").write_text("in the way")
    with pytest.raises(OSError, match="csv"):
        write_results(evening, tmp_path, gettext=german)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [(path.name, path.read_text()) for path in left] == [("csv", "in the way")]


def check_files(content: bytes) -> None:
    """Read every file back and find no character that the door would have refused."""
    with ZipFile(BytesIO(content)) as archive:
        book = load_workbook(BytesIO(archive.read("ergebnisse.xlsx")))
        document = Document(BytesIO(archive.read("protokoll.docx")))
        facts = json.loads(archive.read("results.json"))
        tables = [archive.read(f"csv/{stem}.csv").decode("utf-8-sig") for stem in STEMS]
    assert len(book.sheetnames) == 8
    assert len(document.tables) >= 3
    for text in [*tables, *(entry["text"] for entry in facts["entries"])]:
        assert [c for c in text if c not in "\n\r\t" and unicodedata.category(c) in {"Cc", "Cs"}] == []


def test_writers_survive_any_card(one_card, german):
    # Much longer than any that the door lets in; the longest ones of all are each tried below.
    texts = [text for text in (*nasty_strings(), *blns()) if len(text) <= 5000]
    first = one_card("Karte")
    cards = tuple(replace(first.entries[0], id=f"e{n}", text=text) for n, text in enumerate(texts))
    ids = tuple(card.id for card in cards)
    results = replace(
        first,
        entries=cards,
        groups=(replace(first.groups[0], entry_ids=ids),),
        outcomes=tuple(replace(outcome, entry_ids=ids) for outcome in first.outcomes),
    )
    check_files(zip_results(results, gettext=german))


# Controls, half pairs, what means something to a format, and the longest.
@pytest.mark.parametrize("number", sampled(range(len(NASTY)), [0, 1, 3, 5, 8]))
def test_writers_survive_any_title_label_or_detail(one_card, german, number: int):
    check_files(zip_results(one_card(NASTY[number]), gettext=german))


def test_importing_results_does_not_load_the_office_libraries():
    code = "import sys, exports.details; print('pandas' in sys.modules, 'docx' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout == "False False\n"
