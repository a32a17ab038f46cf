import pytest

from tests.factories import everything
from workshop.domain.board import calm_boards, free_boards, still_boards
from workshop.domain.dialogue import copy_dialogue
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import operator
from workshop.models import BoardMode

pytestmark = pytest.mark.integration


async def shows(store, dialogue) -> tuple[object, ...]:
    view = (await everything(store, dialogue)).dialogue
    return view.board_mode, view.board_clock, view.board_code, view.still_since is not None


async def test_boards_are_calm_or_still_until_they_are_free_again(store, dialogue) -> None:
    whose = {"actor": operator(), "dialogue_id": dialogue.id}
    assert await shows(store, dialogue) == (BoardMode.LIVE, True, True, False)
    await calm_boards(store, clock=False, **whose)
    assert await shows(store, dialogue) == (BoardMode.CALM, False, True, False)
    await still_boards(store, **whose)
    assert await shows(store, dialogue) == (BoardMode.STILL, False, True, True)
    since = (await everything(store, dialogue)).dialogue.still_since
    await still_boards(store, **whose)
    assert (await everything(store, dialogue)).dialogue.still_since == since
    await calm_boards(store, **whose)
    assert await shows(store, dialogue) == (BoardMode.CALM, True, True, False)
    await free_boards(store, **whose)
    assert await shows(store, dialogue) == (BoardMode.LIVE, True, True, False)


async def test_copy_of_a_dialogue_has_boards_that_follow_it(store, dialogue) -> None:
    await calm_boards(store, actor=operator(), dialogue_id=dialogue.id, code=False)
    code = await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.read() as session:
        copy = await dialogue_by_code(session, code)
    assert (copy.board_mode, copy.board_code) == (BoardMode.LIVE, True)
