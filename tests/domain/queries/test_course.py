from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from exports.results import CourseStep, Happening
from tests.board.pictures import DIALOGUE
from workshop.domain.queries.course import course_of
from workshop.models import Phase

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Berlin")
PLANNED = replace(
    DIALOGUE, planned_start=time(19), planned_end=time(21), held_on=date(2026, 3, 12), tally_closed_at=None
)


def step(number: int, hour: int, minute: int) -> dict[str, object]:
    """Return what is kept before a change of the clock in round `number`, as UTC."""
    return {"round": number, "at": datetime(2026, 3, 12, hour, minute, 40, tzinfo=UTC).isoformat()}


def test_rounds_begin_when_the_one_before_was_left() -> None:
    # Round 1 was made longer twice; in round 2 its clock was only paused.
    kept = [step(0, 18, 10), step(1, 18, 25), step(1, 18, 31), step(2, 18, 50)]
    evening = replace(PLANNED, phase=Phase.COLLECT, rounds=3, round=2, round_history=kept)
    assert course_of(evening, ZONE) == (
        CourseStep(Happening.BEGINS, time(19)),
        CourseStep(Happening.ROUND, time(19, 10), 1),
        CourseStep(Happening.ROUND, time(19, 31), 2),
        CourseStep(Happening.ENDS, time(21)),
    )


def test_times_that_were_not_kept_are_not_made_up() -> None:
    evening = replace(PLANNED, phase=Phase.HARVEST, rounds=2, round=2, round_history=[{"round": 0}])
    assert [each.at for each in course_of(evening, ZONE)] == [time(19), None, None, time(21)]
    one = replace(evening, rounds=1, round=1, round_history=[step(0, 18, 5)])
    assert CourseStep(Happening.COLLECTING, time(19, 5)) in course_of(one, ZONE)


@pytest.mark.parametrize(("day", "is_told"), [(12, True), (13, False)])
def test_counting_belongs_to_the_evening_only_on_its_day(day: int, *, is_told: bool) -> None:
    counted = datetime(2026, 3, day, 19, 30, tzinfo=UTC)
    evening = replace(PLANNED, phase=Phase.CLOSED, round_history=[], tally_closed_at=counted)
    assert (CourseStep(Happening.COUNTED, time(20, 30)) in course_of(evening, ZONE)) is is_told


def test_evening_that_has_not_begun_is_what_was_planned() -> None:
    planned = replace(PLANNED, phase=Phase.PREPARATION, round=0, round_history=[])
    assert [each.what for each in course_of(planned, ZONE)] == [Happening.BEGINS, Happening.ENDS]
    assert course_of(replace(planned, planned_start=None, planned_end=None), ZONE) == ()
