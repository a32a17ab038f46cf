"""Consensus and dissent of a topic: marked by people, kept or lost with merges, told in the results."""

import pytest

from tests.factories import entries, everything
from workshop.domain.errors import ConflictError, ForbiddenError, RefusedError
from workshop.domain.group import merge_groups, move_entry, rename_group, split_group
from workshop.domain.mark import mark_accord, mark_contradiction
from workshop.domain.proposal import ProposalKind, TableProposal, apply_proposal
from workshop.domain.queries.results import results_of
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import Actor, operator
from workshop.domain.step import redo_step, undo_step
from workshop.live.picture import Picture
from workshop.models import Accord, StepVerb

pytestmark = pytest.mark.integration
AGREED, DISPUTED, NONE = Accord.AGREED, Accord.DISPUTED, Accord.NONE


async def _accords(store, dialogue, groups) -> dict[str, Accord]:
    found = {group.id: group.accord for group in (await everything(store, dialogue)).groups}
    return {name: found[number] for name, number in groups.items()}


async def test_mark_is_a_step_in_the_log_that_can_be_undone_and_redone(
    store, dialogue, sorted_table, wohnen
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    for accord in (AGREED, DISPUTED, NONE):
        await mark_accord(store, group_id=sorted_table["A"], accord=accord, **act)
    assert await _accords(store, dialogue, sorted_table) == {"A": NONE, "B": NONE}
    await undo_step(store, table_id=wohnen, **act)
    assert await _accords(store, dialogue, sorted_table) == {"A": DISPUTED, "B": NONE}
    await undo_step(store, table_id=wohnen, **act)
    assert await _accords(store, dialogue, sorted_table) == {"A": AGREED, "B": NONE}
    await redo_step(store, table_id=wohnen, **act)
    assert await _accords(store, dialogue, sorted_table) == {"A": DISPUTED, "B": NONE}
    async with store.read() as session:
        steps = await steps_of(session, dialogue.id)
    assert [step.verb for step in steps] == [
        StepVerb.UNMARK_ACCORD,
        StepVerb.MARK_DISPUTED,
        StepVerb.MARK_AGREED,
    ]


async def test_second_of_two_people_is_told_that_the_topic_changed(store, dialogue, sorted_table) -> None:
    number = sorted_table["A"]
    act = {"actor": operator(), "dialogue_id": dialogue.id, "group_id": number}
    seen = next(group.version for group in (await everything(store, dialogue)).groups if group.id == number)
    await mark_accord(store, accord=AGREED, seen_version=seen, **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await mark_accord(store, accord=DISPUTED, seen_version=seen, **act)
    assert (await _accords(store, dialogue, sorted_table))["A"] == AGREED


async def test_mark_is_one_of_the_list_and_no_strangers(store, dialogue, sorted_table) -> None:
    here = {"dialogue_id": dialogue.id, "group_id": sorted_table["A"]}
    with pytest.raises(RefusedError, match="details_invalid"):
        await mark_accord(store, actor=operator(), accord="loud", **here)
    with pytest.raises(ForbiddenError):
        await mark_accord(store, actor=Actor(), accord=AGREED, **here)


@pytest.mark.parametrize(
    ("target", "source", "left"),
    [
        (AGREED, AGREED, AGREED),
        (DISPUTED, DISPUTED, DISPUTED),
        (AGREED, DISPUTED, NONE),
        (AGREED, NONE, NONE),
        (NONE, AGREED, NONE),
        (NONE, NONE, NONE),
    ],
)
@pytest.mark.parametrize("way", ["merge", "proposal"])
async def test_merging_keeps_a_mark_that_both_have_and_undo_brings_each_back(
    store, dialogue, sorted_table, wohnen, way, target, source, left
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    a, b = sorted_table["A"], sorted_table["B"]
    for number, accord in ((a, target), (b, source)):
        await mark_accord(store, group_id=number, accord=accord, **act)
    if way == "merge":
        await merge_groups(store, into=a, group_ids=[b], **act)
    else:
        proposal = TableProposal("m", wohnen, ProposalKind.MERGE, (a, b), ((), ()), ("x",))
        await apply_proposal(store, proposal=proposal, **act)
    assert (await _accords(store, dialogue, sorted_table))["A"] == left
    await undo_step(store, table_id=wohnen, **act)
    assert await _accords(store, dialogue, sorted_table) == {"A": target, "B": source}
    await redo_step(store, table_id=wohnen, **act)
    assert (await _accords(store, dialogue, sorted_table))["A"] == left


async def test_splitting_leaves_the_mark_with_the_topic_that_keeps_its_name(
    store, dialogue, sorted_table
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = sorted_table["A"]
    await mark_accord(store, group_id=number, accord=AGREED, **act)
    card = (await entries(store, dialogue))["a1"]
    new = await split_group(store, group_id=number, entry_ids=[card.id], **act)
    assert await _accords(store, dialogue, {"A": number, "new": new}) == {"A": AGREED, "new": NONE}


async def test_cards_and_names_that_change_leave_the_mark(store, dialogue, sorted_table) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = sorted_table["A"]
    await mark_accord(store, group_id=number, accord=DISPUTED, **act)
    card = (await entries(store, dialogue))["c"]
    await move_entry(store, entry_id=card.id, group_id=number, **act)
    await rename_group(store, group_id=number, label="Anders", **act)
    assert (await _accords(store, dialogue, sorted_table))["A"] == DISPUTED


async def test_mark_reaches_the_results(store, dialogue, sorted_table) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await mark_accord(store, group_id=sorted_table["B"], accord=DISPUTED, **act)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    assert {group.label: group.accord for group in results.groups} == {"A": NONE, "B": DISPUTED}


async def test_contradiction_is_known_of_both_topics_and_of_what_they_become(
    store, dialogue, sorted_table, wohnen
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    a, b = sorted_table["A"], sorted_table["B"]

    async def contradicted() -> set[int]:
        picture = Picture(await everything(store, dialogue))
        return {group.id for group in picture.groups_of(wohnen) if picture.is_contradicted(group)}

    assert await contradicted() == set()
    await mark_contradiction(store, group_ids=(a, b), **act)
    assert await contradicted() == {a, b}
    await merge_groups(store, into=a, group_ids=[b], **act)
    assert await contradicted() == {a}
    # Nothing but a person marks a topic.
    assert (await _accords(store, dialogue, sorted_table))["A"] == NONE
    await undo_step(store, table_id=wohnen, **act)
    await mark_contradiction(store, group_ids=(a, b), active=False, **act)
    assert await contradicted() == set()
