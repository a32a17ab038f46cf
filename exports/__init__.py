"""Result files of a dialogue: plain facts in, one file per format out.

pandas and the office libraries load with the first export, not with `exports.results`: a process that
only serves phones never needs them.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from exports.previewed import Preview
from exports.progress import Progress, nobody
from exports.result_files import ResultFile
from exports.results import Results, SeriesResults

__all__ = [
    "preview_file",
    "read_file",
    "take_file",
    "write_results",
    "write_series",
    "zip_results",
    "zip_series",
]


def read_file(file: Path) -> Results:
    """Return the results that a `results.json` of this or an earlier version holds.

    Raises `OSError` if there is none to read, `RefusedResultsError` for what is none.
    """
    from exports import reading  # noqa: PLC0415 - see above

    with file.open("rb") as content:
        return reading.read_json(content.read(reading.MOST_BYTES + 1))


def write_results(results: Results, out: Path, *, gettext: Callable[[str], str]) -> list[Path]:
    """Write all result files below `out` and return their paths; none is ever left half written.

    Raises `OSError` if the folder cannot be written.
    """
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.write_results(results, out, gettext=gettext)


def zip_results(
    results: Results,
    *,
    gettext: Callable[[str], str],
    at: datetime | None = None,
    progress: Progress = nobody,
) -> bytes:
    """Return the same files under the same names as one ZIP; `at` is their time on the clock in the hall."""
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.zip_results(results, gettext=gettext, at=at, progress=progress)


def take_file(
    results: Results, file: ResultFile, *, gettext: Callable[[str], str], at: datetime
) -> tuple[str, bytes] | None:
    """Return name and content of one entry of the list, a folder as a ZIP; None as long as it is empty."""
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.take_file(results, file, gettext=gettext, at=at)


def preview_file(
    results: Results, file: ResultFile, *, gettext: Callable[[str], str], at: datetime
) -> Preview | None:
    """Return what an entry of the list looks like; None if files of its kind are not shown.

    Raises `UnwritableError` if its pages could not be set.
    """
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.preview_file(results, file, gettext=gettext, at=at)


def write_series(
    series: SeriesResults, out: Path, *, gettext_of: Callable[[str], Callable[[str], str]]
) -> list[Path]:
    """Write the result files of each dialogue of a series into a folder below `out`, and joint ones beside.

    `gettext_of` returns what turns texts into a language. Otherwise as `write_results`.
    """
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.write_series(series, out, gettext_of=gettext_of)


def zip_series(
    series: SeriesResults,
    *,
    gettext_of: Callable[[str], Callable[[str], str]],
    at: datetime | None = None,
    progress: Progress = nobody,
) -> bytes:
    """Return the same files under the same names as one ZIP; `at` is their time on the clock in the hall."""
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.zip_series(series, gettext_of=gettext_of, at=at, progress=progress)
