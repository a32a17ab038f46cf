"""What the harvest form's values become, and what it asks a round table."""

from datetime import UTC, datetime

import pytest

from workshop.console.sections.harvest.fields import actor_titles, details_from, questions_from, quoted
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.table import TableView
from workshop.i18n import catalogue
from workshop.models import EntryState, Origin, OutcomeKind, QuestionKey

pytestmark = pytest.mark.unit


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
