"""Who goes where when a round begins."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.board.pictures import change, picture
from tests.factories import redescribe
from workshop.board.rotation import WALKING, rotation_of
from workshop.board.wording import Wording
from workshop.domain.round import start_round, take_round_back
from workshop.models import Phase, Rotation, now


def rotating(*, ago: float = 0, tables: int = 3, **facts: object):
    """Return a dialogue whose second round began so many seconds ago."""
    of = picture(tables=tables)
    at = (now() - timedelta(seconds=ago)).isoformat()
    said = {"round": 2, "rotation": Rotation.MOVE_ON, "round_history": [{"round": 1, "at": at}]}
    change(of, **(said | facts))
    return of


@pytest.mark.unit
def test_board_of_all_says_where_each_table_goes_and_that_of_one_welcomes() -> None:
    of, words = rotating(), Wording("de")
    told = rotation_of(of, words, None)
    assert told is not None
    assert [(move["from"], move["to"], move["title"]) for move in told["moves"]] == [
        ("Von Tisch 1", "Tisch 2", "Tisch 2"),
        ("Von Tisch 2", "Tisch 3", "Tisch 3"),
        ("Von Tisch 3", "Tisch 1", "Tisch 1"),
    ]
    table = rotation_of(of, words, 3)
    assert table is not None
    assert (table["welcome"], table["moves"], table["until"]) == (
        "Runde 2 · Willkommen an Tisch 3",
        [],
        told["until"],
    )


@pytest.mark.unit
@pytest.mark.parametrize(
    "facts",
    [
        {"round": 1, "round_history": [{"round": 0, "at": now().isoformat()}]},
        {"rotation": Rotation.CHOOSE},
        {"rounds": 1},
        {"phase": Phase.SORT},
        {"tables": 1},
        {"ago": WALKING.total_seconds() + 1},
        {"round_history": [{"round": 1}]},
        {"round_history": []},
    ],
)
def test_board_says_nothing_where_nobody_has_to_go(facts: dict[str, object]) -> None:
    assert rotation_of(rotating(**facts), Wording("de"), None) is None  # type: ignore[arg-type]


@pytest.mark.e2e
def test_boards_tell_it_for_some_minutes_also_those_that_open_later(evening, open_board):
    evening.do(redescribe, rotation=Rotation.MOVE_ON)
    evening.do(start_round, minutes=20)
    evening.post("Die erste Karte", table="wohnen")
    page = open_board(evening)
    expect(page.locator(".table")).to_have_count(5)
    evening.do(start_round, minutes=20)
    evening.post("Schon jetzt", table="arbeit")
    expect(page.locator(".change__row")).to_have_count(5)
    expect(page.locator(".change__title")).to_have_text("Bitte wechseln Sie den Tisch")
    expect(page.locator(".change__row").last).to_have_text(re.compile("Von Tisch 5.*→.*Tisch 1"))
    expect(page.locator(".change__foot")).to_have_text("Ihre Karten bleiben am Tisch.")
    table = open_board(evening, "/arbeit")
    expect(table.locator(".one-table__welcome")).to_have_text("Runde 2 · Willkommen an Tisch 3")
    expect(table.locator("[data-entry-id]").first).to_be_visible()
    # It can be put away at a board, and goes by itself.
    later = open_board(evening)
    expect(later.locator(".change__row")).to_have_count(5)
    later.keyboard.press("Escape")
    expect(later.locator(".table")).to_have_count(5)
    evening.do(take_round_back, seen_steps=2)
    evening.post("Doch noch Runde 1", table="arbeit")
    expect(page.locator(".table")).to_have_count(5)
    expect(table.locator(".one-table__welcome")).to_have_count(0)


@pytest.mark.e2e
def test_board_goes_back_by_itself_when_people_have_walked(evening, open_board):
    evening.do(redescribe, rotation=Rotation.MOVE_ON)
    for _ in range(2):
        evening.do(start_round, minutes=20)
    evening.post("Karte", table="wohnen")
    page = open_board(evening)
    expect(page.locator(".change__row")).to_have_count(5)
    page.clock.install()
    page.reload()
    expect(page.locator(".change__row")).to_have_count(5)
    page.clock.fast_forward(WALKING / timedelta(milliseconds=1))
    expect(page.locator(".table")).to_have_count(5)
