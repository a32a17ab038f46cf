"""All result files of a dialogue together: as a folder, or as one ZIP."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exports.csv_files import render_csv_files
from exports.look import REHEARSAL
from exports.machine import render_json
from exports.minutes import render_minutes
from exports.names import Gettext
from exports.results import Results
from exports.workbook import render_workbook


def write_results(results: Results, out: Path, *, gettext: Gettext) -> list[Path]:
    """Write all result files below `out` and return their paths.

    All is for its owner only, whatever the umask. Everything is rendered first and moved into place last, so
    that a failing writer or a full disk (`OSError`) leaves no half file behind.
    """
    files = _render(results, gettext=gettext)
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

    `at` is what the clock on the wall shows (without it: now, in UTC): a ZIP keeps times without a zone.
    """
    wall = at or datetime.now(UTC)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in _render(results, gettext=gettext).items():
            file = ZipInfo(str(name), date_time=wall.timetuple()[:6])
            file.external_attr = 0o600 << 16
            archive.writestr(file, content, compress_type=ZIP_DEFLATED)
    return target.getvalue()


def _make_folder(folder: Path) -> None:
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)


def _render(results: Results, *, gettext: Gettext) -> dict[PurePosixPath, bytes]:
    mark = f"{REHEARSAL}-" if results.dialogue.rehearsal else ""
    files = {
        f"{mark}ergebnisse.xlsx": render_workbook(results, gettext=gettext),
        f"{mark}protokoll.docx": render_minutes(results, gettext=gettext),
        f"{mark}results.json": render_json(results),
    }
    for stem, content in render_csv_files(results, gettext=gettext).items():
        files[f"csv/{mark}{stem}.csv"] = content
    return {PurePosixPath(name): content for name, content in files.items()}
