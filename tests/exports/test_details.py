from datetime import UTC, date, datetime

import pytest

from exports.details import details_of, longest_text, read_when
from exports.errors import RefusedResultsError
from exports.field import Tick
from exports.outcome_fields import FIELDS, OutcomeKind, fields_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "stored", "values"),
    [
        ("project_idea", {}, {"caretaker": "", "partners": (), "first_step": "", "by_when": ""}),
        (
            "project_idea",
            {"caretaker": "VHS", "partners": "Schule\n\n Verein ", "first_step": None, "by_when": "1.4.2026"},
            {
                "caretaker": "VHS",
                "partners": ("Schule", "Verein"),
                "first_step": "",
                "by_when": date(2026, 4, 1),
            },
        ),
        (
            "existing_offer",
            {"provider": "DRK", "place": ""},
            {"provider": "DRK", "contact_point": "", "place": ""},
        ),
        ("problem", {}, {}),
        ("suggestion", {}, {}),
        ("recommendation", {}, {"addressee": "municipality", "addressee_name": ""}),
        ("recommendation", {"addressee": "federal"}, {"addressee": "federal", "addressee_name": ""}),
        (
            "round_table",
            {"invited": ["Polizei", ""], "held_on": "im Herbst", "questions": ("Wer?",)},
            {
                "convenor": "",
                "invited": ("Polizei",),
                "held_on": "im Herbst",
                "place": "",
                "questions": ("Wer?",),
            },
        ),
    ],
)
def test_details_are_read_from_what_is_stored(kind: str, stored: dict, values: dict):
    details = details_of(kind, stored)
    nothing = {each.name: each.empty for each in fields_of(kind)}
    assert (details.kind, details.values) == (kind, nothing | values)


@pytest.mark.parametrize(
    ("kind", "stored", "step"),
    [
        (
            "project_idea",
            {"caretaker": "VHS", "first_step": "Anrufen", "by_when": "1.4.2026"},
            (True, "VHS", date(2026, 4, 1), "Anrufen"),
        ),
        (
            "round_table",
            {"convenor": "Amt", "held_on": "im Herbst", "place": "Rathaus"},
            (True, "Amt", "im Herbst", ""),
        ),
        ("recommendation", {"addressee": "state"}, (True, "", "", "")),
        ("recommendation", {"statement_by": "1.6.2026"}, (True, "", date(2026, 6, 1), "")),
        ("project_idea", {"state": "started"}, (True, "", "", "")),
        ("project_idea", {"state": "done", "caretaker": "VHS"}, (False, "VHS", "", "")),
        ("round_table", {"state": "dropped"}, (False, "", "", "")),
        ("problem", {}, (False, "", "", "")),
        ("existing_offer", {"provider": "DRK"}, (False, "", "", "")),
    ],
)
def test_details_say_who_does_what_by_when(kind: str, stored: dict, step: tuple):
    details = details_of(kind, stored)
    assert (details.has_next_step, details.who, details.when, details.first_step) == step


def test_details_hold_whether_something_is_ticked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(FIELDS, OutcomeKind.PROBLEM, (Tick("urgent", "Urgent", "Is it urgent?"),))
    ticked = [details_of("problem", stored).values["urgent"] for stored in ({}, {"urgent": True})]
    assert ticked == [False, True]
    with pytest.raises(RefusedResultsError, match="urgent is neither true nor false"):
        details_of("problem", {"urgent": "maybe"})


@pytest.mark.parametrize(
    ("value", "length"), [("", 0), ("vier", 4), (("a", "drei", "xy"), 4), ((), 0), (True, 0)]
)
def test_longest_text_is_that_of_the_longest_line(value: object, length: int):
    assert longest_text(value) == length


@pytest.mark.parametrize(
    ("kind", "stored", "message"),
    [
        ("wish", {}, "wish is no kind of outcome"),
        ("problem", {"caretaker": "x"}, "a problem has no field caretaker"),
        ("recommendation", {"addressee": "mayor"}, "mayor is no addressee"),
        ("project_idea", {"partners": 7}, "partners is no list"),
        ("project_idea", {"costs": "a lot"}, "a lot is no costs"),
        ("project_idea", {"caretaker_present": "on"}, "caretaker_present is neither true nor false"),
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
