from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from workshop.domain.keeping import Keeping, months_after

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 25), 12, date(2027, 11, 25)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 120, date(2036, 11, 30)),
    ],
)
def test_months_end_on_a_day_that_there_is(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_usual_day_follows_the_evening_and_is_never_sooner_than_months_after_its_creation() -> None:
    made = datetime(2026, 11, 1, 12, tzinfo=UTC)
    keeping = Keeping(months=12)
    assert keeping.usual_day(held_on=date(2026, 11, 25), created_at=made) == date(2027, 11, 25)
    assert keeping.usual_day(held_on=None, created_at=made) == date(2027, 11, 1)
    # Mistyped.
    assert keeping.usual_day(held_on=date(1926, 11, 25), created_at=made) == date(2027, 11, 1)


def test_day_is_that_of_the_installations_zone() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert Keeping(zone=ZoneInfo("Europe/Berlin")).day_of(late) == date(2026, 11, 26)
    assert Keeping(zone=ZoneInfo("Atlantic/Azores")).day_of(late) == date(2026, 11, 25)
