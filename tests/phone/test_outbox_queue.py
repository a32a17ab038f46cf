"""The outbox without a browser: whatever one card meets, the others go, and a person decides about it."""

import pytest

from tests.phone.fake_browser import Answer, FakeBrowser, Tab, dead, silent

pytestmark = pytest.mark.unit
# What firewalls, hotspots, proxies and broken servers answer to one card and not to the others.
WALLS = {
    "filter": Answer(403, "<h1>Blocked</h1>"),
    "size": Answer(413, "<html>413 Request Entity Too Large</html>"),
    "gateway": Answer(502, "<html>502 Bad Gateway</html>"),
    "timeout": Answer(504, ""),
    "hotspot": Answer(200, "<h1>WLAN</h1>"),
    "proxy login": Answer(407, "<h1>Sign in</h1>"),
    "redirect": Answer(302, ""),
    "json null": Answer(200, "null"),
    "json list": Answer(201, "[]"),
    "json number": Answer(200, "7"),
    "json of a stranger": Answer(403, '{"error": {"code": 403}}'),
    "words of a stranger": Answer(403, {"error": "Access denied", "message": "by policy 12"}),
    "empty": Answer(204, ""),
    "other id": Answer(201, {"id": "x", "state": "shown"}),
    "busy for a day": Answer(503, "<h1>Maintenance</h1>", {"Retry-After": "86400"}),
    "reset": False,
    "no answer": None,
}


@pytest.fixture
def browser() -> FakeBrowser:
    return FakeBrowser()


@pytest.fixture
def tab(browser: FakeBrowser) -> Tab:
    return browser.open_tab()


def wall(browser: FakeBrowser, answer: Answer | bool | None, *ids: str):
    """Return a network that answers so to these cards, and lets all others through."""
    return lambda card: answer if card["id"] in ids else browser.server(card)


@pytest.mark.parametrize("name", WALLS)
def test_card_that_something_holds_up_does_not_hold_up_the_next(browser: FakeBrowser, tab: Tab, name: str):
    browser.network = wall(browser, WALLS[name], "bad")
    tab.add("bad", at=1)
    tab.add("b", at=2)
    tab.add("c", at=3)
    browser.pass_time(25)
    assert tab.states == {"bad": "waiting", "b": "sent", "c": "sent"}
    assert list(browser.server.texts) == ["b", "c"]
    browser.network = browser.server
    browser.pass_time(320)
    assert tab.states["bad"] == "sent"


@pytest.mark.parametrize("name", WALLS)
def test_several_held_up_cards_do_not_hold_up_the_good_ones(browser: FakeBrowser, tab: Tab, name: str):
    bad = [f"bad{number}" for number in range(4)]
    browser.network = wall(browser, WALLS[name], *bad)
    for at, card in enumerate(bad):
        tab.add(card, at=at)
    browser.pass_time(200)
    before = len(browser.requests)
    tab.add("good", at=9)
    browser.pass_time(21)
    assert tab.states["good"] == "sent"
    assert {request.card["id"] for request in browser.requests[before:]} >= {"good"}


@pytest.mark.parametrize("name", WALLS)
def test_page_that_is_loaded_again_and_again_sends_the_others_first(
    browser: FakeBrowser, tab: Tab, name: str
):
    browser.network = wall(browser, WALLS[name], "bad")
    tab.add("bad", at=1)
    browser.run("browser.isOpen = true")
    browser.pass_time(5)
    browser.network = silent
    tab.add("b", at=2)
    browser.network = wall(browser, WALLS[name], "bad")
    for _ in range(4):
        browser.close_tabs()
        browser.run("localStorage.removeItem('w:abc:lock')")
        tab = browser.open_tab()
        browser.pass_time(15)
    assert tab.states["b"] == "sent"


def test_each_card_rests_twice_as_long_each_time_and_for_itself(browser: FakeBrowser, tab: Tab):
    browser.network = wall(browser, WALLS["filter"], "bad")
    tab.add("bad")
    browser.pass_time(20)
    tab.add("also", at=20)
    browser.network = wall(browser, WALLS["filter"], "bad", "also")
    browser.pass_time(40)
    times = [request.at for request in browser.requests if request.card["id"] == "bad"]
    assert times == [0, 1, 3, 7, 15, 31]


