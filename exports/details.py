"""The details of an outcome, read from the mapping under which the live system stores them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from typing import Any, assert_never

from exports.errors import RefusedResultsError
from exports.field import Choice, Day, Field, Lines, Role, Text, Tick, Value, When
from exports.outcome_fields import OutcomeKind, fields_of
from exports.outcome_options import SETTLED

# A workbook knows no day before; such a date stays words.
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Details:
    """What was said of an outcome: `values` holds each field of its kind, what nobody filled in is empty."""

    kind: OutcomeKind
    values: Mapping[str, Value] = attribute(hash=False)

    @property
    def has_next_step(self) -> bool:
        """Say whether somebody is still to do something: by a day, or because it is addressed."""
        return not self.is_settled and any(self.field_of(role) for role in (Role.WHEN, Role.ADDRESSEE))

    @property
    def state(self) -> str:
        """How far a measure is; empty for what is none."""
        return str(self._said(Role.STATE))

    @property
    def is_settled(self) -> bool:
        """Say whether a measure is done or dropped."""
        return self.state in SETTLED

    @property
    def who(self) -> str:
        """Who sees to it; empty if nobody does."""
        return str(self._said(Role.WHO))

    @property
    def when(self) -> When:
        """By when; empty if nothing was agreed."""
        return read_when(self._said(Role.WHEN))

    @property
    def first_step(self) -> str:
        """What is done first; empty if nothing was agreed."""
        return str(self._said(Role.FIRST_STEP))

    def field_of(self, role: Role) -> Field | None:
        """Return the field of this kind that has a role among the next steps."""
        return next((each for each in fields_of(self.kind) if each.role == role), None)

    def _said(self, role: Role) -> Value:
        found = self.field_of(role)
        return self.values[found.name] if found else ""


def details_of(kind: str, stored: Mapping[str, Any]) -> Details:
    """Return the details of an outcome of this `kind`; missing and empty fields stay empty.

    Raises `RefusedResultsError` for a kind or field that does not exist and for a value that is none.
    """
    try:
        own = OutcomeKind(kind)
    except ValueError as problem:
        raise RefusedResultsError(f"{kind} is no kind of outcome") from problem
    fields = fields_of(own)
    if strange := sorted(set(stored) - {known.name for known in fields}):
        raise RefusedResultsError(f"a {kind} has no field {', '.join(strange)}")
    given = {name: value for name, value in stored.items() if value not in (None, "")}
    return Details(
        own,
        {
            each.name: read_value(each, given[each.name]) if each.name in given else each.empty
            for each in fields
        },
    )


def read_value(field: Field, stored: object) -> Value:
    """Return the value of what is stored of a field.

    Lists may also come as text with one item per line, days as ISO (2026-03-12) or German (12.03.2026)
    text or as the words that people agreed on. Raises `RefusedResultsError` for a value that is none.
    """
    match field:
        case Text():
            return str(stored)
        case Lines():
            if isinstance(stored, Iterable):
                return read_lines(stored)
            raise RefusedResultsError(f"{field.name} is no list")
        case Day():
            return read_when(stored)
        case Choice():
            for option in field.options:
                if option.key == str(stored):
                    return option.key
            raise RefusedResultsError(f"{stored} is no {field.name}")
        case Tick():
            if isinstance(stored, bool):
                return stored
            raise RefusedResultsError(f"{field.name} is neither true nor false")
    assert_never(field)


def read_lines(stored: Iterable[object]) -> tuple[str, ...]:
    """Return the items of a list, or of a text with one item per line, without empty ones."""
    items = stored.splitlines() if isinstance(stored, str) else stored
    return tuple(text for item in items if (text := str(item).strip()))


def read_when(words: object) -> When:
    """Return the day that `words` name, or the words themselves."""
    if isinstance(words, datetime):
        return words.date()
    if isinstance(words, date):
        return words
    text = str(words).strip()
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if found.year >= FIRST_YEAR else text
    return text


def longest_text(value: Value) -> int:
    """Return how long a text, or the longest line of a list is, in characters."""
    texts = value if isinstance(value, tuple) else (value,)
    return max((len(text) for text in texts if isinstance(text, str)), default=0)
