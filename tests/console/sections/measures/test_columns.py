"""The columns follow the one list of fields: what comes there comes into the table."""

import pytest

from exports.field import Choice, Option, Role, Text, Tick
from exports.outcome_fields import FIELDS
from workshop.console.sections.measures.columns import column_title, columns, measure_kinds
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit
IDEA = OutcomeKind.PROJECT_IDEA


def keys() -> list[str]:
    return [each.key for each in columns()]


def test_measures_are_what_somebody_sees_to_until_a_day() -> None:
    assert measure_kinds() == (OutcomeKind.PROJECT_IDEA, OutcomeKind.ROUND_TABLE)


def test_columns_come_in_the_order_of_the_office_as_far_as_there_are_fields(monkeypatch) -> None:
    by_role = [each for each in FIELDS[IDEA] if each.role or each.name == "partners"]
    monkeypatch.setitem(FIELDS, IDEA, tuple(by_role))
    assert keys() == ["who", "partners", "first_step", "when", "state"]
    costs = Choice("costs", "", "Costs", options=(Option("none", "", "None"),), named_by="costs_amount")
    more = (
        Text("goal", "", "Goal"),
        Text("people", "", "People"),
        costs,
        Text("costs_amount", "", "How much"),
    )
    present = Tick("caretaker_present", "", "Present")
    monkeypatch.setitem(FIELDS, IDEA, (*more, present, *by_role))
    assert keys() == ["goal", "who", "partners", "first_step", "resources", "when", "state"]
    by_key = {each.key: [field.name for field in each.fields(IDEA)] for each in columns()}
    assert by_key["resources"] == ["people", "costs", "costs_amount"]
    assert by_key["who"] == ["caretaker_present", "caretaker"]
    assert by_key["partners"] == ["partners"]
    assert all(column_title(key, gettext=str) for key in ("title", *keys()))


def test_a_kind_without_a_field_leaves_its_cell_empty() -> None:
    first = next(each for each in columns() if each.role == Role.FIRST_STEP)
    assert first.fields(OutcomeKind.ROUND_TABLE) == ()
