"""When an evening will end, as a pure function of its facts and the moment."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.board.pictures import DIALOGUE
from workshop.domain.plan import ending_of, next_step
from workshop.models import Phase

pytestmark = pytest.mark.unit
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
# Half past seven on a summer evening in Berlin: the first of three rounds ends, as it was to.
AT = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
EVENING = replace(
    DIALOGUE, round=1, rounds=3, round_minutes=20, planned_end=time(21), ends_at=AT, due_at=AT, time_zone=""
)


def ends(at: datetime = AT, zone: ZoneInfo = BERLIN, **facts: object) -> tuple[str, str] | None:
    """Return planned and expected end as the clock in the hall shows them."""
    found = ending_of(replace(EVENING, **facts), zone, at=at)
    return (f"{found.planned:%H:%M}", f"{found.expected:%H:%M}") if found else None


def test_evening_whose_clock_runs_as_planned_ends_as_planned() -> None:
    later = AT + 10 * MINUTE
    assert ends() == ("21:00", "21:00")
    assert ends(ends_at=later, due_at=later) == ("21:00", "21:00")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"ends_at": AT - 4 * MINUTE, "due_at": AT - 4 * MINUTE}, "21:04"),  # time over the end
        ({"ends_at": AT + 5 * MINUTE}, "21:05"),  # minutes given
        ({"ends_at": AT + 5 * MINUTE, "due_at": AT + 8 * MINUTE}, "20:57"),  # minutes taken
        ({"ends_at": AT - 2 * MINUTE, "due_at": AT - 6 * MINUTE}, "21:06"),  # given, and then over them
        ({"late": 180}, "21:03"),  # lost in rounds before
        ({"late": -120, "ends_at": AT - MINUTE, "due_at": AT - MINUTE}, "20:59"),
    ],
)
def test_what_the_round_takes_longer_moves_the_end(facts: dict[str, object], expected: str) -> None:
    assert ends(**facts) == ("21:00", expected)


def test_pause_moves_the_end_by_its_length() -> None:
    paused = {"ends_at": None, "seconds_left": 300, "due_at": AT + 5 * MINUTE}
    assert [ends(AT + n * MINUTE, **paused) for n in (0, 1, 12)] == [
        ("21:00", "21:00"),
        ("21:00", "21:01"),
        ("21:00", "21:12"),
    ]
    assert ends(AT + 5 * MINUTE, ends_at=None, seconds_left=-120, due_at=AT) == ("21:00", "21:05")


def test_no_evening_ends_before_its_rounds() -> None:
    assert ends(planned_end=time(19, 45)) == ("19:45", "20:10")
    assert ends(planned_end=time(19, 45), round=3) == ("19:45", "19:45")
    assert ends(planned_end=time(19, 45), round=4, ends_at=AT - MINUTE) == ("19:45", "19:45")


@pytest.mark.parametrize(
    "facts",
    [{"planned_end": None}, {"ends_at": None}, {"ends_at": None, "seconds_left": 60, "phase": Phase.SORT}],
)
def test_without_a_plan_or_a_clock_nobody_knows(facts: dict[str, object]) -> None:
    assert ends(**facts) is None


def test_end_after_midnight_is_that_of_this_night() -> None:
    before, after = (datetime(2026, 7, 1, hour, 50, tzinfo=UTC) for hour in (21, 22))
    for at in (before, after):
        found = ending_of(
            replace(EVENING, planned_end=time(0, 30), ends_at=at, due_at=at - 15 * MINUTE, round=3),
            BERLIN,
            at=at,
        )
        assert found is not None
        assert found.planned == datetime(2026, 7, 2, 0, 30, tzinfo=BERLIN)
        assert found.expected == datetime(2026, 7, 2, 0, 50 if at == after else 45, tzinfo=BERLIN)
    # Planned for before midnight, and over it.
    assert ends(before, planned_end=time(23, 50), round=3, ends_at=before, due_at=before - 20 * MINUTE) == (
        "23:50",
        "00:10",
    )


def test_nights_in_which_the_clock_is_changed_have_their_own_hours() -> None:
    autumn, spring = datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)
    late = {"round": 3, "ends_at": autumn, "due_at": autumn - 40 * MINUTE}
    # Forty minutes later the clock was put back by an hour, or on.
    assert ends(autumn, planned_end=time(2, 45), **late) == ("02:45", "02:25")
    late = {"round": 3, "ends_at": spring, "due_at": spring - 40 * MINUTE}
    assert ends(spring, planned_end=time(1, 45), **late) == ("01:45", "03:25")


def test_evening_is_that_of_today_in_its_zone() -> None:
    at = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    # From early in the morning on, and some hours after its end.
    assert ends(at, ends_at=at, due_at=at) == ("21:00", "21:00")
    late = datetime(2026, 7, 2, 0, 30, tzinfo=UTC)
    assert ends(late, ends_at=AT, due_at=AT, round=3) == ("21:00", "04:00")
    tokyo = ZoneInfo("Asia/Tokyo")
    found = ending_of(replace(EVENING, round=3), tokyo, at=AT)
    assert found is not None
    assert found.planned == datetime(2026, 7, 1, 21, 0, tzinfo=tokyo)


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        ({"phase": Phase.PREPARATION}, Phase.COLLECT),
        ({"round": 0}, 1),
        ({"round": 2}, 3),
        ({"round": 3}, Phase.SORT),
        ({"round": 4}, Phase.SORT),
        ({"round": 0, "rounds": 1}, Phase.SORT),
        ({"phase": Phase.SORT, "dots": 5}, Phase.WEIGH),
        ({"phase": Phase.SORT, "dots": 0}, Phase.HARVEST),
        ({"phase": Phase.WEIGH, "dots": 0}, Phase.HARVEST),
        ({"phase": Phase.HARVEST}, Phase.CLOSED),
        ({"phase": Phase.CLOSED}, None),
    ],
)
def test_what_comes_next(facts: dict[str, object], following: Phase | int | None) -> None:
    assert next_step(replace(EVENING, **facts)) == following
