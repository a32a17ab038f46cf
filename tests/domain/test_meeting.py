"""What a round table left open and agreed on goes along to its next meeting."""

import asyncio

import pytest

from tests.factories import everything, post
from workshop.domain.errors import NotFoundError
from workshop.domain.group import gather_entries
from workshop.domain.meeting import plan_next_meeting
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.models import OutcomeKind

pytestmark = pytest.mark.integration
HELD = {
    "convenor": "Bauamt",
    "invited": ["Mieterbund", "Eigentümer"],
    "held_on": "2027-05-21",
    "place": "Rathaus",
    "questions": ["Was steht leer?"],
    "open_points": ["Wer zahlt?"],
    "carried": ["Alle zwei Monate"],
    "minutes": "Zwölf Häuser stehen leer.",
    "agreements": ["Eine Liste führen", "Alle zwei Monate"],
}


@pytest.fixture
def act(dialogue) -> dict:
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def test_open_points_and_agreements_go_along_and_both_meetings_know_each_other(
    store, dialogue, wohnen, act
) -> None:
    ids = [each.id for each in await post(store, dialogue, "eins", "zwei")]
    topic = await gather_entries(store, entry_ids=ids, label="Leerstand", **act)
    draft = Draft(OutcomeKind.ROUND_TABLE, "Wohnen", "Wo?", wohnen, [topic], details=HELD)
    last = await create_outcome(store, draft=draft, **act)
    # Two press at once: there is one next meeting.
    twice = [plan_next_meeting(store, outcome_id=last, title="Wohnen (2)", **act) for _ in range(2)]
    (coming,) = set(await asyncio.gather(*twice))
    before, after = (await everything(store, dialogue)).outcomes
    assert before.details == HELD
    assert (after.id, after.follows_id, after.title, after.description) == (coming, last, "Wohnen (2)", "Wo?")
    assert (after.table_id, after.group_ids, set(after.entry_ids)) == (wohnen, (topic,), set(ids))
    assert after.details == {
        "convenor": "Bauamt",
        "invited": ["Mieterbund", "Eigentümer"],
        "place": "Rathaus",
        "open_points": ["Wer zahlt?"],
        "carried": ["Alle zwei Monate", "Eine Liste führen"],
    }
    async with store.read() as session:
        facts = (await results_of(session, dialogue.code)).outcomes
    assert [each.follows_id for each in facts] == [None, last]


async def test_only_a_round_table_that_is_there_meets_again(store, dialogue, act) -> None:
    idea = await create_outcome(store, draft=Draft(OutcomeKind.PROJECT_IDEA, "Bus"), **act)
    talk = await create_outcome(store, draft=Draft(OutcomeKind.ROUND_TABLE, "Bus"), **act)
    first = await plan_next_meeting(store, outcome_id=talk, title="Bus (2)", **act)
    # One that was discarded is no next meeting, and its files name none.
    await discard_outcome(store, outcome_id=first, **act)
    assert await plan_next_meeting(store, outcome_id=talk, title="Bus (2)", **act) != first
    await discard_outcome(store, outcome_id=talk, **act)
    for number in (idea, talk):
        with pytest.raises(NotFoundError, match="outcome_unknown"):
            await plan_next_meeting(store, outcome_id=number, title="Bus (2)", **act)
    async with store.read() as session:
        facts = (await results_of(session, dialogue.code)).outcomes
    assert [each.follows_id for each in facts] == [None, None]
