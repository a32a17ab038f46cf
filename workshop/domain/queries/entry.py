"""Reads of single entries."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.queries.changes import EntryView
from workshop.models import Entry, EntryState

# Built once: building a statement of so many columns costs more than running it.
_OWN = (
    select(*(getattr(Entry, name) for name in EntryView.__dataclass_fields__))
    .where(
        Entry.dialogue_id == bindparam("dialogue"),
        Entry.participant == bindparam("author"),
        Entry.state != EntryState.WITHDRAWN,
    )
    .order_by(Entry.number.desc())
)


async def own_entries(session: AsyncSession, *, dialogue_id: int, participant: str) -> tuple[EntryView, ...]:
    """Return the cards that a participant wrote and did not withdraw, the newest first."""
    found = await session.execute(_OWN, {"dialogue": dialogue_id, "author": participant})
    return tuple(
        EntryView(**{**row._mapping, "state": EntryState(row.state)})  # noqa: SLF001 - SQLAlchemy's public name
        for row in found
    )


async def is_stored(session: AsyncSession, entry_id: str) -> bool:
    """Say whether a card with this id was ever stored."""
    return await session.scalar(select(Entry.number).where(Entry.id == entry_id)) is not None
