from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.board.conftest import Evening, card, wait_until_still
from tests.sampling import sampled
from workshop.board.page import _status_of_guess
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.group import gather_entries, park_group
from workshop.domain.mark import mark_contradiction
from workshop.domain.round import start_round
from workshop.live.post_rate import PostRate
from workshop.models import HoldReason, Phase

pytestmark = pytest.mark.e2e
PATHS = ("", "/wohnen?view=topics", "/wohnen?view=questions")


@pytest.mark.parametrize("path", PATHS)
def test_posted_card_appears_without_reload(evening, open_board, path):
    page = open_board(evening, path)
    page.evaluate("window.sameDocument = true")
    entry_id = evening.post("Mehr Busse <b>am</b> Abend & so")
    expect(card(page, entry_id)).to_have_text("+Mehr Busse <b>am</b> Abend & so")
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("path", PATHS)
def test_hidden_card_leaves_the_page_and_comes_back(evening, open_board, path):
    entry_id = evening.post("Mehr Busse")
    evening.post("Bahnhof sanieren")
    page = open_board(evening, path)
    expect(card(page, entry_id)).to_have_count(1)
    evening.do(hide_entry, entry_id=entry_id, reason=HoldReason.OFF_TOPIC)
    expect(card(page, evening.post("Eins"))).to_have_count(1)
    assert (card(page, entry_id).count(), "Mehr Busse" in page.content()) == (0, False)
    evening.do(show_entry, entry_id=entry_id)
    evening.post("Zwei")
    expect(card(page, entry_id)).to_have_count(1)


@pytest.mark.parametrize("path", PATHS)
def test_held_card_is_never_in_the_page(evening, open_board, path):
    page = open_board(evening, path)
    held = evening.post("Ruft mich an: 0171 2345678")
    after = evening.post("Danach")
    expect(card(page, after)).to_have_count(1)
    expect(page.locator(".foot__counts")).to_contain_text("1 Karte" if path else "1 zurückgestellt")
    again = open_board(evening, path)
    for each in (page, again):
        assert (card(each, held).count(), "0171" in each.content()) == (0, False)


def observer(fact: str) -> str:
    """Return a script that notes, for each card that comes into the page, a fact of that moment."""
    return f"""() => {{
        window.messages = 0; window.sameDocument = true; window.seen = {{}};
        window.socket.on('update', () => {{ window.messages += 1 }});
        const note = element => {{ window.seen[element.dataset.entryId] ??= {fact} }};
        new MutationObserver(records => records.forEach(record => record.addedNodes.forEach(node => {{
            if (node.nodeType !== 1) return;
            if (node.dataset.entryId) note(node);
            node.querySelectorAll('[data-entry-id]').forEach(note);
        }}))).observe(document, {{ childList: true, subtree: true }});
    }}"""


def test_new_card_is_the_work_of_one_card(evening, open_board):
    for n in range(20):
        evening.post(f"Karte {n}", table=("wohnen", "arbeit")[n % 2])
    page = open_board(evening)
    expect(page.locator("[data-entry-id]")).to_have_count(20)
    wait_until_still(page)
    page.evaluate(
        """() => {
            document.querySelectorAll('.board *').forEach(element => { element.marked = true });
            window.made = []; window.lost = [];
            new MutationObserver(records => records.forEach(record => {
                const elements = nodes => [...nodes].filter(node => node.nodeType === 1);
                elements(record.addedNodes).forEach(e => window.made.push(e, ...e.querySelectorAll('*')));
                window.lost.push(...elements(record.removedNodes));
            })).observe(document.querySelector('.board'), { childList: true, subtree: true });
        }"""
    )
    entry_id = evening.post("Die neue Karte 100", table="frauen")
    expect(card(page, entry_id)).to_have_count(1)
    made = page.evaluate("window.made.filter(e => e.closest('[data-entry-id]')).length")
    cards = page.evaluate("window.made.filter(e => e.dataset.entryId).map(e => e.dataset.entryId)")
    assert (cards, made) == ([entry_id], 3)
    lost = "window.lost.filter(e => e.matches('[data-entry-id], .table')).length"
    assert page.evaluate(lost) == 0
    marked = "[...document.querySelectorAll('[data-entry-id]')].filter(e => e.marked).length"
    assert page.evaluate(marked) == 20


