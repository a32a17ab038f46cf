"""Calm in trouble: a moderator calms, holds and frees all boards, by button and by key."""

import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import enter

pytestmark = pytest.mark.e2e


def board_of(context: BrowserContext, house: House, evening: Evening) -> Page:
    board = context.new_page()
    board.goto(f"{house.server.url}/b/{evening.dialogue.code}/bildung")
    expect(board.locator("[data-entry-id]").first).to_be_attached()
    return board


def test_boards_are_calm_within_a_second_still_and_free_again(
    page: Page, context: BrowserContext, evening: Evening, house: House
):
    enter(page, evening.invitation.console_url)
    board = board_of(context, house, evening)
    calm = page.get_by_role("button", name="Tafeln ruhig")
    page.keyboard.press("b")
    began = time.monotonic()
    expect(board.locator(".calm")).to_be_visible(timeout=1000)
    assert time.monotonic() - began < 1
    expect(calm).to_have_attribute("aria-pressed", "true")
    expect(board.locator(".calm__qr")).to_be_visible()
    page.get_by_role("button", name="mit Code").click()
    expect(board.locator(".calm__qr")).to_have_count(0)
    # A reload keeps it; a field with the focus takes the key.
    board.reload()
    expect(board.locator(".calm")).to_be_visible()
    page.get_by_label("Minuten").fill("")
    page.get_by_label("Minuten").press("b")
    expect(calm).to_have_attribute("aria-pressed", "true")
    calm.click()
    expect(board.locator("[data-entry-id]").first).to_be_attached()
    page.get_by_role("button", name="Tafeln anhalten").click()
    expect(page.get_by_role("status").filter(has_text="Alle Tafeln bleiben")).to_be_visible()
    page.get_by_role("button", name="Zeigen", exact=True).click()
    held = board.get_by_text("Ruft mich an: 0171 2345678")
    expect(page.locator(".held")).to_have_count(0)
    expect(held).to_have_count(0)
    page.get_by_role("button", name="Tafeln anhalten").click()
    expect(held).to_have_count(1)
