"""In a real browser: phase, round and clock arrive by themselves, and never cost a draft."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.phone.clock import run_clock_until
from tests.phone.hall import Hall
from tests.phone.proxy import Proxy
from workshop.domain.entry import hide_entry
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import pause_round, resume_round, stop_clock, take_round_back
from workshop.domain.table import edit_table
from workshop.models import HoldReason, Phase

pytestmark = pytest.mark.e2e
NOTICE = ".notice:visible h2"


def open_page(phone: BrowserContext, hall: Hall, proxy: Proxy | None = None) -> Page:
    page = phone.new_page()
    with page.expect_response("**/events*"):
        page.goto(hall.address(port=proxy.port if proxy else None))
    return page


def test_phase_arrives_by_itself_and_keeps_the_draft(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    page.locator(".q.improve").click()
    page.locator("#text").fill("Mitten im Satz")
    evening.phase(Phase.SORT)
    expect(page.locator(NOTICE)).to_have_text("Das Sammeln ist beendet. Danke für Ihre Karten!")
    expect(page.locator("#stay")).to_have_text(
        "Gerade werden keine Karten gesammelt. Ihr Text bleibt hier erhalten."
    )
    assert page.locator("#send").is_hidden()
    assert page.locator("#text").input_value() == "Mitten im Satz"
    page.reload()
    expect(page.locator("#text")).to_have_value("Mitten im Satz")
    evening.phase(Phase.COLLECT)
    expect(page.locator("#send")).to_be_visible(timeout=1000)
    assert page.locator(NOTICE).count() == 0
    page.locator("#send").click()
    expect(page.locator("#say")).to_have_text("Gesendet. Vielen Dank!")
    assert [(card.text, card.question) for card in evening.cards()] == [("Mitten im Satz", "improve")]


@pytest.mark.parametrize("phase", [Phase.WEIGH, Phase.HARVEST, Phase.CLOSED])
def test_empty_field_gives_way_to_what_happens_next(phone: BrowserContext, evening: Hall, phase: Phase):
    page = open_page(phone, evening)
    evening.phase(phase)
    expect(page.locator(f"[data-for={phase}]")).to_be_visible(timeout=1000)
    assert page.locator("#write").is_hidden()


def test_start_brings_the_field_and_the_latest_wording(phone: BrowserContext, hall: Hall):
    hall.begin(Phase.PREPARATION)
    page = open_page(phone, hall)
    expect(page.locator(NOTICE)).to_have_text("Gleich geht es los.")
    tables = hall.do(_tables, hall.id)
    hall.do(
        edit_table,
        actor=operator(),
        dialogue_id=hall.id,
        table_id=tables[0].id,
        title="Wohnen <neu>",
        guide="Satz",
    )
    hall.phase(Phase.COLLECT)
    expect(page.locator("#send")).to_be_visible(timeout=1000)
    expect(page.locator("h1")).to_have_text("Wohnen <neu>")


async def _tables(store, dialogue_id):
    async with store.read() as session:
        return await session.run_sync(tables_of, dialogue_id)


def test_round_and_clock_run_and_time_up_takes_nothing(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    page.clock.install()
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    page.locator("#text").fill("Noch im Schreiben")
    evening.round(10)
    expect(page.locator("#round")).to_have_text(" · Runde 1")
    expect(page.locator("#clock")).to_contain_text("noch")
    assert page.locator("#move").is_hidden()
    # A phone that hears the server would see that its clock is wrong, and put itself right.
    phone.set_offline(True)
    page.clock.fast_forward(61_000)
    expect(page.locator("#clock")).to_have_text(re.compile(r"^noch \W?(8:5\d|9:0\d)\W?$"))
    phone.set_offline(False)
    evening.round(1)
    expect(page.locator("#move")).to_be_visible()
    expect(page.locator("#clock.soon")).to_have_text(re.compile(r"^nur noch \W?(1:00|0:[45]\d)\W?$"))
    phone.set_offline(True)
    page.clock.fast_forward(130_000)
    # A calm zero, however long ago it was.
    expect(page.locator("#clock")).to_have_text("\u20660:00\u2069 · Die Zeit ist um")
    expect(page.locator("#say")).to_have_text("Die Zeit ist um – schreiben Sie in Ruhe zu Ende")
    assert page.locator("#text").input_value() == "Noch im Schreiben"
    assert page.locator("#send").is_visible()


def test_last_minutes_are_told_once_and_what_comes_next_follows_the_round(
    phone: BrowserContext, evening: Hall
):
    page = phone.new_page()
    page.clock.install()
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    expect(page.locator("#next")).to_have_text("Danach: Runde 1.")
    evening.round(3)
    expect(page.locator("#next")).to_have_text("Danach: Runde 2.")
    expect(page.locator("#clock")).to_contain_text("noch")
    page.clock.fast_forward(65_000)
    expect(page.locator("#say")).to_have_text("Die letzten zwei Minuten")
    page.evaluate("document.getElementById('say').textContent = ''")
    page.clock.run_for(5000)
    expect(page.locator("#say")).to_be_empty()
    for _ in range(2):
        evening.round(3)
    expect(page.locator("#next")).to_have_text("Danach werden Karten zum selben Thema zusammengelegt.")
    evening.phase(Phase.SORT)
    expect(page.locator("[data-for=sort] p")).to_contain_text("Danach geben alle Punkte.")
    assert page.locator("#next").is_hidden()


def test_clock_goes_when_it_is_stopped(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    evening.round(5)
    expect(page.locator("#clock")).to_contain_text("noch")
    evening.do(stop_clock, actor=operator(), dialogue_id=evening.id)
    expect(page.locator("#clock")).to_have_text("")


PAUSED = re.compile(r"^Pause – noch \W?(5:00|4:5\d)\W?$")


def test_paused_clock_says_so_with_the_time_that_is_left(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    evening.round(5)
    expect(page.locator("#clock")).to_contain_text("noch")
    act = {"actor": operator(), "dialogue_id": evening.id}
    evening.do(pause_round, **act)
    expect(page.locator("#clock")).to_have_text(PAUSED)
    page.reload()
    expect(page.locator("#clock")).to_have_text(PAUSED)
    evening.do(resume_round, **act)
    expect(page.locator("#clock")).to_have_text(re.compile(r"^noch \W?(5:00|4:5\d)\W?$"))
    evening.round(20)
    expect(page.locator("#round")).to_have_text(" · Runde 2")
    evening.do(take_round_back, **act, seen_steps=2)
    expect(page.locator("#round")).to_have_text(" · Runde 1")
    expect(page.locator("#clock")).to_have_text(re.compile(r"^noch \W?4:\d\d\W?$"))
    assert page.locator("#move").is_hidden()


def test_pause_is_heard_where_a_proxy_buffers_events(phone: BrowserContext, evening: Hall, proxy: Proxy):
    proxy.buffers_events = True
    evening.round(5)
    page = phone.new_page()
    page.clock.install()
    with page.expect_request("**/events*"):
        page.goto(evening.address(port=proxy.port))
    evening.do(pause_round, actor=operator(), dialogue_id=evening.id)
    run_clock_until(page, lambda: "Pause" in (page.locator("#clock").text_content() or ""))
    expect(page.locator("#clock")).to_have_text(PAUSED)


def test_proxy_that_buffers_events_is_got_around_by_asking(
    phone: BrowserContext, evening: Hall, proxy: Proxy
):
    proxy.buffers_events = True
    page = phone.new_page()
    page.clock.install()
    with page.expect_request("**/events*"):
        page.goto(evening.address(port=proxy.port))
    evening.phase(Phase.WEIGH)
    run_clock_until(page, page.locator("[data-for=weigh]").is_visible)


def test_server_that_was_away_is_heard_again(phone: BrowserContext, evening: Hall, proxy: Proxy):
    page = open_page(phone, evening, proxy)
    with page.expect_event("requestfailed"):
        proxy.set_cut(True)
    evening.phase(Phase.HARVEST)
    proxy.set_cut(False)
    expect(page.locator("[data-for=harvest]")).to_be_visible(timeout=12000)


def test_card_that_is_held_later_is_told_to_its_author(phone: BrowserContext, evening: Hall):

    page = phone.new_page()
    page.clock.install()
    page.goto(evening.address())
    page.locator(".q.works").click()
    page.locator("#text").fill("Werbung")
    page.locator("#send").click()
    page.clock.run_for(3000)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    who = {"actor": operator(), "dialogue_id": evening.id}
    evening.do(hide_entry, **who, entry_id=evening.cards()[0].id, reason=HoldReason.ADVERTISING)
    run_clock_until(page, lambda: page.locator("#cards li").get_attribute("data-state") == "hidden")
    expect(page.locator("#cards .state")).to_have_text("von der Tafel genommen (sie sieht nach Werbung aus)")
    expect(page.locator("[data-count=held]")).to_have_text("1")
