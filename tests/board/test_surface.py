"""The board's surface in a hall: any name of the server, any text, readable sizes, every phase."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.board.conftest import Evening, card, wait_until_still
from tests.sampling import sampled
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, enlarge_join, set_phase, wipe_rehearsal
from workshop.domain.group import gather_entries
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.domain.table import edit_question, edit_table
from workshop.models import Phase, QuestionKey, now

pytestmark = pytest.mark.e2e
# A page that the server does not have: its socket is taken, and told to load the page anew.
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket&implicit_handshake=false&client_id=x"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
LOST = ".lost"
JOIN = ".head__qr, .head__code, .head__address, .join-page"


@pytest.mark.parametrize("name", ["beamer.hall", "BEAMER.Hall", "beamer", "localhost"])
def test_board_lives_under_any_name_of_the_server(evening, hall_browser, name):
    page = hall_browser.new_page()
    page.goto(f"http://{name}:{evening.server.port}/b/{evening.code}")
    expect(card(page, evening.post("Auch hier"))).to_be_visible()
    expect(page.locator(LOST)).to_have_count(0)


@pytest.mark.parametrize(
    ("origin", "is_foreign"),
    [
        ("http://evil.example", True),
        ("null", True),
        ("http://beamer.hall", False),
        ("http://beamer.hall:80", False),
    ],
)
def test_socket_is_taken_from_pages_of_the_server_only(server, origin, is_foreign):
    headers = UPGRADE | {"Origin": origin, "Host": "beamer.hall"}
    with httpx.stream("GET", server.url + SOCKET, headers=headers, timeout=30) as answer:
        assert answer.status_code == (403 if is_foreign else 101)


def test_address_that_the_server_does_not_know_leads_to_the_one_to_open(bounded_evening, hall_browser):
    evening = bounded_evening
    page = hall_browser.new_page(locale="de-DE")
    page.goto(f"http://beamer.hall:{evening.server.port}/b/{evening.code}")
    expect(page.locator("main")).to_contain_text("Dieser Server hat eine andere Adresse.")
    page.get_by_role("link", name=f"127.0.0.1:{evening.server.port}/b/{evening.code}").click()
    expect(card(page, evening.post("Hier"))).to_be_visible()


def test_proxy_that_does_not_hand_on_the_name_of_the_server_is_named_as_the_cause(
    bounded_evening, hall_browser
):
    evening, url = bounded_evening, bounded_evening.server.url
    there = f"http://beamer.hall:{evening.server.port}"
    page = hall_browser.new_page()

    def hand_on(way: Route) -> None:
        way.fulfill(response=way.fetch(url=way.request.url.replace(there, url)))

    page.route(f"{there}/**", hand_on)
    page.goto(f"{there}/b/{evening.code}")
    lost = page.locator(LOST)
    expect(lost).to_contain_text(f"kennt die Adresse beamer.hall:{evening.server.port} nicht", timeout=20_000)
    expect(lost).to_contain_text(f"{url}/b/{evening.code}")


OVERLAPS = """selector => {
    const at = document.querySelector(selector).getBoundingClientRect();
    return [...document.querySelectorAll('[data-entry-id]')].map(each => each.getBoundingClientRect())
        .filter(each => each.height && each.bottom > at.top && each.top < at.bottom).length;
}"""


def test_lost_connection_has_its_cause_in_the_foot_and_covers_no_card(server, open_board):
    evening = Evening(server)
    # Neither the server's zone nor that of the laptop at the beamer: half an hour off both.
    evening.do(describe_dialogue, facts=DialogueFacts(title="Abend", time_zone="Asia/Kolkata"))
    pages = [open_board(evening, path, timezone_id="America/New_York") for path in ("", "/wohnen")]
    for n in range(12):
        evening.post(f"Karte {n} mit einem Satz, der zwei Zeilen braucht")
    expect(card(pages[0], evening.post("Danach"))).to_have_count(1)
    server.stop()
    minutes = [f"{now().astimezone(ZoneInfo('Asia/Kolkata')) + timedelta(minutes=n):%H:%M}" for n in (0, 1)]
    for page in pages:
        expect(page.locator(LOST)).to_contain_text("Der Server ist nicht zu erreichen", timeout=20_000)
        expect(page.locator(LOST)).to_contain_text(re.compile("|".join(minutes)))
        expect(page.locator("#popup")).to_be_hidden()
        assert page.evaluate(OVERLAPS, LOST) == 0
    for page in pages:
        page.evaluate("window.isOld = true")
    server.start()
    for page in pages:
        # A page that is older than the server is replaced by a fresh one.
        page.wait_for_function("() => !window.isOld && window.did_handshake", timeout=30_000)
        expect(page.locator(LOST)).to_have_count(0, timeout=30_000)
        expect(page.locator(".foot__counts")).to_be_visible()


IS_SEEN = re.compile(r"\bis-current\b")
SCROLLS = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
# What of these sticks out of the page, of its own box, or lies over another.
ASTRAY = """() => {
    const seen = '.head, .head__title, .head__qr, .head__code, .foot, .foot__counts, .tables, .one-table, '
        + '.table';
    const boxes = [...document.querySelectorAll(seen)];
    const out = boxes.filter(each => {
        const at = each.getBoundingClientRect();
        return at.left < -1 || at.top < -1 || at.right > innerWidth + 1 || at.bottom > innerHeight + 1;
    });
    const right = each => each.getBoundingClientRect().right;
    const parts = 'h1, .table > *, .topic > *, .topic-row > *, .cell > *, .question';
    const wide = [...document.querySelectorAll(parts)]
        .filter(each => right(each) > right(each.parentElement) + 1);
    const title = document.querySelector('.head__title').getBoundingClientRect();
    const qr = document.querySelector('.head__qr').getBoundingClientRect();
    const covered = title.right > qr.left || qr.width < 0.06 * innerWidth ? ['qr'] : [];
    return [...out, ...wide].map(each => each.className).concat(covered);
}"""
TEXTS = {
    "one word": "W" * 200,
    "many words": "Dialogabend " * 16,
    "Arabic": "حوار" * 50,
    "emoji": "😀" * 100,
    "families": "👩‍👩‍👧‍👦" * 18,
    "stacked": "Z" + "\u0301" * 30,
    "compound": "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 3,
}


SCREENS = ((1920, 1080), (1280, 720), (3840, 2160))
EVERYWHERE = [(name, screen) for name in TEXTS for screen in SCREENS]
# The longest word on each screen, and what is set otherwise on one.
OFTEN = [*(("compound", screen) for screen in SCREENS), ("one word", SCREENS[1]), ("Arabic", SCREENS[0])]


@pytest.mark.parametrize("shown", sampled(EVERYWHERE, OFTEN), ids=lambda shown: f"{shown[0]}-{shown[1][0]}")
def test_no_text_pushes_anything_away(server, browser, shown):
    name, (width, height) = shown
    text = TEXTS[name]
    evening = Evening(server, phase=Phase.PREPARATION)
    evening.do(
        describe_dialogue, facts=DialogueFacts(title=text, municipality=text, goal=text * 3, promise=text)
    )

    async def reword(store: Store, *, actor: Actor, dialogue_id: int) -> None:
        for key in QuestionKey:
            await edit_question(store, actor=actor, dialogue_id=dialogue_id, key=key, title=text[:120])
        async with store.read() as session:
            tables = await session.run_sync(tables_of, dialogue_id)
        for each in tables[:2]:
            await edit_table(
                store,
                actor=actor,
                dialogue_id=dialogue_id,
                table_id=each.id,
                title=text[:120],
                guide=text[:300],
            )

    evening.do(reword)
    evening.do(set_phase, phase=Phase.COLLECT)
    ids = [evening.post(text, question=question) for question in QuestionKey for _ in (1, 2)]
    evening.do(gather_entries, entry_ids=ids[:4], label=text[:80])
    evening.post(text, table="arbeit")
    page = browser.new_page(viewport={"width": width, "height": height})
    for path in ("", "/wohnen", "/wohnen?view=questions"):
        page.goto(f"{evening.server.url}/b/{evening.code}{path}")
        page.wait_for_selector("[data-entry-id]")
        wait_until_still(page)
        assert (path, page.evaluate(SCROLLS), page.evaluate(ASTRAY)) == (path, [width, height], [])
    page.close()


SIZES = """selector => [...document.querySelectorAll(selector)]
    .filter(each => each.getBoundingClientRect().height)
    .map(each => parseFloat(getComputedStyle(each).fontSize))"""


@pytest.fixture(scope="module")
def sized_evening(server) -> tuple[Evening, dict[str, int]]:
    """A table with topics of 9, 4 and 2 cards, each of two lines."""
    evening = Evening(server)
    groups = {}
    for label, size in (("Groß", 9), ("Mittel", 4), ("Klein", 2)):
        text = "Ein Satz über das Thema, der auf der Tafel zwei Zeilen braucht: "
        ids = [evening.post(f"{text}{label} {n}", question=list(QuestionKey)[n % 3]) for n in range(size)]
        groups[label] = evening.do(gather_entries, entry_ids=ids, label=label)
    evening.post("Zuletzt")
    return evening, groups


def font_size(page: Page, group_id: int, label: str) -> float:
    (size,) = page.evaluate(SIZES, f'[data-group-id="{group_id}"] {label}')
    return size


@pytest.mark.parametrize(("path", "label"), [("", ".topic__label"), ("/wohnen", ".topic-row__label")])
def test_names_are_as_large_as_their_topics(sized_evening, open_board, path, label):
    evening, groups = sized_evening
    page = open_board(evening, path)
    expect(page.locator("[data-group-id]")).to_have_count(3)
    sizes = [font_size(page, groups[name], label) for name in ("Groß", "Mittel", "Klein")]
    assert sizes == pytest.approx([42, 34.8, 28.08], abs=0.2)


@pytest.mark.parametrize("path", ["", "/wohnen", "/wohnen?view=questions"])
def test_cards_are_readable_from_the_last_row(sized_evening, open_board, path):
    page = open_board(sized_evening[0], path)
    page.wait_for_selector("[data-entry-id]")
    wait_until_still(page)
    sizes = page.evaluate(SIZES, ".entry__text")
    assert len(sizes) >= 3
    assert (min(sizes) >= 24, max(sizes) <= 42) == (True, True)


def test_table_shows_three_topics_and_uses_its_height(sized_evening, open_board):
    page = open_board(sized_evening[0], "/wohnen")
    expect(page.locator(".topic-row")).to_have_count(4)
    wait_until_still(page)
    box = page.locator(".paged__box").bounding_box()
    seen = [
        at
        for row in page.locator(".topic-row").all()
        if (at := row.bounding_box()) and at["x"] < box["x"] + box["width"] - 1
    ]
    assert len(seen) >= 3
    assert seen[-1]["y"] + seen[-1]["height"] >= box["y"] + 0.95 * box["height"]
    cut = """() => [...document.querySelectorAll('.topic-row')].filter(row => {
        const end = row.getBoundingClientRect().bottom + 1;
        const parts = [...row.querySelectorAll('.entry, .cell__more')];
        return parts.some(each => each.getBoundingClientRect().bottom > end);
    }).length"""
    assert page.evaluate(cut) == 0


CUT = """() => [...document.querySelectorAll('.strip > .is-current')].filter(each =>
    each.getBoundingClientRect().bottom > each.parentElement.getBoundingClientRect().bottom + 1).length"""


def test_few_cards_stand_there_themselves_and_do_not_move(evening, open_board):
    page = open_board(evening)
    ids = [evening.post("Bahnhof sanieren")]
    expect(card(page, ids[0])).to_be_visible()
    wait_until_still(page)
    before = card(page, ids[0]).bounding_box()
    for text in ("Mehr Sprachkurse", "Ein Klavier für alle"):
        ids.append(evening.post(text, question="works"))
        expect(card(page, ids[-1])).to_have_class(IS_SEEN)
    assert card(page, ids[0]).bounding_box() == before
    ids += [evening.post(f"Satz {n}: Straßen, Wege und Plätze brauchen mehr Bäume") for n in range(12)]
    expect(card(page, ids[-1])).to_have_class(IS_SEEN, timeout=15_000)
    expect(card(page, ids[0])).not_to_have_class(IS_SEEN)
    assert page.evaluate(CUT) == 0


HALVED = """() => [...document.querySelectorAll('.strip > .is-current .entry__text')].filter(each => {
    const lines = each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight);
    return Math.abs(lines - Math.round(lines)) > 0.1;
}).map(each => each.textContent)"""


def test_no_line_of_a_fresh_card_is_cut_in_half_where_topics_leave_the_least_room(full_evening, open_board):
    evening, _topics = full_evening
    page = open_board(evening)
    least = "grid-template-rows: auto auto minmax(0, 1fr) var(--strip) !important"
    page.add_style_tag(content=f".table.has-topics {{ {least} }}")
    for text in ("whatsapp gruppe vom helferkreis, da kommt jede info an", "Straße " * 60):
        expect(card(page, evening.post(text))).to_have_class(IS_SEEN, timeout=10_000)
        wait_until_still(page)
        assert page.evaluate(HALVED) == []


def test_code_to_join_is_large_by_key_and_from_the_console(evening, open_board):
    entry_id = evening.post("Eine Karte")
    page, other = open_board(evening), open_board(evening, "/wohnen")
    expect(card(page, entry_id)).to_be_visible()
    page.keyboard.press("q")
    large = page.locator(".join-page__qr")
    expect(large).to_be_visible()
    assert large.bounding_box()["height"] > 700
    expect(page.locator(".join-page__soon")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(card(page, entry_id)).to_be_visible()
    evening.do(enlarge_join, large=True)
    evening.post("Weckt die Tafeln")
    for each in (page, other):
        expect(each.locator(".join-page__qr")).to_be_visible()
    other.keyboard.press("q")
    expect(card(other, entry_id)).to_be_visible()
    evening.do(enlarge_join, large=False)
    evening.post("Weckt sie wieder")
    for each in (page, other):
        expect(card(each, entry_id)).to_be_visible()


@pytest.mark.parametrize("path", ["", "/wohnen", "/wohnen?view=questions"])
def test_board_without_a_card_shows_the_code_large_until_the_first_one(evening, open_board, path):
    page = open_board(evening, path)
    large = page.locator(".join-page__qr")
    expect(large).to_be_visible()
    assert large.bounding_box()["height"] > 500
    assert page.evaluate(SCROLLS) == [1920, 1080]
    expect(page.get_by_text("Noch keine Karte – scannen Sie den Code").first).to_be_visible()
    expect(card(page, evening.post("Die erste"))).to_be_visible()
    expect(large).to_have_count(0)
    expect(page.locator(".head__qr")).to_be_visible()


@pytest.mark.parametrize("path", sampled(["", "/wohnen"], [""]))
def test_board_says_its_phase_and_asks_to_join_only_until_collecting_ends(server, open_board, path):
    evening = Evening(server)
    evening.post("Eine Karte")
    page = open_board(evening, path)
    names = {
        Phase.SORT: "Sortieren",
        Phase.WEIGH: "Gewichten",
        Phase.HARVEST: "Ernten",
        Phase.CLOSED: "Abschluss",
    }
    expect(page.locator(".head__phase")).to_have_text("Sammeln")
    expect(page.locator(".head__code")).to_be_visible()
    for phase, name in names.items():
        evening.do(set_phase, phase=phase)
        page.reload()
        expect(page.locator(".head__phase")).to_have_text(name)
        page.keyboard.press("q")
        expect(page.locator(JOIN)).to_have_count(0)
    evening.do(set_phase, phase=Phase.PREPARATION)
    expect(page.locator(".head__phase")).to_have_text("Vorbereitung")
    expect(page.locator(".join-page__code")).to_be_visible()


def test_empty_table_does_not_ask_to_scan_what_is_not_there(server, open_board):
    page = open_board(Evening(server, phase=Phase.SORT))
    expect(page.locator(".table__empty").first).to_have_text("Keine Karte")


def test_rehearsal_is_marked_and_its_wiping_said(server, open_board):
    evening = Evening(server, rehearsal=True)
    page = open_board(evening)
    expect(page.locator(".rehearsal-mark")).to_have_text("PROBE")
    evening.do(wipe_rehearsal)
    gone = "Diesen Dialog gibt es nicht mehr."
    expect(page.locator(".notice h1")).to_have_text(gone)
    # Whoever opens the address later, or loads the page anew, reads the same.
    assert page.reload().status == 404
    expect(page.locator(".board-notice__title")).to_have_text(gone)
