"""Deleting a dialogue: at once or on its day, with all that hangs on it; and that nothing comes back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain import bounds
from workshop.domain.code import new_code
from workshop.domain.erasure import note_deleted
from workshop.domain.errors import NotFoundError, Refusal, RefusedError
from workshop.domain.queries.deletion import Loss, loss_of
from workshop.domain.rights import Actor
from workshop.domain.series import remove_empty, tell_series
from workshop.domain.store import Store, check_version
from workshop.domain.text import is_blank
from workshop.models import ArchiveNote, Base, Deletion, Dialogue, now


async def delete_dialogue(store: Store, *, actor: Actor, dialogue_id: int) -> Loss:
    """Delete a dialogue now, whatever is noted about its archive; return what is gone.

    Open pages say that it no longer exists. Raises `ForbiddenError` and `NotFoundError`.
    """
    actor.require_organiser()
    number = bounds.row(dialogue_id, Refusal.DIALOGUE_UNKNOWN)
    async with store.database.write() as session:
        dialogue = await session.get(Dialogue, number, with_for_update=True)
        if dialogue is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        loss = await remove(session, dialogue)
    await tell_deleted(store, number, dialogue.series_id)
    return loss


async def note_archive(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    note: ArchiveNote | None,
    reason: str = "",
    seen_version: int | None = None,
) -> None:
    """Note what became of the offer to the public archive, with a remark; `None` takes the note back.

    That none is needed wants a reason. Raises `RefusedError` without one, and `ForbiddenError`.
    """
    actor.require_organiser()
    text = bounds.text(reason, bounds.ARCHIVE_REASON)
    if note == ArchiveNote.WAIVED and is_blank(text):
        raise RefusedError(Refusal.FIELD_MISSING)
    async with store.change(dialogue_id) as change:
        check_version(change.dialogue, seen_version)
        noted_on = store.keeping.day_of(now()) if note else None
        change.set_facts(archive_note=note, archive_reason=text if note else "", archive_noted_on=noted_on)


async def delete_due(store: Store) -> list[tuple[str, Loss]]:
    """Delete the dialogues whose day has come and whose archive is noted; return codes and losses."""
    at, gone = now(), []
    async with store.read() as session:
        dialogues = await session.scalars(select(Dialogue).order_by(Dialogue.id))
        due = [each.id for each in dialogues if store.keeping.is_due(each, at)]
    for number in due:
        async with store.database.write() as session:
            dialogue = await session.get(Dialogue, number, with_for_update=True)
            # Somebody may have given it more time just now.
            if dialogue is None or not store.keeping.is_due(dialogue, at):
                continue
            gone.append((dialogue.code, await remove(session, dialogue)))
        await tell_deleted(store, number, dialogue.series_id)
    return gone


async def remove(session: AsyncSession, dialogue: Dialogue, at: datetime | None = None) -> Loss:
    """Delete all rows of a dialogue in an open transaction that holds its lock; note that it was there."""
    loss, at = await loss_of(session, dialogue.id), at or now()
    session.add(Deletion(code=dialogue.code, number=dialogue.id, deleted_at=at))
    await note_deleted(session, dialogue.code, at)
    await session.flush()
    # What points to others first: then no row has to be looked for by what it points to.
    for table in reversed(Base.metadata.sorted_tables):
        if "dialogue_id" in table.columns:
            await session.execute(delete(table).where(table.columns.dialogue_id == dialogue.id))
    await session.execute(delete(Dialogue).where(Dialogue.id == dialogue.id))
    return loss


async def delete_again(session: AsyncSession, before: Iterable[tuple[str, int, datetime]]) -> None:
    """Delete once more what a restored copy brought back.

    `before` holds code, number (0: not known) and time of each deletion that was noted till then.
    """
    known = set(await session.scalars(select(Deletion.code)))
    for code, number, at in before:
        dialogue = await session.scalar(select(Dialogue).where(Dialogue.code == code))
        if dialogue is not None:
            if dialogue.created_at < at:
                await remove(session, dialogue, at)
        elif code not in known:
            session.add(Deletion(code=code, number=number, deleted_at=at))
        known.add(code)
    await remove_empty(session)


async def tell_deleted(store: Store, dialogue_id: int, series_id: int | None) -> None:
    """Wake all who follow a dialogue that was deleted, who held a right in it, and others of its series."""
    store.erased.set()
    await store.feed.publish(dialogue_id)
    await store.tell_rights_changed()
    await tell_series(store, series_id)


async def free_place(session: AsyncSession) -> dict[str, Any]:
    """Return code and number of a new dialogue: none that another has or ever had.

    A code may still hang on a wall or be kept by a phone, and a number by an open page. SQLite would give the
    number of the last dialogue once more as soon as that is deleted; PostgreSQL counts on by itself.
    """
    code = new_code()
    while await _is_taken(session, code):
        code = new_code()
    if session.get_bind().dialect.name != "sqlite":
        return {"code": code}
    numbers = union_all(select(func.max(Dialogue.id)), select(func.max(Deletion.number)))
    highest = max(number or 0 for number in await session.scalars(numbers))
    return {"code": code, "id": highest + 1}


async def _is_taken(session: AsyncSession, code: str) -> bool:
    codes = union_all(
        select(Dialogue.id).where(Dialogue.code == code), select(Deletion.id).where(Deletion.code == code)
    )
    return await session.scalar(codes) is not None
