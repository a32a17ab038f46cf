"""What the operator must fill in, and that a start names what is missing."""

from datetime import date

import pytest
from pydantic import ValidationError

from workshop.law.particulars import incomplete_pages, particulars_of
from workshop.settings import Settings

pytestmark = pytest.mark.unit
FULL = {
    "operator_name": "Stadt Beispiel",
    "operator_address": "Rathausplatz 1, 12345 Beispiel",
    "operator_mail": "dialog@example.org",
    "operator_land": "BW",
    "operator_data_protection": "datenschutz@example.org",
    "operator_hosting": "Stadt Beispiel, eigene Räume",
    "operator_statement_on": date(2026, 11, 30),
}


def test_nothing_is_missing_where_the_land_is_known() -> None:
    settings = Settings(**FULL)
    assert particulars_of(settings).missing() == ()
    assert incomplete_pages(settings) == ""


@pytest.mark.parametrize("name", sorted(FULL))
def test_each_missing_particular_is_named_at_the_start(name: str) -> None:
    note = incomplete_pages(Settings(**{key: given for key, given in FULL.items() if key != name}))
    assert f"WORKSHOP_{name.upper()}" in note


def test_nothing_filled_in_names_all_and_makes_nothing_up() -> None:
    empty = particulars_of(Settings())
    assert len(empty.missing()) == 8
    assert (empty.supervision, empty.arbitration, empty.land) == ("", "", "")


def test_where_the_lands_body_is_not_known_the_operators_own_is_asked_for() -> None:
    berlin = FULL | {"operator_land": "BE"}
    assert particulars_of(Settings(**berlin)).missing() == ("WORKSHOP_OPERATOR_ARBITRATION",)
    own = particulars_of(Settings(**berlin, operator_arbitration="Eigene Stelle"))
    assert (own.missing(), own.arbitration) == ((), "Eigene Stelle")


def test_own_authorities_come_before_those_of_the_land() -> None:
    own = particulars_of(Settings(**FULL, operator_supervision="Eigene Aufsicht, Musterweg 1"))
    assert own.supervision == "Eigene Aufsicht, Musterweg 1"
    assert particulars_of(Settings(**FULL)).supervision.startswith("Landesbeauftragter")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("operator_land", "XX"),
        ("operator_land", "Bayern"),
        ("operator_data_protection", "x" * 501),
        ("operator_hosting", "x" * 501),
        ("operator_legal_basis", "x" * 501),
        ("operator_supervision", "x" * 501),
        ("operator_arbitration", "a\x00b"),
        ("operator_statement_on", "1066-10-14"),
        ("operator_statement_on", "gestern"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**{name: value})
