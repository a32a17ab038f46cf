import pytest

from workshop.console.frame.versions import merged, overlaps

pytestmark = pytest.mark.unit
BASE = {"title": ["T"], "text": ["A"], "rounds": ["3"], "entry": ["1", "2"]}


def test_fields_that_only_one_changed_are_both_kept():
    mine = BASE | {"title": ["Mein T"]}
    now = BASE | {"text": ["Ihr A"]}
    assert overlaps(mine, BASE, now) == []
    assert merged(mine, BASE, now) == BASE | {"title": ["Mein T"], "text": ["Ihr A"]}


def test_field_that_both_changed_is_to_be_chosen_and_keeps_what_was_typed():
    mine, now = BASE | {"title": ["Mein T"]}, BASE | {"title": ["Ihr T"]}
    assert overlaps(mine, BASE, now) == ["title"]
    assert merged(mine, BASE, now)["title"] == ["Mein T"]


@pytest.mark.parametrize("typed", ["Ihr T", "Ihr T\r\n", " Ihr T"])
def test_field_that_both_changed_to_the_same_is_not_to_be_chosen(typed):
    assert overlaps(BASE | {"title": [typed]}, BASE, BASE | {"title": ["Ihr T"]}) == []


def test_ticks_take_what_either_added_or_left_out():
    mine, now = BASE | {"entry": ["2", "3"]}, BASE | {"entry": ["1", "2", "4"]}
    assert overlaps(mine, BASE, now) == []
    assert merged(mine, BASE, now)["entry"] == ["2", "4", "3"]
