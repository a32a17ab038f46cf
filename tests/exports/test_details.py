from datetime import UTC, date, datetime

import pytest

from exports.details import details_of, read_when
from exports.results import (
    Addressee,
    ExistingOffer,
    Problem,
    ProjectIdea,
    Recommendation,
    RefusedResultsError,
    RoundTable,
    Suggestion,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "stored", "details"),
    [
        ("project_idea", {}, ProjectIdea()),
        (
            "project_idea",
            {"caretaker": "VHS", "partners": "Schule\n\n Verein ", "first_step": None, "by_when": "1.4.2026"},
            ProjectIdea(caretaker="VHS", partners=("Schule", "Verein"), by_when=date(2026, 4, 1)),
        ),
        ("existing_offer", {"provider": "DRK", "place": ""}, ExistingOffer(provider="DRK")),
        ("problem", {}, Problem()),
        ("suggestion", {}, Suggestion()),
        ("recommendation", {"addressee": "federal"}, Recommendation(addressee=Addressee.FEDERAL)),
        (
            "round_table",
            {"invited": ["Polizei", ""], "held_on": "im Herbst", "questions": ("Wer?",)},
            RoundTable(invited=("Polizei",), held_on="im Herbst", questions=("Wer?",)),
        ),
    ],
)
def test_details_are_read_from_what_is_stored(kind: str, stored: dict, details: object):
    assert details_of(kind, stored) == details


@pytest.mark.parametrize(
    ("kind", "stored", "message"),
    [
        ("wish", {}, "wish is no kind of outcome"),
        ("problem", {"caretaker": "x"}, "a problem has no field caretaker"),
        ("recommendation", {"addressee": "mayor"}, "mayor is no addressee"),
        ("project_idea", {"partners": 7}, "partners is no list"),
    ],
)
def test_details_refuse_what_does_not_exist(kind: str, stored: dict, message: str):
    with pytest.raises(RefusedResultsError) as refused:
        details_of(kind, stored)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("2026-03-12", date(2026, 3, 12)),
        (" 12.03.2026 ", date(2026, 3, 12)),
        (date(2026, 3, 12), date(2026, 3, 12)),
        (datetime(2026, 3, 12, 19, tzinfo=UTC), date(2026, 3, 12)),
        ("31.02.2026", "31.02.2026"),
        ("bis Ostern", "bis Ostern"),
    ],
)
def test_when_is_a_day_if_it_names_one(words: object, when: object):
    assert read_when(words) == when
