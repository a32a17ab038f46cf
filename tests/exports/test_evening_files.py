from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest

from exports import evening_files
from exports.evening_files import EveningFiles
from exports.machine import render_json
from exports.result_files import Content, ResultFile
from exports.results import Results

pytestmark = pytest.mark.unit

AT = datetime(2026, 3, 12, 21, 0, tzinfo=UTC)


def listed(monkeypatch: pytest.MonkeyPatch, *files: ResultFile) -> None:
    monkeypatch.setattr(evening_files, "RESULT_FILES", files)


def test_one_file_is_made_without_the_others_and_once(rehearsal: Results, german, monkeypatch):
    made: list[str] = []

    def making(name: str, content: Content) -> Callable[[object], Content]:
        def make(_making: object) -> Content:
            made.append(name)
            return content

        return make

    one, folder, none = (
        ResultFile("brief.txt", "A letter.", making("one", b"words")),
        ResultFile("tables/", "Tables.", making("folder", {"a.csv": b"1", "b.csv": b"2"})),
        ResultFile("dates.ics", "Dates.", making("none", None)),
    )
    listed(monkeypatch, one, folder, none)
    files = EveningFiles(rehearsal, gettext=german, at=AT)
    assert files.of(one) == {PurePosixPath("PROBE-brief.txt"): b"words"}
    assert made == ["one"]
    assert files.of(none) == {}
    told: list[str] = []
    assert files.all(told.append) == {
        PurePosixPath("PROBE-brief.txt"): b"words",
        PurePosixPath("tables/PROBE-a.csv"): b"1",
        PurePosixPath("tables/PROBE-b.csv"): b"2",
    }
    assert made == ["one", "none", "folder"]
    assert told == ["brief.txt", "tables/", "dates.ics"]


def test_package_asked_for_alone_holds_the_other_files(evening: Results, german, monkeypatch):
    machine = ResultFile("results.json", "Everything.", lambda making: making.machine())
    package = ResultFile("archivpaket.zip", "All.", lambda making: making.package(), last=True)
    listed(monkeypatch, machine, package)
    [content] = EveningFiles(evening, gettext=german, at=AT).of(package).values()
    with ZipFile(BytesIO(content)) as archive:
        [name] = [each for each in archive.namelist() if each.endswith("data/results.json")]
        assert archive.read(name) == render_json(evening)
