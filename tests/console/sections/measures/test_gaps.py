"""Whom a measure lacks is said gently, whatever words stand there."""

import pytest

from exports.field import Role
from exports.outcome_fields import fields_of
from workshop.console.sections.measures.gaps import gap_of, lacks_somebody
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit
FIELDS = {each.role: each for each in fields_of(OutcomeKind.PROJECT_IDEA) if each.role}


@pytest.mark.parametrize("said", ["alle", " Alle! ", "Wir alle", "JEDER", "everybody", "alle\nzusammen"])
def test_everybody_is_asked_who_begins(said: str) -> None:
    assert gap_of(FIELDS[Role.WHO], said, gettext=str).startswith("“Everybody”")
    assert lacks_somebody(said)


@pytest.mark.parametrize("said", ["", "  ", "?", "-", "N.N.", "niemand", "Noch offen"])
def test_nobody_is_told(said: str) -> None:
    assert gap_of(FIELDS[Role.WHO], said, gettext=str) == "Nobody is responsible yet"


@pytest.mark.parametrize(
    "said", ["Volkshochschule", "Alle Vereine am Markt", "Frau Wir", "Stadt, Bauverwaltung", "Offene Hilfen"]
)
def test_a_name_is_left_alone(said: str) -> None:
    assert gap_of(FIELDS[Role.WHO], said, gettext=str) == ""
    assert not lacks_somebody(said)


def test_a_day_is_missed_and_other_fields_are_not() -> None:
    assert gap_of(FIELDS[Role.WHEN], "", gettext=str) == "No day yet"
    assert gap_of(FIELDS[Role.WHEN], "vor den Ferien", gettext=str) == ""
    assert gap_of(FIELDS[Role.FIRST_STEP], "", gettext=str) == ""
