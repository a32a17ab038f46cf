"""Who may give how many dots to what, on both databases, and that sorting loses no dot."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories import everything, post, set_weighing
from workshop.domain.balloting import BallotBox, DotReceipt, Dots
from workshop.domain.dialogue import admit_newcomers, set_phase
from workshop.domain.dot import Weighing, close_tally, count_paper_dots
from workshop.domain.entry import hide_entry
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.group import gather_entries, merge_groups, park_group, split_group
from workshop.domain.participant import OWN_CARDS, forget_participants
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.dot import totals_of
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.step import redo_step, undo_step
from workshop.domain.store import Store
from workshop.models import Ballot, Dialogue, DotScope, Phase, Role, now

pytestmark = pytest.mark.integration
Give = Callable[..., Awaitable[DotReceipt]]


@pytest.fixture
async def whose(store: Store, dialogue, sorted_table) -> dict[str, object]:
    """A dialogue with two topics in which people weigh."""
    named = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.WEIGH, **named)
    return named


@pytest.fixture
def give(store: Store, dialogue, whose) -> Give:
    box = BallotBox(store)

    async def one(group: int, dots: int, participant: str = "p1") -> DotReceipt:
        return await box.give_dots(Dots(dialogue.code, group, dots, participant))

    return one


async def totals(store: Store, dialogue: DialogueView) -> dict[int, int]:
    """Return the dots of each topic, whether or not anybody may see them."""
    async with store.read() as session:
        found = await session.run_sync(totals_of, dialogue.id)
    return {group: dots for group, dots in found.items() if dots}


async def ballots(store: Store) -> list[tuple[str, int]]:
    async with store.read() as session:
        rows = await session.execute(select(Ballot.participant, Ballot.dots).order_by(Ballot.id))
        return [(row[0], row[1]) for row in rows]


async def test_dots_are_given_moved_and_taken_back_and_a_repeat_changes_nothing(
    store, dialogue, sorted_table, give
) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    first = await give(a, 3)
    assert (first.group, first.dots, first.left) == (a, 3, 2)
    assert await give(a, 3) == first
    assert (await everything(store, dialogue)).revision == first.revision
    assert (await give(b, 2)).left == 0
    with pytest.raises(RefusedError, match="dots_used"):
        await give(b, 3)
    assert (await give(a, 1)).left == 2
    assert (await give(b, 4)).left == 0
    assert await totals(store, dialogue) == {a: 1, b: 4}
    assert (await give(b, 0)).left == 4
    assert await ballots(store) == [("p1", 1)]


async def test_each_participant_has_one_ballot_of_their_own(store, dialogue, sorted_table, give) -> None:
    a = sorted_table["A"]
    given = await asyncio.gather(*(give(a, 5, f"p{n}") for n in range(40)))
    assert {receipt.left for receipt in given} == {0}
    assert await totals(store, dialogue) == {a: 200}
    # Many at once from one: what is too much is refused, and what was answered is what stands.
    answers = await asyncio.gather(
        *(give(group, 3, "one") for group in sorted_table.values()), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["DotReceipt", "RefusedError"]
    assert sum((await totals(store, dialogue)).values()) == 203


async def test_where_the_door_is_closed_nobody_new_gives_dots(
    store, dialogue, sorted_table, give, whose
) -> None:
    a, box = sorted_table["A"], BallotBox(store)
    new = Dots(dialogue.code, a, 1, "new", is_newcomer=True)
    await admit_newcomers(store, admitted=False, **whose)
    with pytest.raises(ConflictError, match="nobody_new"):
        await box.give_dots(new)
    assert (await give(a, 2)).left == 3
    await admit_newcomers(store, admitted=True, **whose)
    await box.give_dots(new)
    assert await totals(store, dialogue) == {a: 3}


@pytest.mark.parametrize("dots", [-1, 21, True, 1.0, "x", None, [1], 10**30])
async def test_what_is_no_number_of_dots_is_refused(sorted_table, give, dots) -> None:
    with pytest.raises(RefusedError, match="dots_out_of_range"):
        await give(sorted_table["A"], dots)


@pytest.mark.parametrize("group", [0, -1, 2**31, 10**30, "x", None, 999])
async def test_topic_that_is_not_there_gets_none(give, group) -> None:
    with pytest.raises(NotFoundError, match="group_unknown"):
        await give(group, 1)


async def test_dots_are_taken_while_people_weigh_and_the_tally_is_open(
    store, sorted_table, give, whose
) -> None:
    a = sorted_table["A"]
    await give(a, 1)
    for phase in set(Phase) - {Phase.WEIGH}:
        await set_phase(store, phase=phase, **whose)
        for dots in (0, 1, 2):
            with pytest.raises(ConflictError, match="not_weighing"):
                await give(a, dots)
    await set_phase(store, phase=Phase.WEIGH, **whose)
    await close_tally(store, **whose)
    with pytest.raises(ConflictError, match="tally_closed"):
        await give(a, 2)
    await close_tally(store, closed=False, **whose)
    assert (await give(a, 2)).left == 3


async def test_tally_is_closed_after_weighing_at_the_latest_and_shown_only_then(
    store, dialogue, sorted_table, give, whose
) -> None:
    a = sorted_table["A"]
    await give(a, 2)

    async def seen() -> object:
        return (await everything(store, dialogue)).dots

    assert not await seen()
    await set_phase(store, phase=Phase.SORT, **whose)
    assert not await seen()
    await set_phase(store, phase=Phase.WEIGH, **whose)
    await close_tally(store, **whose)
    assert (await seen())[a] == 2
    await set_phase(store, phase=Phase.HARVEST, **whose)
    assert (await seen())[a] == 2
    await set_phase(store, phase=Phase.WEIGH, **whose)
    assert not await seen()


async def test_rules_are_told_before_the_first_dot(store, dialogue, sorted_table, give, whose) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    await set_weighing(store, weighing=Weighing(3, on_one=1), **whose)
    with pytest.raises(RefusedError, match="dots_on_one"):
        await give(a, 2)
    assert (await give(a, 1)).left == 2
    for other in (Weighing(4, on_one=1), Weighing(3), Weighing(3, DotScope.TABLE, 1)):
        with pytest.raises(ConflictError, match="dots_given"):
            await set_weighing(store, weighing=other, **whose)
    await set_weighing(store, weighing=Weighing(3, on_one=1), **whose)
    await give(a, 0)
    await set_weighing(store, weighing=Weighing(0), **whose)
    with pytest.raises(ConflictError, match="not_weighing"):
        await give(b, 1)


@pytest.mark.parametrize("rules", [Weighing(21), Weighing(-1), Weighing(5, on_one=0), Weighing(5, "hall")])
async def test_rules_that_cannot_be_are_refused(store, whose, rules) -> None:
    with pytest.raises(RefusedError):
        await set_weighing(store, weighing=rules, **whose)


async def test_merging_keeps_every_dot_and_undo_finds_them_where_they_were(
    store, dialogue, wohnen, sorted_table, give, whose
) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    await set_weighing(store, weighing=Weighing(3, on_one=1), **whose)
    await asyncio.gather(give(a, 1), give(b, 1), give(b, 1, "p2"))
    await merge_groups(store, into=a, group_ids=[b], **whose)
    assert await totals(store, dialogue) == {a: 3}
    # Where one may stand, two stay; nothing is added, and what is taken back goes.
    assert (await give(a, 2)).left == 1
    with pytest.raises(RefusedError, match="dots_on_one"):
        await give(a, 3)
    # A phone that has not heard of it means its own part.
    repeated = await give(b, 1, "p2")
    assert (repeated.group, repeated.dots) == (a, 1)
    await undo_step(store, table_id=wohnen, **whose)
    assert await totals(store, dialogue) == {a: 1, b: 2}
    await redo_step(store, table_id=wohnen, **whose)
    assert (await give(a, 0)).left == 3
    assert await totals(store, dialogue) == {a: 1}
    await undo_step(store, table_id=wohnen, **whose)
    assert await totals(store, dialogue) == {b: 1}


async def test_splitting_leaves_the_dots_and_undo_brings_back_those_of_the_part(
    store, dialogue, wohnen, sorted_table, give, whose
) -> None:
    a = sorted_table["A"]
    await give(a, 2)
    cards = [entry.id for entry in (await everything(store, dialogue)).entries if entry.group_id == a]
    part = await split_group(store, group_id=a, entry_ids=cards[:1], **whose)
    assert await totals(store, dialogue) == {a: 2}
    await give(part, 3)
    assert await totals(store, dialogue) == {a: 2, part: 3}
    await undo_step(store, table_id=wohnen, **whose)
    assert await totals(store, dialogue) == {a: 5}
    assert (await give(a, 4)).left == 1
    await redo_step(store, table_id=wohnen, **whose)
    assert await totals(store, dialogue) == {a: 1, part: 3}


async def test_topic_that_nobody_sees_gets_no_dots_and_gives_them_back(
    store, dialogue, sorted_table, give, whose
) -> None:
    a, b = sorted_table["A"], sorted_table["B"]
    await asyncio.gather(give(a, 1), give(b, 1))
    await park_group(store, group_id=a, parked=True, **whose)
    for entry in (await everything(store, dialogue)).entries:
        if entry.group_id == b:
            await hide_entry(store, entry_id=entry.id, reason="off_topic", **whose)
    for group in (a, b):
        with pytest.raises(NotFoundError, match="group_unknown"):
            await give(group, 2)
        with pytest.raises(NotFoundError, match="group_unknown"):
            await give(group, 1, "p2")
    assert (await give(a, 0)).left == 4
    assert (await give(b, 0)).left == 5


async def test_dots_may_count_for_each_table_anew(store, dialogue, sorted_table, give, whose) -> None:
    await set_phase(store, phase=Phase.COLLECT, **whose)
    cards = await post(store, dialogue, "d1", "d2", table="arbeit")
    other = await gather_entries(store, entry_ids=[card.id for card in cards], label="D", **whose)
    await set_weighing(store, weighing=Weighing(2, DotScope.TABLE), **whose)
    await set_phase(store, phase=Phase.WEIGH, **whose)
    assert (await give(sorted_table["A"], 2)).left == 0
    assert (await give(other, 1)).left == 1
    with pytest.raises(RefusedError, match="dots_used"):
        await give(sorted_table["B"], 1)


async def test_paper_dots_are_counted_beside_and_can_be_undone(
    store, dialogue, wohnen, sorted_table, give, whose
) -> None:
    a = sorted_table["A"]
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)}))
    await count_paper_dots(store, **(whose | {"actor": host}), group_id=a, dots="12")
    assert {g.id: g.paper_dots for g in (await everything(store, dialogue)).groups}[a] == 12
    for nobody in (Actor(), Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen + 1)}))):
        with pytest.raises(ForbiddenError):
            await count_paper_dots(store, **(whose | {"actor": nobody}), group_id=a, dots=1)
    for dots in (-1, 10_000, "x"):
        with pytest.raises(RefusedError, match="dots_out_of_range"):
            await count_paper_dots(store, group_id=a, dots=dots, **whose)
    await undo_step(store, table_id=wohnen, **(whose | {"actor": host}))
    assert {g.id: g.paper_dots for g in (await everything(store, dialogue)).groups}[a] == 0


@pytest.mark.parametrize("how", ["closed", "old"])
async def test_who_gave_dots_is_forgotten_and_their_number_stays(
    store, dialogue, sorted_table, give, whose, how
) -> None:
    a = sorted_table["A"]
    await asyncio.gather(give(a, 2), give(a, 1, "p2"))
    assert await forget_participants(store) == 0
    async with store.database.write() as session:
        if how == "closed":
            over = {"closed_at": now() - timedelta(days=90), "phase": Phase.CLOSED}
            await session.execute(update(Dialogue).values(over))
        else:
            await session.execute(update(Ballot).values(given_at=now() - OWN_CARDS - timedelta(minutes=1)))
    await forget_participants(store)
    async with store.read() as session:
        assert await session.scalar(select(func.count()).select_from(Ballot)) == 0
    assert await totals(store, dialogue) == {a: 3}
