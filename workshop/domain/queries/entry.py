"""Reads of single entries."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.queries.changes import EntryView
from workshop.models import Entry, EntryState


async def own_entries(session: AsyncSession, *, dialogue_id: int, participant: str) -> tuple[EntryView, ...]:
    """Return the cards that a participant wrote and did not withdraw, the newest first."""
    columns = [getattr(Entry, name) for name in EntryView.__dataclass_fields__]
    statement = (
        select(*columns)
        .where(
            Entry.dialogue_id == dialogue_id,
            Entry.participant == participant,
            Entry.state != EntryState.WITHDRAWN,
        )
        .order_by(Entry.number.desc())
    )
    return tuple(
        EntryView(**{**row._mapping, "state": EntryState(row.state)})  # noqa: SLF001 - SQLAlchemy's public name
        for row in await session.execute(statement)
    )


async def is_stored(session: AsyncSession, entry_id: str) -> bool:
    """Say whether a card with this id was ever stored."""
    return await session.scalar(select(Entry.number).where(Entry.id == entry_id)) is not None
