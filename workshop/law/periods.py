"""How long things stay: the one home of the figures that pages and drafts tell."""

from dataclasses import dataclass

from workshop.domain.participant import OWN_CARDS
from workshop.settings import Settings


@dataclass(frozen=True)
class Periods:
    """Days and months; no days for corrections where these end with the evening.

    `asks_archive` says whether a public archive is offered an evening before it is deleted.
    """

    cookie_days: int
    correction_days: int | None
    keep_months: int
    asks_archive: bool


def periods_of(settings: Settings) -> Periods:
    """Return what the settings say; without days for corrections these end with the evening."""
    return Periods(
        cookie_days=OWN_CARDS.days,
        correction_days=settings.correction_days or None,
        keep_months=settings.keep_months,
        asks_archive=not settings.no_archive_reason,
    )
