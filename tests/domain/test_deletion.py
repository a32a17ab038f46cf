"""A deleted dialogue: nothing of it stays in any table, and neither its code nor its number comes back."""

from collections.abc import Mapping

import pytest
from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from tests.doors.hall import Evening, Hall, fill
from workshop.domain import deletion
from workshop.domain.deletion import delete_dialogue
from workshop.domain.dialogue import DialogueFacts, copy_dialogue, create_dialogue, wipe_rehearsal
from workshop.domain.errors import ForbiddenError, NotFoundError
from workshop.domain.grant import make_link
from workshop.domain.mark import dismiss_proposal, mark_contradiction
from workshop.domain.queries.deletion import loss_of, was_deleted
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.store import Store
from workshop.live.watch import Watches
from workshop.models import Base, Deletion, Dialogue, Role

pytestmark = pytest.mark.integration
# Tables that hang on no dialogue, and why that is no hole.
FREE = {"deletions": "says that a dialogue was deleted"}
Rows = Mapping[str, set[tuple[object, ...]]]


async def full_hall(store: Store) -> Hall:
    """Two dialogues with a row in each table."""
    hall = await fill(store)
    for evening in (hall.evening, hall.other):
        at, whose = evening.here, {"actor": operator(), "dialogue_id": evening.dialogue}
        await mark_contradiction(store, group_ids=(at.group, at.second_group), **whose)
        await dismiss_proposal(store, table_id=at.table, key="gather 1", **whose)
        for bounds in ({"role": Role.MODERATOR}, {"role": Role.HOST, "table_id": at.table}):
            await make_link(store, **bounds, **whose)
    return hall


async def hanging_on(session: AsyncSession, evening: Evening) -> Rows:
    """Return the keys of all rows that belong to a dialogue, by table: whatever points to it, on any way."""
    found: dict[str, set[tuple[object, ...]]] = {"dialogues": {(evening.dialogue,)}}
    for table in Base.metadata.sorted_tables:
        links = [
            key.parent.in_([value for (value,) in found[key.column.table.name]])
            if key.column.primary_key
            else key.parent.in_(
                select(key.column).where(
                    tuple_(*key.column.table.primary_key).in_(found[key.column.table.name] or [(0,)])
                )
            )
            for key in table.foreign_keys
            if key.column.table.name in found and len(key.column.table.primary_key) == 1
        ]
        if links:
            rows = await session.execute(select(*table.primary_key).where(or_(*links)))
            found[table.name] = {tuple(row) for row in rows}
    return found


async def test_no_row_of_any_table_is_left_and_another_dialogue_keeps_all(store: Store) -> None:
    hall = await full_hall(store)
    async with store.read() as session:
        before, other = await hanging_on(session, hall.evening), await hanging_on(session, hall.other)
    # A new table belongs here: it hangs on a dialogue and this test fills it, or it says why it need not.
    assert {name for name in Base.metadata.tables if not before.get(name)} == set(FREE)
    await delete_dialogue(store, actor=operator(), dialogue_id=hall.evening.dialogue)
    async with store.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = {tuple(row) for row in await session.execute(select(*table.primary_key))}
            assert not rows & before.get(table.name, set()), table.name
            assert rows >= other.get(table.name, set()), table.name
            for column in table.columns:
                if column.name == "dialogue_id":
                    left = select(func.count()).select_from(table).where(column == hall.evening.dialogue)
                    assert await session.scalar(left) == 0, table.name
        noted = (await session.execute(select(Deletion.code, Deletion.number))).all()
    assert [tuple(row) for row in noted] == [(hall.evening.code, hall.evening.dialogue)]
    # No text and no date of the evening stands in what stays.
    assert set(Deletion.__table__.columns.keys()) == {"id", "code", "number", "deleted_at"}


async def test_what_goes_is_counted_before(store: Store) -> None:
    hall = await full_hall(store)
    async with store.read() as session:
        loss = await loss_of(session, hall.evening.dialogue)
    assert (loss.cards, loss.topics, loss.outcomes, loss.links) == (20, 4, 4, 2)
    assert loss.steps > 10
    assert await delete_dialogue(store, actor=operator(), dialogue_id=hall.evening.dialogue) == loss


async def test_only_organisers_delete_and_only_once(store: Store, dialogue) -> None:
    for rights in ({Right(Role.MODERATOR, dialogue.id)}, {Right(Role.READER, dialogue.id)}, set()):
        with pytest.raises(ForbiddenError):
            await delete_dialogue(store, actor=Actor(frozenset(rights)), dialogue_id=dialogue.id)
    await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    with pytest.raises(NotFoundError):
        await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)


async def _new(store: Store, **given: bool) -> int:
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts("Abend"), theme_set="gmuend", **given
    )
    async with store.read() as session:
        number = await session.scalar(select(Dialogue.id).where(Dialogue.code == code))
    assert number is not None
    return number


@pytest.mark.parametrize("copies", [False, True])
async def test_neither_code_nor_number_is_given_again(store: Store, dialogue, monkeypatch, copies) -> None:
    gone = await _new(store, rehearsal=True)
    async with store.read() as session:
        code = await session.scalar(select(Dialogue.code).where(Dialogue.id == gone))
    await wipe_rehearsal(store, actor=operator(), dialogue_id=gone)
    codes = [code, dialogue.code, "FRESH222"]
    monkeypatch.setattr(deletion, "new_code", lambda: codes.pop(0))
    if copies:
        assert await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id) == "FRESH222"
    else:
        assert await _new(store) > gone
    async with store.read() as session:
        numbers = list(await session.scalars(select(Dialogue.id).order_by(Dialogue.id)))
        assert await was_deleted(session, code)
        assert not await was_deleted(session, "FRESH222")
    assert numbers[-1] > gone


async def test_who_follows_it_hears_that_it_is_gone(store: Store, dialogue) -> None:
    watches = Watches(store)
    watch = await watches.by_code(dialogue.code)
    assert watch is not None
    heard = []
    watch.listen(heard.append)
    rights = store.follow_rights()
    await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    assert await rights.wait(5)
    await watch.catch_up()
    assert (heard[0], watch.gone) == (None, True)
    assert await watches.by_code(dialogue.code) is None
    assert watches.was_deleted(dialogue.code)
    assert await watches.by_code("NOWHERE2") is None
    assert not watches.was_deleted("NOWHERE2")
    await watches.close()
