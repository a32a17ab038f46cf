"""What no table sends is refused."""

import pytest

from workshop.console.sections.measures.told import Written, cell_of, written_of
from workshop.domain.errors import RefusedError

pytestmark = pytest.mark.unit
CELL = {"outcome": 7, "name": "title"}


def test_what_the_table_sends_is_taken() -> None:
    assert written_of(CELL | {"text": "Neu", "seen": ""}) == Written((7, "title"), "Neu", "")
    assert cell_of(CELL) == (7, "title")
    assert cell_of({}) is None


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "x",
        {"outcome": 7},
        {"name": "title"},
        CELL | {"outcome": "x"},
        CELL | {"outcome": 0},
        CELL | {"outcome": 2**40},
        CELL | {"outcome": True},
        CELL | {"name": ""},
        CELL | {"name": 7},
        CELL | {"name": "x" * 65},
    ],
)
def test_no_cell_is_refused(sent: object) -> None:
    with pytest.raises(RefusedError):
        cell_of(sent)


@pytest.mark.parametrize("sent", [{}, CELL, CELL | {"text": "x"}, CELL | {"text": None, "seen": ""}])
def test_no_text_is_refused(sent: object) -> None:
    with pytest.raises(RefusedError):
        written_of(sent)
