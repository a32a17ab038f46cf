"""Which table comes after which."""

from datetime import timedelta

import pytest

from tests.factories import everything, redescribe
from workshop.domain.dialogue import copy_dialogue
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import operator
from workshop.domain.rotation import table_after
from workshop.domain.round import extend_round, start_round, take_round_back
from workshop.models import Rotation, now

TABLES = ("a", "b", "c")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("key", "rounds", "there"),
    [
        *[("a", 0, "a"), ("a", 1, "b"), ("c", 1, "a"), ("b", 2, "a"), ("b", 300, "b")],
        *[("b", -1, "a"), ("a", -1, "c"), ("a", -5, "b")],
        ("taken out", 1, "taken out"),
    ],
)
def test_after_the_last_table_comes_the_first(key: str, rounds: int, there: str) -> None:
    assert table_after(TABLES, key, rounds) == there


@pytest.mark.unit
def test_one_table_and_none_lead_nowhere() -> None:
    assert table_after(["a"], "a", 1) == "a"
    assert table_after([], "a", 1) == "a"


@pytest.mark.integration
async def test_people_choose_until_it_is_said_otherwise_and_with_one_round_nobody_moves(
    store, dialogue
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    assert (dialogue.rotation, dialogue.rotates) == (Rotation.CHOOSE, False)
    await redescribe(store, **act, rotation=Rotation.MOVE_ON)
    assert (await everything(store, dialogue)).dialogue.rotates
    code = await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.read() as session:
        copy = await dialogue_by_code(session, code)
    assert copy is not None
    assert copy.rotation == Rotation.MOVE_ON
    await redescribe(store, **act, rounds=1)
    assert not (await everything(store, dialogue)).dialogue.rotates


@pytest.mark.integration
async def test_when_a_round_began_is_known_whatever_its_clock_did_since(store, dialogue) -> None:
    async def began():
        return (await everything(store, dialogue)).dialogue.round_began_at

    act = {"actor": operator(), "dialogue_id": dialogue.id}
    assert await began() is None
    await start_round(store, minutes=20, **act)
    first = await began()
    assert abs(now() - first) < timedelta(seconds=20)
    await start_round(store, minutes=20, **act)
    second = await began()
    assert second > first
    await extend_round(store, **act)
    assert await began() == second
    await take_round_back(store, seen_steps=3, **act)
    await take_round_back(store, seen_steps=2, **act)
    assert await began() == first
