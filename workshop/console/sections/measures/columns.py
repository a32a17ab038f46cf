"""The columns of the measures table in the order of the office, and which fields stand in each.

A column takes fields from the one list by their role or name. One that no kind has any field for is not
there: a field that comes to that list comes into the table.
"""

from dataclasses import dataclass

from exports.field import Field, Role
from exports.outcome_fields import fields_of
from workshop.i18n import Gettext
from workshop.models import OutcomeKind


@dataclass(frozen=True)
class Column:
    """One column; its fields stand below each other in its cells."""

    key: str
    role: Role | None = None
    names: tuple[str, ...] = ()

    def fields(self, kind: OutcomeKind) -> tuple[Field, ...]:
        """Return the fields of a kind that stand here, in the order of their list."""
        return tuple(each for each in fields_of(kind) if each.name in self.names or self._has(each))

    def _has(self, each: Field) -> bool:
        return self.role is not None and each.role == self.role


_COLUMNS = (
    Column("goal", names=("goal",)),
    Column("who", Role.WHO, ("caretaker_present",)),
    Column("partners", names=("partners", "invited")),
    Column("first_step", Role.FIRST_STEP),
    Column("resources", names=("people", "costs", "costs_amount")),
    Column("when", Role.WHEN),
    Column("state", Role.STATE, ("state_reason",)),
)


def measure_kinds() -> tuple[OutcomeKind, ...]:
    """Return the kinds that are measures: somebody sees to it, and there is a day."""
    return tuple(
        kind
        for kind in OutcomeKind
        if {Role.WHO, Role.WHEN} <= {each.role for each in fields_of(kind) if each.role}
    )


def columns() -> tuple[Column, ...]:
    """Return the columns for which there are fields."""
    return tuple(each for each in _COLUMNS if any(each.fields(kind) for kind in measure_kinds()))


def column_title(key: str, *, gettext: Gettext) -> str:
    """Return the heading of a column."""
    _ = gettext
    return {
        "title": _("Measure"),
        "goal": _("Goal"),
        "who": _("Who"),
        "partners": _("With whom"),
        "first_step": _("First step"),
        "resources": _("Resources"),
        "when": _("By when"),
        "state": _("Progress"),
    }[key]
