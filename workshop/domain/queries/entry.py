"""Reads of entries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import Entry, EntryState, Hand, HoldReason, Origin, QuestionKey, Window


@dataclass(frozen=True)
class EntryView:
    """One card."""

    number: int
    id: str
    table_id: int
    question: QuestionKey
    text: str
    lang: str
    state: EntryState
    hold_reason: HoldReason | None
    origin: Origin
    group_id: int | None
    placed_by: Hand | None
    version: int
    created_at: datetime
    window: Window = Window.NONE
    first_revision: int = 0  # at which it came
    revision: int = 0  # of its last change, by whomever

    @property
    def is_shown(self) -> bool:
        """Whether the card may be seen by everybody."""
        return self.state == EntryState.SHOWN


# Built once: building a statement of so many columns costs more than running it.
_COLUMNS = [getattr(Entry, name) for name in EntryView.__dataclass_fields__]
# The columns that hold one of a closed list, by their place in the row, with the members by their values:
# looking one up is quicker than calling the enum.
_CLOSED: dict[str, type[StrEnum]] = {
    "question": QuestionKey,
    "state": EntryState,
    "hold_reason": HoldReason,
    "origin": Origin,
    "placed_by": Hand,
    "window": Window,
}
_MEMBERS: tuple[tuple[int, dict[str | None, StrEnum | None]], ...] = tuple(
    (place, {None: None, **{member.value: member for member in _CLOSED[name]}})
    for place, name in enumerate(EntryView.__dataclass_fields__)
    if name in _CLOSED
)
_CHANGED = changed(select(*_COLUMNS), Entry).order_by(Entry.revision, Entry.number)
_OWN = (
    select(*_COLUMNS)
    .where(
        Entry.dialogue_id == bindparam("dialogue"),
        Entry.participant == bindparam("author"),
        Entry.state != EntryState.WITHDRAWN,
    )
    .order_by(Entry.number.desc())
)


def _view(row: Row[Any]) -> EntryView:
    values: list[Any] = list(row)
    for place, members in _MEMBERS:
        values[place] = members[values[place]]
    return EntryView(*values)


def changed_entries(session: Session, seen: Seen) -> tuple[EntryView, ...]:
    """Return the cards that changed after a revision, in the order of their changes."""
    return tuple(map(_view, session.execute(_CHANGED, seen)))


def own_entries(session: Session, *, dialogue_id: int, participant: str) -> tuple[EntryView, ...]:
    """Return the cards that a participant wrote and did not withdraw, the newest first."""
    return tuple(map(_view, session.execute(_OWN, {"dialogue": dialogue_id, "author": participant})))


async def count_people(session: AsyncSession, dialogue_id: int, since: datetime) -> tuple[int, int]:
    """Return how many people have written a card on a phone, and how many of them the first one since then.

    Who was forgotten since counts no more.
    """
    first = (
        select(func.min(Entry.created_at).label("at"))
        .where(Entry.dialogue_id == dialogue_id, Entry.participant.is_not(None))
        .group_by(Entry.participant)
        .subquery()
    )
    counted = select(func.count(), func.count().filter(first.c.at > since))
    people, joined = (await session.execute(counted.select_from(first))).one()
    return people, joined


async def is_stored(session: AsyncSession, entry_id: str) -> bool:
    """Say whether a card with this id was ever stored."""
    return await session.scalar(select(Entry.number).where(Entry.id == entry_id)) is not None
