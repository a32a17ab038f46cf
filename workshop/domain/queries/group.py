"""Reads of groups."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import Accord, Group, GroupState, Hand, Verdict


@dataclass(frozen=True)
class GroupView:
    """One group without its cards: those point to it."""

    id: int
    table_id: int
    label: str
    label_by: Hand
    words: tuple[str, ...]
    parked: bool
    state: GroupState
    version: int
    alike: tuple[str, ...] = ()  # ids of cards, which may be shown no longer: `Picture.named`
    home_id: int | None = None  # while it is dissolved: where its cards and dots went
    paper_dots: int = 0
    accord: Accord = Accord.NONE
    verdict: Verdict = Verdict.NONE
    verdict_reason: str = ""
    revision: int = 0  # of its last change, by whomever


# Built once: building a statement costs more than running it.
_CHANGED = changed(select(Group), Group).order_by(Group.id)


def changed_groups(session: Session, seen: Seen) -> tuple[GroupView, ...]:
    """Return the groups that changed after a revision."""
    return tuple(
        GroupView(
            id=g.id,
            table_id=g.table_id,
            label=g.label,
            label_by=Hand(g.label_by),
            words=tuple(g.words),
            parked=g.parked,
            state=GroupState(g.state),
            version=g.version,
            alike=tuple(g.alike),
            home_id=g.home_id,
            paper_dots=g.paper_dots,
            accord=Accord(g.accord),
            verdict=Verdict(g.verdict),
            verdict_reason=g.verdict_reason,
            revision=g.revision,
        )
        for g in session.scalars(_CHANGED, seen)
    )
