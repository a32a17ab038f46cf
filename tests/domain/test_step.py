import pytest

from tests.factories import entries, everything, groups
from workshop.domain.entry import PaperCard, add_paper_entry, correct_paper_entry, take_back_paper_entry
from workshop.domain.errors import ConflictError, Refusal, RefusedError
from workshop.domain.grant import actor_of_key, exchange_link, make_link
from workshop.domain.group import merge_groups, move_entry, rename_group
from workshop.domain.placement import Description, Suggestion, describe_groups, place_entries
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import operator
from workshop.domain.step import redo_step, undo_step
from workshop.models import EntryState, QuestionKey, Role

pytestmark = pytest.mark.integration


@pytest.fixture
async def hosts(store, dialogue, wohnen):
    """Two hosts of the table, each at a device of their own."""
    found = []
    for _ in range(2):
        bounds = {"dialogue_id": dialogue.id, "table_id": wohnen}
        secret = await make_link(store, actor=operator(), role=Role.HOST, **bounds)
        key, _right = await exchange_link(store, secret=secret, key=None)
        found.append(await actor_of_key(store, key))
    return found


async def _labels(store, dialogue) -> set[str]:
    return set(await groups(store, dialogue))


async def test_undo_takes_ones_own_step_though_another_device_did_a_later_one(
    store, dialogue, wohnen, sorted_table, hosts
):
    first, second = hosts
    where = {"dialogue_id": dialogue.id}
    await rename_group(store, actor=first, group_id=sorted_table["A"], label="Eins", **where)
    await rename_group(store, actor=second, group_id=sorted_table["B"], label="Zwei", **where)
    turned = await undo_step(store, actor=first, table_id=wohnen, **where)
    assert (turned.is_own, await _labels(store, dialogue)) == (True, {"A", "Zwei"})
    await redo_step(store, actor=first, table_id=wohnen, **where)
    assert await _labels(store, dialogue) == {"Eins", "Zwei"}
    await undo_step(store, actor=second, table_id=wohnen, **where)
    assert await _labels(store, dialogue) == {"Eins", "B"}


async def test_undo_of_a_foreign_step_says_whose_it_was_to_both(store, dialogue, wohnen, sorted_table, hosts):
    first, second = hosts
    where = {"dialogue_id": dialogue.id}
    await rename_group(store, actor=first, group_id=sorted_table["A"], label="Eins", **where)
    turned = await undo_step(store, actor=second, table_id=wohnen, **where)
    assert (turned.is_own, turned.role) == (False, Role.HOST)
    (told,) = await _turns(store, dialogue)
    assert (told.by, told.turned_by) == (first.hand_at(dialogue.id), second.hand_at(dialogue.id))
    assert (told.turned_role, told.is_undone) == (Role.HOST, True)
    async with store.read() as session:
        (step,) = await steps_of(session, dialogue.id)
    assert step.undone_by == Role.HOST
    await redo_step(store, actor=first, table_id=wohnen, **where)
    assert await _labels(store, dialogue) == {"Eins", "B"}


async def _turns(store, dialogue):
    async with store.read() as session:
        return (await session.run_sync(changes_since, dialogue.id, 1)).turns


async def test_devices_are_told_apart_in_one_dialogue_and_not_followed_into_another(dialogue, hosts):
    first, second = hosts
    hands = {first.hand_at(dialogue.id), second.hand_at(dialogue.id), first.hand_at(dialogue.id + 1)}
    assert len(hands) == 3
    assert operator().hand_at(dialogue.id) is None


async def test_later_step_of_another_device_in_the_way_is_named_and_can_be_taken_back_first(
    store, dialogue, wohnen, sorted_table, hosts
):
    first, second = hosts
    where = {"dialogue_id": dialogue.id, "group_id": sorted_table["A"]}
    at = {"dialogue_id": dialogue.id, "table_id": wohnen}
    await rename_group(store, actor=first, label="Eins", **where)
    await rename_group(store, actor=second, label="Zwei", **where)
    with pytest.raises(ConflictError) as refused:
        await undo_step(store, actor=first, **at)
    assert refused.value.key == Refusal.STEP_IN_THE_WAY
    facts = refused.value.facts
    assert (facts["verb"], facts["role"], facts["own"]) == ("rename_group", "host", False)
    await undo_step(store, actor=first, step_id=int(facts["step"]), **at)
    await undo_step(store, actor=first, **at)
    assert "A" in await _labels(store, dialogue)


async def test_step_of_another_device_does_not_end_ones_own_redo(
    store, dialogue, wohnen, sorted_table, hosts
):
    first, second = hosts
    where = {"dialogue_id": dialogue.id}
    await rename_group(store, actor=first, group_id=sorted_table["A"], label="Eins", **where)
    await undo_step(store, actor=first, table_id=wohnen, **where)
    await rename_group(store, actor=second, group_id=sorted_table["B"], label="Zwei", **where)
    await redo_step(store, actor=first, table_id=wohnen, **where)
    assert await _labels(store, dialogue) == {"Eins", "Zwei"}


