import pytest

from tests.factories import entries, everything, groups, post
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.group import (
    LABEL_LENGTH,
    gather_entries,
    merge_groups,
    move_entries,
    move_entry,
    rename_group,
    shortened,
    split_group,
)
from workshop.domain.placement import Description, Suggestion, describe_groups, place_entries
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.step import redo_step, undo_step
from workshop.models import GroupState, Role

pytestmark = pytest.mark.integration


async def _places(store, dialogue) -> dict[str, int | None]:
    return {text: entry.group_id for text, entry in (await entries(store, dialogue)).items()}


async def test_machine_places_cards_that_are_free(store, dialogue, sorted_table) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    assert await _places(store, dialogue) == {"a1": a, "a2": a, "b1": b, "b2": b, "c": None}


async def test_machine_never_moves_a_card_that_has_a_place(store, dialogue, sorted_table, wohnen) -> None:
    found = await entries(store, dialogue)
    before = await _places(store, dialogue)
    suggestion = Suggestion(wohnen, (found["a1"].id, found["c"].id), sorted_table["B"], "B")
    assert await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion]) == [None]
    assert await _places(store, dialogue) == before


async def test_machine_never_moves_what_a_person_took_out(store, dialogue, sorted_table, wohnen) -> None:
    entry = (await entries(store, dialogue))["a1"]
    await move_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=entry.id, group_id=None)
    suggestion = Suggestion(wohnen, (entry.id,), sorted_table["A"], "A")
    assert await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion]) == [None]
    assert (await _places(store, dialogue))["a1"] is None


async def test_machine_keeps_a_name_that_a_person_gave(store, dialogue, sorted_table, wohnen) -> None:
    group_id = sorted_table["A"]
    await rename_group(store, actor=operator(), dialogue_id=dialogue.id, group_id=group_id, label="Meins")
    single = (await entries(store, dialogue))["c"]
    suggestion = Suggestion(wohnen, (single.id,), group_id, "Maschine")
    await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion])
    assert {g.label for g in (await everything(store, dialogue)).groups} == {"Meins", "B"}
    assert (await _places(store, dialogue))["c"] == group_id


async def test_machines_words_are_no_longer_than_peoples(store, dialogue, wohnen) -> None:
    ids = tuple(receipt.id for receipt in await post(store, dialogue, "a1", "a2"))
    suggestion = Suggestion(wohnen, ids, None, "x" * 481, ("y" * 481, "Kurs"))
    (group_id,) = await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion])
    (group,) = (await everything(store, dialogue)).groups
    assert (group.label, group.words) == ("x" * 79 + "…", ("y" * 79 + "…", "Kurs"))
    told = Description(group_id, "z" * 481, ("y" * 481,))
    await describe_groups(store, dialogue_id=dialogue.id, descriptions=[told])
    assert {each.label for each in (await everything(store, dialogue)).groups} == {"z" * 79 + "…"}
    # What is told and what is kept are the same, so that it is not told again and again.
    assert told.label == "z" * 79 + "…"


async def test_cards_that_speak_for_a_topic_are_stored_by_their_ids(store, dialogue, wohnen) -> None:
    ids = tuple(receipt.id for receipt in await post(store, dialogue, "Schach", "satranç", "shah"))
    here = {"store": store, "dialogue_id": dialogue.id}
    given = Suggestion(wohnen, ids[:2], None, "Schach", alike=ids[:2])
    (group_id,) = await place_entries(suggestions=[given], **here)
    assert (await groups(store, dialogue))["Schach"].alike == ids[:2]
    await describe_groups(descriptions=[Description(group_id, "", ("Schach",))], **here)
    group = (await groups(store, dialogue))["Schach"]
    assert (group.words, group.alike) == (("Schach",), ())


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Kurz", "Kurz"),
        ("Wort  und\nWort", "Wort und Wort"),
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 79 + "…"),
        ("Wort " * 20, "Wort " * 15 + "Wort…"),
        ("Erstes, " + "b" * 100, "Erstes…"),
        ("👩‍👩‍👧" * 40, "👩‍👩‍👧" * 15 + "…"),
        ("سلام " * 30, "سلام " * 15 + "سلام…"),
    ],
)
def test_words_of_the_machine_are_cut_between_words_and_never_within_a_character(text, short) -> None:
    assert shortened(text) == short
    assert len(short) <= LABEL_LENGTH


async def test_merge_keeps_every_card_and_can_be_undone_and_redone(
    store, dialogue, sorted_table, wohnen
) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    before = await _places(store, dialogue)
    await merge_groups(store, actor=operator(), dialogue_id=dialogue.id, into=a, group_ids=[b])
    merged = {"a1": a, "a2": a, "b1": a, "b2": a, "c": None}
    assert await _places(store, dialogue) == merged
    assert (await groups(store, dialogue))["B"].state == GroupState.DISSOLVED
    turned = await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)
    assert (turned.verb, await _places(store, dialogue)) == ("merge_groups", before)
    assert (await groups(store, dialogue))["B"].state == GroupState.OPEN
    await redo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)
    assert await _places(store, dialogue) == merged


async def test_split_takes_cards_out_and_undo_puts_them_back(store, dialogue, sorted_table, wohnen) -> None:
    entry = (await entries(store, dialogue))["a2"]
    before = await _places(store, dialogue)
    new = await split_group(
        store,
        actor=operator(),
        dialogue_id=dialogue.id,
        group_id=sorted_table["A"],
        entry_ids=[entry.id],
        label="Neu",
    )
    assert (await _places(store, dialogue))["a2"] == new
    await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)
    assert await _places(store, dialogue) == before
    assert (await groups(store, dialogue))["Neu"].state == GroupState.DISSOLVED


