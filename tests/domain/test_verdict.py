"""What is said to a topic and why: given, taken away, kept or lost with merges, blacked out, told."""

import pytest

from tests.domain.test_erasure import rows_of
from tests.factories import entries, everything
from workshop.domain import bounds
from workshop.domain.entry import PaperCard, add_paper_entry, withdraw_entry
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.group import joined_verdict, merge_groups, move_entry, rename_group, split_group
from workshop.domain.proposal import ProposalKind, TableProposal, apply_proposal
from workshop.domain.queries.results import results_of
from workshop.domain.queries.step import steps_of
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.step import redo_step, undo_step
from workshop.domain.verdict import give_verdict
from workshop.models import QuestionKey, Role, StepVerb, Verdict

pytestmark = pytest.mark.integration
NONE, TAKEN_UP, PARTLY, NOT = Verdict
NOTHING = (NONE, "")


@pytest.fixture
def act(dialogue):
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def _answers(store, dialogue, groups) -> dict[str, tuple[Verdict, str]]:
    found = {
        each.id: (each.verdict, each.verdict_reason) for each in (await everything(store, dialogue)).groups
    }
    return {name: found[number] for name, number in groups.items()}


async def test_answer_is_a_step_in_the_log_that_can_be_undone_and_redone(
    store, dialogue, sorted_table, wohnen, act
) -> None:
    number = sorted_table["A"]
    given = [(TAKEN_UP, ""), (NOT, "Der Bus gehört dem Landkreis."), NOTHING]
    for verdict, reason in given:
        await give_verdict(store, group_id=number, verdict=verdict, reason=reason, **act)
    assert await _answers(store, dialogue, sorted_table) == {"A": NOTHING, "B": NOTHING}
    for expected in (given[1], given[0], NOTHING):
        await undo_step(store, table_id=wohnen, **act)
        assert (await _answers(store, dialogue, sorted_table))["A"] == expected
    for expected in given[:2]:
        await redo_step(store, table_id=wohnen, **act)
        assert (await _answers(store, dialogue, sorted_table))["A"] == expected
    async with store.read() as session:
        steps = await steps_of(session, dialogue.id)
    assert [step.verb for step in steps] == [
        StepVerb.TAKE_VERDICT_AWAY,
        StepVerb.GIVE_VERDICT,
        StepVerb.GIVE_VERDICT,
    ]


async def test_reason_stands_as_it_was_written_on_its_lines(store, dialogue, sorted_table, act) -> None:
    reason = "لا توجد أموال هذا العام.\nErst im Herbst \N{SLIGHTLY SMILING FACE}"
    await give_verdict(store, group_id=sorted_table["A"], verdict=PARTLY, reason=f"{reason}\0 ", **act)
    assert (await _answers(store, dialogue, sorted_table))["A"] == (PARTLY, reason)
    await give_verdict(
        store, group_id=sorted_table["B"], verdict=NOT, reason=" \N{ZERO WIDTH SPACE}\n", **act
    )
    assert (await _answers(store, dialogue, sorted_table))["B"] == (NOT, "")


async def test_reason_is_bounded_before_anything_is_done_with_it(store, dialogue, sorted_table, act) -> None:
    here = {"group_id": sorted_table["A"], "verdict": NOT, **act}
    await give_verdict(store, reason="x" * bounds.VERDICT_REASON, **here)
    for reason in ("x" * (bounds.VERDICT_REASON + 1), "x" * 10_000_000, "Z" + "\u0301" * 60):
        with pytest.raises(RefusedError, match=r"text_too_long|text_heaped"):
            await give_verdict(store, reason=reason, **here)
    assert (await _answers(store, dialogue, sorted_table))["A"] == (NOT, "x" * bounds.VERDICT_REASON)


async def test_answer_is_one_of_the_list_and_a_reason_has_one(store, dialogue, sorted_table, act) -> None:
    here = {"group_id": sorted_table["A"], **act}
    with pytest.raises(RefusedError, match="details_invalid"):
        await give_verdict(store, verdict="maybe", **here)
    with pytest.raises(RefusedError, match="verdict_missing"):
        await give_verdict(store, verdict=NONE, reason="Darum", **here)
    with pytest.raises(NotFoundError):
        await give_verdict(store, verdict=NOT, **(here | {"group_id": 99_999}))
    assert (await _answers(store, dialogue, sorted_table))["A"] == NOTHING


async def test_host_answers_at_the_own_table_only(store, dialogue, sorted_table, wohnen) -> None:
    here = {"dialogue_id": dialogue.id, "group_id": sorted_table["A"], "verdict": TAKEN_UP}
    for actor in (Actor(), Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen + 1)}))):
        with pytest.raises(ForbiddenError):
            await give_verdict(store, actor=actor, **here)
    await give_verdict(store, actor=Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)})), **here)
    assert (await _answers(store, dialogue, sorted_table))["A"] == (TAKEN_UP, "")


