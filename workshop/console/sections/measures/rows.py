"""What stands in the measures table, as data for the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from exports.details import Details, details_of, read_when
from exports.field import Choice, Day, Field, Lines, Role, Tick, Value
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.sections.measures.columns import Column, column_title, columns, measure_kinds
from workshop.console.sections.measures.gaps import gap_of, lacks_somebody, unexplained
from workshop.console.wording.moments import day
from workshop.console.wording.outcomes import kind_name
from workshop.domain import bounds
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.written_field import TITLE
from workshop.live.picture import Picture

Data = dict[str, Any]
# How a day is typed; both are read as a day again.
_TYPED_DAYS = {"de": "%d.%m.%Y"}
_TYPED_DAY = "%Y-%m-%d"


@dataclass(frozen=True)
class Table:
    """The table as a page shows it."""

    columns: Sequence[Data]
    rows: Sequence[Data]
    # The numbers of those that nobody in particular sees to, though something is to be done.
    open: Sequence[int]


def measures_of(picture: Picture) -> list[OutcomeView]:
    """Return the outcomes that are measures, in the order of their numbers."""
    kinds = measure_kinds()
    return [each for each in picture.live_outcomes() if each.kind in kinds]


def table_of(page: WatchedPage, table_id: int | None = None) -> Table:
    """Return the table, of one theme table or of all; a measure has the same number in both."""
    _, shown = page.gettext, columns()
    every = enumerate(measures_of(page.picture), 1)
    measures = [(number, each) for number, each in every if table_id in {None, each.table_id}]
    heads = [{"key": key, "title": column_title(key, gettext=_)} for key in (TITLE, *(c.key for c in shown))]
    rows = [_row(page, number, each, shown) for number, each in measures]
    return Table(heads, rows, [number for number, each in measures if _is_sought(each)])


def _is_sought(outcome: OutcomeView) -> bool:
    said = details_of(outcome.kind, outcome.details)
    return not said.is_settled and lacks_somebody(said.who)


def _row(page: WatchedPage, number: int, outcome: OutcomeView, shown: Sequence[Column]) -> Data:
    title = {
        "name": TITLE,
        "label": column_title(TITLE, gettext=page.gettext),
        "kind": "text",
        "text": outcome.title,
        "shown": outcome.title,
        "gap": "",
        "most": bounds.OUTCOME_TITLE,
    }
    said = details_of(outcome.kind, outcome.details)
    parts = partial(_part, page, said)
    cells = [[parts(each) for each in column.fields(outcome.kind)] for column in shown]
    return {
        "id": outcome.id,
        "number": number,
        "about": _about(page, outcome),
        "state": said.state,
        "cells": [[title], *cells],
    }


def _about(page: WatchedPage, outcome: OutcomeView) -> str:
    """Say of what kind it is, how many cards and dots it has, and whether its text was edited."""
    picture = page.picture
    found = (picture.entries.get(each) for each in outcome.entry_ids)
    cards = sum(1 for entry in found if entry and entry.is_shown)
    facts = [kind_name(outcome.kind, gettext=page.gettext)]
    if cards:
        facts.append(page.ngettext("%(n)d card", "%(n)d cards", cards) % {"n": cards})
    groups = (picture.groups.get(each) for each in outcome.group_ids)
    dots = sum(tally.total for group in groups if group and (tally := picture.tally(group)))
    if dots:
        facts.append(page.ngettext("%(n)d dot", "%(n)d dots", dots) % {"n": dots})
    if outcome.edited:
        facts.append(page.gettext("edited after the evening"))
    return " · ".join(facts)


def _part(page: WatchedPage, said: Details, field: Field) -> Data:
    _, value = page.gettext, said.values[field.name]
    text = typed(field, value, lang=page.lang)
    gap = "" if said.is_settled else gap_of(field, value, gettext=_)
    part = {
        "name": field.name,
        "label": _(field.shown or field.asked),
        "kind": "text",
        "text": text,
        "shown": text,
        "gap": gap or unexplained(field, said.kind, said.values, gettext=_),
        "most": field.max_length,
        # What has the column's own role needs no name in it; what shares a cell with others does.
        "named": field.role not in {Role.WHO, Role.WHEN, Role.FIRST_STEP, Role.STATE},
    }
    match field:
        case Lines():
            return part | {"kind": "lines"}
        case Day():
            when = read_when(value)
            return part | {"shown": day(when, lang=page.lang) if isinstance(when, date) else when}
        case Choice():
            return part | {"kind": "choice", "options": [[each.key, _(each.asked)] for each in field.options]}
        case Tick():
            return part | {"kind": "tick"}
        case _:
            return part


def typed(field: Field, value: Value, *, lang: str) -> str:
    """Return what somebody would type who wanted a field to hold this."""
    match field:
        case Lines():
            return "\n".join(value) if isinstance(value, tuple) else ""
        case Tick():
            return "on" if value else ""
        case Day():
            when = read_when(value)
            if isinstance(when, date):
                return when.strftime(_TYPED_DAYS.get(lang, _TYPED_DAY))
            return when
        case _:
            return str(value)
