"""The board's clock while a round is paused, and what the board says of the course of the evening."""

import pytest
from playwright.sync_api import expect

from workshop.domain.dialogue import DialogueFacts, copy_dialogue, describe_dialogue, set_phase
from workshop.domain.handout import release_handouts, take_handouts_back
from workshop.domain.round import pause_round, start_round
from workshop.domain.series import start_series
from workshop.models import Phase

pytestmark = pytest.mark.e2e


def test_paused_clock_stands_still_and_says_so(evening, open_board):
    evening.do(start_round, minutes=10)
    evening.do(pause_round)
    page = open_board(evening)
    expect(page.locator(".clock-word")).to_have_text("Pause")
    clock = page.locator(".clock")
    shown = clock.inner_text()
    assert shown == "10:00" or shown.startswith("09:5")
    # What would tick ticks four times a second.
    page.evaluate("() => new Promise(done => setTimeout(done, 1500))")
    assert clock.inner_text() == shown


def test_board_says_what_happens_and_what_comes_next(evening, open_board):
    page = open_board(evening)
    now, following = page.locator(".head__told"), page.locator(".head__next")
    expect(following).to_have_text("Danach: Runde 1")
    evening.do(start_round, minutes=10)
    evening.post("Weckt die Tafel")
    expect(following).to_have_text("Danach: Runde 2")
    expect(now).to_have_count(0)
    evening.do(set_phase, phase=Phase.SORT)
    page.reload()
    expect(now).to_have_text("An den Tischen werden Karten zum selben Thema zusammengelegt.")
    expect(following).to_have_text("Danach: Gewichten")


def test_series_stands_above_a_short_title_and_on_the_calm_slide(evening, open_board):
    evening.do(start_series, title="Frauen im Gespräch")
    page = open_board(evening)
    above = page.locator(".head__series")
    expect(above).to_have_text("1. Abend der Reihe „Frauen im Gespräch“")
    head, title = page.locator(".head").bounding_box(), page.locator(".head__goal").bounding_box()
    assert title["y"] + title["height"] <= head["y"] + head["height"]
    page.keyboard.press("b")
    expect(page.locator(".calm__series")).to_have_text("1. Abend der Reihe „Frauen im Gespräch“")
    page.keyboard.press("b")
    evening.do(copy_dialogue, in_series=True)
    evening.do(describe_dialogue, facts=DialogueFacts(title="Ein Titel, der die ganze Zeile im Kopf braucht"))
    evening.post("Mehr Busse")
    expect(page.locator(".head__title h1")).to_contain_text("die ganze Zeile")
    expect(above).to_have_count(0)


def test_what_is_taken_home_stands_on_the_board_after_closing_once_it_is_released(evening, open_board):
    evening.do(set_phase, phase=Phase.CLOSED)
    page = open_board(evening)
    expect(page.locator(".thanks")).to_contain_text("Die Stadt antwortet.")
    taken_home = page.locator(".thanks__handouts")
    expect(taken_home).to_have_count(0)
    evening.do(release_handouts)
    expect(taken_home).to_contain_text(f"/j/{evening.code}/papers")
    code = taken_home.get_by_role("img", name="Nehmen Sie die Ergebnisse mit")
    expect(code).to_be_visible()
    evening.do(take_handouts_back)
    expect(taken_home).to_have_count(0)
