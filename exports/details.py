"""The details of an outcome, read from the mapping under which the live system stores them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from exports.results import (
    Addressee,
    Details,
    ExistingOffer,
    OutcomeKind,
    Problem,
    ProjectIdea,
    Recommendation,
    RefusedResultsError,
    RoundTable,
    Suggestion,
    When,
)

_SHAPES: dict[OutcomeKind, type[Details]] = {
    shape.kind: shape
    for shape in (ProjectIdea, ExistingOffer, Problem, Suggestion, Recommendation, RoundTable)
}
_LISTS = frozenset({"partners", "invited", "questions"})
_DAYS = frozenset({"by_when", "held_on"})


def details_of(kind: str, stored: Mapping[str, Any]) -> Details:
    """Return the details of an outcome of this `kind`; missing and empty fields stay empty.

    Lists may also come as text with one item per line. Days may come as ISO (2026-03-12) or German
    (12.03.2026) text and otherwise stay the words that people agreed on.
    Raises `RefusedResultsError` for a kind, field or addressee that does not exist.
    """
    try:
        shape = _SHAPES[OutcomeKind(kind)]
    except ValueError as problem:
        raise RefusedResultsError(f"{kind} is no kind of outcome") from problem
    if strange := sorted(set(stored) - {known.name for known in fields(shape)}):
        raise RefusedResultsError(f"a {kind} has no field {', '.join(strange)}")
    values: dict[str, Any] = {
        name: _read(name, value) for name, value in stored.items() if value not in (None, "")
    }
    return shape(**values)


def read_when(words: object) -> When:
    """Return the day that `words` name, or the words themselves."""
    if isinstance(words, datetime):
        return words.date()
    if isinstance(words, date):
        return words
    text = str(words).strip()
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return text


def _read(name: str, value: object) -> object:
    if name in _LISTS:
        items = value.splitlines() if isinstance(value, str) else value
        if not isinstance(items, Iterable):
            raise RefusedResultsError(f"{name} is no list")
        return tuple(str(item).strip() for item in items if str(item).strip())
    if name in _DAYS:
        return read_when(value)
    if name == "addressee":
        try:
            return Addressee(str(value))
        except ValueError as problem:
            raise RefusedResultsError(f"{value} is no addressee") from problem
    return str(value)
