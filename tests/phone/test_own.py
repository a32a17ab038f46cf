"""In a real browser: what others do to one's own card reaches the phone, whatever happens on the way."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.phone.hall import Hall
from tests.phone.test_outbox import send
from workshop.domain.entry import hide_entry
from workshop.domain.rights import operator
from workshop.models import HoldReason

pytestmark = pytest.mark.e2e
# Long waits pass twenty times as fast.
HASTE = """
const patient = window.setTimeout;
window.setTimeout = (deed, wait, ...rest) => patient(deed, wait > 1500 ? wait / 20 : wait, ...rest);
"""
# The stream opens only when the test says so, as in a page that was loaded in the background.
LATE = """
const Real = EventSource;
window.EventSource = function (url) {
  const late = { waiting: [], addEventListener(...listener) { this.waiting.push(listener); }, close() {} };
  window.openStream = () => {
    const real = new Real(url);
    for (const listener of late.waiting) real.addEventListener(...listener);
  };
  return late;
};
"""


def _hide_the_card(evening: Hall) -> None:
    (entry,) = evening.cards()
    evening.do(
        hide_entry,
        actor=operator(),
        dialogue_id=evening.id,
        entry_id=entry.id,
        reason=HoldReason.OFF_TOPIC,
    )


def _hasty_page(phone: BrowserContext, evening: Hall, *, script: str = "") -> Page:
    page = phone.new_page()
    page.add_init_script(HASTE + script)
    page.goto(evening.address())
    return page


@pytest.fixture
def shown(phone: BrowserContext, evening: Hall) -> None:
    """A card of this phone, which the server keeps."""
    page = _hasty_page(phone, evening)
    send(page, "Meine Karte")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    page.close()


@pytest.mark.usefixtures("shown")
def test_card_hidden_between_the_page_and_its_first_stream(phone: BrowserContext, evening: Hall):
    page = _hasty_page(phone, evening, script=LATE)
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    _hide_the_card(evening)
    page.evaluate("openStream()")
    expect(page.locator("#cards li[data-state=hidden]")).to_have_count(1, timeout=10_000)


@pytest.mark.usefixtures("shown")
def test_card_hidden_while_the_network_fails_once(phone: BrowserContext, evening: Hall):
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route.request.url)
            route.abort()

    page = phone.new_page()
    page.add_init_script(HASTE)
    page.route("**/mine*", fail_once)
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    _hide_the_card(evening)
    expect(page.locator("#cards li[data-state=hidden]")).to_have_count(1, timeout=15_000)
    assert len(failed) == 1


def test_card_withdrawn_in_another_tab(phone: BrowserContext, evening: Hall):
    here, there = (_hasty_page(phone, evening) for _ in range(2))
    here.bring_to_front()
    send(here, "Meine Karte")
    for page in (here, there):
        expect(page.locator("#cards li[data-state=shown]")).to_have_count(1, timeout=10_000)
    here.locator("#cards li summary").first.click()
    here.locator("#cards li form[action*=withdraw] button").click()
    expect(there.locator("#cards li")).to_have_count(0, timeout=10_000)
