"""What was said in a field, in words for files and pages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import assert_never

from exports.details import read_when
from exports.field import Choice, Day, Field, Lines, Role, Text, Tick, Value
from exports.names import Gettext


def words_of(
    field: Field, values: Mapping[str, Value], *, gettext: Gettext, day: Callable[[date], str]
) -> str:
    """Return the field's value among the `values` of an outcome, empty if nothing was said.

    `day` writes a day; `gettext` is that of the catalogue `exports`.
    """
    _, value = gettext, values[field.name]
    match field:
        case Text():
            return str(value)
        case Lines():
            return ("\n" if field.sentences else ", ").join(items_of(field, values))
        case Day():
            when = read_when(value)
            return day(when) if isinstance(when, date) else when
        case Choice():
            return _chosen(field, values, gettext=_)
        case Tick():
            return _("yes") if value else ""
    assert_never(field)


def line_of(
    field: Field, values: Mapping[str, Value], *, gettext: Gettext, day: Callable[[date], str]
) -> str:
    """Return the same for a line of its own, which a measure has none of as long as it is simply open."""
    if field.role == Role.STATE and isinstance(field, Choice):
        is_first = values[field.name] == field.empty
        if is_first and not values[field.named_by]:
            return ""
    return words_of(field, values, gettext=gettext, day=day)


def items_of(field: Lines, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the lines of a list."""
    value = values[field.name]
    return value if isinstance(value, tuple) else ()


def _chosen(field: Choice, values: Mapping[str, Value], *, gettext: Gettext) -> str:
    _ = gettext
    option = field.option(values[field.name])
    said = str(values[field.named_by]) if field.named_by else ""
    general = _(option.label) if option.label else ""
    if not said and option.unsaid:
        return _(option.unsaid)
    if not said or not general or option.key == field.other:
        return said or general
    return _(option.exactly).format(what=said) if option.exactly else f"{general}: {said}"
