"""The calm slide: there at a key, with clock and code as wished, and without a word of the cards."""

import pytest
from playwright.sync_api import expect

from tests.board.conftest import card
from workshop.domain.dialogue import admit_newcomers, enlarge_join
from workshop.domain.entry import hold_entry
from workshop.domain.round import start_round
from workshop.models import HoldReason

pytestmark = pytest.mark.e2e
FITS = """() => [...document.querySelectorAll('.calm > *')].every(each => {
    const at = each.getBoundingClientRect();
    return at.top >= 0 && at.left >= 0 && at.right <= innerWidth && at.bottom <= innerHeight;
})"""


def test_calm_slide_hides_the_cards_and_keeps_clock_and_code_as_wished(evening, open_board):
    ids = [evening.post("Bahnhof sanieren"), evening.post("Unter der Gürtellinie")]
    evening.do(start_round, minutes=10)
    page = open_board(evening)
    calm, code, clock = (page.locator(each) for each in (".calm", ".calm__qr", ".calm .clock"))
    expect(card(page, ids[1])).to_have_count(1)
    expect(page.locator(".clock")).to_be_visible()
    page.keyboard.press("b")
    expect(calm).to_contain_text("Dialogabend")
    expect(page.locator("[data-entry-id], .head, .foot")).to_have_count(0)
    for width, height in ((1280, 720), (3840, 2160), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(FITS)
    for key, part, other in (("q", code, clock), ("c", clock, code)):
        page.keyboard.press(key)
        expect(part).to_have_count(0)
        expect(other).to_be_visible()
        page.keyboard.press(key)
        expect(part).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator(".keys")).to_contain_text("Ruhige Folie ein und aus")
    evening.do(hold_entry, entry_id=ids[1], reason=HoldReason.INSULT_OR_THREAT)
    evening.post("Weckt die Tafel")
    # As presentation clickers send it.
    page.keyboard.press(".")
    expect(calm).to_have_count(0)
    expect(card(page, ids[0])).to_have_count(1)
    expect(card(page, ids[1])).to_have_count(0)


def test_closed_door_stands_where_the_code_was_and_the_code_comes_back(evening, open_board):
    evening.post("Bahnhof sanieren")
    page = open_board(evening)
    code, said = page.locator(".qr, .head__code"), page.get_by_text("Im Moment kommt niemand Neues herein")
    expect(code.first).to_be_visible()
    evening.do(admit_newcomers, admitted=False)
    expect(said).to_be_visible()
    expect(page.locator(".table__empty").first).to_have_text("Keine Karte")
    expect(code).to_have_count(0)
    evening.do(enlarge_join, large=True)
    large = page.locator(".join-page")
    expect(large).to_have_text("Im Moment kommt niemand Neues herein")
    page.keyboard.press("b")
    expect(page.locator(".calm")).to_contain_text("Im Moment kommt niemand Neues herein")
    for width, height in ((1280, 720), (3840, 2160), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(FITS)
    expect(code).to_have_count(0)
    page.keyboard.press("b")
    evening.do(admit_newcomers, admitted=True)
    expect(said).to_have_count(0)
    expect(code.first).to_be_visible()


def test_keys_of_one_letter_are_switched_off_at_the_board(evening, open_board):
    evening.post("Bahnhof sanieren")
    page = open_board(evening)
    page.get_by_role("button", name="Tasten").click()
    page.get_by_label("Tasten mit Buchstabe oder Ziffer").uncheck()
    page.reload()
    expect(page.locator(".head")).to_be_visible()
    for key in ("b", ".", "q", "1"):
        page.keyboard.press(key)
    # What has no letter goes on.
    page.get_by_role("button", name="Tasten").click()
    page.keyboard.press("Escape")
    expect(page.locator(".keys")).to_have_count(0)
    expect(page.locator(".calm, .join-page, .one-table")).to_have_count(0)
    page.get_by_role("button", name="Tasten").click()
    page.get_by_label("Tasten mit Buchstabe oder Ziffer").check()
    page.keyboard.press("b")
    expect(page.locator(".calm")).to_be_visible()
