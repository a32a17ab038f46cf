import random

import pytest

from exports.heights import (
    CELL_UNITS,
    TALLEST_ROW,
    count_units,
    room_of,
    row_height,
    split_to_cells,
    split_to_rows,
    text_height,
)

pytestmark = pytest.mark.unit

# Lines in 10 point Calibri and a column of 30 digits, which leaves 149 points.
LINES = {
    "Der Kurs der VHS am Vormittag": 1,
    "Wartezeit von acht Monaten auf einen Platz": 2,
    "i" * 50: 1,
    "W" * 60: 4,
    "Kinderbetreuungseinrichtungen und Nachbarschaftshilfe": 2,
    "": 1,
    "a\n\nb": 3,
}


@pytest.mark.parametrize("text", LINES)
def test_text_is_as_tall_as_its_lines(text: str) -> None:
    assert round(text_height(text, room=room_of(30), size=10) / 13) == LINES[text]


@pytest.mark.parametrize("text", ["سلام", "ሰላም", "你好", "😀", "שלום"])
def test_line_is_taller_where_another_font_steps_in(text: str) -> None:
    assert text_height(text, room=200, size=10) > text_height("Hallo", room=200, size=10)


@pytest.mark.parametrize("more", ["\u0301", "\u200d", "\u200f", "\ufe00"])
def test_what_takes_no_room_is_not_counted(more: str) -> None:
    assert text_height(f"a{more}" * 80, room=150, size=10) == text_height("a" * 80, room=150, size=10)


def test_row_is_never_taller_than_a_row_can_be() -> None:
    assert row_height([("x\n" * 999, 20), ("y", 5)]) == TALLEST_ROW
    assert row_height([]) > 0


def test_pieces_of_a_long_text_fit_and_say_all_of_it() -> None:
    dice = random.Random(4)  # noqa: S311 - chance, not secrecy
    letters = ["a", "W", " ", "\n", "ä", "-", "😀", "ع", "ሰ", "e\u0301\u0323", "👨\u200d👩\u200d👧"]
    for width in (5, 13, 29, 60):
        text = "".join(dice.choices(letters, k=6000))
        pieces = split_to_rows(text, width=width)
        assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
        assert [
            piece for piece in pieces if text_height(piece, room=room_of(width), size=10) > TALLEST_ROW - 4
        ] == []


def test_short_text_is_one_piece() -> None:
    assert (split_to_rows("kurz\nund gut", width=20), split_to_cells("kurz")) == (["kurz\nund gut"], ["kurz"])


def test_text_that_excel_cannot_hold_goes_on_in_another_cell() -> None:
    text = "😀a" * 30_000
    pieces = split_to_cells(text)
    assert "".join(pieces) == text
    assert max(map(count_units, pieces)) <= CELL_UNITS
