"""Reads of outcomes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from workshop.domain.edited import is_edited
from workshop.domain.queries.revision import Seen, changed
from workshop.models import Outcome, OutcomeKind
from workshop.models import outcome_entries as entry_links
from workshop.models import outcome_groups as group_links


@dataclass(frozen=True)
class OutcomeView:
    """One outcome with the groups and cards that it came from."""

    id: int
    table_id: int | None
    kind: OutcomeKind
    title: str
    description: str
    details: dict[str, Any]
    discarded: bool
    version: int
    group_ids: tuple[int, ...] = ()
    entry_ids: tuple[str, ...] = ()
    edited: bool = False
    problem_id: int | None = None
    follows_id: int | None = None


# Built once: building a statement costs more than running it.
_CHANGED = changed(select(Outcome), Outcome).order_by(Outcome.id)


def changed_outcomes(session: Session, seen: Seen) -> tuple[OutcomeView, ...]:
    """Return the outcomes that changed after a revision."""
    outcomes = list(session.scalars(_CHANGED, seen))
    ids = [outcome.id for outcome in outcomes]
    if not outcomes:
        return ()
    groups = _links(session, group_links, "group_id", ids)
    entries = _links(session, entry_links, "entry_id", ids)
    return tuple(
        OutcomeView(
            id=o.id,
            table_id=o.table_id,
            kind=OutcomeKind(o.kind),
            title=o.title,
            description=o.description,
            details=o.details,
            discarded=o.discarded,
            version=o.version,
            group_ids=tuple(groups[o.id]),
            entry_ids=tuple(entries[o.id]),
            edited=is_edited(o),
            problem_id=o.problem_id,
            follows_id=o.follows_id,
        )
        for o in outcomes
    )


def _links(session: Session, table: Table, column: str, ids: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    statement = select(table.c.outcome_id, table.c[column]).where(table.c.outcome_id.in_(ids))
    for outcome_id, linked in session.execute(statement.order_by(table.c[column])):
        found[outcome_id].append(linked)
    return found