def test_burst_every_card_passes_through_the_page(evening, open_board):
    page = open_board(evening)
    page.evaluate(observer("element.textContent"))
    # Each phone has a connection of its own.
    apart = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(base_url=evening.server.url, timeout=30, limits=apart) as phones:
        url = f"/j/{evening.code}/entries"
        ids = [str(uuid4()) for _ in range(150)]
        for n, entry_id in enumerate(ids):
            phones.cookies.clear()
            body = {"id": entry_id, "table": "arbeit", "question": "works", "text": f"Karte {n}"}
            assert phones.post(url, json=body | {"lang": "de"}).status_code == 201
    page.wait_for_function("Object.keys(window.seen).length >= 150", timeout=5000)
    assert page.evaluate("window.seen") == {each: f"✓Karte {n}" for n, each in enumerate(ids)}
    expect(page.locator("[data-entry-id]")).to_have_count(40, timeout=8000)


SILENCE = """() => {
    const emit = window.socket.emit.bind(window.socket), held = [];
    window.socket.emit = (name, ...rest) =>
        name === 'event' ? held.push([name, ...rest]) : emit(name, ...rest);
    window.release = () => { window.socket.emit = emit; held.forEach(each => emit(...each)) };
}"""
# From now on nothing reaches the page, and the server does not know.
DEAFEN = "() => { window.socket.io.engine.transport.ws.onmessage = () => {} }"


def test_slow_browser_gets_one_larger_message_and_misses_no_card(evening, open_board):
    page, other = open_board(evening), open_board(evening)
    page.evaluate(observer("window.messages"))
    page.evaluate(SILENCE)
    ids = [evening.post(f"Karte {n}", table=("wohnen", "arbeit")[n % 3 == 0]) for n in range(70)]
    evening.do(hide_entry, entry_id=ids[60], reason=HoldReason.OFF_TOPIC)
    ids.append(evening.post("Die letzte"))
    expect(card(other, ids[-1])).to_have_count(1)
    assert page.evaluate("window.messages") <= 1
    page.evaluate("window.release()")
    expect(card(page, ids[-1])).to_have_count(1)
    seen = page.evaluate("window.seen")
    assert sorted(seen) == sorted({*ids} - {ids[60]})
    # One message may have been on its way before the silence; all others came together.
    assert len(set(seen.values())) <= 2


def test_lost_message_comes_again_without_what_was_hidden_meanwhile(evening, open_board):
    first = evening.post("Von Anfang an")
    page, other = open_board(evening), open_board(evening)
    expect(card(page, first)).to_have_count(1)
    page.evaluate(observer("window.messages"))
    page.evaluate(DEAFEN)
    ids = []
    for n in range(4):
        ids.append(evening.post(f"Ins Leere {n}"))
        expect(card(other, ids[-1])).to_have_count(1)
    for hidden in ids[:2]:
        evening.do(hide_entry, entry_id=hidden, reason=HoldReason.OFF_TOPIC)
    ids.append(evening.post("Danach"))
    expect(card(other, ids[-1])).to_have_count(1)
    assert page.evaluate("window.seen") == {}
    page.evaluate("window.socket.io.engine.close()")
    expect(card(page, ids[-1])).to_have_count(1, timeout=20_000)
    assert sorted(page.evaluate("window.seen")) == sorted(ids[2:])
    assert page.evaluate("window.sameDocument") is True
    after = evening.post("Wie vorher")
    expect(card(page, after)).to_have_count(1)


