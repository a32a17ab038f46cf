"""In a real browser: a new round begins, and phones go to the next table with what was being typed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.factories import redescribe
from tests.phone.clock import run_clock_until
from tests.phone.hall import Hall
from tests.phone.proxy import Proxy
from tests.phone.test_outbox import send, stored, write
from tests.waiting import until
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import take_round_back
from workshop.models import Rotation

pytestmark = pytest.mark.e2e


@pytest.fixture
def rotating(evening: Hall) -> Hall:
    """The first of three rounds, where everybody moves on."""
    evening.do(redescribe, actor=operator(), dialogue_id=evening.id, rotation=Rotation.MOVE_ON)
    evening.round(20)
    return evening


@pytest.fixture
def neighbour(browser: Browser) -> Iterator[BrowserContext]:
    """A second phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="de-DE", has_touch=True)
    context.set_default_timeout(15000)
    yield context
    context.close()


def open_at(context: BrowserContext, hall: Hall, table: str, port: int | None = None) -> Page:
    page = context.new_page()
    with page.expect_response("**/events*"):
        page.goto(hall.address(f"/{table}", port=port))
    return page


async def _tables(store, dialogue_id):
    async with store.read() as session:
        return await session.run_sync(tables_of, dialogue_id)


def where(hall: Hall) -> dict[str, str]:
    """Return at which table each card is."""
    keys = {table.id: table.key for table in hall.do(_tables, hall.id)}
    return {card.text: keys[card.table_id] for card in hall.cards()}


def test_phones_move_with_the_draft_and_cards_stay_where_they_were_written(
    phone: BrowserContext, neighbour: BrowserContext, rotating: Hall, proxy: Proxy
):
    first, second = open_at(phone, rotating, "wohnen"), open_at(neighbour, rotating, "bildung", proxy.port)
    expect(first).to_have_url(re.compile(r"/wohnen\?seat=1\.wohnen$"))
    write(first, "Mitten im Satz", "improve")
    proxy.set_cut(True)
    send(second, "Im Funkloch geschrieben", "needed")
    expect(second.locator("#cards .state")).to_have_text("wartet auf Netz – wird von selbst gesendet")
    write(second, "Und noch ein Entwurf", "works")
    rotating.round(20)
    expect(first.locator("header .bar p")).to_contain_text("Tisch 2 · Runde 2")
    expect(first.locator("#move")).to_have_text("Runde 2Bitte gehen Sie an Tisch 2.Tisch wählen")
    expect(first.locator("h1")).to_have_text(re.compile("Ehrenamt"))
    expect(first).to_have_url(re.compile(r"/ehrenamt\?seat=1\.wohnen$"))
    topics = first.request.get(first.locator("nav a").first.evaluate("link => link.href")).text()
    assert "Tisch 2 · " in topics
    assert first.locator("#text").input_value() == "Mitten im Satz"
    first.locator("#send").click()
    # The other one had no network meanwhile; its last table is followed by the first.
    proxy.set_cut(False)
    expect(second.locator("header .bar p")).to_contain_text("Tisch 1 · Runde 2", timeout=60_000)
    assert second.locator("#text").input_value() == "Und noch ein Entwurf"
    second.locator("#send").click()
    until(lambda: len(stored(rotating)) == 3)
    assert where(rotating) == {
        "Mitten im Satz": "ehrenamt",
        "Im Funkloch geschrieben": "bildung",
        "Und noch ein Entwurf": "wohnen",
    }
    # Back to another table by the usual choice: there one stays, also after a reload.
    write(first, "Ich bleibe", "works")
    first.locator("#move a").click()
    first.locator(".tables a").first.click()
    expect(first.locator("#text")).to_have_value("Ich bleibe")
    first.reload()
    expect(first.locator("#move")).to_be_hidden()
    expect(first).to_have_url(re.compile(r"/wohnen\?seat=2\.wohnen$"))
    first.locator("#send").click()
    until(lambda: where(rotating).get("Ich bleibe") == "wohnen")


def test_phone_that_was_away_moves_once_when_it_returns_and_back_with_the_round(
    phone: BrowserContext, rotating: Hall
):
    page = open_at(phone, rotating, "wohnen")
    expect(page).to_have_url(re.compile(r"seat=1\.wohnen$"))
    address = page.url
    page.goto("about:blank")
    rotating.round(20)
    rotating.round(20)
    page.goto(address)
    expect(page.locator("header .bar p")).to_contain_text("Tisch 3 · Runde 3")
    expect(page.locator("#move")).to_be_visible()
    page.reload()
    expect(page.locator("header .bar p")).to_contain_text("Tisch 3 · Runde 3")
    expect(page.locator("#move")).to_be_hidden()
    rotating.do(take_round_back, actor=operator(), dialogue_id=rotating.id, seen_steps=3)
    expect(page.locator("header .bar p")).to_contain_text("Tisch 2 · Runde 2")
    expect(page.locator("#move span")).to_have_text("Bitte gehen Sie an Tisch 2.")


def test_page_that_could_not_be_had_is_asked_for_again(phone: BrowserContext, rotating: Hall):
    page = phone.new_page()
    page.clock.install()
    with page.expect_response("**/events*"):
        page.goto(rotating.address())
    asked: list[str] = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/wohnen?seat=1.wohnen", cut)
    rotating.round(20)
    expect(page.locator("#round")).to_have_text(" · Runde 2")
    run_clock_until(page, lambda: bool(asked))
    expect(page.locator("header .bar p")).to_contain_text("Tisch 1 · Runde 2")
    assert page.locator("#move").is_hidden()
    page.unroute("**/wohnen?seat=1.wohnen")
    run_clock_until(page, lambda: "Tisch 2" in (page.locator("header .bar p").text_content() or ""))
    expect(page.locator("#move")).to_be_visible()


def test_where_people_choose_a_phone_offers_the_choice_and_stays(phone: BrowserContext, evening: Hall):
    evening.round(20)
    page = open_at(phone, evening, "wohnen")
    write(page, "Mitten im Satz")
    evening.round(20)
    expect(page.locator("#move")).to_have_text("Runde 2Suchen Sie sich einen Tisch.Tisch wählen")
    expect(page.locator("header .bar p")).to_contain_text("Tisch 1 · Runde 2")
    page.locator("#move a").click()
    page.locator(".tables a").nth(2).click()
    expect(page.locator("#text")).to_have_value("Mitten im Satz")
    page.locator("#send").click()
    until(lambda: where(evening) == {"Mitten im Satz": "arbeit"})
