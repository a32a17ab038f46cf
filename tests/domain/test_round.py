from datetime import timedelta

import pytest

from tests.factories import everything
from workshop.domain.dialogue import set_phase
from workshop.domain.errors import ConflictError, RefusedError
from workshop.domain.rights import operator
from workshop.domain.round import extend_round, start_round, stop_clock
from workshop.models import Phase, now

pytestmark = pytest.mark.integration


async def test_round_has_a_clock_that_can_be_extended(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    before = now()
    await start_round(store, minutes=20, **act)
    await extend_round(store, minutes=1, **act)
    view = (await everything(store, dialogue)).dialogue
    assert view.round == 1
    assert timedelta(minutes=21) <= view.ends_at - before < timedelta(minutes=21, seconds=20)
    await set_phase(store, phase=Phase.SORT, **act)
    assert (await everything(store, dialogue)).dialogue.ends_at is None


async def test_round_without_its_clock_goes_on(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await start_round(store, minutes=20, **act)
    await stop_clock(store, **act)
    view = (await everything(store, dialogue)).dialogue
    assert (view.round, view.ends_at) == (1, None)
    with pytest.raises(ConflictError, match="no_clock"):
        await extend_round(store, **act)


@pytest.mark.parametrize("minutes", [0, 181])
async def test_round_of_no_possible_length_is_refused(store, dialogue, minutes) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id, "minutes": minutes}
    for verb in (start_round, extend_round):
        with pytest.raises(RefusedError, match="minutes_out_of_range"):
            await verb(store, **act)


async def test_round_only_starts_while_cards_are_collected(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.SORT, **act)
    with pytest.raises(ConflictError, match="not_collecting"):
        await start_round(store, minutes=20, **act)