def test_lost_confirmation_is_given_again_and_the_card_stands_there_once(evening, open_board):
    page, other = open_board(evening), open_board(evening)
    page.evaluate(observer("window.messages"))
    page.evaluate(SILENCE)
    shown, waiting = evening.post("Gezeigt, nur weiß es der Server nicht"), evening.post("Wartet")
    expect(card(other, waiting)).to_have_count(1)
    page.evaluate("window.socket.io.engine.close()")
    page.evaluate("delete window.socket.emit")
    expect(card(page, waiting)).to_have_count(1, timeout=20_000)
    expect(card(page, shown)).to_have_count(1)
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("path", PATHS)
def test_arabic_card_is_written_from_the_right(evening, open_board, path):
    page = open_board(evening, path)
    entry_id = evening.post("نحتاج إلى دورات لغة", lang="ar")
    expect(card(page, entry_id)).to_have_attribute("dir", "rtl")
    expect(card(page, entry_id)).to_have_attribute("lang", "ar")
    name = card(page, entry_id).locator(".tongue bdi")
    expect(name).to_have_text("Arabisch")
    expect(name).to_have_attribute("lang", "de")
    # It begins the card: at the right, its dot to the left of it.
    text, name_at = card(page, entry_id).locator(".entry__text").bounding_box(), name.bounding_box()
    assert name_at["x"] + name_at["width"] == pytest.approx(text["x"] + text["width"], abs=1)
    home = evening.post("Sprachkurse")
    expect(card(page, home)).to_have_count(1)
    expect(card(page, home).locator(".tongue")).to_have_count(0)


def test_group_has_label_and_size_and_its_cards_on_the_table_page(evening, open_board):
    ids = [evening.post(text) for text in ("Bus am Abend", "Busse", "Spätbus", "Letzter")]
    group_id = evening.do(gather_entries, entry_ids=ids[:3], label="Busanbindung")
    evening.post("Anderes")
    overview = open_board(evening).locator(f'[data-group-id="{group_id}"]')
    expect(overview.locator(".topic__label")).to_have_text("Busanbindung")
    expect(overview.locator(".topic__size")).to_have_text("3")
    on_table = open_board(evening, "/wohnen").locator(f'[data-group-id="{group_id}"]')
    expect(on_table.locator("[data-entry-id]")).to_have_count(3)


@pytest.mark.parametrize("kindly", [False, True])
def test_restarted_server_open_board_catches_up(open_board, server, kindly):
    evening = Evening(server)
    before = evening.post("Vor dem Neustart")
    page = open_board(evening)
    expect(card(page, before)).to_have_count(1)
    page.evaluate("() => { window.socket.on('connect_error', () => { window.isRefused = true }) }")
    if kindly:
        server.stop()
    server.kill()
    page.wait_for_function("window.isRefused === true")
    assert card(page, before).count() == 1
    server.start()
    after = evening.post("Nach dem Neustart", table="arbeit")
    expect(card(page, after)).to_have_count(1, timeout=20_000)
    expect(card(page, before)).to_have_count(1)


def test_preparation_shows_how_to_join_and_turns_into_the_board(server, open_board):
    evening = Evening(server, phase=Phase.PREPARATION)
    page = open_board(evening)
    expect(page.locator(".join-page__code")).to_have_text(f"{evening.code[:4]} {evening.code[4:]}")
    expect(page.locator(".join-page__address")).to_have_text(evening.server.url.removeprefix("http://"))
    expect(page.locator(".join-page svg path")).to_have_count(1)
    expect(page.locator(".join-page__budget")).to_have_count(0)
    evening.do(describe_dialogue, facts=DialogueFacts(title="Dialogabend", card_budget=3))
    page.reload()
    expect(page.locator(".join-page__budget")).to_have_text("Bis zu 3 Karten je Person und Frage")
    evening.do(set_phase, phase=Phase.COLLECT)
    entry_id = evening.post("Los geht es")
    expect(card(page, entry_id)).to_have_count(1)
    expect(page.locator(".table")).to_have_count(5)
    expect(page.locator(".table__empty").first).to_have_text("Noch keine Karte – scannen Sie den Code")


