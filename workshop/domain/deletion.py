"""Deleting a dialogue with everything that hangs on it, and that nothing of it comes back."""

from typing import Any

from sqlalchemy import delete, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain import bounds
from workshop.domain.code import new_code
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.queries.deletion import Loss, loss_of
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.models import Base, Deletion, Dialogue


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
    await tell_deleted(store, number)
    return loss


async def remove(session: AsyncSession, dialogue: Dialogue) -> Loss:
    """Delete all rows of a dialogue in an open transaction that holds its lock; note that it was there."""
    loss = await loss_of(session, dialogue.id)
    session.add(Deletion(code=dialogue.code, number=dialogue.id))
    await session.flush()
    # What points to others first: then no row has to be looked for by what it points to.
    for table in reversed(Base.metadata.sorted_tables):
        if "dialogue_id" in table.columns:
            await session.execute(delete(table).where(table.columns.dialogue_id == dialogue.id))
    await session.execute(delete(Dialogue).where(Dialogue.id == dialogue.id))
    return loss


async def tell_deleted(store: Store, dialogue_id: int) -> None:
    """Wake all who follow a dialogue that was deleted, and who held a right in it."""
    await store.feed.publish(dialogue_id)
    await store.tell_rights_changed()


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
