"""Verbs on series: dialogues under one heading. Each keeps its code, its rights and its day of deletion.

A series is there as long as a dialogue is in it. An organiser arranges all of them. A moderator starts one,
or puts a dialogue into one of which they moderate another, and hears no title of what others moderate.
"""

from collections.abc import Mapping

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.queries.series import series_for
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.domain.text import is_blank
from workshop.models import Dialogue, Series


async def start_series(store: Store, *, actor: Actor, dialogue_id: int, title: str) -> int:
    """Put a dialogue under a heading; return the id of the series.

    One that the actor knows by this title is taken before another of the same name is made.
    """
    actor.require_moderator(dialogue_id)
    title = checked_title(title)
    async with store.change(dialogue_id) as change:
        former = change.dialogue.series_id
        known = await series_for(change.session, actor)
        series_id = await series_called(change.session, title, known)
        change.set_facts(series_id=series_id)
    await tell_series(store, former, series_id)
    return series_id


async def put_into_series(store: Store, *, actor: Actor, dialogue_id: int, series_id: int) -> None:
    """Put a dialogue into a series that is there.

    Raises `NotFoundError` for one that is not, and alike for one of which the actor may not know.
    """
    actor.require_moderator(dialogue_id)
    number = bounds.row(series_id, Refusal.SERIES_UNKNOWN)
    async with store.change(dialogue_id) as change:
        known = await series_for(change.session, actor)
        if number not in known or not await _stays(change.session, number):
            raise NotFoundError(Refusal.SERIES_UNKNOWN)
        former = change.dialogue.series_id
        change.set_facts(series_id=number)
    await tell_series(store, former, number)


async def leave_series(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Take a dialogue out of its series; raise `ConflictError` if it is in none."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        former = change.dialogue.series_id
        if former is None:
            raise ConflictError(Refusal.NOT_IN_SERIES)
        change.set_facts(series_id=None)
    await tell_series(store, former)


def checked_title(title: str) -> str:
    """Return a heading as it is stored; raise `RefusedError` for what is none."""
    stored = bounds.one_line(title, bounds.SERIES_TITLE)
    if is_blank(stored):
        raise RefusedError(Refusal.TITLE_MISSING)
    return stored


async def series_called(session: AsyncSession, title: str, known: Mapping[int, str]) -> int:
    """Return which of the series that somebody knows has a checked title, else a new one of that title."""
    for number, stored in known.items():
        if stored == title and await _stays(session, number):
            return number
    series = Series(title=title)
    session.add(series)
    await session.flush()
    return series.id


async def _stays(session: AsyncSession, series_id: int) -> bool:
    """Hold a series until the end of the transaction: meanwhile it does not go as an empty one."""
    return await session.get(Series, series_id, with_for_update={"read": True}) is not None


async def tell_series(store: Store, *numbers: int | None) -> None:
    """Let the dialogues of series hear of their place anew; a series that has none is gone.

    Called after the change that moved one of them, for that holds the lock of a single dialogue.
    """
    changed = {number for number in numbers if number is not None}
    if not changed:
        return
    async with store.database.write() as session:
        members = select(Dialogue).where(Dialogue.series_id.in_(changed)).order_by(Dialogue.id)
        dialogues = list(await session.scalars(members.with_for_update()))
        for dialogue in dialogues:
            dialogue.revision += 1
            dialogue.facts_revision = dialogue.revision
        await remove_empty(session)
    for dialogue in dialogues:
        await store.feed.publish(dialogue.id)


async def remove_empty(session: AsyncSession) -> None:
    """Delete each series that no dialogue is in, in an open transaction."""
    is_empty = ~exists(select(Dialogue.id).where(Dialogue.series_id == Series.id))
    found = list(await session.scalars(select(Series.id).where(is_empty).with_for_update()))
    # Asked once more under the lock: a dialogue may just have come.
    await session.execute(delete(Series).where(Series.id.in_(found), is_empty))
