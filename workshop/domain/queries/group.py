"""Reads of groups."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import Group, GroupState


@dataclass(frozen=True)
class GroupView:
    """One group without its cards: those point to it."""

    id: int
    table_id: int
    label: str
    label_by: str
    words: tuple[str, ...]
    parked: bool
    state: GroupState
    version: int


# Built once: building a statement costs more than running it.
_CHANGED = changed(select(Group), Group).order_by(Group.id)


def changed_groups(session: Session, seen: Seen) -> tuple[GroupView, ...]:
    """Return the groups that changed after a revision."""
    return tuple(
        GroupView(
            g.id, g.table_id, g.label, g.label_by, tuple(g.words), g.parked, GroupState(g.state), g.version
        )
        for g in session.scalars(_CHANGED, seen)
    )
