"""Reads of single entries."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.queries.changes import ENTRY_COLUMNS, EntryView, entry_view
from workshop.models import Entry, EntryState

# Built once: building a statement of so many columns costs more than running it.
_OWN = (
    select(*ENTRY_COLUMNS)
    .where(
        Entry.dialogue_id == bindparam("dialogue"),
        Entry.participant == bindparam("author"),
        Entry.state != EntryState.WITHDRAWN,
    )
    .order_by(Entry.number.desc())
)


def own_entries(session: Session, *, dialogue_id: int, participant: str) -> tuple[EntryView, ...]:
    """Return the cards that a participant wrote and did not withdraw, the newest first."""
    return tuple(map(entry_view, session.execute(_OWN, {"dialogue": dialogue_id, "author": participant})))


async def is_stored(session: AsyncSession, entry_id: str) -> bool:
    """Say whether a card with this id was ever stored."""
    return await session.scalar(select(Entry.number).where(Entry.id == entry_id)) is not None
