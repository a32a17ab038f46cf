"""Reads of marks: doubled cards, contradictions, dismissed proposals."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import Contradiction, Dismissal, Doubling


class MarkKind(StrEnum):
    """What people mark while sorting, beside moving cards."""

    DOUBLINGS = "doublings"
    CONTRADICTIONS = "contradictions"
    DISMISSALS = "dismissals"


@dataclass(frozen=True)
class MarkView:
    """A mark that is on or off: (card, second group), (group, group) or (table, proposal's key)."""

    pair: tuple[Any, Any]
    active: bool


# The kinds of marks, each with its row and the two columns that it ties together.
MARKS: dict[MarkKind, tuple[type[Doubling | Contradiction | Dismissal], str, str]] = {
    MarkKind.DOUBLINGS: (Doubling, "entry_id", "group_id"),
    MarkKind.CONTRADICTIONS: (Contradiction, "first_id", "second_id"),
    MarkKind.DISMISSALS: (Dismissal, "table_id", "key"),
}
# Built once: building a statement costs more than running it.
_CHANGED = {
    kind: changed(select(getattr(mark, first), getattr(mark, second), mark.active), mark).order_by(mark.id)
    for kind, (mark, first, second) in MARKS.items()
}


def changed_marks(session: Session, kind: MarkKind, seen: Seen) -> tuple[MarkView, ...]:
    """Return the marks of a kind that changed after a revision."""
    return tuple(MarkView((a, b), active) for a, b, active in session.execute(_CHANGED[kind], seen))
