"""Why a board cannot connect, said by the board itself; a stopped server is tried in `test_surface`."""

import pytest
from playwright.sync_api import Page, expect

from tests.board.conftest import card
from tests.board.test_surface import LOST, OVERLAPS
from tests.phone.clock import run_clock_until

pytestmark = pytest.mark.e2e


def cause(page: Page) -> str | None:
    """Return which cause the board names just now."""
    return page.evaluate("document.querySelector('.lost')?.dataset.cause ?? null")


def test_device_without_a_network_says_so_and_comes_back(evening, open_board):
    entry_id = evening.post("Eine Karte")
    page = open_board(evening)
    expect(card(page, entry_id)).to_be_visible()
    # A connection that is there outlives it: as after sleep, it is cut by the device.
    page.context.set_offline(True)
    page.evaluate("window.socket.io.engine.close()")
    expect(page.locator(LOST)).to_have_attribute("data-cause", "offline", timeout=15_000)
    expect(page.locator(LOST)).to_contain_text("Dieses Gerät ist nicht im Netz")
    assert page.evaluate(OVERLAPS, LOST) == 0
    page.context.set_offline(False)
    expect(page.locator(LOST)).to_have_count(0, timeout=20_000)
    expect(card(page, evening.post("Danach"))).to_be_visible()


def test_what_blocks_the_live_connection_on_the_way_is_named(evening, browser):
    page = browser.new_page()
    page.clock.install()
    page.route("**/_nicegui_ws/**", lambda route: route.abort())
    page.route_web_socket("**/_nicegui_ws/**", lambda socket: socket.close())
    page.goto(f"{evening.server.url}/b/{evening.code}")
    named = []

    def is_blocked() -> bool:
        if cause(page) not in {None, *named[-1:]}:
            named.append(cause(page))
        return cause(page) == "blocked"

    run_clock_until(page, is_blocked)
    assert named == ["again", "blocked"]
    expect(page.locator(LOST)).to_contain_text("etwas auf dem Weg lässt die laufende Verbindung nicht durch")
    page.close()