async def test_undo_of_a_split_frees_cards_that_came_meanwhile(store, dialogue, sorted_table, wohnen) -> None:
    found = await entries(store, dialogue)
    new = await split_group(
        store,
        actor=operator(),
        dialogue_id=dialogue.id,
        group_id=sorted_table["A"],
        entry_ids=[found["a2"].id],
        label="Neu",
    )
    suggestion = Suggestion(wohnen, (found["c"].id,), new, "Neu")
    assert await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion]) == [new]
    await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)
    entry = (await entries(store, dialogue))["c"]
    assert (entry.group_id, entry.placed_by) == (None, None)


async def test_split_of_all_cards_is_refused(store, dialogue, sorted_table) -> None:
    found = await entries(store, dialogue)
    with pytest.raises(RefusedError, match="nothing_left_in_group"):
        await split_group(
            store,
            actor=operator(),
            dialogue_id=dialogue.id,
            group_id=sorted_table["A"],
            entry_ids=[found["a1"].id, found["a2"].id],
        )


async def test_gather_takes_cards_from_anywhere(store, dialogue, sorted_table) -> None:
    found = await entries(store, dialogue)
    new = await gather_entries(
        store,
        actor=operator(),
        dialogue_id=dialogue.id,
        entry_ids=[found["a1"].id, found["c"].id],
        label="Zusammen",
    )
    places = await _places(store, dialogue)
    assert (places["a1"], places["c"], places["a2"]) == (new, new, sorted_table["A"])


async def test_second_of_two_movers_is_told(store, dialogue, sorted_table) -> None:
    seen = (await entries(store, dialogue))["c"]
    for group, raises in (("A", False), ("B", True)):
        arguments = {"entry_id": seen.id, "group_id": sorted_table[group], "seen_version": seen.version}
        if raises:
            with pytest.raises(ConflictError, match="changed_meanwhile"):
                await move_entry(store, actor=operator(), dialogue_id=dialogue.id, **arguments)
        else:
            await move_entry(store, actor=operator(), dialogue_id=dialogue.id, **arguments)
    assert (await _places(store, dialogue))["c"] == sorted_table["A"]


async def test_new_step_ends_the_redo(store, dialogue, sorted_table, wohnen) -> None:
    group_id = sorted_table["A"]
    await rename_group(store, actor=operator(), dialogue_id=dialogue.id, group_id=group_id, label="Eins")
    await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)
    await rename_group(store, actor=operator(), dialogue_id=dialogue.id, group_id=group_id, label="Zwei")
    with pytest.raises(ConflictError, match="nothing_to_redo"):
        await redo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)


async def test_steps_are_undone_and_redone_in_order(store, dialogue, sorted_table, wohnen) -> None:
    async def labels() -> list[str]:
        return sorted(await groups(store, dialogue))

    group_id = sorted_table["A"]
    for label in ("Eins", "Zwei", "Drei"):
        await rename_group(store, actor=operator(), dialogue_id=dialogue.id, group_id=group_id, label=label)
    seen = []
    for verb in (undo_step, undo_step, redo_step, undo_step, undo_step):
        await verb(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)
        seen.append((await labels())[0] if (await labels())[0] != "B" else (await labels())[1])
    assert seen == ["Zwei", "Eins", "Zwei", "Eins", "A"]


async def test_undo_with_nothing_to_undo_is_told(store, dialogue, wohnen) -> None:
    with pytest.raises(ConflictError, match="nothing_to_undo"):
        await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=wohnen)


async def test_host_of_another_table_may_not_sort_here(store, dialogue, sorted_table, wohnen) -> None:
    stranger = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen + 1)}))
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)}))
    arguments = {"dialogue_id": dialogue.id, "group_id": sorted_table["A"], "label": "X"}
    with pytest.raises(ForbiddenError):
        await rename_group(store, actor=stranger, **arguments)
    await rename_group(store, actor=host, **arguments)
    assert "X" in await groups(store, dialogue)


async def test_group_of_another_dialogue_is_not_found(store, dialogue, sorted_table) -> None:
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts(title="Anderer"), theme_set="gmuend"
    )
    assert code != dialogue.code
    with pytest.raises(NotFoundError, match="group_unknown"):
        await rename_group(
            store, actor=operator(), dialogue_id=dialogue.id + 1, group_id=sorted_table["A"], label="X"
        )


async def test_several_cards_move_as_one_step(store, dialogue, sorted_table, wohnen) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    found = await entries(store, dialogue)
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    chosen = [found[text].id for text in ("a1", "b1", "c")]
    await move_entries(store, entry_ids=chosen, group_id=a, **act)
    assert await _places(store, dialogue) == {"a1": a, "a2": a, "b1": a, "b2": b, "c": a}
    await undo_step(store, table_id=wohnen, **act)
    assert await _places(store, dialogue) == {"a1": a, "a2": a, "b1": b, "b2": b, "c": None}
    await redo_step(store, table_id=wohnen, **act)
    assert (await _places(store, dialogue))["c"] == a


async def test_several_cards_move_all_or_none(store, dialogue, sorted_table) -> None:
    found = await entries(store, dialogue)
    before = await _places(store, dialogue)
    act = {"actor": operator(), "dialogue_id": dialogue.id, "group_id": sorted_table["B"]}
    ids = [found["a1"].id, found["a2"].id]
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await move_entries(store, entry_ids=ids, seen_versions={ids[1]: found["a2"].version + 1}, **act)
    with pytest.raises(RefusedError, match="nothing_chosen"):
        await move_entries(store, entry_ids=[], **act)
    assert await _places(store, dialogue) == before
