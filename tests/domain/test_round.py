from datetime import timedelta

import pytest

from tests.factories import everything
from workshop.domain import round as round_module
from workshop.domain.dialogue import set_phase
from workshop.domain.errors import ConflictError, RefusedError
from workshop.domain.plan import delay_of
from workshop.domain.rights import operator
from workshop.domain.round import (
    MOST_BACK,
    extend_round,
    pause_round,
    resume_round,
    shorten_round,
    sound_gong,
    start_round,
    stop_clock,
    take_round_back,
)
from workshop.models import Phase, now

pytestmark = pytest.mark.integration


async def seen(store, dialogue):
    """Return the dialogue as everybody reads it."""
    return (await everything(store, dialogue)).dialogue


@pytest.fixture
def later(monkeypatch):
    """Let time go by for the verbs on rounds."""

    def move(**by: float) -> None:
        goal = round_module.now() + timedelta(**by)
        monkeypatch.setattr(round_module, "now", lambda: goal)

    return move


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
    for verb in (start_round, extend_round, shorten_round):
        with pytest.raises(RefusedError, match="minutes_out_of_range"):
            await verb(store, **act)


async def test_round_only_starts_while_cards_are_collected(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.SORT, **act)
    with pytest.raises(ConflictError, match="not_collecting"):
        await start_round(store, minutes=20, **act)