@pytest.mark.parametrize("path", ["/wohnen", "/wohnen?view=questions"])
def test_page_of_an_empty_table_invites_until_the_first_card(evening, open_board, path):
    page = open_board(evening, path)
    hint = page.locator(".one-table__hint")
    expect(hint).to_have_text("Noch keine Karte – scannen Sie den Code")
    expect(card(page, evening.post("Die erste"))).to_be_visible()
    expect(hint).to_have_count(0)


def test_closed_dialogue_thanks_and_says_what_happens(server, open_board):
    page = open_board(Evening(server, phase=Phase.CLOSED))
    expect(page.locator(".thanks h2")).to_have_text("Vielen Dank fürs Mitmachen!")
    expect(page.locator(".thanks p")).to_have_text("Die Stadt antwortet.")


def test_clock_counts_down_in_the_browser(evening, open_board):
    evening.do(start_round, minutes=10)
    page = open_board(evening)
    expect(page.locator(".head__round")).to_have_text("Runde 1 von 3")
    first = page.locator(".clock").inner_text()
    assert first[:2] in {"09", "10"}
    page.wait_for_function("first => document.querySelector('.clock').textContent < first", arg=first)


def test_keyboard_turns_to_a_table_and_back(evening, open_board):
    page = open_board(evening)
    page.evaluate("window.sameDocument = true")
    page.keyboard.press("3")
    expect(page.locator(".head h1")).to_have_text("3 Arbeit")
    page.keyboard.press("t")
    expect(page.locator(".by-question")).to_have_count(1)
    assert page.url.endswith(f"/b/{evening.code}/arbeit?view=questions")
    entry_id = evening.post("Auf dieser Seite", table="arbeit")
    expect(card(page, entry_id)).to_be_visible()
    page.keyboard.press("0")
    expect(page.locator(".table")).to_have_count(5)
    page.keyboard.press("?")
    expect(page.locator(".keys")).to_contain_text("Ganzer Bildschirm")
    assert page.evaluate("window.sameDocument") is True


def test_words_contradiction_and_parked_topics_on_the_table_page(evening, open_board):
    texts = {
        "Sprachkurse": ("Sprachkurse am Abend", "Mehr Sprachkurse"),
        "Busse": ("Bus am Abend", "Bus am Morgen"),
        "Später": ("Klavier", "Geige"),
    }
    groups = {
        label: evening.do(gather_entries, entry_ids=[evening.post(text) for text in cards], label=label)
        for label, cards in texts.items()
    }
    evening.do(mark_contradiction, group_ids=(groups["Sprachkurse"], groups["Busse"]))
    evening.post("Jetzt")
    page = open_board(evening, "/wohnen")
    rows = {label: page.locator(f'[data-group-id="{number}"]') for label, number in groups.items()}
    expect(rows["Sprachkurse"].locator(".topic-row__against")).to_have_text("⚡ im Widerspruch zu „Busse“")
    expect(rows["Busse"].locator(".topic-row__against")).to_have_text("⚡ im Widerspruch zu „Sprachkurse“")
    expect(page.locator(".foot__parked")).to_have_count(0)
    evening.do(park_group, group_id=groups["Später"], parked=True)
    evening.post("Danach")
    expect(page.locator(".foot__parked")).to_have_text("Themenspeicher: Später")
    expect(rows["Später"]).to_have_count(0)
    overview = open_board(evening)
    expect(overview.locator("[data-group-id]")).to_have_count(2)
    expect(overview.locator(".topic--single")).to_have_text("2 einzelne Karten")
    again = open_board(evening, "/wohnen")
    words = again.locator(f'[data-group-id="{groups["Sprachkurse"]}"] .topic-row__words')
    expect(words).to_have_text("gemeinsam: Sprachkurse")