async def test_undo_of_a_merge_restores_names_and_frees_what_the_machine_put_in_meanwhile(
    store, dialogue, wohnen, sorted_table
):
    a, b = sorted_table["A"], sorted_table["B"]
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await merge_groups(store, into=a, group_ids=[b], **act)
    news = [Description(a, "Alles zusammen", ("alles",))]
    await describe_groups(store, dialogue_id=dialogue.id, descriptions=news)
    single = (await entries(store, dialogue))["c"]
    await place_entries(
        store, dialogue_id=dialogue.id, suggestions=[Suggestion(wohnen, (single.id,), a, "Noch mehr")]
    )
    await undo_step(store, table_id=wohnen, **act)
    found = await groups(store, dialogue)
    assert {label: group.id for label, group in found.items()} == {"A": a, "B": b}
    # The machine's word on the merged topic may come late.
    await describe_groups(store, dialogue_id=dialogue.id, descriptions=news)
    places = {text: entry.group_id for text, entry in (await entries(store, dialogue)).items()}
    assert places == {"a1": a, "a2": a, "b1": b, "b2": b, "c": None}
    assert await _labels(store, dialogue) == {"A", "B"}


async def test_redo_of_a_merge_takes_along_what_came_into_the_topic_meanwhile(
    store, dialogue, wohnen, sorted_table
):
    a, b = sorted_table["A"], sorted_table["B"]
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    at = {"table_id": wohnen, **act}
    await merge_groups(store, into=a, group_ids=[b], **act)
    await undo_step(store, **at)
    single = (await entries(store, dialogue))["c"]
    await place_entries(
        store, dialogue_id=dialogue.id, suggestions=[Suggestion(wohnen, (single.id,), b, "B")]
    )
    await redo_step(store, **at)
    assert {entry.group_id for entry in (await entries(store, dialogue)).values()} == {a}
    await undo_step(store, **at)
    places = {text: entry.group_id for text, entry in (await entries(store, dialogue)).items()}
    assert places == {"a1": a, "a2": a, "b1": b, "b2": b, "c": b}


async def test_card_goes_into_no_topic_that_another_device_dissolved(
    store, dialogue, wohnen, sorted_table, hosts
):
    first, second = hosts
    a, b = sorted_table["A"], sorted_table["B"]
    where = {"dialogue_id": dialogue.id}
    card = (await entries(store, dialogue))["a1"]
    await move_entry(store, actor=first, entry_id=card.id, group_id=None, **where)
    await merge_groups(store, actor=second, into=b, group_ids=[a], **where)
    await undo_step(store, actor=first, table_id=wohnen, **where)
    assert (await entries(store, dialogue))["a1"].group_id is None


async def test_paper_card_is_added_corrected_and_taken_back_as_steps(store, dialogue, wohnen):
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    at = {"table_id": wohnen, **act}
    card = PaperCard(wohnen, QuestionKey.WORKS, "Ein Cafe", "de")
    entry_id = await add_paper_entry(store, card=card, **act)

    async def now():
        entry = next(e for e in (await everything(store, dialogue)).entries if e.id == entry_id)
        return entry.state, entry.question, entry.text

    added = (EntryState.SHOWN, QuestionKey.WORKS, "Ein Cafe")
    right = PaperCard(wohnen, QuestionKey.NEEDED, "Ein Café", "fr")
    await correct_paper_entry(store, entry_id=entry_id, card=right, **act)
    corrected = (EntryState.SHOWN, QuestionKey.NEEDED, "Ein Café")
    assert await now() == corrected
    await take_back_paper_entry(store, entry_id=entry_id, **act)
    gone = (EntryState.WITHDRAWN, QuestionKey.NEEDED, "")
    assert await now() == gone
    for expected in (corrected, added):
        await undo_step(store, **at)
        assert await now() == expected
    await undo_step(store, **at)
    assert (await now())[0] == EntryState.WITHDRAWN
    for expected in (added, corrected, gone):
        await redo_step(store, **at)
        assert await now() == expected
    with pytest.raises(ConflictError, match="entry_withdrawn"):
        await correct_paper_entry(store, entry_id=entry_id, card=right, **act)


async def test_taken_back_paper_card_leaves_its_topic_and_may_come_back(
    store, dialogue, wohnen, sorted_table
):
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    card = PaperCard(wohnen, QuestionKey.WORKS, "Vom Papier", "de")
    entry_id = await add_paper_entry(store, card=card, **act)
    suggestion = Suggestion(wohnen, (entry_id,), sorted_table["A"], "A")
    await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion])
    await undo_step(store, table_id=wohnen, **act)
    gone = next(e for e in (await everything(store, dialogue)).entries if e.id == entry_id)
    assert (gone.state, gone.group_id, gone.text) == (EntryState.WITHDRAWN, None, "")
    await redo_step(store, table_id=wohnen, **act)
    assert (await entries(store, dialogue))["Vom Papier"].is_shown


async def test_paper_card_that_is_sent_twice_is_stored_once(store, dialogue, wohnen):
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    card = PaperCard(wohnen, QuestionKey.WORKS, "Einmal", "de")
    entry_id = "0a0a0a0a-0000-4000-8000-000000000000"
    for _ in range(2):
        assert await add_paper_entry(store, card=card, entry_id=entry_id, **act) == entry_id
    other = PaperCard(wohnen, QuestionKey.WORKS, "Eine andere", "de")
    assert await add_paper_entry(store, card=other, entry_id=entry_id, **act) != entry_id
    assert len((await everything(store, dialogue)).entries) == 2


async def test_words_of_a_card_from_a_phone_are_its_authors(store, dialogue, wohnen, sorted_table):
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    card = (await entries(store, dialogue))["c"]
    with pytest.raises(RefusedError, match="not_from_paper"):
        await correct_paper_entry(
            store, entry_id=card.id, card=PaperCard(wohnen, QuestionKey.WORKS, "x", "de"), **act
        )
    with pytest.raises(RefusedError, match="not_from_paper"):
        await take_back_paper_entry(store, entry_id=card.id, **act)
    assert (await entries(store, dialogue))["c"].is_shown
