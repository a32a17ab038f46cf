"""Reads of dots: how many each topic has, and one's own."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workshop.domain.dot import home_of
from workshop.models import Ballot, Group

# Built once: building a statement costs more than running it.
_GIVEN = (
    select(func.coalesce(func.sum(Ballot.dots), 0))
    .where(Ballot.group_id == Group.id)
    .correlate(Group)
    .scalar_subquery()
)
_COUNTED = select(Group.id, Group.kept_dots + _GIVEN).where(Group.dialogue_id == bindparam("dialogue"))
_HOMES = select(Group.id, Group.home_id).where(Group.dialogue_id == bindparam("dialogue"))
_OWN = select(Ballot.group_id, Ballot.dots).where(
    Ballot.dialogue_id == bindparam("dialogue"), Ballot.participant == bindparam("by")
)


def counted_dots(session: Session, dialogue_id: int) -> Mapping[int, int]:
    """Return the dots of phones by the group that they were given to, also of groups that were dissolved."""
    found = session.execute(_COUNTED, {"dialogue": dialogue_id})
    return {group: int(dots) for group, dots in found if dots}


def totals_of(session: Session, dialogue_id: int) -> Counter[int]:
    """Return the dots of phones by the topic for which they count."""
    homes = {row[0]: row[1] for row in session.execute(_HOMES, {"dialogue": dialogue_id})}
    return at_home(counted_dots(session, dialogue_id), homes)


def at_home(dots: Mapping[int, int], homes: Mapping[int, int | None]) -> Counter[int]:
    """Return dots by the group for which they count (`domain.dot.home_of`)."""
    sums: Counter[int] = Counter()
    for group, number in dots.items():
        sums[home_of(group, homes)] += number
    return sums


def own_dots(session: Session, *, dialogue_id: int, participant: str) -> Mapping[int, int]:
    """Return what a participant gave, by group."""
    found = session.execute(_OWN, {"dialogue": dialogue_id, "by": participant})
    return {row[0]: row[1] for row in found}
