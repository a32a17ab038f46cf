"""A deleted dialogue: nothing of it stays in any table, and neither its code nor its number comes back."""

import dataclasses
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.doors.hall import Evening, Hall, fill
from workshop.domain import deletion
from workshop.domain.balloting import BallotBox, Dots
from workshop.domain.bounds import ARCHIVE_REASON
from workshop.domain.deletion import delete_dialogue, delete_due, note_archive
from workshop.domain.dialogue import (
    DialogueFacts,
    copy_dialogue,
    create_dialogue,
    describe_dialogue,
    set_phase,
    wipe_rehearsal,
)
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.grant import make_link
from workshop.domain.keeping import months_after
from workshop.domain.mark import dismiss_proposal, mark_contradiction
from workshop.domain.queries.deletion import keeping_of_all, loss_of, was_deleted
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.store import Store
from workshop.domain.vector import CardVector, keep_vectors
from workshop.live.watch import Watches
from workshop.models import ArchiveNote, Base, Deletion, Dialogue, Phase, Role, now

pytestmark = pytest.mark.integration
# Tables that hang on no dialogue, and why that is no hole.
FREE = {
    "deletions": "says that a dialogue was deleted",
    "erasures": "says which cards lost words, without the words",
    "series": "says the heading of dialogues, and goes with the last of them",
}
Rows = Mapping[str, set[tuple[object, ...]]]


async def full_hall(store: Store) -> Hall:
    """Two dialogues with a row in each table."""
    hall = await fill(store)
    for evening in (hall.evening, hall.other):
        at, whose = evening.here, {"actor": operator(), "dialogue_id": evening.dialogue}
        await mark_contradiction(store, group_ids=(at.group, at.second_group), **whose)
        await dismiss_proposal(store, table_id=at.table, key="gather 1", **whose)
        await set_phase(store, phase=Phase.WEIGH, **whose)
        await BallotBox(store).give_dots(Dots(evening.code, at.group, 2, "p1"))
        for bounds in ({"role": Role.MODERATOR}, {"role": Role.HOST, "table_id": at.table}):
            await make_link(store, **bounds, **whose)
        made = [CardVector(at.single, "Ein Garten", "m", b"12")]
        assert await keep_vectors(store, dialogue_id=evening.dialogue, vectors=made)
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
    assert (loss.cards, loss.topics, loss.outcomes, loss.photos, loss.links) == (20, 4, 6, 4, 4)
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


# What goes by itself: on its day, and only when the archive was asked.


async def make_due(store: Store, dialogue_id: int, *, days: int = 0) -> None:
    """Let the day of deletion be so many days ago."""
    async with store.database.write() as session:
        day = store.keeping.day_of(now()) - timedelta(days=days)
        await session.execute(update(Dialogue).where(Dialogue.id == dialogue_id).values(delete_on=day))


async def codes_left(store: Store) -> set[str]:
    async with store.read() as session:
        return set(await session.scalars(select(Dialogue.code)))


async def test_nothing_goes_before_its_day_and_without_the_archives_note(store: Store, dialogue) -> None:
    noting = {"actor": operator(), "dialogue_id": dialogue.id}
    assert await delete_due(store) == []
    await make_due(store, dialogue.id, days=400)
    assert await delete_due(store) == []
    await note_archive(store, note=ArchiveNote.OFFERED, reason="Az. 1", **noting)
    await make_due(store, dialogue.id, days=-1)
    assert await delete_due(store) == []
    await make_due(store, dialogue.id)
    await note_archive(store, note=None, **noting)
    assert await delete_due(store) == []
    await note_archive(store, note=ArchiveNote.TAKEN, **noting)
    ((code, loss),) = await delete_due(store)
    assert (code, loss.cards) == (dialogue.code, 0)
    assert await codes_left(store) == set()
    assert await delete_due(store) == []


@pytest.mark.parametrize("note", ArchiveNote)
async def test_any_note_lets_it_go(store: Store, dialogue, note) -> None:
    await make_due(store, dialogue.id)
    await note_archive(store, actor=operator(), dialogue_id=dialogue.id, note=note, reason="Kein Archivgut")
    assert [code for code, _ in await delete_due(store)] == [dialogue.code]


