"""When the machine may place cards, and who decides it."""

import pytest

from tests.factories import entries, everything, post
from workshop.domain.dialogue import copy_dialogue, set_phase
from workshop.domain.entry import PaperCard, add_paper_entry, hold_entry, show_entry
from workshop.domain.errors import ClosedError, ConflictError, ForbiddenError
from workshop.domain.group import merge_groups
from workshop.domain.machine import let_machine_place
from workshop.domain.placement import Suggestion, place_entries
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.step import redo_step, undo_step
from workshop.models import Hand, Phase, QuestionKey, Role, StepVerb

pytestmark = pytest.mark.integration

AFTER = (Phase.SORT, Phase.WEIGH, Phase.HARVEST)


@pytest.fixture
def here(store, dialogue) -> dict[str, object]:
    return {"store": store, "actor": operator(), "dialogue_id": dialogue.id}


async def _paper(here, wohnen: int, text: str = "Vom Papier") -> str:
    return await add_paper_entry(**here, card=PaperCard(wohnen, QuestionKey.NEEDED, text, "de"))


async def _place(here, wohnen: int, *ids: str, group_id: int | None = None) -> int | None:
    given = Suggestion(wohnen, ids, group_id, "Busse")
    where = {"dialogue_id": here["dialogue_id"], "suggestions": [given]}
    return (await place_entries(here["store"], **where))[0]


@pytest.mark.parametrize("phase", AFTER)
async def test_after_collecting_only_cards_that_came_before_get_their_place(
    store, dialogue, wohnen, here, phase
) -> None:
    first, last, held = await post(store, dialogue, "Bus am Abend", "Bus am Morgen", "Bus")
    await hold_entry(**here, entry_id=held.id, reason="off_topic")
    await set_phase(**here, phase=phase)
    await show_entry(**here, entry_id=held.id)
    paper = await _paper(here, wohnen)
    before = await everything(store, dialogue)
    assert await _place(here, wohnen, paper) is None
    assert await _place(here, wohnen, held.id, paper) is None
    assert (await everything(store, dialogue)).entries == before.entries
    group = await _place(here, wohnen, first.id, last.id)
    assert group is not None
    await let_machine_place(**here, table_id=wohnen, active=True)
    assert await _place(here, wohnen, held.id, paper, group_id=group) == group
    await set_phase(**here, phase=Phase.CLOSED)
    with pytest.raises(ClosedError):
        await _place(here, wohnen, paper)


async def test_it_is_a_step_of_moderators_that_hosts_cannot_turn(store, dialogue, wohnen, here) -> None:
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)}), device="h")

    async def goes_on() -> bool:
        return (await everything(store, dialogue)).dialogue.sorts_on

    with pytest.raises(ForbiddenError):
        await let_machine_place(**here | {"actor": host}, table_id=wohnen, active=True)
    await let_machine_place(**here, table_id=wohnen, active=True)
    assert await goes_on()
    async with store.read() as session:
        (step,) = await steps_of(session, dialogue.id)
    assert (step.verb, step.cards, step.groups) == (StepVerb.LET_MACHINE_PLACE, 0, 0)
    with pytest.raises(ConflictError):
        await undo_step(**here | {"actor": host}, table_id=wohnen)
    with pytest.raises(ConflictError):
        await undo_step(**here | {"actor": host}, table_id=wohnen, step_id=step.id)
    await undo_step(**here, table_id=wohnen)
    assert not await goes_on()
    with pytest.raises(ConflictError):
        await redo_step(**here | {"actor": host}, table_id=wohnen)
    await redo_step(**here, table_id=wohnen)
    assert await goes_on()
    # To say the same again is no step, and a copy of the evening begins as any other.
    await let_machine_place(**here, table_id=wohnen, active=True)
    code = await copy_dialogue(**here)
    async with store.read() as session:
        assert len(await steps_of(session, dialogue.id)) == 1
        copied = await dialogue_by_code(session, code)
    assert copied is not None
    assert not copied.sorts_on


async def test_what_undo_sets_free_stays_so_while_the_machine_rests(
    store, dialogue, wohnen, here, sorted_table
) -> None:
    (late,) = await post(store, dialogue, "d")
    await merge_groups(**here, into=sorted_table["A"], group_ids=[sorted_table["B"]])
    assert await _place(here, wohnen, late.id, group_id=sorted_table["A"])
    await set_phase(**here, phase=Phase.SORT)
    await undo_step(**here, table_id=wohnen)
    card = (await entries(store, dialogue))["d"]
    assert (card.group_id, card.placed_by) == (None, Hand.MACHINE)
    assert await _place(here, wohnen, late.id, group_id=sorted_table["A"]) is None
