"""The clock of a round; the script in the browser counts it down."""

from datetime import datetime

from workshop.console.kit.controls import Tag
from workshop.i18n import Gettext
from workshop.models import now


def round_clock(tag: str, ends_at: datetime, *, classes: str, gettext: Gettext) -> Tag:
    """Place a clock that says how much time is left until a moment."""
    left = (ends_at - now()).total_seconds()
    return Tag(
        tag,
        "",
        classes,
        role="timer",
        data_seconds_left=round(left, 1),
        data_set=ends_at.isoformat(),
        aria_label=gettext("Time left in this round"),
    )