async def test_paused_round_keeps_its_time_and_goes_on(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    later(minutes=5)
    await pause_round(store, **act)
    view = await seen(store, dialogue)
    assert (view.round, view.ends_at, view.paused_seconds) == (1, None, 900)
    later(minutes=30)
    await pause_round(store, **act)
    await extend_round(store, minutes=2, **act)
    assert (await seen(store, dialogue)).paused_seconds == 1020
    await resume_round(store, **act)
    ends_at = round_module.now() + timedelta(seconds=1020)
    later(minutes=3)
    await resume_round(store, **act)
    view = await seen(store, dialogue)
    assert (view.round, view.paused_seconds, view.ends_at) == (1, None, ends_at)


async def test_pause_of_a_round_that_is_over_is_no_new_time(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=1, **act)
    later(minutes=3)
    await pause_round(store, **act)
    assert (await seen(store, dialogue)).paused_seconds == -120
    await extend_round(store, minutes=1, **act)
    assert (await seen(store, dialogue)).paused_seconds == 60


async def test_without_a_clock_there_is_nothing_to_pause(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    for verb in (pause_round, resume_round, extend_round, shorten_round):
        with pytest.raises(ConflictError, match="no_clock"):
            await verb(store, **act)
    with pytest.raises(ConflictError, match="nothing_to_undo"):
        await take_round_back(store, seen_steps=0, **act)


async def test_phase_and_back_costs_the_round_no_time(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    later(minutes=8)
    await set_phase(store, phase=Phase.SORT, **act)
    view = await seen(store, dialogue)
    assert (view.ends_at, view.paused_seconds) == (None, None)
    with pytest.raises(ConflictError, match="not_collecting"):
        await resume_round(store, **act)
    later(minutes=60)
    await set_phase(store, phase=Phase.COLLECT, **act)
    assert (await seen(store, dialogue)).paused_seconds == 720


async def test_round_that_was_started_by_mistake_is_taken_back(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    first = (await seen(store, dialogue)).ends_at
    later(minutes=5)
    await start_round(store, minutes=10, **act)
    view = await seen(store, dialogue)
    assert (view.round, view.former_round) == (2, 1)
    await take_round_back(store, seen_steps=2, **act)
    view = await seen(store, dialogue)
    assert (view.round, view.ends_at, view.paused_seconds, view.former_round) == (1, first, None, 0)
    # A second click, or a second moderator: nothing more goes back.
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await take_round_back(store, seen_steps=2, **act)
    await take_round_back(store, seen_steps=1, **act)
    view = await seen(store, dialogue)
    assert (view.round, view.ends_at, view.former_round) == (0, None, None)


async def test_round_is_taken_back_late_with_the_time_it_had(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    later(minutes=15)
    await stop_clock(store, **act)
    later(minutes=10)
    await take_round_back(store, seen_steps=2, **act)
    view = await seen(store, dialogue)
    assert (view.round, view.ends_at, view.paused_seconds) == (1, None, 300)


async def test_paused_clock_that_was_taken_away_comes_back_paused(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    await pause_round(store, **act)
    await stop_clock(store, **act)
    assert (await seen(store, dialogue)).paused_seconds is None
    later(minutes=90)
    await take_round_back(store, seen_steps=2, **act)
    assert (await seen(store, dialogue)).paused_seconds == 1200


async def test_second_start_of_the_same_round_skips_none(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id, "minutes": 20, "number": 1}
    await start_round(store, **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await start_round(store, **act)
    assert (await seen(store, dialogue)).round == 1


async def test_way_back_is_bounded(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await start_round(store, minutes=20, **act)
    for _ in range(MOST_BACK + 3):
        await extend_round(store, **act)
    assert len((await seen(store, dialogue)).round_history) == MOST_BACK


async def test_minutes_are_taken_down_to_now_and_come_back(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=3, **act)
    first = (await seen(store, dialogue)).ends_at
    await shorten_round(store, minutes=2, **act)
    assert (await seen(store, dialogue)).ends_at == first - timedelta(minutes=2)
    await shorten_round(store, minutes=2, **act)
    assert (await seen(store, dialogue)).ends_at == round_module.now()
    later(minutes=1)
    # Nothing is left to be taken, and nothing to be taken back.
    await shorten_round(store, **act)
    view = await seen(store, dialogue)
    assert (view.ends_at, len(view.round_history)) == (first - timedelta(minutes=3), 3)
    await take_round_back(store, seen_steps=3, **act)
    await take_round_back(store, seen_steps=2, **act)
    assert (await seen(store, dialogue)).ends_at == first


async def test_minutes_are_taken_from_a_pause_too(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=2, **act)
    await pause_round(store, **act)
    for left in (60, 0, 0):
        await shorten_round(store, **act)
        assert (await seen(store, dialogue)).paused_seconds == left


def late_minutes(view) -> float:
    """Return how late the evening runs at the verbs' present moment."""
    return delay_of(view, at=round_module.now()) / timedelta(minutes=1)


async def test_what_rounds_take_longer_than_planned_adds_up(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    assert late_minutes(await seen(store, dialogue)) == 0
    await extend_round(store, minutes=2, **act)
    assert late_minutes(await seen(store, dialogue)) == 2
    later(minutes=23)
    assert late_minutes(await seen(store, dialogue)) == 3
    # A minute's walk to the next table, and a round that is planned to be shorter than usual.
    later(minutes=1)
    await start_round(store, minutes=15, **act)
    assert late_minutes(await seen(store, dialogue)) == -1
    await pause_round(store, **act)
    later(minutes=6)
    assert late_minutes(await seen(store, dialogue)) == 5
    await resume_round(store, **act)
    later(minutes=18)
    # A break without a clock makes nobody late.
    await stop_clock(store, **act)
    later(minutes=30)
    view = await seen(store, dialogue)
    assert (view.due_at, late_minutes(view)) == (None, 8)
    await start_round(store, minutes=20, **act)
    assert late_minutes(await seen(store, dialogue)) == 8


async def test_what_was_late_is_taken_back_with_the_step(store, dialogue, later) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    later(minutes=0)
    await start_round(store, minutes=20, **act)
    first = await seen(store, dialogue)
    later(minutes=5)
    await start_round(store, minutes=20, **act)
    assert (await seen(store, dialogue)).late == -15 * 60
    await take_round_back(store, seen_steps=2, **act)
    view = await seen(store, dialogue)
    assert (view.late, view.due_at) == (0, first.due_at)


async def test_boards_sound_a_gong_until_somebody_says_no(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    assert (await seen(store, dialogue)).gong is True
    await sound_gong(store, sounds=False, **act)
    assert (await seen(store, dialogue)).gong is False
