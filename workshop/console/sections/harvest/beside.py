"""What stands beside a result: its problem or suggestions, and the meetings before and after it."""

from collections.abc import Sequence
from datetime import date

from exports.details import details_of
from exports.event_text import one_line
from workshop.console.wording.moments import day
from workshop.domain.queries.outcome import OutcomeView
from workshop.i18n import Gettext


def lines_beside(
    outcome: OutcomeView, live: Sequence[OutcomeView], *, lang: str, gettext: Gettext
) -> tuple[str, ...]:
    """Return a line for each of the `live` results that this one names, or that names it."""
    _ = gettext
    lines = []
    for each in live:
        if each.id == outcome.problem_id:
            lines.append(_("Answers the problem: %(title)s") % {"title": one_line(each.title)})
        if each.problem_id == outcome.id:
            lines.append(_("Suggestion for this: %(title)s") % {"title": one_line(each.title)})
        if each.id == outcome.follows_id:
            lines.append(_("Meeting before: %(day)s") % {"day": _day(each, lang=lang) or _("no day yet")})
        if each.follows_id == outcome.id:
            lines.append(_("Next meeting: %(day)s") % {"day": _day(each, lang=lang) or _("no day yet")})
    return tuple(lines)


def _day(outcome: OutcomeView, *, lang: str) -> str:
    when = details_of(outcome.kind, outcome.details).when
    return day(when, lang=lang) if isinstance(when, date) else one_line(when)
