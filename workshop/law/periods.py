"""How long things stay: the one home of the figures that pages and drafts tell."""

from dataclasses import dataclass

from workshop.settings import Settings

# As long as a series of evenings may want to find its own cards again.
COOKIE_DAYS = 14


@dataclass(frozen=True)
class Periods:
    """Days and months; `None` where nothing happens by itself.

    `asks_archive` says whether a public archive is offered an evening before it is deleted.
    """

    cookie_days: int
    correction_days: int | None
    keep_months: int | None
    asks_archive: bool


def periods_of(_settings: Settings) -> Periods:
    """Return what this version does: nobody deletes an evening by itself, and corrections end with it."""
    return Periods(COOKIE_DAYS, correction_days=None, keep_months=None, asks_archive=False)
