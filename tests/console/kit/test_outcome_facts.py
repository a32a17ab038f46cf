from collections.abc import Iterator

import pytest
from nicegui import Client, ui

from workshop.console.kit.controls import Tag
from workshop.console.kit.outcome_facts import outcome_facts
from workshop.domain.queries.outcome import OutcomeView
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit


@pytest.fixture
def client() -> Iterator[Client]:
    """A page that is nothing but a place for elements."""
    made = Client(ui.page("/"), request=None)
    with made:
        yield made
    made.delete()


def facts(client: Client, kind: OutcomeKind, details: dict, missing: list[str]) -> list[tuple[str, bool]]:
    """Return what is said of a result, and whether each is told as missing."""
    outcome = OutcomeView(1, 1, kind, "Titel", "", details, False, 1)
    outcome_facts(outcome, lang="de", gettext=str, absent=lambda _invited: missing)
    tags = [each for each in client.elements.values() if isinstance(each, Tag) and each.tag == "dd"]
    return [(each.text, "gap" in each.classes) for each in tags]


def test_project_idea_says_who_and_when_are_missing_and_no_more(client: Client):
    assert facts(client, OutcomeKind.PROJECT_IDEA, {}, ["Nachbarn"]) == [
        ("○ Nobody takes care of it yet", True),
        ("○ No day is set yet", True),
    ]


def test_of_what_is_settled_nothing_is_missing(client: Client):
    assert facts(client, OutcomeKind.PROJECT_IDEA, {"state": "done"}, []) == [("erledigt", False)]


def test_what_was_said_is_no_gap(client: Client):
    details = {"caretaker": "VHS", "caretaker_present": True, "by_when": "im Mai", "costs": "none"}
    said = facts(client, OutcomeKind.PROJECT_IDEA, details, [])
    assert said == [("VHS", False), ("ja", False), ("im Mai", False), ("keine", False)]


def test_round_table_names_the_sides_that_are_missing(client: Client):
    said = facts(client, OutcomeKind.ROUND_TABLE, {"invited": ["Polizei"]}, ["Geflüchtete", "Nachbarn"])
    assert said == [("Polizei", False), ("○ Geflüchtete, Nachbarn", True)]
