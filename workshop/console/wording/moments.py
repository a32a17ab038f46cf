"""Days and moments as people write them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, format_timedelta

from workshop.console.wording.zones import zone_mark
from workshop.i18n import Gettext
from workshop.models import now


def day(when: date | None, *, lang: str) -> str:
    """Return a day as people write it, an empty string for none."""
    return format_date(when, format="long", locale=lang) if when else ""


def moment(at: datetime, *, lang: str, zone: ZoneInfo) -> str:
    """Return a moment as the clock on the wall of the hall showed it; the server may stand elsewhere.

    In the hour that comes twice when a clock is put back, the zone's short name says which one it was.
    """
    wall = at.astimezone(zone)
    return _marked(format_datetime(wall, format="short", locale=lang), wall, lang)


def hour(wall: datetime, *, lang: str) -> str:
    """Return what the clock on the wall shows at a moment, which is in the zone of the hall."""
    return _marked(format_time(wall, format="short", locale=lang), wall, lang)


def _marked(written: str, wall: datetime, lang: str) -> str:
    is_twice = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    return f"{written} {zone_mark(wall, lang)}" if is_twice else written


def ago(at: datetime, *, lang: str, gettext: Gettext) -> str:
    """Return how long ago something was, to the minute, and after an hour to the hour."""
    age = now() - at
    if age < timedelta(minutes=1):
        return gettext("just now")
    # With this threshold nobody reads "60 minutes" or "24 hours".
    return format_timedelta(-age, threshold=0.975, add_direction=True, locale=lang)
