"""Reads of what is deleted, and of what would be."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.keeping import Keeping
from workshop.domain.queries.dialogue import DialogueView, view_of
from workshop.models import ArchiveNote, Deletion, Dialogue, Entry, Grant, Group, Outcome, Photo, Step


@dataclass(frozen=True)
class Loss:
    """How much goes with a dialogue: rows of each kind, whatever state they are in."""

    cards: int = 0
    topics: int = 0
    outcomes: int = 0
    photos: int = 0
    steps: int = 0
    links: int = 0


_KINDS: dict[str, type[Any]] = {
    "cards": Entry,
    "topics": Group,
    "outcomes": Outcome,
    "photos": Photo,
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


@dataclass(frozen=True)
class KeepingView:
    """By when a dialogue goes, and what is noted about the public archive."""

    dialogue: DialogueView
    cards: int
    day: date
    note: ArchiveNote | None
    reason: str
    noted_on: date | None
    waits: bool  # for a note
    forgets_on: date | None  # from when nobody knows whose card is whose, once it is closed


async def keeping_of_all(session: AsyncSession, keeping: Keeping) -> tuple[KeepingView, ...]:
    """Return all dialogues, the one that goes first at the beginning."""
    cards = select(func.count()).where(Entry.dialogue_id == Dialogue.id).correlate(Dialogue).scalar_subquery()
    rows = await session.execute(select(Dialogue, cards).order_by(Dialogue.id))
    views = [_view_of(dialogue, number, keeping) for dialogue, number in rows]
    return tuple(sorted(views, key=lambda view: view.day))


def _view_of(dialogue: Dialogue, cards: int, keeping: Keeping) -> KeepingView:
    closed = dialogue.closed_at
    return KeepingView(
        dialogue=view_of(dialogue),
        cards=cards,
        day=keeping.day_for(dialogue),
        note=ArchiveNote(dialogue.archive_note) if dialogue.archive_note else None,
        reason=dialogue.archive_reason,
        noted_on=dialogue.archive_noted_on,
        waits=keeping.waits_for_archive(dialogue),
        forgets_on=keeping.day_of(closed + keeping.corrections) if closed else None,
    )


async def was_deleted(session: AsyncSession, code: str) -> bool:
    """Say whether there once was a dialogue with this code."""
    return await session.scalar(select(Deletion.id).where(Deletion.code == code)) is not None
