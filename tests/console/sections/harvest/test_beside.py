"""Results that belong together name each other."""

from dataclasses import replace

import pytest

from workshop.console.sections.harvest.beside import lines_beside
from workshop.domain.queries.outcome import OutcomeView
from workshop.i18n import catalogue
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit


def outcome(number: int, kind: OutcomeKind, title: str, **details: str) -> OutcomeView:
    return OutcomeView(number, 1, kind, title, "", details, discarded=False, version=1)


def lines(live: list[OutcomeView]) -> list[tuple[str, ...]]:
    return [lines_beside(each, live, lang="de", gettext=catalogue("console", "de").gettext) for each in live]


def test_problem_and_suggestion_name_each_other_whatever_way_they_run() -> None:
    problem = outcome(1, OutcomeKind.PROBLEM, "حافلة")
    suggestion = replace(outcome(2, OutcomeKind.SUGGESTION, "Rufbus"), problem_id=1)
    assert lines([problem, suggestion]) == [
        ("Anregung dazu: Rufbus",),
        ("Antwortet auf das Problem: \u2068حافلة\u2069",),
    ]
    # What was discarded is named no more.
    assert lines([suggestion]) == [()]


def test_meetings_name_each_other_by_their_days() -> None:
    first = outcome(1, OutcomeKind.ROUND_TABLE, "Wohnen", held_on="2027-05-21")
    second = replace(outcome(2, OutcomeKind.ROUND_TABLE, "Wohnen"), follows_id=1)
    third = replace(outcome(3, OutcomeKind.ROUND_TABLE, "Wohnen", held_on="im Herbst"), follows_id=2)
    assert lines([first, second, third]) == [
        ("Nächstes Treffen: noch kein Tag",),
        ("Treffen davor: 21. Mai 2027", "Nächstes Treffen: im Herbst"),
        ("Treffen davor: noch kein Tag",),
    ]
