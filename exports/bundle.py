"""All result files of a dialogue or a series together: as a folder, or as one ZIP."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from exports.calendar import render_calendar
from exports.csv_files import render_sheets
from exports.evening_files import EveningFiles
from exports.look import REHEARSAL
from exports.making import Files
from exports.names import Gettext
from exports.pdf import render_pdf
from exports.previewed import Preview
from exports.previews import preview_of
from exports.progress import Progress, Tell, counted, nobody
from exports.result_files import RESULT_FILES, ResultFile
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
    return _write(_render(results, gettext=gettext, at=datetime.now(UTC), progress=nobody), out)


def write_series(series: SeriesResults, out: Path, *, gettext_of: GettextOf) -> list[Path]:
    """Write the files of each evening of a series into a folder of its own below `out`, joint ones beside."""
    at = datetime.now(UTC)
    return _write(_render_series(series, gettext_of=gettext_of, at=at, progress=nobody), out)


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


def zip_results(
    results: Results, *, gettext: Gettext, at: datetime | None = None, progress: Progress = nobody
) -> bytes:
    """Return the same files under the same names as one ZIP.

    `at` is what the clock on the wall shows (without it: now, in UTC).
    """
    wall = at or datetime.now(UTC)
    return zipped(_render(results, gettext=gettext, at=wall, progress=progress), at=wall)


def zip_series(
    series: SeriesResults,
    *,
    gettext_of: GettextOf,
    at: datetime | None = None,
    progress: Progress = nobody,
) -> bytes:
    """Return what `write_series` writes as one ZIP; `at` as for `zip_results`."""
    wall = at or datetime.now(UTC)
    return zipped(_render_series(series, gettext_of=gettext_of, at=wall, progress=progress), at=wall)


def take_file(
    results: Results, file: ResultFile, *, gettext: Gettext, at: datetime
) -> tuple[str, bytes] | None:
    """Return name and content of one entry of the list, a folder as a ZIP; None as long as it is empty."""
    made = EveningFiles(results, gettext=gettext, at=at).of(file)
    if not made:
        return None
    if file.is_folder:
        mark = f"{REHEARSAL}-" if results.dialogue.rehearsal else ""
        return f"{mark}{file.name.rstrip('/')}.zip", zipped(made, at=at)
    [(name, content)] = made.items()
    return str(name), content


def preview_file(results: Results, file: ResultFile, *, gettext: Gettext, at: datetime) -> Preview | None:
    """Return what an entry of the list looks like; see `preview_of`."""
    return preview_of(file, EveningFiles(results, gettext=gettext, at=at), gettext=gettext)


def _make_folder(folder: Path) -> None:
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)


def _render(results: Results, *, gettext: Gettext, at: datetime, progress: Progress) -> Files:
    tell = counted(progress, of=len(RESULT_FILES))
    return EveningFiles(results, gettext=gettext, at=at).all(tell)


def _render_series(
    series: SeriesResults, *, gettext_of: GettextOf, at: datetime, progress: Progress
) -> Files:
    whole = as_one_evening(series)
    mark, gettext = f"{REHEARSAL}-" if whole.rehearsal else "", gettext_of(whole.lang)
    sheets = joint_sheets(series, gettext=gettext)
    minutes = series_minutes_of(series, gettext=gettext)
    joint: dict[str, Callable[[], bytes | None]] = {
        "ergebnisse.xlsx": lambda: render_book(sheets, whole, gettext=gettext),
        "protokoll.docx": lambda: render_word(minutes),
        "protokoll.pdf": lambda: render_pdf(minutes),
        "reihe.json": lambda: render_listing(series),
        "runde-tische.ics": lambda: render_calendar(
            series.evenings, title=series.title, gettext_of=gettext_of
        ),
    }
    tell = counted(progress, of=len(joint) + len(series.evenings) * len(RESULT_FILES))
    files: dict[PurePosixPath, bytes] = {}
    for name, make in joint.items():
        tell(name)
        if content := make():
            files[PurePosixPath(f"{mark}{name}")] = content
    for stem, table in render_sheets(sheets).items():
        files[PurePosixPath(f"csv/{mark}{stem}.csv")] = table
    for evening in series.evenings:
        folder = PurePosixPath(folder_of(evening.dialogue))
        own = EveningFiles(evening, gettext=gettext_of(evening.dialogue.lang), at=at)
        files |= {folder / name: content for name, content in own.all(_inside(folder, tell)).items()}
    return files


def _inside(folder: PurePosixPath, tell: Tell) -> Tell:
    return lambda name: tell(str(folder / name))
