"""The board's clock while a round is paused."""

import pytest
from playwright.sync_api import expect

from workshop.domain.round import pause_round, start_round

pytestmark = pytest.mark.e2e


def test_paused_clock_stands_still_and_says_so(evening, open_board):
    evening.do(start_round, minutes=10)
    evening.do(pause_round)
    page = open_board(evening)
    expect(page.locator(".head__pause")).to_have_text("Pause")
    clock = page.locator(".clock")
    shown = clock.inner_text()
    assert shown == "10:00" or shown.startswith("09:5")
    # What would tick ticks four times a second.
    page.evaluate("() => new Promise(done => setTimeout(done, 1500))")
    assert clock.inner_text() == shown
