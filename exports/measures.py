"""The measures table as files: what somebody sees to until a day, in the columns of the office.

The columns take fields from the one list by their role or name, as the table of the console does; a column
that no kind has any field for is not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from exports.columns import Column
from exports.field import Choice, Field, Lines, Role
from exports.field_words import items_of, words_of
from exports.names import Gettext
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import OutcomeFacts, Results
from exports.tables import Row, Sheet
from exports.text import is_right_to_left, printable, short_day

KINDS = tuple(
    kind
    for kind in OutcomeKind
    if {Role.WHO, Role.WHEN} <= {each.role for each in fields_of(kind) if each.role}
)
"""The kinds that are measures: somebody sees to it, and there is a day."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A column: its width in digits, and the fields that stand in it."""

    key: str
    width: float
    names: tuple[str, ...] = ()
    role: Role | None = None

    def fields(self, kind: OutcomeKind) -> list[Field]:
        return [each for each in fields_of(kind) if each.name in self.names or self._has(each)]

    def label(self) -> str:
        return next(each.label for kind in KINDS for each in self.fields(kind))

    def _has(self, each: Field) -> bool:
        return self.role is not None and each.role == self.role


_ASKED = (
    _Asked("goal", 22, ("goal",)),
    _Asked("who", 18, role=Role.WHO),
    _Asked("partners", 20, ("partners", "invited")),
    _Asked("first_step", 22, role=Role.FIRST_STEP),
    _Asked("resources", 19, ("people", "costs")),
    _Asked("when", 15, role=Role.WHEN),
    _Asked("state", 16, ("state",)),
)


class Measures:
    """The measures of an evening as rows."""

    def __init__(self, results: Results, *, gettext: Gettext) -> None:
        self._gettext = gettext
        self.outcomes = measures_of(results)
        self._asked = [each for each in _ASKED if any(each.fields(kind) for kind in KINDS)]

    @property
    def nothing(self) -> str:
        """What is said where there are none."""
        _ = self._gettext
        return _("No measure was agreed.")

    def columns(self) -> tuple[Column, ...]:
        """Return the columns in the order of the office."""
        _ = self._gettext
        headings = {
            "goal": _("Goal"),
            "who": _("Who"),
            "partners": _("With whom"),
            "first_step": _("First step"),
            "resources": _("Resources"),
            "when": _("By when"),
        }
        return (
            Column("number", _("No."), 6),
            Column("title", _("Measure"), 26),
            *(
                Column(each.key, headings.get(each.key) or _(each.label()), each.width)
                for each in self._asked
            ),
        )

    def rows(self) -> list[Row]:
        """Return a row for each measure: a number, a day where one was agreed, otherwise words."""
        return [self._row(number, outcome) for number, outcome in enumerate(self.outcomes, start=1)]

    def sheet(self) -> Sheet:
        """Return the table for a workbook."""
        columns = self.columns()
        rows = [{key: _clean(cell) for key, cell in row.items()} for row in self.rows()]
        for row in rows:
            row["mirrored"] = {key for key, cell in row.items() if _is_mirrored(cell)}
        keys = [*(column.key for column in columns), "asks", "mirrored"]
        frame = pd.DataFrame(rows, columns=keys, dtype=object)
        frame["asks"] = None
        return Sheet("Maßnahmen", "massnahmen", columns, frame, self.nothing, pages=1)

    def _row(self, number: int, outcome: OutcomeFacts) -> Row:
        row: Row = {"number": number, "title": outcome.title}
        for asked in self._asked:
            fields = asked.fields(outcome.kind)
            if asked.role == Role.WHEN and fields:
                row[asked.key] = outcome.details.when
            else:
                row[asked.key] = "\n".join(text for each in fields for text in self._said(each, outcome))
        return row

    def _said(self, field: Field, outcome: OutcomeFacts) -> Iterator[str]:
        said = outcome.details.values
        if isinstance(field, Lines):
            yield from items_of(field, said)
        elif words := words_of(field, said, gettext=self._gettext, day=short_day):
            # "none" says nothing among other resources without what there is none of.
            is_named = isinstance(field, Choice) and field.name == "costs"
            yield f"{self._gettext(field.label)}: {words}" if is_named else words


def measures_of(results: Results) -> list[OutcomeFacts]:
    """Return the outcomes that are measures, in the order in which the table of the console numbers them."""
    measures = (outcome for outcome in results.outcomes if outcome.kind in KINDS)
    return sorted(measures, key=lambda outcome: outcome.id)


def _clean(cell: object) -> object:
    return printable(cell) if isinstance(cell, str) else cell


def _is_mirrored(cell: object) -> bool:
    return isinstance(cell, str) and is_right_to_left(cell)
