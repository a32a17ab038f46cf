"""In a real browser: whatever the network, the tab or the finger does, one card is one row, with its text."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.phone.clock import run_clock_until
from tests.phone.hall import Hall
from tests.phone.proxy import Proxy
from tests.sampling import sampled
from workshop.models import Phase

pytestmark = pytest.mark.e2e
TEXT = "Ein Café für alle – am Freitag, 中文, 👩‍👩‍👧, می‌خواهم"


def write(page: Page, text: str = TEXT, question: str = "works") -> None:
    page.locator(f".q.{question}").click()
    page.locator("#text").fill(text)


def send(page: Page, text: str = TEXT, question: str = "works") -> None:
    write(page, text, question)
    page.locator("#send").click()


def states(page: Page) -> list[str]:
    return page.locator("#cards > li").evaluate_all("items => items.map(item => item.dataset.state)")


def stored(hall: Hall) -> list[str]:
    return [card.text for card in hall.cards()]


def kept(page: Page) -> list[dict[str, object]]:
    """Return the cards in the browser's storage."""
    found = page.evaluate(
        "Object.keys(localStorage).filter(k => k.includes(':card:')).map(k => localStorage[k])"
    )
    return [json.loads(card) for card in found]


def open_page(phone: BrowserContext, hall: Hall, proxy: Proxy | None = None) -> Page:
    page = phone.new_page()
    page.goto(hall.address(port=proxy.port if proxy else None))
    return page


