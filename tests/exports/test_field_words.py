from datetime import date

import pytest

from exports.details import details_of
from exports.field import Choice, Tick
from exports.field_words import line_of, words_of
from exports.outcome_fields import FIELDS, OutcomeKind, fields_of
from exports.outcome_options import Addressee
from tests.catalogues import translated
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit


def words(kind: str, name: str, stored: dict) -> str:
    field = next(each for each in fields_of(kind) if each.name == name)
    return words_of(field, details_of(kind, stored).values, gettext=str.upper, day=date.isoformat)


@pytest.mark.parametrize(
    ("kind", "name", "stored", "said"),
    [
        ("project_idea", "caretaker", "VHS", "VHS"),
        ("project_idea", "partners", ["Stadt", "DRK"], "Stadt, DRK"),
        ("project_idea", "by_when", "1.4.2026", "2026-04-01"),
        ("project_idea", "by_when", "im Herbst", "im Herbst"),
        ("round_table", "questions", ["Wer?", "Wann?"], "Wer?\nWann?"),
        ("recommendation", "addressee", "state", "STATE"),
    ],
)
def test_words_say_what_was_said(kind: str, name: str, stored: object, said: str):
    assert words(kind, name, {name: stored}) == said
    assert words(kind, name, {}) == ("MUNICIPALITY" if name == "addressee" else "")


@pytest.mark.parametrize(
    ("addressee", "name", "said"),
    [
        ("state", "Sozialministerium", "STATE: Sozialministerium"),
        ("other", "Handwerkskammer", "Handwerkskammer"),
        ("other", "", "OTHER"),
    ],
)
def test_words_of_a_choice_name_it_exactly_if_somebody_did(addressee: str, name: str, said: str):
    assert words("recommendation", "addressee", {"addressee": addressee, "addressee_name": name}) == said


@pytest.mark.parametrize(
    ("costs", "amount", "said"),
    [
        (None, "", ""),
        (None, "etwa 300 €", "etwa 300 €"),
        ("none", "", "keine"),
        ("none", "Räume stellt die Stadt", "keine: Räume stellt die Stadt"),
        ("up_to", "", "bis zu einem Betrag"),
        ("up_to", "500 {what} {0}", "bis 500 {what} {0}"),
        ("more", "10.000 € im Jahr", "mehr: 10.000 € im Jahr"),
    ],
)
def test_words_of_costs_say_only_what_was_said(german, costs: str | None, amount: str, said: str):
    field = next(each for each in fields_of("project_idea") if each.name == "costs")
    details = details_of("project_idea", {"costs": costs, "costs_amount": amount})
    assert words_of(field, details.values, gettext=german, day=date.isoformat) == said


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (None, "", "offen"),
        ("open", "wartet auf Zusage", "offen: wartet auf Zusage"),
        ("done", "", "erledigt"),
        ("dropped", "kein Geld", "aufgegeben: kein Geld"),
        ("dropped", "", "aufgegeben (noch ohne Begründung)"),
    ],
)
def test_words_of_a_state_ask_gently_for_a_reason(german, state: str | None, reason: str, said: str):
    for kind in ("project_idea", "round_table"):
        field = next(each for each in fields_of(kind) if each.name == "state")
        details = details_of(kind, {"state": state, "state_reason": reason})
        assert words_of(field, details.values, gettext=german, day=date.isoformat) == said
        # As long as it is simply open it has a cell, and no line.
        line = "" if said == "offen" else said
        assert line_of(field, details.values, gettext=german, day=date.isoformat) == line


def test_words_of_a_tick_say_yes_or_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(FIELDS, OutcomeKind.PROBLEM, (Tick("urgent", "Urgent", "Is it urgent?"),))
    assert [words("problem", "urgent", stored) for stored in ({}, {"urgent": True})] == ["", "YES"]


@pytest.mark.parametrize("lang", languages_of("exports"))
def test_options_of_a_choice_have_names_of_their_own(lang: str):
    texts = translated("exports", lang)
    choices = [each for kind in OutcomeKind for each in fields_of(kind) if isinstance(each, Choice)]
    for names in ([option.label for option in each.options if option.label] for each in choices):
        assert len({texts[name] for name in names}) == len(names) > 1


@pytest.mark.parametrize("lang", languages_of("exports"))
def test_each_addressee_has_its_own_name(lang: str):
    texts = translated("exports", lang)
    (field,) = (each for each in fields_of("recommendation") if isinstance(each, Choice))
    assert [option.key for option in field.options] == list(Addressee)
    assert len({texts[option.label] for option in field.options}) == len(Addressee)
