"""Whether everybody may read the evening edition and the wall sheets."""

from dataclasses import replace

import pytest

from tests.factories import everything
from workshop.domain.errors import ForbiddenError, NotFoundError
from workshop.domain.handout import release_handouts, take_handouts_back
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor, operator

pytestmark = pytest.mark.integration


async def test_handouts_are_released_once_and_taken_back(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await release_handouts(store, **act)
    first = (await everything(store, dialogue)).dialogue
    assert first.handouts_since is not None
    assert first.revision == dialogue.revision + 1
    await release_handouts(store, **act)
    assert (await everything(store, dialogue)).dialogue.handouts_since == first.handouts_since
    await take_handouts_back(store, **act)
    assert (await everything(store, dialogue)).dialogue.handouts_since is None


async def test_only_moderators_release_and_only_what_is_there(store, dialogue) -> None:
    for verb in (release_handouts, take_handouts_back):
        with pytest.raises(ForbiddenError):
            await verb(store, actor=Actor(participant="p1"), dialogue_id=dialogue.id)
        with pytest.raises(NotFoundError):
            await verb(store, actor=operator(), dialogue_id=dialogue.id + 1)
    assert (await everything(store, dialogue)).dialogue == replace(dialogue)


async def test_results_tell_the_address_where_it_is_known(store, dialogue) -> None:
    async with store.read() as session:
        untold = await results_of(session, dialogue.code)
        told = await results_of(session, dialogue.code, handouts_at=lambda code: f"https://d.example/{code}")
    assert untold.dialogue.handouts_address == ""
    assert told.dialogue.handouts_address == f"https://d.example/{dialogue.code}"
