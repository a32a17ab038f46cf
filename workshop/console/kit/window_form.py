"""The fields of the windows for cards before and after the evening, and what they become."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from workshop.console.kit.controls import Values, field, select, value
from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.window import Windows
from workshop.i18n import Gettext
from workshop.models import now


def window_fields(facts: DialogueView | None, *, zone: ZoneInfo, gettext: Gettext) -> None:
    """Place the fields of both windows, their moments by the clocks of a zone."""
    _ = gettext
    before = "on" if facts and facts.before_from else ""
    choices = [("", _("no")), ("on", _("yes, marked as such"))]
    select(_("Cards before the evening"), "before", choices, chosen=before)
    field(
        _("Before the evening, from"),
        "before_from",
        text=_written(facts.before_from if facts else None, zone),
        kind="datetime-local",
        note=_("Empty: from now on. Phones take cards until collecting begins."),
    )
    field(
        _("Cards after the evening, until"),
        "after_until",
        text=_written(facts.after_until if facts else None, zone),
        kind="datetime-local",
        note=_(
            "Empty: none. Phones name this moment and take cards during harvest and after closing. They are "
            "marked as handed in later and stay without a topic until somebody sorts them."
        ),
    )


def _written(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if at else ""


def window_values(facts: DialogueView, zone: ZoneInfo) -> dict[str, Sequence[str]]:
    """Return what the fields hold for these facts."""
    return {
        "before": ["on" if facts.before_from else ""],
        "before_from": [_written(facts.before_from, zone)],
        "after_until": [_written(facts.after_until, zone)],
    }


def window_labels(gettext: Gettext) -> dict[str, str]:
    """Return what the fields are called."""
    _ = gettext
    return {
        "before": _("Cards before the evening"),
        "before_from": _("Before the evening, from"),
        "after_until": _("Cards after the evening, until"),
    }


def windows_from(values: Values, zone: ZoneInfo) -> Windows:
    """Return both windows from the form's values; raise `RefusedError` for a moment that is none."""
    begins = bounds.written_moment(value(values, "before_from"), zone)
    before = value(values, "before")
    if before not in {"", "on"}:
        raise RefusedError(Refusal.DETAILS_INVALID)
    return Windows(
        (begins or now().replace(second=0, microsecond=0)) if before else None,
        bounds.written_moment(value(values, "after_until"), zone),
    )
