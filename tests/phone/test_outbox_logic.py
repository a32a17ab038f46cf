"""The outbox without a browser: order, repeats, waits, refusals, reloads and several tabs."""

from itertools import pairwise

import pytest

from tests.phone.fake_browser import Answer, FakeBrowser, Tab, dead, silent

pytestmark = pytest.mark.unit
EARLY = Answer(409, {"error": "not_collecting", "message": "Not now."})


@pytest.fixture
def browser() -> FakeBrowser:
    return FakeBrowser()


@pytest.fixture
def tab(browser: FakeBrowser) -> Tab:
    return browser.open_tab()


def ids(browser: FakeBrowser) -> list[str]:
    return [request.card["id"] for request in browser.requests]


def test_card_is_posted_at_once_with_all_that_the_server_needs(browser: FakeBrowser, tab: Tab):
    tab.add("a", text="Ein Café für alle, می‌خواهم")
    (request,) = browser.requests
    assert request.address == "/j/abc/entries"
    assert request.card == {
        "id": "a",
        "table": "wohnen",
        "question": "works",
        "text": "Ein Café für alle, می‌خواهم",
        "lang": "de",
        "token": "token of the page",
    }


def test_card_that_is_stored_is_told_once_and_never_posted_again(browser: FakeBrowser, tab: Tab):
    tab.add("a")
    browser.pass_time(3600)
    tab.wake_up()
    browser.pass_time(3600)
    assert ids(browser) == ["a"]
    assert tab.states == {"a": "sent"}
    ((card, is_new),) = tab.told("sent")
    assert (card["id"], card["held"], is_new) == ("a", False, True)
    assert tab.told("kept") == []


def test_card_that_the_server_holds_back_says_so(browser: FakeBrowser, tab: Tab):
    browser.network = lambda card: Answer(201, {"id": card["id"], "state": "held"})
    tab.add("a")
    assert tab.find("a")["held"] is True


def test_cards_go_one_after_the_other_oldest_first(browser: FakeBrowser, tab: Tab):
    browser.network = dead
    tab.add("b", at=2)
    tab.add("c", at=3)
    tab.add("a", at=1)
    assert list(tab.states) == ["a", "b", "c"]
    browser.network = browser.server
    before = len(browser.requests)
    tab.wake_up()
    browser.pass_time(2)
    assert ids(browser)[before:] == ["a", "b", "c"]
    assert set(tab.states.values()) == {"sent"}


def test_second_card_waits_until_the_first_is_answered(browser: FakeBrowser, tab: Tab):
    browser.network = silent
    tab.add("a", at=1)
    tab.add("b", at=2)
    tab.wake_up()
    browser.pass_time(19)
    assert ids(browser) == ["a"]


def test_dead_network_is_tried_after_doubled_waits_of_half_a_minute_at_most(browser: FakeBrowser, tab: Tab):
    browser.network = dead
    tab.add("a")
    browser.pass_time(130)
    assert browser.waits == [1, 2, 4, 8, 16, 30, 30, 30]
    assert tab.states == {"a": "waiting"}
    assert len(tab.told("kept")) == 1


@pytest.mark.parametrize(("chance", "first"), [(0, 0.5), (0.5, 1), (0.999, 1.499)])
def test_waits_are_spread_so_that_phones_do_not_ask_together(
    browser: FakeBrowser, tab: Tab, chance: float, first: float
):
    browser.network = dead
    browser.run(f"browser.chance = {chance}")
    tab.add("a")
    browser.pass_time(10)
    assert browser.waits[0] == first


def test_every_repeat_has_the_same_id_content_and_key_and_makes_one_card(browser: FakeBrowser, tab: Tab):
    losses = iter([False, False, False])

    def stored_but_answer_lost(card):
        return next(losses, None) is None and browser.server(card)

    browser.network = stored_but_answer_lost
    tab.add("a")
    browser.pass_time(60)
    posts = [request.card for request in browser.requests]
    assert posts == [posts[0]] * 4
    assert browser.server.texts == {"a": "Text of a"}


def test_repeat_whose_first_answer_was_lost_is_told_as_no_new_card(browser: FakeBrowser, tab: Tab):
    browser.server({"id": "a", "text": "Text of a"})
    tab.add("a")
    ((_, is_new),) = tab.told("sent")
    assert (is_new, tab.states) == (False, {"a": "sent"})


def test_request_without_an_answer_is_given_up_after_20_seconds(browser: FakeBrowser, tab: Tab):
    browser.network = silent
    tab.add("a")
    browser.pass_time(19.9)
    assert tab.told("kept") == []
    browser.network = browser.server
    browser.pass_time(1.2)
    assert browser.waits == [21]
    assert tab.states == {"a": "sent"}


