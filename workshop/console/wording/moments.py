"""Days and moments as people write them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime

from workshop.i18n import Gettext
from workshop.models import now


def day(when: date | None, *, lang: str) -> str:
    """Return a day as people write it, an empty string for none."""
    return format_date(when, format="long", locale=lang) if when else ""


def moment(at: datetime, *, lang: str) -> str:
    """Return a moment in the server's own time zone."""
    return format_datetime(at.astimezone(), format="short", locale=lang)


def ago(at: datetime, *, ngettext: Callable[[str, str, int], str], gettext: Gettext) -> str:
    """Return how long ago something was, to the minute."""
    minutes = (now() - at) // timedelta(minutes=1)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
