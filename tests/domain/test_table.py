import pytest

from themes import MAX_TABLES, RESERVED_TABLE_KEYS
from workshop.domain.dialogue import DialogueFacts, create_dialogue, set_phase
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.table import removed_tables, tables_of
from workshop.domain.rights import Actor, operator
from workshop.domain.table import add_table, checked_key, edit_table, move_table, remove_table, restore_table
from workshop.models import Phase


@pytest.mark.unit
@pytest.mark.parametrize("key", sorted(RESERVED_TABLE_KEYS))
def test_key_that_is_an_address_of_the_phone_page_is_refused(key) -> None:
    with pytest.raises(RefusedError, match="table_key_reserved") as caught:
        checked_key(key)
    assert caught.value.facts == {"table": key}


@pytest.mark.unit
@pytest.mark.parametrize("key", ["wohnen", "tisch-6", "my-topics"])
def test_other_key_is_taken_as_it_is(key) -> None:
    assert checked_key(key) == key


@pytest.mark.integration
async def test_added_tables_have_keys_of_their_own_even_after_one_was_removed(store) -> None:
    act = {"actor": operator()}
    code = await create_dialogue(store, facts=DialogueFacts(title="T"), theme_set="weinheim", **act)
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
    act["dialogue_id"] = dialogue.id
    await remove_table(store, table_id=await add_table(store, title="Entries", **act), **act)
    await add_table(store, title="Topics", **act)
    async with store.read() as session:
        tables = await session.run_sync(tables_of, dialogue.id)
    assert [table.key for table in tables[2:]] == ["tisch-4"]


@pytest.fixture
async def act(store) -> dict:
    """Who acts where: the operator on a dialogue of Weinheim in preparation."""
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts(title="T"), theme_set="gmuend-frauendialog"
    )
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def present(store, act):
    async with store.read() as session:
        return await session.run_sync(tables_of, act["dialogue_id"])


async def taken_out(store, act):
    async with store.read() as session:
        return await session.run_sync(removed_tables, act["dialogue_id"])


@pytest.mark.integration
async def test_table_that_was_taken_out_comes_back_whole_at_any_time_before_the_start(store, act) -> None:
    before = await present(store, act)
    gone = before[1]
    assert len(gone.titles) > 2
    await remove_table(store, table_id=gone.id, **act)
    await add_table(store, title="Nahverkehr", **act)
    assert [table.number for table in await present(store, act)] == [*range(1, len(before) + 1)]
    (found,) = await taken_out(store, act)
    assert (found.key, found.titles, found.guides) == (gone.key, gone.titles, gone.guides)
    await restore_table(store, table_id=found.id, **act)
    after = await present(store, act)
    assert [(table.number, table.titles) for table in after[: len(before)]] == [
        (table.number, table.titles) for table in before
    ]
    assert await taken_out(store, act) == ()


@pytest.mark.integration
async def test_no_more_tables_come_back_than_are_possible(store, act) -> None:
    gone = (await present(store, act))[0]
    await remove_table(store, table_id=gone.id, **act)
    while len(await present(store, act)) < MAX_TABLES:
        await add_table(store, title="Noch einer", **act)
    with pytest.raises(RefusedError, match="too_many_tables"):
        await restore_table(store, table_id=gone.id, **act)


@pytest.mark.integration
async def test_tables_change_places_and_the_numbers_follow(store, act) -> None:
    tables = await present(store, act)
    keys = [table.key for table in tables]

    async def keys_after(index: int, by: int) -> list[str]:
        await move_table(store, table_id=tables[index].id, by=by, **act)
        moved = await present(store, act)
        assert [table.number for table in moved] == [*range(1, len(tables) + 1)]
        return [table.key for table in moved]

    assert await keys_after(0, 1) == [keys[1], keys[0], *keys[2:]]
    assert await keys_after(0, -1) == keys
    assert await keys_after(0, -1) == keys
    assert await keys_after(-1, 1) == keys
    # A table that was taken out takes up no place.
    await remove_table(store, table_id=tables[1].id, **act)
    await move_table(store, table_id=tables[0].id, by=1, **act)
    assert [table.key for table in await present(store, act)] == [keys[2], keys[0], *keys[3:]]


@pytest.mark.integration
async def test_words_of_a_table_that_was_moved_meanwhile_can_still_be_stored(store, act) -> None:
    table = (await present(store, act))[0]
    await move_table(store, table_id=table.id, by=1, **act)
    await edit_table(store, table_id=table.id, title="Neu", guide="", seen_version=table.version, **act)
    assert (await present(store, act))[1].title("de") == "Neu"


@pytest.mark.integration
async def test_places_stay_after_the_start_and_for_whoever_has_no_right(store, act) -> None:
    first, second = (await present(store, act))[:2]
    await remove_table(store, table_id=second.id, **act)
    with pytest.raises(ForbiddenError):
        await move_table(store, table_id=first.id, by=1, **(act | {"actor": Actor()}))
    with pytest.raises(NotFoundError):
        await move_table(store, table_id=second.id, by=1, **act)
    await set_phase(store, phase=Phase.COLLECT, **act)
    for verb, more in ((move_table, {"by": 1}), (restore_table, {})):
        with pytest.raises(ConflictError, match="already_started"):
            await verb(store, table_id=first.id, **more, **act)