def test_person_edits_or_drops_a_card_that_was_never_stored(browser: FakeBrowser, tab: Tab):
    browser.network = wall(browser, WALLS["size"], "bad")
    tab.add("bad")
    assert tab.discard("bad")
    browser.network = browser.server
    browser.pass_time(60)
    assert (tab.find("bad"), browser.server.texts) == ({}, {})


def test_card_that_was_stored_without_an_answer_is_taken_back_when_it_is_dropped(
    browser: FakeBrowser, tab: Tab
):
    browser.network = lambda card: browser.server(card) and WALLS["gateway"]
    tab.add("a")
    assert browser.server.texts == {"a": "Text of a"}
    browser.network = browser.server
    assert tab.discard("a")
    assert (browser.server.texts, tab.find("a")) == ({}, {})
    assert browser.requests[-1].address == "/j/abc/entries/a/withdraw"
    assert browser.requests[-1].card == {"id": "a", "token": "token of the page"}


def test_card_that_is_dropped_while_it_is_sent_is_taken_back_once_it_is_stored(
    browser: FakeBrowser, tab: Tab
):
    browser.network = silent
    tab.add("a")
    assert tab.discard("a")
    browser.server({"id": "a", "text": "Text of a"})
    browser.network = browser.server
    browser.run("""browser.answer(0, 201, '{"id": "a", "state": "shown"}', {})""")
    browser.pass_time(1)
    assert (browser.server.texts, tab.find("a"), tab.told("sent")) == ({}, {}, [])


def test_dropped_card_that_arrives_late_is_found_by_the_second_question(browser: FakeBrowser, tab: Tab):
    browser.network = dead
    tab.add("a")
    browser.network = browser.server
    tab.discard("a")
    browser.server({"id": "a", "text": "Text of a"})
    browser.pass_time(20)
    assert (browser.server.texts, tab.find("a")) == ({}, {})


def test_dropped_card_is_taken_back_after_a_reload_too_and_forgets_its_text(browser: FakeBrowser, tab: Tab):
    browser.network = lambda card: browser.server(card) and False
    tab.add("a")
    browser.network = dead
    tab.discard("a")
    assert tab.find("a")["text"] == ""
    browser.close_tabs()
    browser.network = browser.server
    again = browser.open_tab()
    browser.pass_time(30)
    assert (browser.server.texts, again.find("a")) == ({}, {})


def test_card_that_is_stored_meanwhile_is_not_dropped_by_a_late_press(browser: FakeBrowser, tab: Tab):
    tab.add("a")
    assert tab.discard("a") is False
    assert browser.server.texts == {"a": "Text of a"}


@pytest.mark.parametrize("answer", [WALLS["filter"], Answer(422, {"error": "text_too_long", "message": "!"})])
def test_card_goes_at_once_when_a_person_sends_it_again(browser: FakeBrowser, tab: Tab, answer: Answer):
    browser.network = wall(browser, answer, "bad")
    tab.add("bad")
    browser.pass_time(100)
    browser.network = browser.server
    tab.retry("bad")
    assert tab.states == {"bad": "sent"}


def test_page_that_fails_while_it_draws_does_not_stop_the_next_card(browser: FakeBrowser, tab: Tab):
    browser.run("""
        const bare = openStore("w:abc:");
        browser.fragile = openOutbox({
          store: bare, address: "/j/abc/entries", isOpen: () => true,
          changed: (card) => { if (card.state === "sent") throw new Error("no such element"); },
          kept() {}, sent() {}, early() {}, refused() {},
        });
    """)
    for card in ("a", "b"):
        browser.run(
            f"browser.fragile.add({{id: '{card}', text: 'x', at: 1, state: 'waiting'}})",
        )
    browser.pass_time(5)
    assert list(browser.server.texts) == ["a", "b"]
    assert tab.states == {"a": "sent", "b": "sent"}
