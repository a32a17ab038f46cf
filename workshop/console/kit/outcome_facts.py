"""What is written about a result, field by field."""

from functools import partial

from exports.details import details_of
from exports.field import Place
from exports.field_words import words_of
from exports.outcome_fields import fields_of
from workshop.console.kit.controls import Tag, box
from workshop.console.wording.moments import day
from workshop.domain.queries.outcome import OutcomeView
from workshop.i18n import Gettext, catalogue


def outcome_facts(outcome: OutcomeView, *, lang: str, gettext: Gettext) -> None:
    """Place the fields of a result that somebody filled in."""
    said = details_of(outcome.kind, outcome.details).values
    spoken = catalogue("exports", lang).gettext
    written = partial(day, lang=lang)
    rows = [
        (gettext(each.shown or each.asked), words_of(each, said, gettext=spoken, day=written))
        for each in fields_of(outcome.kind, Place.CONSOLE)
    ]
    with box("facts", "dl"):
        for name, text in rows:
            if text:
                Tag("dt", name)
                Tag("dd", text)
