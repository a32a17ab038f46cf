"""Result files of a dialogue: plain facts in, one file per format out.

pandas and the office libraries load with the first export, not with `exports.results`: a process that
only serves phones never needs them.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from exports.results import Results, SeriesResults

__all__ = ["read_file", "write_results", "write_series", "zip_results", "zip_series"]


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


def zip_results(results: Results, *, gettext: Callable[[str], str], at: datetime | None = None) -> bytes:
    """Return the same files under the same names as one ZIP; `at` is their time on the clock in the hall."""
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.zip_results(results, gettext=gettext, at=at)


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
) -> bytes:
    """Return the same files under the same names as one ZIP; `at` is their time on the clock in the hall."""
    from exports import bundle  # noqa: PLC0415 - see above

    return bundle.zip_series(series, gettext_of=gettext_of, at=at)
