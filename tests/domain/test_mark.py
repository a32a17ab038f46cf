import pytest

from tests.factories import entries, everything
from workshop.domain.errors import ConflictError, ForbiddenError, RefusedError
from workshop.domain.group import move_entry, park_group
from workshop.domain.mark import dismiss_proposal, double_entry, mark_contradiction
from workshop.domain.proposal import ProposalKind, TableProposal, apply_proposal
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor, operator
from workshop.domain.step import redo_step, undo_step
from workshop.live.picture import Picture

pytestmark = pytest.mark.integration


async def _picture(store, dialogue) -> Picture:
    return Picture(await everything(store, dialogue))


async def test_doubled_card_stands_in_two_groups_and_is_kept_once(
    store, dialogue, sorted_table, wohnen
) -> None:
    card = (await entries(store, dialogue))["a1"]
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await double_entry(store, entry_id=card.id, group_id=sorted_table["B"], **act)
    picture = await _picture(store, dialogue)
    assert [e.text for e in picture.doubled(picture.groups[sorted_table["B"]])] == ["a1"]
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    assert sorted(entry.text for entry in results.entries) == ["a1", "a2", "b1", "b2", "c"]
    assert {group.label: len(group.entry_ids) for group in results.groups} == {"A": 2, "B": 3}
    await undo_step(store, table_id=wohnen, **act)
    picture = await _picture(store, dialogue)
    assert picture.doubled(picture.groups[sorted_table["B"]]) == []


async def test_card_is_not_doubled_into_its_own_group(store, dialogue, sorted_table) -> None:
    card = (await entries(store, dialogue))["a1"]
    with pytest.raises(RefusedError, match="already_there"):
        await double_entry(
            store,
            actor=operator(),
            dialogue_id=dialogue.id,
            entry_id=card.id,
            group_id=sorted_table["A"],
        )


async def test_contradiction_is_marked_both_ways_and_undone(store, dialogue, sorted_table, wohnen) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await mark_contradiction(store, group_ids=(b, a), **act)
    picture = await _picture(store, dialogue)
    assert [g.id for g in picture.contradicting(picture.groups[a])] == [b]
    assert [g.id for g in picture.contradicting(picture.groups[b])] == [a]
    await mark_contradiction(store, group_ids=(a, b), active=False, **act)
    assert (await _picture(store, dialogue)).contradictions == set()
    await undo_step(store, table_id=wohnen, **act)
    assert (await _picture(store, dialogue)).contradictions == {(min(a, b), max(a, b))}


async def test_group_is_parked_and_taken_out_again(store, dialogue, sorted_table, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await park_group(store, group_id=sorted_table["A"], parked=True, **act)
    assert (await _picture(store, dialogue)).groups[sorted_table["A"]].parked
    await undo_step(store, table_id=wohnen, **act)
    assert not (await _picture(store, dialogue)).groups[sorted_table["A"]].parked


async def test_dismissed_proposal_is_remembered_until_undone(store, dialogue, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id, "table_id": wohnen}
    await dismiss_proposal(store, key="merge:1,2", **act)
    assert (await _picture(store, dialogue)).dismissed == {wohnen: {"merge:1,2"}}
    await undo_step(store, **act)
    assert (await _picture(store, dialogue)).dismissed == {wohnen: set()}


async def _proposals(store, dialogue, sorted_table, wohnen) -> dict[str, TableProposal]:
    found = {text: entry.id for text, entry in (await entries(store, dialogue)).items()}
    a, b = sorted_table["A"], sorted_table["B"]
    part_a, part_b = (found["a1"], found["a2"]), (found["b1"], found["b2"])
    return {
        "merge": TableProposal("m", wohnen, ProposalKind.MERGE, (a, b), (part_a, part_b), ("x",)),
        "single": TableProposal("l", wohnen, ProposalKind.MERGE, (a, None), (part_a, (found["c"],)), ("x",)),
        "split": TableProposal(
            "s", wohnen, ProposalKind.SPLIT, (a,), ((found["a1"],), (found["a2"],)), ("x", "y")
        ),
        "gather": TableProposal("g", wohnen, ProposalKind.GATHER, (None,), ((found["c"],),), ("x",)),
    }


@pytest.mark.parametrize("kind", ["merge", "single", "split", "gather"])
async def test_proposal_is_one_step_that_can_be_undone_and_redone(
    store, dialogue, sorted_table, wohnen, kind
) -> None:
    async def together() -> set[frozenset[str]]:
        picture = await _picture(store, dialogue)
        return {frozenset(e.text for e in picture.members(g)) for g in picture.groups_of(wohnen)}

    ab, a, b = frozenset({"a1", "a2"}), frozenset({"a1"}), frozenset({"b1", "b2"})
    expected = {
        "merge": {ab | b},
        "single": {ab | {"c"}, b},
        "split": {a, frozenset({"a2"}), b},
        "gather": {ab, b, frozenset({"c"})},
    }
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    proposal = (await _proposals(store, dialogue, sorted_table, wohnen))[kind]
    await apply_proposal(store, proposal=proposal, **act)
    assert await together() == expected[kind]
    await undo_step(store, table_id=wohnen, **act)
    assert await together() == {ab, b}
    await redo_step(store, table_id=wohnen, **act)
    assert await together() == expected[kind]


@pytest.mark.parametrize("kind", ["single", "split", "gather"])
async def test_proposal_that_no_longer_fits_changes_nothing(
    store, dialogue, sorted_table, wohnen, kind
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    proposal = (await _proposals(store, dialogue, sorted_table, wohnen))[kind]
    for text in ("a2", "c"):
        entry = (await entries(store, dialogue))[text]
        await move_entry(store, entry_id=entry.id, group_id=sorted_table["B"], **act)
    before = (await everything(store, dialogue)).revision
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await apply_proposal(store, proposal=proposal, **act)
    assert (await everything(store, dialogue)).revision == before


async def test_stranger_may_mark_nothing(store, dialogue, sorted_table, wohnen) -> None:
    act = {"actor": Actor(), "dialogue_id": dialogue.id}
    proposal = (await _proposals(store, dialogue, sorted_table, wohnen))["merge"]
    card = (await entries(store, dialogue))["a1"]
    a, b = sorted_table["A"], sorted_table["B"]
    for deed in (
        lambda: double_entry(store, entry_id=card.id, group_id=b, **act),
        lambda: mark_contradiction(store, group_ids=(a, b), **act),
        lambda: park_group(store, group_id=a, parked=True, **act),
        lambda: dismiss_proposal(store, table_id=wohnen, key="k", **act),
        lambda: apply_proposal(store, proposal=proposal, **act),
    ):
        with pytest.raises(ForbiddenError):
            await deed()
