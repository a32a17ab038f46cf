"""What the harvest form's values become, and what it asks a round table."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

import workshop.console
from exports.details import details_of
from exports.field import Choice, Day, Field, Lines, Option, Suggested, Text, Tick
from exports.outcome_fields import FIELDS, fields_of
from workshop.console.kit.controls import Tag
from workshop.console.sections.harvest.fields import (
    actor_titles,
    details_from,
    field_titles,
    kind_fields,
    questions_from,
    quoted,
    values_at_first,
)
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.table import TableView
from workshop.i18n import catalogue
from workshop.models import EntryState, Origin, OutcomeKind, QuestionKey

pytestmark = pytest.mark.unit

OPTIONS = (Option("few", "A few", "A few?"), Option("many", "Many", "Many?"))
PROBLEM = OutcomeKind.PROBLEM
OFFERS = {
    Suggested.ACTORS: {"Schulen": "Schulen", "Polizei": "Polizei"},
    Suggested.QUESTIONS: {"Aus den Karten?": "", "Wer noch?": ""},
    Suggested.FUNDING: {"Gutscheine": "Gutscheine: Rat von außen", "Preise": "Preise"},
}
ADDED = [
    (Text("extra", "Extra", "Extra?"), ["Bänke "], "Bänke"),
    (Lines("extra", "Extra", "Extra?"), ["Bänke\r\n\r\nBäume"], ["Bänke", "Bäume"]),
    (Day("extra", "Extra", "Extra?"), ["1.3.2027"], "1.3.2027"),
    (Choice("extra", "Extra", "Extra?", options=OPTIONS), ["many"], "many"),
    (Tick("extra", "Extra", "Extra?"), ["on"], True),
]


def card(number: int, question: str, text: str) -> EntryView:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    state = EntryState.SHOWN
    return EntryView(
        number,
        f"e{number}",
        1,
        QuestionKey(question),
        text,
        "de",
        state,
        None,
        Origin.PHONE,
        1,
        None,
        1,
        moment,
    )


def test_details_take_the_fields_of_the_chosen_kind_only():
    values = {
        "project_idea.caretaker": [" VHS "],
        "project_idea.partners": ["Stadt\n\n DRK \nStadt"],
        "project_idea.first_step": [""],
        "round_table.convenor": ["Schulamt"],
    }
    assert details_from(OutcomeKind.PROJECT_IDEA, values) == {
        "caretaker": "VHS",
        "partners": ["Stadt", "DRK"],
    }
    assert details_from(OutcomeKind.PROBLEM, values) == {}


def test_invited_are_the_ticked_and_the_written_once_each():
    values = {
        "round_table.invited.ticked": ["Schulen", "Polizei"],
        "round_table.invited": ["Elternbeirat\nPolizei"],
        "round_table.questions": ["Wer?\nWann?"],
    }
    assert details_from(OutcomeKind.ROUND_TABLE, values) == {
        "invited": ["Schulen", "Polizei", "Elternbeirat"],
        "questions": ["Wer?", "Wann?"],
    }


def test_questions_alternate_between_improve_and_needed():
    cards = [
        card(1, "works", "Alles gut"),
        card(2, "improve", "Busse fahren selten."),
        card(3, "improve", "Zu teuer"),
        card(4, "needed", "Ein Nachtbus"),
    ]
    assert questions_from(cards, gettext=catalogue("console", "de").gettext) == [
        "Wie kann das besser werden: „Busse fahren selten“?",
        "Wer kann was dazu beitragen: „Ein Nachtbus“?",
        "Wie kann das besser werden: „Zu teuer“?",
    ]


def test_questions_are_no_more_than_an_evening_takes():
    cards = [card(number, "improve", f"Sache {number}") for number in range(20)]
    assert len(questions_from(cards, gettext=str)) == 6


def test_quote_is_one_line_cut_at_a_word():
    assert quoted("Kurz\nund gut!") == "Kurz und gut"
    long = quoted("Wort " * 60)
    assert len(long) <= 142
    assert long.endswith("Wort …")


def test_actors_come_from_the_map_in_the_language_of_the_dialogue():
    table = TableView(1, "bildung", 5, {"de": "Bildung"}, {}, (), ("schulen", "polizei"), 1)
    assert actor_titles(table, lang="de") == ["Schulen und Lehrkräfte", "Polizei"]


def test_fields_of_action_come_from_the_map_those_of_the_table_first():
    table = TableView(1, "frauen", 4, {}, {}, fields=("gesundheit", "sprachkurse"), actors=(), version=1)
    titles = field_titles(table, lang="de")
    assert titles[:2] == ["Lernen – Sprachkurse für Erwachsene", "Gesundheit"]
    assert sorted(titles) == sorted(field_titles(None, lang="de"))
    assert len(titles) == len(set(titles)) == 18


@pytest.mark.parametrize(("field", "sent", "stored"), ADDED)
def test_field_that_is_added_comes_from_the_form_into_the_details(
    monkeypatch: pytest.MonkeyPatch, field: Field, sent: list[str], stored: object
):
    monkeypatch.setitem(FIELDS, PROBLEM, (field,))
    details = details_from(PROBLEM, {"problem.extra": sent})
    assert details == {"extra": stored}
    assert details_of(PROBLEM, details).values["extra"] != field.empty
    again = values_at_first(details, PROBLEM, offers={})
    assert details_from(PROBLEM, again) == details


@pytest.fixture
def bare_page() -> Iterator[SimpleNamespace]:
    """A page that is nothing but a place for elements."""
    client = Client(ui.page("/"), request=None)
    with client:
        yield SimpleNamespace(gettext=str, client=client)
    client.delete()


def placed(page: SimpleNamespace, kind: OutcomeKind) -> ui.element:
    """Place the form and return what holds the fields of this kind."""
    kind_fields(page, held=values_at_first({}, None, offers=OFFERS), offers=OFFERS)
    return next(each for each in page.client.elements.values() if f"for-{kind}" in each.classes)


@pytest.mark.parametrize(
    ("field", "tag"),
    [(each, {Choice: "select", Tick: "input"}.get(type(each), "textarea")) for each, _, _ in ADDED],
)
def test_field_that_is_added_has_a_control_in_the_form(
    monkeypatch: pytest.MonkeyPatch, bare_page: SimpleNamespace, field: Field, tag: str
):
    monkeypatch.setitem(FIELDS, PROBLEM, (replace(field, needed=True),))
    inside = list(placed(bare_page, PROBLEM).descendants())
    controls = [each for each in inside if each.props.get("name") == "problem.extra"]
    assert [(each.tag, each.props["aria-required"]) for each in controls] == [(tag, "true")]
    assert "Extra?" in [each.text for each in inside if isinstance(each, Tag)]


def test_half_fields_stand_side_by_side(monkeypatch: pytest.MonkeyPatch, bare_page: SimpleNamespace):
    fields = tuple(Text(name, name, name, half=name in {"b", "c"}) for name in ("a", "b", "c", "d"))
    monkeypatch.setitem(FIELDS, PROBLEM, fields)
    parts = list(placed(bare_page, PROBLEM))
    assert [each.classes for each in parts] == [["field"], ["pair"], ["field"]]
    assert [each.classes for each in parts[1]] == [["field"], ["field"]]


def test_no_more_than_two_half_fields_stand_side_by_side(bare_page: SimpleNamespace):
    parts = placed(bare_page, OutcomeKind.ROUND_TABLE).default_slot.children
    pairs = [each for each in parts if each.classes == ["pair"]]
    assert [len(each.default_slot.children) for each in pairs] == [2, 2]


def test_form_holds_what_is_stored_of_its_kind_and_nothing_of_others():
    stored = {
        "invited": ["Polizei", "Elternbeirat"],
        "held_on": "2027-03-01",
        "place": "Rathaus",
        "questions": ["Wer?"],
    }
    held = values_at_first(stored, OutcomeKind.ROUND_TABLE, offers=OFFERS)
    round_table = {name: texts for name, texts in held.items() if name.startswith("round_table.")}
    assert round_table == {
        "round_table.convenor": [""],
        "round_table.invited": ["Elternbeirat"],
        "round_table.invited.ticked": ["Polizei"],
        "round_table.held_on": ["2027-03-01"],
        "round_table.place": ["Rathaus"],
        "round_table.state": ["open"],
        "round_table.state_reason": [""],
        "round_table.questions": ["Wer?"],
        "round_table.questions.ticked": [],
        "round_table.open_points": [""],
        "round_table.open_points.ticked": [],
        "round_table.carried": [""],
        "round_table.carried.ticked": [],
        "round_table.minutes": [""],
        "round_table.agreements": [""],
        "round_table.agreements.ticked": [],
    }
    assert held["existing_offer.place"] == [""]
    assert held["recommendation.addressee"] == ["municipality"]


def test_form_of_a_new_result_begins_with_questions_from_the_cards():
    held = values_at_first({}, None, offers=OFFERS)
    assert held["round_table.questions"] == ["Aus den Karten?\nWer noch?"]
    assert held["round_table.invited.ticked"] == []


def test_funding_is_ticked_by_its_name_and_explained_by_its_purpose(bare_page: SimpleNamespace):
    inside = list(placed(bare_page, OutcomeKind.PROJECT_IDEA).descendants())
    keys = [each.props["value"] for each in inside if each.props.get("name") == "project_idea.funding.ticked"]
    assert keys == ["Gutscheine", "Preise"]
    assert "Gutscheine: Rat von außen" in [each.text for each in inside if isinstance(each, Tag)]
    stored = details_from(
        OutcomeKind.PROJECT_IDEA,
        {"project_idea.funding.ticked": ["Preise"], "project_idea.funding": ["Stiftung"]},
    )
    assert stored == {"funding": ["Preise", "Stiftung"]}
    held = values_at_first(stored, OutcomeKind.PROJECT_IDEA, offers=OFFERS)
    # What the operator took off the list stays among the words.
    gone = values_at_first(stored, OutcomeKind.PROJECT_IDEA, offers={})
    name = "project_idea.funding"
    assert (held[name], held[f"{name}.ticked"]) == (["Stiftung"], ["Preise"])
    assert (gone[name], gone[f"{name}.ticked"]) == (["Preise\nStiftung"], [])


def test_list_of_which_nothing_can_be_ticked_asks_for_all_of_it(bare_page: SimpleNamespace):
    kind_fields(bare_page, held={}, offers={})
    labels = [each.text for each in bare_page.client.elements.values() if isinstance(each, Tag)]
    assert ("Who is invited?" in labels, "Others who are invited" in labels) == (True, False)


def test_what_is_missing_is_said_gently_and_blocks_nothing(bare_page: SimpleNamespace):
    inside = list(placed(bare_page, OutcomeKind.PROJECT_IDEA).descendants())
    hints = {each.props["name"]: each.props["placeholder"] for each in inside if "placeholder" in each.props}
    assert hints == {
        "project_idea.caretaker": "Nobody takes care of it yet",
        "project_idea.by_when": "No day is set yet",
    }
    assert [each for kind in OutcomeKind for each in fields_of(kind) if each.needed] == []


def test_style_sheet_shows_the_fields_of_every_kind():
    styles = (Path(workshop.console.__file__).parent / "static" / "dialogs.css").read_text("utf-8")
    assert [kind for kind in OutcomeKind if f':has([value="{kind}"]:checked) .for-{kind}' not in styles] == []


def test_lists_with_actors_to_tick_name_those_that_are_not_there():
    ticked = [
        (kind, each.name)
        for kind in OutcomeKind
        for each in fields_of(kind)
        if isinstance(each, Lines) and each.suggested == Suggested.ACTORS and not each.others
    ]
    assert ticked == []
