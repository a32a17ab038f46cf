"""Reads of series: which dialogues stand under one heading, and in which order."""

from dataclasses import dataclass

from sqlalchemy import Select, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.queries.dialogue import DialogueView, view_of
from workshop.domain.rights import Actor
from workshop.models import Dialogue, Series


@dataclass(frozen=True)
class SeriesPlace:
    """Which evening of a series a dialogue is, counted from 1; without a title it is in none."""

    title: str = ""
    position: int = 0
    of: int = 0


@dataclass(frozen=True)
class SeriesEvening:
    """A dialogue of a series and its place there."""

    dialogue: DialogueView
    place: SeriesPlace


@dataclass(frozen=True)
class SeriesView:
    """A series as somebody may see it: the dialogues that they moderate, and how many others there are."""

    id: int
    title: str
    evenings: tuple[SeriesEvening, ...]
    others: int


async def series_for(session: AsyncSession, actor: Actor) -> dict[int, str]:
    """Return the titles of the series into which the actor may put a dialogue, in their order, by id."""
    used = select(Dialogue.series_id)
    if not actor.is_organiser:
        used = used.where(Dialogue.id.in_(actor.moderated))
    known = select(Series).where(Series.id.in_(used)).order_by(Series.title, Series.id)
    return {series.id: series.title for series in await session.scalars(known)}


async def series_of(session: AsyncSession, actor: Actor, dialogue_id: int) -> SeriesView | None:
    """Return the series of a dialogue that the actor moderates, `None` if it is in none."""
    series = (
        await session.scalar(select(Series).join(Dialogue).where(Dialogue.id == dialogue_id))
        if actor.moderates(dialogue_id)
        else None
    )
    if series is None:
        return None
    rows = list(await session.scalars(_members(series.id)))
    known = [
        SeriesEvening(view_of(row), _place(series.title, row.id, _alike(rows, row)))
        for row in rows
        if actor.moderates(row.id)
    ]
    return SeriesView(series.id, series.title, tuple(known), len(rows) - len(known))


async def evenings_of(session: AsyncSession, dialogue: DialogueView) -> tuple[str, list[DialogueView]]:
    """Return the title of a dialogue's series, and its dialogues: rehearsals or real evenings, as it is."""
    title = await session.scalar(select(Series.title).where(Series.id == dialogue.series_id))
    same_kind = Dialogue.rehearsal.is_(dialogue.rehearsal)
    rows = await session.scalars(_members(dialogue.series_id).where(same_kind)) if title else ()
    return title or "", [view_of(row) for row in rows]


def place_of(session: Session, dialogue: Dialogue) -> SeriesPlace:
    """Return the place of a dialogue in its series; rehearsals and real evenings are counted apart."""
    if dialogue.series_id is None:
        return SeriesPlace()
    title = session.scalar(select(Series.title).where(Series.id == dialogue.series_id))
    rows = list(session.scalars(_members(dialogue.series_id)))
    return _place(title or "", dialogue.id, _alike(rows, dialogue))


def _members(series_id: int | None) -> Select[Dialogue]:
    """Return the statement for the dialogues of a series, those without a date at the end."""
    return (
        select(Dialogue)
        .where(Dialogue.series_id == series_id if series_id is not None else false())
        .order_by(Dialogue.held_on.is_(None), Dialogue.held_on, Dialogue.created_at, Dialogue.id)
    )


def _alike(rows: list[Dialogue], dialogue: Dialogue) -> list[int]:
    return [row.id for row in rows if row.rehearsal == dialogue.rehearsal]


def _place(title: str, dialogue_id: int, order: list[int]) -> SeriesPlace:
    return SeriesPlace(title, order.index(dialogue_id) + 1, len(order))
