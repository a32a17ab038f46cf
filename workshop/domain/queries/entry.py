"""Reads of entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import Entry, EntryState


@dataclass(frozen=True)
class EntryView:
    """One card."""

    number: int
    id: str
    table_id: int
    question: str
    text: str
    lang: str
    state: EntryState
    hold_reason: str | None
    origin: str
    group_id: int | None
    placed_by: str | None
    version: int
    created_at: datetime

    @property
    def is_shown(self) -> bool:
        """Whether the card may be seen by everybody."""
        return self.state == EntryState.SHOWN


# Built once: building a statement of so many columns costs more than running it.
_COLUMNS = [getattr(Entry, name) for name in EntryView.__dataclass_fields__]
_STATE = list(EntryView.__dataclass_fields__).index("state")
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
    values[_STATE] = EntryState(values[_STATE])
    return EntryView(*values)


def changed_entries(session: Session, seen: Seen) -> tuple[EntryView, ...]:
    """Return the cards that changed after a revision, in the order of their changes."""
    return tuple(map(_view, session.execute(_CHANGED, seen)))


def own_entries(session: Session, *, dialogue_id: int, participant: str) -> tuple[EntryView, ...]:
    """Return the cards that a participant wrote and did not withdraw, the newest first."""
    return tuple(map(_view, session.execute(_OWN, {"dialogue": dialogue_id, "author": participant})))


async def is_stored(session: AsyncSession, entry_id: str) -> bool:
    """Say whether a card with this id was ever stored."""
    return await session.scalar(select(Entry.number).where(Entry.id == entry_id)) is not None
