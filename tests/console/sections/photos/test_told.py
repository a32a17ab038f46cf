import pytest

from workshop.console.sections.photos.told import (
    Blurred,
    Described,
    Moved,
    blurred_of,
    described_of,
    moved_of,
    photo_of,
)
from workshop.domain import bounds
from workshop.domain.errors import RefusedError

pytestmark = pytest.mark.unit
SAID = {"photo": 7, "caption": "Wand", "table": "wohnen", "seen": 2}
PAINTED = {"photo": 7, "marks": [[0, 1, 2, 3, 4], [300, 5, 6, 7, 8]], "seen": 1}


def test_what_the_list_sends_is_read() -> None:
    assert described_of(SAID) == Described(7, "Wand", "wohnen", 2)
    assert (moved_of({"photo": 7, "up": True}), moved_of({"photo": 7})) == (Moved(7, -1), Moved(7, 1))
    assert blurred_of(PAINTED) == Blurred(7, ((0, 1, 2, 3, 4), (300, 5, 6, 7, 8)), 1)
    assert photo_of({"photo": 7}) == 7


MARKS = (
    *(None, "x", {}, [], [[]], [["x"]], [[300]], [[300, 1]], [[300, 1, 2, 3]], [[0, 1, 2]], [[0] * 7]),
    *([[300, -1, 5]], [[300, 1, 10_001]], [[300, 1.5, 2]], [[True, 1, 2]], [[10_001, 1, 2]]),
    [[300, 1, 2]] * (bounds.PHOTO_MARKS + 1),
    [[300, *([1, 2] * (bounds.PHOTO_MARK_POINTS + 1))]],
)


@pytest.mark.parametrize("marks", MARKS, ids=lambda each: repr(each)[:30])
def test_marks_that_no_brush_makes_are_refused(marks: object) -> None:
    with pytest.raises(RefusedError):
        blurred_of(PAINTED | {"marks": marks})


@pytest.mark.parametrize("changed", [{"photo": 0}, {"photo": "x"}, {"caption": None}, {"caption": "x" * 1000},
    {"table": 1}, {"table": "x" * 100}, {"seen": None}, {"seen": 0}])  # fmt: skip
def test_other_things_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        described_of(SAID | changed)
    with pytest.raises(RefusedError):
        described_of(None)
