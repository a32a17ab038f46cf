"""What is written about a result, field by field."""

from collections.abc import Callable, Sequence
from functools import partial

from exports.details import details_of
from exports.field import Lines, Place
from exports.field_words import items_of, line_of
from exports.outcome_fields import fields_of
from workshop.console.kit.controls import Tag, box
from workshop.console.wording.moments import day
from workshop.domain.queries.outcome import OutcomeView
from workshop.i18n import Gettext, catalogue


def outcome_facts(
    outcome: OutcomeView,
    *,
    lang: str,
    gettext: Gettext,
    absent: Callable[[Sequence[str]], Sequence[str]] = lambda _invited: (),
) -> None:
    """Place the fields of a result that somebody filled in, and what is still missing.

    `absent` names the sides that are missing among those who are invited.
    """
    details = details_of(outcome.kind, outcome.details)
    said = details.values
    spoken = catalogue("exports", lang).gettext
    written = partial(day, lang=lang)
    with box("facts", "dl"):
        for each in fields_of(outcome.kind, Place.CONSOLE):
            text = line_of(each, said, gettext=spoken, day=written)
            # Of what is done or dropped nothing is missing any more.
            missing = "" if details.is_settled else each.missing
            if text or missing:
                Tag("dt", gettext(each.shown or each.asked))
                Tag("dd", text or f"○ {gettext(missing)}", "" if text else "gap")
            if isinstance(each, Lines) and each.all_sides and (sides := absent(items_of(each, said))):
                Tag("dt", gettext("Missing at the table"))
                Tag("dd", f"○ {', '.join(sides)}", "gap")
