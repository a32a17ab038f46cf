"""In a real browser: nothing stored before an action, nobody else asked, hints, no script, small screens."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.phone.hall import Hall

pytestmark = pytest.mark.e2e


def stored(page: Page) -> tuple[int, int, list[str]]:
    cookies = [cookie["name"] for cookie in page.context.cookies()]
    return page.evaluate("localStorage.length"), page.evaluate("sessionStorage.length"), cookies


def test_nothing_is_stored_and_nobody_else_is_asked_before_the_first_action(
    phone: BrowserContext, evening: Hall
):
    page = phone.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.clock.install()
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    page.clock.run_for(4000)
    assert stored(page) == (0, 0, [])
    assert [re.sub(r".*:\d+/", "/", url) for url in requests[:2]] == [
        f"/j/{evening.code}/wohnen",
        requests[1].partition(f":{evening.port}")[2],
    ]
    assert requests[1].endswith(".js")
    assert requests[2:] == [evening.address("/events?seen=1")]
    page.locator(".langs summary").click()
    page.locator(".langs a[lang=tr]").click()
    page.wait_for_url("**lang=tr")
    assert stored(page) == (0, 0, ["lang"])
    page.locator(".q.works").click()
    page.locator("#text").fill("Bir kart")
    assert stored(page)[:2] == (1, 1)
    page.locator("#send").click()
    expect(page.locator("#say")).to_have_text("Gönderildi. Teşekkürler!")
    assert sorted(stored(page)[2]) == ["lang", "participant"]
    assert [card.lang for card in evening.cards()] == ["tr"]
    assert {url.split("/")[2] for url in requests} == {f"127.0.0.1:{evening.port}"}
    assert problems == []


def test_sent_is_said_once_for_each_card(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    page.goto(evening.address())
    page.evaluate(
        """() => {
            window.heard = [];
            const say = document.getElementById('say');
            new MutationObserver(() => { if (say.textContent) heard.push(say.textContent); })
                .observe(say, {childList: true});
        }"""
    )
    for number in range(2):
        page.locator(".q.works").click()
        page.locator("#text").fill(f"Karte {number}")
        page.locator("#send").click()
        expect(page.locator("#cards li")).to_have_count(number + 1)
        expect(page.locator("#cards li").first.locator(".state")).to_have_text("auf der Tafel")
        page.wait_for_function("number => heard.length > number", arg=number)
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(2)
    assert page.evaluate("heard") == ["Gesendet. Vielen Dank!"] * 2
    assert page.locator("[role=status], [aria-live]").count() == 1


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Ruft an: 0171 2345678", True),
        ("Mail an hilfe@example.org", True),
        ("Konto DE89 3704 0044 0532 0130 00", True),
        ("Am 24.11.2026 um 18:30 im Raum 12", False),
        ("500 Wohnungen für 1.200 Menschen", False),
    ],
)
def test_personal_data_is_pointed_out_and_can_be_sent(
    phone: BrowserContext, evening: Hall, text: str, warned: bool
):
    page = phone.new_page()
    page.goto(evening.address())
    page.locator(".q.needed").click()
    page.locator("#text").fill(text)
    assert (page.locator("#warn").inner_text() != "") == warned
    assert page.locator("#send").inner_text() == ("Trotzdem senden" if warned else "Senden")
    page.locator("#send").click()
    expect(page.locator("#cards li")).to_have_count(1)
    expect(page.locator("#cards .state")).to_have_text(
        "zurückgestellt: jemand sieht sie sich an (sie enthält vielleicht persönliche Daten)"
        if warned
        else "auf der Tafel"
    )


def test_counter_counts_what_a_reader_sees_and_too_long_stays_in_the_field(
    phone: BrowserContext, evening: Hall
):
    page = phone.new_page()
    page.goto(evening.address())
    page.locator("#text").fill("👩‍👩‍👧‍👦 é")
    expect(page.locator("#count")).to_have_text("3/500")
    page.locator(".q.works").click()
    page.locator("#text").fill("a" * 501)
    page.locator("#send").click()
    expect(page.locator("#say")).to_have_text("Der Text ist zu lang. Auf eine Karte passen 500 Zeichen.")
    assert len(page.locator("#text").input_value()) == 501
    assert evening.cards() == []


def test_missing_question_or_text_is_said(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    page.goto(evening.address())
    page.locator("#send").click()
    expect(page.locator("#say")).to_have_text("Bitte schreiben Sie zuerst etwas.")
    page.locator("#text").fill("Etwas")
    page.locator("#send").click()
    expect(page.locator("#say")).to_have_text("Bitte wählen Sie eine der drei Fragen.")
    assert page.evaluate("document.activeElement.value") == "works"


def test_everything_works_with_the_keyboard(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    page.goto(evening.address())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Mit der Tastatur")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert [(card.question, card.text) for card in evening.cards()] == [("improve", "Mit der Tastatur")]


def test_participants_text_is_never_markup(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    page.goto(evening.address())
    nasty = "<img src=x onerror=alert(1)><b>fett</b>"
    page.locator(".q.works").click()
    page.locator("#text").fill(nasty)
    page.locator("#send").click()
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    for _ in range(2):
        assert page.locator("#cards .said").text_content() == nasty
        assert page.locator("#cards img, #cards b").count() == 0
        page.reload()


def test_without_a_script_one_posts_sees_changes_and_withdraws(browser: Browser, evening: Hall):
    context = browser.new_context(
        java_script_enabled=False, locale="de-DE", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{evening.port}/j")
    page.locator("#code").fill(evening.code.lower())
    page.locator("button").click()
    page.locator(".tables a").nth(1).click()
    page.locator(".q.improve").click()
    page.locator("#text").fill("Ohne Skript")
    page.locator("#send").click()
    expect(page.locator("#cards .said")).to_have_text("Ohne Skript")
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    page.go_back()
    page.locator(".q.works").click()
    page.locator("#text").fill("Ohne Skript, die zweite")
    page.locator("#send").click()
    if page.locator(".reason").is_visible():
        page.locator("#send").click()
    expect(page.locator("#cards li")).to_have_count(2)
    page.locator("#cards summary").first.click()
    page.locator("#cards .correct textarea").first.fill("Ohne Skript, verbessert")
    page.locator("#cards .correct button").first.click()
    expect(page.locator("#cards .said").first).to_have_text("Ohne Skript, verbessert")
    page.locator("#cards summary").first.click()
    page.locator("#cards .withdraw button").first.click()
    expect(page.locator("#cards .said")).to_have_text(["Ohne Skript"])
    assert [card.text for card in evening.cards()] == ["Ohne Skript", ""]
    context.close()


@pytest.mark.parametrize(
    ("width", "tag"), [(320, "de"), (320, "ar"), (320, "ti"), (320, "uk"), (360, "de-simple")]
)
def test_small_screen_needs_no_sideways_scrolling_and_targets_are_large(
    browser: Browser, evening: Hall, width: int, tag: str
):
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    for path in ("/wohnen", "/-/tables", "/-/privacy", "/topics", "/-/goal"):
        page.goto(evening.address(f"{path}?lang={tag}"))
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        small = page.locator(
            "a, button, summary, textarea, input:not([type=hidden]):not([type=radio]), label.q"
        ).evaluate_all(
            "all => all.filter(e => e.offsetParent && !e.closest('p'))"
            ".filter(e => e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == [], path
    context.close()


@pytest.mark.parametrize("tag", ["de", "ar", "ti", "de-simple", "uk"])
def test_first_screen_shows_where_what_and_the_button(browser: Browser, evening: Hall, tag: str):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(evening.address(f"/wohnen?lang={tag}"))
    box = page.locator("#send").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740
    context.close()