async def test_second_of_two_people_is_told_that_the_topic_changed(
    store, dialogue, sorted_table, act
) -> None:
    number = sorted_table["A"]
    seen = next(each.version for each in (await everything(store, dialogue)).groups if each.id == number)
    await give_verdict(store, group_id=number, verdict=PARTLY, reason="Eins", seen_version=seen, **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await give_verdict(store, group_id=number, verdict=NOT, reason="Zwei", seen_version=seen, **act)
    assert (await _answers(store, dialogue, sorted_table))["A"] == (PARTLY, "Eins")


@pytest.mark.parametrize(
    ("target", "source", "left"),
    [
        ((NOT, "Kein Geld."), (NOT, "Kein Platz."), (NOT, "Kein Geld.\nKein Platz.")),
        ((NOT, "Kein Geld."), (NOT, "Kein Geld."), (NOT, "Kein Geld.")),
        ((PARTLY, ""), (PARTLY, "Im Herbst."), (PARTLY, "Im Herbst.")),
        ((TAKEN_UP, "Schon da."), (NOT, "Kein Geld."), NOTHING),
        ((TAKEN_UP, "Schon da."), NOTHING, NOTHING),
        (NOTHING, (NOT, "Kein Geld."), NOTHING),
        (NOTHING, NOTHING, NOTHING),
    ],
)
@pytest.mark.parametrize("way", ["merge", "proposal"])
async def test_merging_keeps_an_answer_that_both_have_and_undo_brings_each_back(
    store, dialogue, sorted_table, wohnen, act, way, target, source, left
) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    for number, (verdict, reason) in ((a, target), (b, source)):
        await give_verdict(store, group_id=number, verdict=verdict, reason=reason, **act)
    if way == "merge":
        await merge_groups(store, into=a, group_ids=[b], **act)
    else:
        proposal = TableProposal("m", wohnen, ProposalKind.MERGE, (a, b), ((), ()), ("x",))
        await apply_proposal(store, proposal=proposal, **act)
    assert (await _answers(store, dialogue, sorted_table))["A"] == left
    await undo_step(store, table_id=wohnen, **act)
    assert await _answers(store, dialogue, sorted_table) == {"A": target, "B": source}


def test_reasons_that_are_too_long_together_are_not_cut() -> None:
    half = "x" * (bounds.VERDICT_REASON // 2)
    assert joined_verdict([(NOT, half), (NOT, half[:-1] + "y")]) == NOTHING
    assert joined_verdict([(NOT, half), (NOT, half)]) == (NOT, half)


async def test_splitting_cards_and_names_leave_the_answer_where_it_is(
    store, dialogue, sorted_table, act
) -> None:
    number = sorted_table["A"]
    await give_verdict(store, group_id=number, verdict=NOT, reason="Kein Geld.", **act)
    cards = await entries(store, dialogue)
    await move_entry(store, entry_id=cards["c"].id, group_id=number, **act)
    await rename_group(store, group_id=number, label="Anders", **act)
    new = await split_group(store, group_id=number, entry_ids=[cards["a1"].id], **act)
    expected = {"A": (NOT, "Kein Geld."), "new": NOTHING}
    assert await _answers(store, dialogue, {"A": number, "new": new}) == expected


async def test_answer_reaches_the_results_of_a_topic_that_became_nothing(
    store, dialogue, sorted_table, act
) -> None:
    await give_verdict(store, group_id=sorted_table["B"], verdict=NOT, reason="Kein Geld.", **act)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    assert results.outcomes == ()
    assert {group.label: (group.verdict, group.verdict_reason) for group in results.groups} == {
        "A": NOTHING,
        "B": (NOT, "Kein Geld."),
    }


async def test_words_that_are_blacked_out_go_from_the_reason_and_from_the_log(
    store, dialogue, sorted_table, wohnen, act
) -> None:
    paper = PaperCard(wohnen, QuestionKey.NEEDED, "Ein Zettel von Zwetschgenmann", "de")
    entry_id = await add_paper_entry(store, card=paper, **act)
    here = {"group_id": sorted_table["B"], **act}
    await give_verdict(store, verdict=PARTLY, reason="Zwetschgenmann war dagegen.", **here)
    # Another word is not what was chosen.
    await give_verdict(store, verdict=NOT, reason="Wie Zwetschgenmann, in der Zwetschgenallee", **here)
    await redact_entry(store, entry_id=entry_id, spans=[(15, 29)], **act)
    assert (await _answers(store, dialogue, sorted_table))["B"] == (NOT, "Wie ███, in der Zwetschgenallee")
    assert "zwetschgenmann" not in await rows_of(store)
    await undo_step(store, table_id=wohnen, **act)
    assert (await _answers(store, dialogue, sorted_table))["B"] == (PARTLY, "███ war dagegen.")


async def test_withdrawn_card_leaves_what_officials_wrote(store, dialogue, sorted_table, act) -> None:
    card = (await entries(store, dialogue))["a1"]
    await give_verdict(store, group_id=sorted_table["A"], verdict=NOT, reason="Zu a1: kein Geld.", **act)
    await withdraw_entry(store, actor=Actor(participant="p1"), dialogue_id=dialogue.id, entry_id=card.id)
    assert (await _answers(store, dialogue, sorted_table))["A"] == (NOT, "Zu a1: kein Geld.")