def test_answer_stops_the_limit_of_its_request(browser: FakeBrowser, tab: Tab):
    tab.add("a")
    browser.pass_time(1)
    assert browser.get("browser.timers.length") == 0


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_asked_again_after_the_time_that_it_names(browser: FakeBrowser, tab: Tab, status: int):
    browser.network = lambda _: Answer(status, {"error": "busy", "message": "Busy"}, {"Retry-After": "7"})
    tab.add("a")
    browser.pass_time(17)
    # One second more, spread, so that not all come back in the same moment.
    assert browser.waits == [8, 8]
    assert tab.states == {"a": "waiting"}
    assert len(tab.told("kept")) == 1


def test_proxy_that_answers_for_a_stopped_server_is_asked_again_after_its_time(
    browser: FakeBrowser, tab: Tab
):
    browser.network = lambda _: Answer(503, "<h1>Maintenance</h1>", {"Retry-After": "7"})
    tab.add("a")
    browser.pass_time(9)
    assert browser.waits == [8]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_server_that_names_no_time_is_asked_after_doubled_waits(browser: FakeBrowser, tab: Tab, status: int):
    browser.network = lambda _: Answer(status, {"error": "busy", "message": "Busy"})
    tab.add("a")
    browser.pass_time(8)
    assert browser.waits == [1, 2, 4]
    assert tab.states == {"a": "waiting"}


def test_wait_is_short_again_after_a_card_arrived(browser: FakeBrowser, tab: Tab):
    browser.network = dead
    tab.add("a", at=1)
    tab.add("b", at=2)
    browser.pass_time(40)
    browser.network = lambda card: browser.server(card) if card["id"] == "a" else False
    browser.pass_time(40)
    posts_of_b = [request.at for request in browser.requests if request.card["id"] == "b"]
    assert [round(after - before, 3) for before, after in pairwise(posts_of_b[:4])] == [1, 2, 4]


def test_phone_that_wakes_up_asks_soon_and_waits_short_again(browser: FakeBrowser, tab: Tab):
    browser.network = dead
    tab.add("a")
    browser.pass_time(40)
    before = len(browser.requests)
    tab.wake_up()
    browser.pass_time(3.5)
    times = [request.at for request in browser.requests[before:]]
    assert [round(time - 40, 3) for time in times] == [0.2, 1.2, 3.2]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, "<h1>WLAN</h1>"),
        Answer(201, {"id": "another"}),
        Answer(200, {}),
        Answer(403, "<h1>Blocked</h1>"),
        Answer(404, {}),
        Answer(409, "<h1>Conflict</h1>"),
        Answer(302, "moved"),
    ],
    ids=lambda answer: f"{answer.status} {answer.said}",
)
def test_answer_of_something_between_phone_and_server_is_no_answer(
    browser: FakeBrowser, tab: Tab, answer: Answer
):
    browser.network = lambda _: answer
    tab.add("a")
    assert tab.states == {"a": "waiting"}
    browser.network = browser.server
    browser.pass_time(1)
    assert tab.states == {"a": "sent"}


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_refused_card_keeps_its_text_and_reason_and_lets_the_next_one_go(
    browser: FakeBrowser, tab: Tab, status: int
):
    def refuse_a(card):
        said = {"error": "text_too_long", "message": "Too long."}
        return Answer(status, said) if card["id"] == "a" else browser.server(card)

    browser.network = refuse_a
    tab.add("a", at=1)
    tab.add("b", at=2)
    browser.pass_time(3600)
    assert tab.states == {"a": "refused", "b": "sent"}
    assert (tab.find("a")["text"], tab.find("a")["reason"]) == ("Text of a", "Too long.")
    assert tab.told("refused") == [["Too long."]]
    assert ids(browser) == ["a", "b"]


def test_card_that_came_too_early_waits_until_collecting_goes_on(browser: FakeBrowser, tab: Tab):
    browser.network = lambda _: EARLY
    tab.add("a")
    assert (tab.told("early"), tab.find("a")["later"]) == ([["Not now."]], 1)
    browser.run("browser.isOpen = false")
    tab.wake_up()
    browser.pass_time(3600)
    assert ids(browser) == ["a"]
    browser.network = browser.server
    browser.run("browser.isOpen = true")
    tab.wake_up()
    assert "later" not in tab.find("a")
    browser.pass_time(0.2)
    assert tab.states == {"a": "sent"}


def test_phone_that_has_not_heard_of_the_new_phase_asks_once_a_minute(browser: FakeBrowser, tab: Tab):
    browser.network = lambda _: EARLY
    tab.add("a")
    browser.pass_time(130)
    assert browser.waits == [60, 60]


