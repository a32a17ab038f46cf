"""Grouping rests while a hall posts, and not a moment longer than it must."""

import pytest

from workshop.live import pace
from workshop.live.pace import LONGEST_REST_SECONDS, MANY, REST, SECONDS, Pace

pytestmark = pytest.mark.unit


@pytest.fixture
def slept(monkeypatch) -> list[float]:
    """How long was rested, and a clock that stands still but for `slept.clock`."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(pace.asyncio, "sleep", sleep)
    return found


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    return now


async def test_calm_evening_never_waits(slept, clock) -> None:
    calm = Pace()
    for _ in range(60):
        calm.note(MANY // 10)
        clock[0] += SECONDS / 5
        await calm.rest(0.5)
    assert slept == []


async def test_rest_is_as_long_as_the_work_was_hard_and_bounded(slept, clock) -> None:
    hall = Pace()
    hall.note(MANY - 1)
    await hall.rest(0.1)
    hall.note(0)
    hall.note(1)
    await hall.rest(0.1)
    await hall.rest(60)
    assert slept == [REST * 0.1, LONGEST_REST_SECONDS]
    clock[0] += SECONDS + 0.1
    await hall.rest(0.1)
    assert len(slept) == 2
    assert not hall._came
