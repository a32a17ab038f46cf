"""A proxy holds the events back and lets them go late, in part: phones hear by asking, and none goes back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.phone.clock import run_clock_until
from tests.phone.hall import Hall
from tests.phone.proxy import Proxy
from tests.waiting import until
from workshop.models import Phase

pytestmark = [pytest.mark.fault, pytest.mark.e2e]
HELD_FOR = timedelta(minutes=5)
# An event that says nothing to the page, and that it has read those before; a piece of its own of the answer.
READ = b"17\r\nevent: own\ndata: none\n\n\r\n"
NOTES_READING = """
const Plain = EventSource;
window.EventSource = class extends Plain {
  constructor(address) { super(address); this.addEventListener('own', () => { window.read = true; }); }
};
"""


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Hall]:
    """A server whose dialogue collects."""
    made = Hall(tmp_path)
    made.start()
    made.begin()
    yield made
    made.stop()


@pytest.fixture
def proxy(evening: Hall) -> Iterator[Proxy]:
    """A proxy in front of it that passes no event on."""
    made = Proxy(evening.port)
    made.start()
    made.buffers_events = True
    yield made
    made.stop()


@pytest.fixture
def page(browser: Browser, evening: Hall, proxy: Proxy) -> Iterator[Page]:
    """A phone behind it."""
    context = browser.new_context(locale="de-DE", service_workers="block")
    opened = context.new_page()
    opened.clock.install()
    opened.add_init_script(NOTES_READING)
    with opened.expect_request("**/events*"):
        opened.goto(evening.address(port=proxy.port))
    yield opened
    context.close()


def late(events: bytes) -> bytes:
    """Return events as if the proxy had held them for minutes: the server's clock in them is older."""
    by = int(HELD_FOR.total_seconds() * 1000)
    return re.sub(rb"(?<=event: now\ndata: )\d+", lambda found: str(int(found[0]) - by).encode(), events)


def test_phone_goes_on_while_no_event_arrives(evening: Hall, page: Page) -> None:
    page.locator(".q.works").click()
    page.locator("#text").fill("Ohne ein Ereignis")
    page.locator("#send").click()
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert [card.text for card in evening.cards()] == ["Ohne ein Ereignis"]
    evening.phase(Phase.WEIGH)
    run_clock_until(page, page.locator("[data-for=weigh]").is_visible)


def test_events_that_come_late_and_in_part_take_no_phone_back(
    evening: Hall, proxy: Proxy, page: Page
) -> None:
    evening.round(10)
    until(lambda: b'"round":1' in proxy.held, why=lambda: proxy.held)
    older = late(proxy.held)
    assert older != proxy.held
    evening.round(20)
    run_clock_until(page, lambda: page.locator("#round").text_content() == " · Runde 2")
    proxy.release(older + READ)
    until(lambda: page.evaluate("window.read"))
    page.clock.run_for(1000)
    expect(page.locator("#round")).to_have_text(" · Runde 2")
    expect(page.locator("#clock")).to_have_text(re.compile(r"^noch \W?(20:0|19:[45])\d\W?$"))
    # What is news is taken from the proxy all the same, and at once.
    held = len(proxy.held)
    evening.phase(Phase.WEIGH)
    until(lambda: b'"weigh"' in proxy.held[held:], why=lambda: proxy.held[held:])
    proxy.release(proxy.held[held:])
    expect(page.locator("[data-for=weigh]")).to_be_visible()