def test_reload_sends_what_waits_under_the_same_id(browser: FakeBrowser, tab: Tab):
    browser.network = dead
    tab.add("a", at=1)
    tab.add("b", at=2)
    browser.close_tabs()
    first = browser.requests[0].card
    browser.network = browser.server
    again = browser.open_tab()
    browser.pass_time(2)
    assert again.states == {"a": "sent", "b": "sent"}
    posts = browser.requests[-2:]
    assert posts[0].card == first
    assert browser.server.texts == {"a": "Text of a", "b": "Text of b"}


def test_browser_killed_while_sending_sends_again_when_its_lock_is_over(browser: FakeBrowser, tab: Tab):
    browser.network = silent
    tab.add("a")
    browser.close_tabs()
    browser.network = browser.server
    again = browser.open_tab()
    browser.pass_time(24.9)
    assert ids(browser) == ["a"]
    browser.pass_time(3)
    assert (ids(browser), again.states) == (["a", "a"], {"a": "sent"})


def test_page_that_is_left_while_sending_leaves_the_outbox_to_the_next(browser: FakeBrowser, tab: Tab):
    browser.network = silent
    tab.add("a")
    tab.unlock()
    browser.close_tabs()
    browser.network = browser.server
    again = browser.open_tab()
    browser.pass_time(0.2)
    assert again.states == {"a": "sent"}


def test_two_tabs_share_one_outbox_and_never_post_at_the_same_time(browser: FakeBrowser, tab: Tab):
    other = browser.open_tab()
    browser.network = silent
    tab.add("a", at=1)
    other.add("b", at=2)
    other.check()
    browser.pass_time(19)
    assert ids(browser) == ["a"]
    browser.network = browser.server
    browser.pass_time(10)
    assert sorted(ids(browser)) == ["a", "a", "b"]
    assert tab.states == other.states == {"a": "sent", "b": "sent"}


def test_tab_that_does_not_hold_the_lock_cannot_take_it_off(browser: FakeBrowser, tab: Tab):
    other = browser.open_tab()
    browser.network = silent
    tab.add("a")
    other.unlock()
    other.wake_up()
    browser.pass_time(19)
    assert ids(browser) == ["a"]


def test_lock_of_a_clock_that_was_set_back_is_ignored(browser: FakeBrowser, tab: Tab):
    browser.run("""localStorage.setItem("w:abc:lock", JSON.stringify({ tab: "x", until: 9e15 }))""")
    tab.add("a")
    assert tab.states == {"a": "sent"}


def test_another_tabs_card_is_sent_soon_after_the_storage_tells_of_it(browser: FakeBrowser, tab: Tab):
    other = browser.open_tab()
    browser.network = dead
    tab.add("a")
    browser.close_tabs()
    browser.network = browser.server
    other.check()
    browser.pass_time(0.5)
    assert tab.states == {"a": "sent"}


def test_phone_without_storage_sends_from_memory_and_knows_it(browser: FakeBrowser, tab: Tab):
    browser.run("browser.isStorageDenied = true")
    browser.network = dead
    tab.add("a", at=1)
    tab.add("b", at=2)
    assert (tab.keeps, list(tab.states)) == (False, ["a", "b"])
    browser.network = browser.server
    browser.pass_time(5)
    assert tab.states == {"a": "sent", "b": "sent"}


def test_storage_that_works_again_keeps_what_comes_next(browser: FakeBrowser, tab: Tab):
    browser.run("browser.isStorageDenied = true")
    tab.add("a")
    assert tab.keeps is False
    browser.run("browser.isStorageDenied = false")
    tab.add("b")
    assert tab.keeps is True


def test_cards_of_another_dialogue_and_broken_ones_are_left_alone(browser: FakeBrowser, tab: Tab):
    stored = {
        "w:xyz:card:x": '{"id": "x", "state": "waiting"}',
        "w:abc:card:y": "{broken",
        "w:abc:card:z": "7",
    }
    for key, value in stored.items():
        browser.run(f"localStorage.setItem({key!r}, {value!r})")
    tab.wake_up()
    browser.pass_time(60)
    assert (tab.states, browser.requests) == ({}, [])
    assert browser.get("browser.tabs[0].store.keys('card:')") == ["card:y", "card:z"]
    assert [browser.get(f"localStorage.getItem({key!r})") for key in stored] == list(stored.values())


def test_each_id_is_a_new_uuid_of_version_four(browser: FakeBrowser):
    made = [browser.get("uuid()") for _ in range(50)]
    assert all(one != another for one, another in pairwise(made))
    assert {(each[14], each[19] in "89ab") for each in made} == {("4", True)}
