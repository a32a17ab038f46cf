"""Reads of dots: how many each topic has, and one's own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workshop.domain.home import home_of
from workshop.domain.queries.group import GroupView
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


@dataclass(frozen=True)
class Tally:
    """The dots of one topic once they are counted: those of phones, and those on paper."""

    phone: int = 0
    paper: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.phone + self.paper


def tallies(groups: Iterable[GroupView], dots: Mapping[int, int]) -> Mapping[int, Tally]:
    """Return the tally of each topic that has dots; those of dissolved groups count where their cards are."""
    known = tuple(groups)
    homes = {group.id: group.home_id for group in known}
    phone = at_home(dots, homes)
    paper = at_home({group.id: group.paper_dots for group in known if group.paper_dots}, homes)
    return {each: Tally(phone[each], paper[each]) for each in phone.keys() | paper.keys()}


def at_home(dots: Mapping[int, int], homes: Mapping[int, int | None]) -> Counter[int]:
    """Return dots by the group for which they count (`domain.home.home_of`)."""
    sums: Counter[int] = Counter()
    for group, number in dots.items():
        sums[home_of(group, homes)] += number
    return sums


def own_dots(session: Session, *, dialogue_id: int, participant: str) -> Mapping[int, int]:
    """Return what a participant gave, by group."""
    found = session.execute(_OWN, {"dialogue": dialogue_id, "by": participant})
    return {row[0]: row[1] for row in found}