SCROLLS = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
CUT = """() => [...document.querySelectorAll('.paged__box > *')].filter(row => {
    const box = row.parentElement.getBoundingClientRect(), at = row.getBoundingClientRect();
    const isSeen = at.right > box.left + 1 && at.left < box.right - 1;
    return isSeen && (at.bottom > box.bottom + 1 || at.right > box.right + 1);
}).length"""
SEEN = """() => [...document.querySelectorAll('[data-group-id]')].filter(row =>
    row.getBoundingClientRect().left < row.parentElement.getBoundingClientRect().right - 1).length"""


def test_board_needs_no_scrolling_and_says_what_is_not_seen(full_evening, browser):
    evening, topics = full_evening
    for width, height in ((1920, 1080), (1280, 720), (3840, 2160), (1024, 768)):
        page = browser.new_page(viewport={"width": width, "height": height})
        for path in PATHS:
            page.goto(f"{evening.server.url}/b/{evening.code}{path}")
            page.wait_for_selector("[data-entry-id]")
            wait_until_still(page)
            assert (page.evaluate(SCROLLS), page.evaluate(CUT)) == ([width, height], 0)
            if not path:
                seen = page.evaluate(SEEN)
                note = page.locator(".paged__note").first.inner_text()
                assert (0 < seen < topics, note) == (True, f"+ {topics - seen} weitere Themen")
        page.close()


def test_further_topics_are_one_key_away(full_evening, open_board):
    evening, topics = full_evening
    page = open_board(evening)
    page.wait_for_selector("[data-group-id]")
    wait_until_still(page)
    first = page.evaluate(SEEN)
    page.keyboard.press("PageDown")
    note = page.locator(".paged__note").first
    expect(note).to_have_text(f"{first + 1}–{min(2 * first, topics)} von {topics}")
    page.keyboard.press("PageUp")
    expect(note).to_have_text(f"+ {topics - first} weitere Themen")


@pytest.mark.parametrize("path", ["/b/ABCDEFGH", "/b/ABCDEFGH/wohnen"])
def test_unknown_code_is_a_kind_page(server, path):
    answer = httpx.get(server.url + path, timeout=30)
    assert (answer.status_code, "Diese Tafel gibt es nicht." in answer.text) == (404, True)


def test_unknown_table_is_a_kind_page(evening):
    answer = httpx.get(f"{evening.server.url}/b/{evening.code}/gibtesnicht", timeout=30)
    assert (answer.status_code, "Diese Tafel gibt es nicht." in answer.text) == (404, True)


def test_code_as_somebody_types_it_opens_the_board(evening):
    typed = f"{evening.code[:4]}-{evening.code[4:]}".lower()
    answer = httpx.get(f"{evening.server.url}/b/{typed}", timeout=30)
    assert (answer.status_code, "Dialogabend" in answer.text) == (200, True)


def test_page_carries_the_language_and_asks_nobody_else(evening, browser):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{evening.server.url}/b/{evening.code}")
    page.wait_for_selector(".board")
    assert page.evaluate("document.documentElement.lang") == "de"
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {
        evening.server.url.split("/")[2]
    }
    page.close()


@pytest.mark.parametrize("path", sampled(PATHS, [""]))
def test_page_has_no_barrier_that_axe_finds(full_evening, open_board, path):
    evening, _ = full_evening
    page = open_board(evening, path)
    page.wait_for_selector("[data-entry-id]")
    page.keyboard.press("?")
    expect(page.locator(".keys")).to_be_visible()
    page.wait_for_function("() => document.getAnimations().every(each => each.playState === 'finished')")
    found = Axe().run(page, context=".board", options={"rules": {"region": {"enabled": False}}})
    violations = found.response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in violations] == []


def test_guesses_of_codes_are_counted_as_on_phones():
    services = SimpleNamespace(rate=PostRate(enabled=True))
    client = SimpleNamespace(request=SimpleNamespace(scope={"client": ("203.0.113.7", 4711)}))
    said = [_status_of_guess(services, client) for _ in range(70)]  # type: ignore[arg-type]
    assert (said[:60], 429 in said[60:]) == ([404] * 60, True)
