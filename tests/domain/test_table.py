import pytest

from themes import RESERVED_TABLE_KEYS
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.errors import RefusedError
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.table import add_table, checked_key, remove_table


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
