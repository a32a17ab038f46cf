"""Problems and suggestions are paired from either side, and parted again."""

import pytest

from tests.factories import everything
from workshop.domain.errors import ConflictError, NotFoundError
from workshop.domain.outcome import Draft, create_outcome, discard_outcome, edit_outcome
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.models import OutcomeKind

pytestmark = pytest.mark.integration
PROBLEM, SUGGESTION, IDEA = OutcomeKind.PROBLEM, OutcomeKind.SUGGESTION, OutcomeKind.PROJECT_IDEA


@pytest.fixture
def act(dialogue) -> dict:
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def pairs(store, dialogue) -> dict[int, int | None]:
    return {each.id: each.problem_id for each in (await everything(store, dialogue)).outcomes}


async def test_pair_is_made_and_parted_from_either_side(store, dialogue, act) -> None:
    problem = await create_outcome(store, draft=Draft(PROBLEM, "Kein Bus"), **act)
    first = await create_outcome(store, draft=Draft(SUGGESTION, "Rufbus", problem_id=problem), **act)
    second = await create_outcome(store, draft=Draft(SUGGESTION, "Abendbus"), **act)
    both = Draft(PROBLEM, "Kein Bus", suggestion_ids=[first, second])
    await edit_outcome(store, draft=both, outcome_id=problem, **act)
    assert await pairs(store, dialogue) == {problem: None, first: problem, second: problem}
    # Who does not speak of suggestions leaves them.
    await edit_outcome(store, draft=Draft(PROBLEM, "Kein Bus am Abend"), outcome_id=problem, **act)
    await edit_outcome(store, draft=Draft(SUGGESTION, "Abendbus"), outcome_id=second, **act)
    assert await pairs(store, dialogue) == {problem: None, first: problem, second: None}
    # Another problem takes it over, and gives it up when it is none any more.
    taking = Draft(PROBLEM, "Weite Wege", suggestion_ids=[first])
    other = await create_outcome(store, draft=taking, **act)
    assert (await pairs(store, dialogue))[first] == other
    await edit_outcome(store, draft=Draft(IDEA, "Weite Wege"), outcome_id=other, **act)
    assert (await pairs(store, dialogue))[first] is None


async def test_the_other_side_counts_as_changed_so_that_no_open_form_parts_them_unseen(
    store, dialogue, act
) -> None:
    problem = await create_outcome(store, draft=Draft(PROBLEM, "Kein Bus"), **act)
    seen = {each.id: each.version for each in (await everything(store, dialogue)).outcomes}[problem]
    await create_outcome(store, draft=Draft(SUGGESTION, "Rufbus", problem_id=problem), **act)
    draft = Draft(PROBLEM, "Kein Bus", suggestion_ids=[])
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await edit_outcome(store, draft=draft, outcome_id=problem, seen_version=seen, **act)


async def test_what_is_no_problem_here_cannot_be_answered(store, dialogue, other_dialogue, act) -> None:
    elsewhere = act | {"dialogue_id": other_dialogue.id}
    foreign = await create_outcome(store, draft=Draft(PROBLEM, "Dort"), **elsewhere)
    gone = await create_outcome(store, draft=Draft(PROBLEM, "Fort"), **act)
    await discard_outcome(store, outcome_id=gone, **act)
    idea = await create_outcome(store, draft=Draft(IDEA, "Bus"), **act)
    for number in (foreign, gone, idea, 10**6):
        with pytest.raises(NotFoundError, match="outcome_unknown"):
            await create_outcome(store, draft=Draft(SUGGESTION, "Rufbus", problem_id=number), **act)
        with pytest.raises(NotFoundError, match="outcome_unknown"):
            await create_outcome(store, draft=Draft(PROBLEM, "Nein", suggestion_ids=[number]), **act)


async def test_files_name_no_problem_that_was_discarded(store, dialogue, act) -> None:
    problem = await create_outcome(store, draft=Draft(PROBLEM, "Kein Bus"), **act)
    await create_outcome(store, draft=Draft(SUGGESTION, "Rufbus", problem_id=problem), **act)

    async def answered() -> list[int | None]:
        async with store.read() as session:
            results = await results_of(session, dialogue.code)
        return [each.problem_id for each in results.outcomes if each.kind == SUGGESTION]

    assert await answered() == [problem]
    await discard_outcome(store, outcome_id=problem, **act)
    assert await answered() == [None]
