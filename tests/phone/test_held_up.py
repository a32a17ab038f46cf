"""In a real browser: a card that something holds up stops no other, and a person decides about it."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.phone.hall import Hall
from tests.phone.proxy import Proxy
from tests.phone.test_outbox import kept, open_page, send, stored
from tests.waiting import until

pytestmark = pytest.mark.e2e
HELD_UP = "#cards li:has-text('Aufgehalten')"


def build_wall(page: Page, status: int = 403) -> None:
    """Let something on the way answer to one card with a page of its own."""

    def answer(route: Route) -> None:
        if "Aufgehalten" in (route.request.post_data or ""):
            route.fulfill(status=status, body="<h1>Stop</h1>", content_type="text/html")
        else:
            route.continue_()

    page.route("**/entries", answer)


@pytest.mark.parametrize("status", [200, 403, 413, 502])
def test_the_next_card_goes_and_the_first_is_edited(phone: BrowserContext, evening: Hall, status: int):
    page = open_page(phone, evening)
    build_wall(page, status)
    send(page, "Aufgehalten")
    expect(page.locator(HELD_UP).locator(".edit")).to_be_visible()
    send(page, "Die nächste")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    assert stored(evening) == ["Die nächste"]
    page.locator(HELD_UP).locator(".edit").click()
    expect(page.locator("#text")).to_have_value("Aufgehalten")
    assert page.locator(".q.works input").is_checked()
    page.locator("#text").fill("Anders gesagt")
    page.locator("#send").click()
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(2)
    assert sorted(stored(evening)) == ["Anders gesagt", "Die nächste"]
    until(lambda: kept(page) == [])


def test_it_is_named_after_some_tries_sent_by_hand_or_dropped(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    build_wall(page)
    send(page, "Aufgehalten")
    card = page.locator(HELD_UP)
    expect(card.locator(".state")).to_have_text(
        "noch nicht angekommen – etwas im Netz hält diese Karte auf", timeout=10_000
    )
    page.unroute("**/entries")
    card.locator(".retry").click()
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    build_wall(page)
    send(page, "Aufgehalten, noch eine")
    page.locator("#cards li.late .drop").click()
    expect(page.locator("#cards li")).to_have_count(1)
    page.unroute("**/entries")
    until(lambda: kept(page) == [], within=30)
    assert stored(evening) == ["Aufgehalten"]


def test_card_that_was_stored_without_an_answer_is_off_the_board_when_it_is_dropped(
    phone: BrowserContext, evening: Hall, proxy: Proxy
):
    page = open_page(phone, evening, proxy)
    proxy.answers_to_lose = 1
    page.route("**/entries", lambda route: route.continue_() if proxy.answers_to_lose else route.abort())
    send(page)
    page.locator("#cards li.late .drop").click()
    until(lambda: [card.state for card in evening.cards()] == ["withdrawn"])
    expect(page.locator("#cards li")).to_have_count(0)
    assert stored(evening) == [""]
