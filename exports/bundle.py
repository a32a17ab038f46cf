"""All result files of a dialogue or a series together: as a folder, or as one ZIP."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from exports.calendar import render_calendar
from exports.csv_files import render_sheets
from exports.evening_files import EveningFiles
from exports.look import REHEARSAL
from exports.making import Files
from exports.names import Gettext
from exports.pdf import render_pdf
from exports.results import Results, SeriesResults
from exports.series import GettextOf, as_one_evening, folder_of, joint_sheets, render_listing
from exports.series_minutes import series_minutes_of
from exports.word import render_word
from exports.workbook import render_book
from exports.zipped import zipped


def write_results(results: Results, out: Path, *, gettext: Gettext) -> list[Path]:
    """Write all result files below `out` and return their paths.

    All is for its owner only, whatever the umask. Everything is rendered first and moved into place last, so
    that a failing writer or a full disk (`OSError`) leaves no half file behind.
    """
    return _write(_render(results, gettext=gettext, at=datetime.now(UTC)), out)


def write_series(series: SeriesResults, out: Path, *, gettext_of: GettextOf) -> list[Path]:
    """Write the files of each evening of a series into a folder of its own below `out`, joint ones beside."""
    return _write(_render_series(series, gettext_of=gettext_of, at=datetime.now(UTC)), out)


def _write(files: Files, out: Path) -> list[Path]:
    _make_folder(out)
    draft = Path(tempfile.mkdtemp(prefix=".results-", dir=out))
    try:
        for name, content in files.items():
            _make_folder((out / name).parent)
            _make_folder((draft / name).parent)
            with os.fdopen(os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        for name in files:
            (draft / name).replace(out / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [out / name for name in files]


def zip_results(results: Results, *, gettext: Gettext, at: datetime | None = None) -> bytes:
    """Return the same files under the same names as one ZIP.

    `at` is what the clock on the wall shows (without it: now, in UTC).
    """
    wall = at or datetime.now(UTC)
    return zipped(_render(results, gettext=gettext, at=wall), at=wall)


def zip_series(series: SeriesResults, *, gettext_of: GettextOf, at: datetime | None = None) -> bytes:
    """Return what `write_series` writes as one ZIP; `at` as for `zip_results`."""
    wall = at or datetime.now(UTC)
    return zipped(_render_series(series, gettext_of=gettext_of, at=wall), at=wall)


def _make_folder(folder: Path) -> None:
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)


def _render(results: Results, *, gettext: Gettext, at: datetime) -> Files:
    return EveningFiles(results, gettext=gettext, at=at).all()


def _render_series(series: SeriesResults, *, gettext_of: GettextOf, at: datetime) -> Files:
    whole = as_one_evening(series)
    mark, gettext = f"{REHEARSAL}-" if whole.rehearsal else "", gettext_of(whole.lang)
    sheets = joint_sheets(series, gettext=gettext)
    minutes = series_minutes_of(series, gettext=gettext)
    joint = {
        f"{mark}ergebnisse.xlsx": render_book(sheets, whole, gettext=gettext),
        f"{mark}protokoll.docx": render_word(minutes),
        f"{mark}protokoll.pdf": render_pdf(minutes),
        f"{mark}reihe.json": render_listing(series),
    }
    if calendar := render_calendar(series.evenings, title=series.title, gettext_of=gettext_of):
        joint[f"{mark}runde-tische.ics"] = calendar
    for stem, content in render_sheets(sheets).items():
        joint[f"csv/{mark}{stem}.csv"] = content
    files = {PurePosixPath(name): content for name, content in joint.items()}
    for evening in series.evenings:
        folder = PurePosixPath(folder_of(evening.dialogue))
        own = _render(evening, gettext=gettext_of(evening.dialogue.lang), at=at)
        files |= {folder / name: content for name, content in own.items()}
    return files
