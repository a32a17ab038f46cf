import pytest

from tests.factories import everything, post
from workshop.board.still import as_it_stood
from workshop.domain.board import calm_boards, free_boards, still_boards
from workshop.domain.dialogue import copy_dialogue
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.group import gather_entries
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import operator
from workshop.live.picture import Picture
from workshop.models import BoardMode, HoldReason

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
    since = (await everything(store, dialogue)).dialogue
    assert since.still_revision == since.revision
    await still_boards(store, **whose)
    again = (await everything(store, dialogue)).dialogue
    assert (again.still_since, again.still_revision) == (since.still_since, since.still_revision)
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


async def test_boards_opened_anew_stand_as_they_stood_or_are_calm(store, dialogue) -> None:
    whose = {"actor": operator(), "dialogue_id": dialogue.id}
    (first, held) = await post(store, dialogue, "Mehr Busse", "Ruft an: 0171 2345678")

    async def stood():
        picture = as_it_stood(Picture(await everything(store, dialogue)))
        shown = {entry.text for entry in picture.entries.values() if entry.is_shown}
        return picture.dialogue.board_mode, shown

    await still_boards(store, **whose)
    await post(store, dialogue, "Später")
    assert await stood() == (BoardMode.STILL, {"Mehr Busse"})
    await show_entry(store, entry_id=held.id, **whose)
    assert await stood() == (BoardMode.CALM, set())
    await hide_entry(store, entry_id=held.id, reason=HoldReason.PERSONAL_DATA, **whose)
    assert await stood() == (BoardMode.STILL, {"Mehr Busse"})
    await gather_entries(store, entry_ids=[first.id], label="Busse", **whose)
    assert await stood() == (BoardMode.CALM, set())