async def test_rehearsals_and_towns_without_the_step_do_not_wait(store: Store, dialogue) -> None:
    rehearsal = await _new(store, rehearsal=True)
    for number in (rehearsal, dialogue.id):
        await make_due(store, number)
    await delete_due(store)
    assert await codes_left(store) == {dialogue.code}
    store.keeping = dataclasses.replace(store.keeping, no_archive="Das Archiv hat verzichtet")
    await delete_due(store)
    assert await codes_left(store) == set()


async def test_usual_day_deletes_too(store: Store, dialogue) -> None:
    await note_archive(store, actor=operator(), dialogue_id=dialogue.id, note=ArchiveNote.DECLINED)
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(created_at=now() - timedelta(days=367)))
    assert len(await delete_due(store)) == 1


async def test_that_no_offer_is_needed_wants_a_reason(store: Store, dialogue) -> None:
    noting = {"actor": operator(), "dialogue_id": dialogue.id}
    for reason in ("", " \n"):
        with pytest.raises(RefusedError, match="field_missing"):
            await note_archive(store, note=ArchiveNote.WAIVED, reason=reason, **noting)
    with pytest.raises(RefusedError, match="text_too_long"):
        await note_archive(store, note=ArchiveNote.TAKEN, reason="x" * (ARCHIVE_REASON + 1), **noting)
    moderator = Actor(frozenset({Right(Role.MODERATOR, dialogue.id)}))
    with pytest.raises(ForbiddenError):
        await note_archive(store, actor=moderator, dialogue_id=dialogue.id, note=ArchiveNote.TAKEN)
    await note_archive(store, note=ArchiveNote.WAIVED, reason="Keine Unterlagen", **noting)
    async with store.read() as session:
        (view,) = await keeping_of_all(session, store.keeping)
    assert (view.note, view.reason, view.waits) == (ArchiveNote.WAIVED, "Keine Unterlagen", False)
    assert view.noted_on == store.keeping.day_of(now())
    with pytest.raises(ConflictError):
        await note_archive(store, note=ArchiveNote.TAKEN, seen_version=1, **noting)


async def test_day_can_be_set_within_its_bounds(store: Store, dialogue) -> None:
    today = store.keeping.day_of(now())
    evening = today + timedelta(days=30)

    async def day(**facts: object) -> date:
        given = DialogueFacts("Abend", held_on=evening, **facts)
        await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=given)
        async with store.read() as session:
            (view,) = await keeping_of_all(session, store.keeping)
        return view.day

    assert await day() == months_after(evening, 12)
    soonest, latest = today + timedelta(days=7), months_after(evening, 120)
    for allowed in (soonest, latest):
        assert await day(delete_on=allowed) == allowed
    # Who says nothing of it leaves it.
    assert await day() == latest
    for refused in (today, soonest - timedelta(days=1), latest + timedelta(days=1), date(1900, 1, 1)):
        with pytest.raises(RefusedError, match="delete_day_out_of_range"):
            await day(delete_on=refused)
    assert await day(delete_on=None) == months_after(evening, 12)
    # A day that has passed may stay as it is, and nothing may bring it about by a side way.
    await make_due(store, dialogue.id)
    assert await day(delete_on=today) == today
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(created_at=now() - timedelta(days=800)))
    evening = today - timedelta(days=790)
    with pytest.raises(RefusedError, match="delete_day_out_of_range"):
        await day(delete_on=None)


async def test_new_dialogue_may_name_its_day(store: Store) -> None:
    day = store.keeping.day_of(now()) + timedelta(days=40)
    making = {"actor": operator(), "theme_set": "gmuend"}
    await create_dialogue(store, facts=DialogueFacts("Abend", delete_on=day), **making)
    with pytest.raises(RefusedError, match="delete_day_out_of_range"):
        await create_dialogue(store, facts=DialogueFacts("Abend", delete_on=date(2026, 1, 1)), **making)
    async with store.read() as session:
        (view,) = await keeping_of_all(session, store.keeping)
    assert (view.day, view.dialogue.delete_on, view.waits, view.forgets_on) == (day, day, True, None)


async def test_remark_is_stored_as_plain_text(store: Store, dialogue) -> None:
    noting = {"actor": operator(), "dialogue_id": dialogue.id, "note": ArchiveNote.TAKEN}
    await note_archive(store, reason="a\0b\ud800\u202ec e\u0301", **noting)
    async with store.read() as session:
        (view,) = await keeping_of_all(session, store.keeping)
    assert view.reason == "abc é"
    with pytest.raises(RefusedError, match="text_heaped"):
        await note_archive(store, reason="a" + "\u0301\u0316" * 50, **noting)