def test_card_arrives_and_its_states_are_honest(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    send(page)
    expect(page.locator("#say")).to_have_text("Gesendet. Vielen Dank!")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == [TEXT]
    assert page.locator("#cards .said").text_content() == TEXT
    assert page.locator("#text").input_value() == ""
    expect(page.locator("#cards li")).to_have_attribute("data-state", "shown")
    assert kept(page) == []


@pytest.mark.parametrize("seconds", sampled([1, 4, 60], [60]))
def test_network_that_is_away_costs_time_but_no_card(
    phone: BrowserContext, evening: Hall, proxy: Proxy, seconds: int
):
    page = phone.new_page()
    page.clock.install()
    page.goto(evening.address(port=proxy.port))
    proxy.set_cut(True)
    send(page)
    expect(page.locator("#cards .state")).to_have_text("wartet auf Netz – wird von selbst gesendet")
    for _ in range(seconds):
        page.clock.run_for(1000)
    assert (stored(evening), states(page)) == ([], ["waiting"])
    proxy.set_cut(False)
    run_clock_until(page, lambda: "waiting" not in states(page))
    page.clock.run_for(4000)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == [TEXT]


def test_card_is_sent_as_soon_as_the_phone_is_online_again(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    phone.set_offline(True)
    send(page)
    expect(page.locator("#say")).to_have_text(
        "Auf diesem Handy gespeichert. Die Karte wird gesendet, sobald wieder Netz da ist."
    )
    phone.set_offline(False)
    expect(page.locator("#say")).to_have_text("Gesendet. Vielen Dank!")
    assert stored(evening) == [TEXT]


def test_reload_while_offline_keeps_card_and_draft(phone: BrowserContext, evening: Hall, proxy: Proxy):
    page = open_page(phone, evening, proxy)
    proxy.set_cut(True)
    send(page)
    expect(page.locator("#cards .state")).to_have_text("wartet auf Netz – wird von selbst gesendet")
    write(page, "Noch nicht fertig", "needed")
    with pytest.raises(Exception, match="ERR_"):
        page.reload()
    page.wait_for_url("chrome-error://**")
    proxy.set_cut(False)
    page.goto(evening.address(port=proxy.port))
    expect(page.locator("#cards li[data-state=shown] .said")).to_have_text(TEXT)
    expect(page.locator("#text")).to_have_value("Noch nicht fertig")
    assert page.locator("input[value=needed]").is_checked()
    assert stored(evening) == [TEXT]


def test_discarded_tab_sends_when_it_is_opened_again(phone: BrowserContext, evening: Hall, proxy: Proxy):
    page = open_page(phone, evening, proxy)
    proxy.set_cut(True)
    send(page)
    write(page, "Halb geschrieben")
    page.close(run_before_unload=False)
    proxy.set_cut(False)
    again = open_page(phone, evening, proxy)
    expect(again.locator("#cards .state")).to_have_text("auf der Tafel")
    expect(again.locator("#text")).to_have_value("Halb geschrieben")
    assert stored(evening) == [TEXT]


def test_answer_lost_after_the_commit_is_no_second_card_and_it_stays_ones_own(
    phone: BrowserContext, evening: Hall, proxy: Proxy
):
    page = phone.new_page()
    page.clock.install()
    page.goto(evening.address(port=proxy.port))
    proxy.answers_to_lose = 3
    send(page)
    run_clock_until(page, lambda: states(page) == ["shown"])
    assert proxy.posts >= 4
    assert stored(evening) == [TEXT]
    page.locator("#cards summary").click()
    page.locator("#cards .withdraw button").click()
    expect(page.locator("#cards li")).to_have_count(0)
    assert [card.state for card in evening.cards()] == ["withdrawn"]


def test_double_tap_is_one_card(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    write(page)
    page.locator("#send").dblclick()
    page.evaluate("document.getElementById('send').click()")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == [TEXT]


def test_two_tabs_with_the_same_draft_are_one_card(phone: BrowserContext, evening: Hall):
    first = open_page(phone, evening)
    write(first)
    second = open_page(phone, evening)
    expect(second.locator("#text")).to_have_value(TEXT)
    first.locator("#send").click()
    second.locator("#send").click()
    expect(first.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == [TEXT]
    expect(second.locator("#text")).to_have_value("")


def test_two_tabs_share_one_outbox_and_post_each_card_once(
    phone: BrowserContext, evening: Hall, proxy: Proxy
):
    first, second = open_page(phone, evening, proxy), open_page(phone, evening, proxy)
    proxy.set_cut(True)
    for number in range(3):
        send(first, f"Karte {number} vom ersten")
        send(second, f"Karte {number} vom zweiten")
    proxy.set_cut(False)
    proxy.posts = 0
    for page in (first, second):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (first, second):
        expect(page.locator("#cards li[data-state=waiting]")).to_have_count(0, timeout=20000)
    assert sorted(stored(evening)) == sorted(
        f"Karte {n} vom {who}" for n in range(3) for who in ("ersten", "zweiten")
    )
    assert proxy.posts == 6


def test_going_back_after_sending_offers_an_empty_field_and_one_card(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    send(page)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    page.locator("nav a").first.click()
    page.wait_for_url("**/topics**")
    page.go_back()
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert page.locator("#text").input_value() == ""
    assert stored(evening) == [TEXT]


def test_going_back_and_forth_keeps_the_draft(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    write(page, "Angefangen")
    page.locator("nav a").first.click()
    page.wait_for_url("**/topics**")
    page.locator("a.back").click()
    expect(page.locator("#text")).to_have_value("Angefangen")


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_asked_again_after_its_retry_time(phone: BrowserContext, evening: Hall, status: int):
    page = open_page(phone, evening)
    answers = iter([status])

    def answer(route: Route) -> None:
        if next(answers, None):
            body = {"error": "too_fast", "message": "Zu schnell"}
            route.fulfill(status=status, headers={"Retry-After": "1"}, json=body)
        else:
            route.continue_()

    page.route("**/entries", answer)
    send(page)
    expect(page.locator("#cards .state")).to_have_text("wartet auf Netz – wird von selbst gesendet")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel", timeout=8000)
    assert stored(evening) == [TEXT]


def test_login_page_of_a_hotspot_is_not_taken_for_an_answer(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    page.route(
        "**/entries", lambda route: route.fulfill(status=200, body="<h1>WLAN</h1>", content_type="text/html")
    )
    send(page)
    expect(page.locator("#cards .state")).to_have_text("wartet auf Netz – wird von selbst gesendet")
    page.unroute("**/entries")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == [TEXT]


def test_card_refused_keeps_its_text_for_editing(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    page.route(
        "**/entries",
        lambda route: route.fulfill(
            status=422, json={"error": "text_too_long", "message": "Der Text ist zu lang."}
        ),
    )
    send(page)
    expect(page.locator("#cards .state")).to_have_text("abgelehnt: Der Text ist zu lang.")
    page.unroute("**/entries")
    page.reload()
    expect(page.locator("#cards .state")).to_have_text("abgelehnt: Der Text ist zu lang.")
    page.locator("#cards .edit").click()
    assert page.locator("#text").input_value() == TEXT
    page.locator("#text").fill("Kürzer")
    page.locator("#send").click()
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == ["Kürzer"]


def test_phase_that_ends_while_sending_keeps_the_card_until_collecting_goes_on(
    phone: BrowserContext, evening: Hall, proxy: Proxy
):
    page = open_page(phone, evening, proxy)
    proxy.set_cut(True)
    send(page)
    evening.phase(Phase.SORT)
    proxy.set_cut(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#cards .state")).to_have_text("wartet – gerade werden keine Karten gesammelt")
    page.reload()
    expect(page.locator("#cards .said")).to_have_text(TEXT)
    evening.phase(Phase.COLLECT)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel", timeout=10000)
    assert stored(evening) == [TEXT]


def test_closed_dialogue_refuses_and_keeps_the_text(phone: BrowserContext, evening: Hall, proxy: Proxy):
    page = open_page(phone, evening, proxy)
    proxy.set_cut(True)
    send(page)
    evening.phase(Phase.CLOSED)
    proxy.set_cut(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#cards .state")).to_contain_text("abgelehnt: Der Dialog ist beendet.")
    assert page.locator("#cards .said").text_content() == TEXT


def test_browser_without_storage_sends_and_warns(phone: BrowserContext, evening: Hall, proxy: Proxy):
    phone.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new Error('denied') }})"
    )
    page = open_page(phone, evening, proxy)
    assert page.locator("#lose").is_hidden()
    proxy.set_cut(True)
    send(page)
    expect(page.locator("#lose")).to_contain_text("Wenn Sie die Seite schließen, gehen Karten verloren")
    proxy.set_cut(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert page.locator("#lose").is_hidden()
    assert stored(evening) == [TEXT]


def test_own_card_is_corrected_in_place(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    send(page)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    page.locator("#cards summary").click()
    page.locator("#cards .correct textarea").fill("Genauer gesagt")
    page.locator("#cards .correct button").click()
    expect(page.locator("#cards .said")).to_have_text("Genauer gesagt")
    assert stored(evening) == ["Genauer gesagt"]
