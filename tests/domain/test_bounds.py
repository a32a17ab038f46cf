from datetime import date, time

import pytest

from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal, RefusedError

pytestmark = pytest.mark.unit


def refusal(call, *given):
    with pytest.raises(RefusedError) as refused:
        call(*given)
    return refused.value.key


@pytest.fixture
def worked_on(monkeypatch):
    """What is normalised."""
    seen = []
    normalise = bounds.normalise
    monkeypatch.setattr(bounds, "normalise", lambda text: seen.append(text) or normalise(text))
    return seen


def test_too_long_text_is_refused_before_anything_works_on_it(worked_on):
    assert refusal(bounds.text, "a\u0301" * 16_000, 200) == Refusal.TEXT_TOO_LONG
    assert worked_on == []
    # As some keyboards send it: three code points, stored as one.
    assert bounds.text("e\u0323\u0302" * 200, 200) == "ệ" * 200
    assert refusal(bounds.text, "x" * 201, 200) == Refusal.TEXT_TOO_LONG
    assert len(worked_on) == 2


def test_heap_of_marks_is_refused():
    assert refusal(bounds.text, "a" + "\u0301\u0316" * 50, 200) == Refusal.TEXT_HEAPED
    assert refusal(bounds.one_line, "a" + "\u0301\u0316" * 50, 80) == Refusal.TEXT_HEAPED


@pytest.mark.parametrize("given", [None, 7, 1.5, True, b"x", ["x"], {"x": "y"}])
def test_what_is_no_text_is_refused(given):
    assert refusal(bounds.text, given, 200) == Refusal.DETAILS_INVALID


def test_stored_text_holds_nothing_that_postgresql_refuses():
    assert bounds.text("a\0b\ud800c", 200) == "abc"


@pytest.mark.parametrize("given", [1, "1", "180", "١٠", 180])
def test_number_may_come_as_digits(given):
    assert bounds.number(given, bounds.MINUTES, Refusal.MINUTES_OUT_OF_RANGE) == int(given)


@pytest.mark.parametrize(
    "given",
    [
        *(0, -1, 181, 2**31, 2**63, 10**400, 1.5, float("nan"), float("inf"), True, None, [1], {"a": 1}),
        *("", " 1", "1.5", "1e1", "-1", "²", "nan", "0x1", "1_0", "9" * 5000, "1\0", "\ud800"),
    ],
)
def test_any_other_number_is_refused(given):
    assert refusal(bounds.number, given, bounds.MINUTES, Refusal.MINUTES_OUT_OF_RANGE)


@pytest.mark.parametrize("given", [0, -1, 2**31, 2**63, 2**64, True, 1.0, None, "x", "²"])
def test_row_that_cannot_be_is_not_found(given):
    with pytest.raises(NotFoundError):
        bounds.row(given, Refusal.GROUP_UNKNOWN)
    assert bounds.row("2147483647", Refusal.GROUP_UNKNOWN) == bounds.LAST_ROW


def test_one_deed_names_no_more_than_a_table_has():
    bounds.many(range(bounds.MANY))
    assert refusal(bounds.many, range(bounds.MANY + 1)) == Refusal.TOO_MANY


def test_days_are_those_that_every_file_can_show():
    assert bounds.written_day("") is None
    assert bounds.written_day("2026-03-29") == date(2026, 3, 29)  # a night in which an hour is missing
    assert bounds.written_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "given",
    [
        *("0000-01-01", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "-001-01-01", "10000-01-01"),
        *("2026-02-30", "2026-13-01", "29.03.2026", "heute", "2026-03-12T10:00:00Z", "٢٠٢٦-٠١-٠١", "\0" * 10),
    ],
)
def test_any_other_day_is_refused(given):
    assert refusal(bounds.written_day, given) == Refusal.DAY_OUT_OF_RANGE


@pytest.mark.parametrize(("given", "stored"), [("", None), ("19:30", time(19, 30)), ("00:00:59", time(0, 0))])
def test_time_is_that_of_a_clock_on_the_wall(given: str, stored: time | None) -> None:
    assert bounds.written_time(given) == stored


@pytest.mark.parametrize(
    "given", ["25:00", "19", "7 Uhr", "19:30Z", "19:30+02:00", "19:30:00.123456", "١٩:٣٠", "9" * 5000]
)
def test_what_no_clock_shows_is_refused(given: str) -> None:
    assert refusal(bounds.written_time, given) == Refusal.DETAILS_INVALID
