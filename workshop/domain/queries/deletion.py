"""Reads of what is deleted, and of what would be."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.models import Deletion, Entry, Grant, Group, Outcome, Step


@dataclass(frozen=True)
class Loss:
    """How much goes with a dialogue: rows of each kind, whatever state they are in."""

    cards: int = 0
    topics: int = 0
    outcomes: int = 0
    steps: int = 0
    links: int = 0


_KINDS: dict[str, type[Any]] = {
    "cards": Entry,
    "topics": Group,
    "outcomes": Outcome,
    "steps": Step,
    "links": Grant,
}


async def loss_of(session: AsyncSession, dialogue_id: int) -> Loss:
    """Return what would go with a dialogue."""
    counts = {
        name: await session.scalar(
            select(func.count()).select_from(kind).where(kind.dialogue_id == dialogue_id)
        )
        for name, kind in _KINDS.items()
    }
    return Loss(**{name: count or 0 for name, count in counts.items()})


async def was_deleted(session: AsyncSession, code: str) -> bool:
    """Say whether there once was a dialogue with this code."""
    return await session.scalar(select(Deletion.id).where(Deletion.code == code)) is not None
