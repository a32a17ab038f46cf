"""In a real browser: what is pressed stays, and a page that the browser translates or enlarges works."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.phone.hall import Hall
from tests.phone.test_held_up import build_wall
from tests.phone.test_outbox import open_page, send, stored, write
from tests.sampling import sampled
from tests.waiting import until
from workshop.i18n import LANGUAGES
from workshop.models import Phase
from workshop.phone.assets import STATIC

pytestmark = pytest.mark.e2e
# What browsers do when they translate: texts are worded anew within elements of the browser, and kept so.
TRANSLATE = """
window.translate = () => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const text of found) {
    if (!text.data.trim() || text.parentNode.closest("script,textarea,template,font")) continue;
    const outer = document.createElement("font"), inner = document.createElement("font");
    inner.textContent = "[" + text.data.trim() + "]";
    outer.append(inner);
    text.replaceWith(outer);
  }
  document.documentElement.lang = "pl";
  document.documentElement.classList.add("translated-ltr");
};
"""


# How many changes of the evening the page was told.
LISTEN = """
window.heard = 0;
const Real = EventSource;
window.EventSource = class extends Real {
  constructor(...where) { super(...where); super.addEventListener("state", () => { heard += 1; }); }
};
"""


@pytest.fixture
def page(phone: BrowserContext, evening: Hall) -> Page:
    """The page, with its errors in `page.evaluate('errors')`."""
    opened = phone.new_page()
    opened.add_init_script(
        TRANSLATE + LISTEN + "window.errors = []; for (const kind of ['error', 'unhandledrejection'])"
        " addEventListener(kind, (event) => errors.push(String(event.message || event.reason)));"
    )
    with opened.expect_response("**/events*"):
        opened.goto(evening.address())
    return opened


def press(page: Page, selector: str) -> None:
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


def test_button_stays_what_and_where_it_is_while_it_is_pressed(page: Page, evening: Hall):
    write(page, "Ruft an")
    before = page.locator("#send").bounding_box()
    page.evaluate("window.node = document.getElementById('send').firstChild")
    press(page, "#send")
    # Dictation and input methods end a word when the field is left.
    page.evaluate("""() => {
        const field = document.getElementById('text');
        field.value += ': 0171 2345678';
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
    }""")
    # Each by itself, for the page is told of two that come at once in one event.
    for ends_in in (1, 5):
        heard = page.evaluate("heard")
        evening.round(ends_in)
        until(lambda heard=heard: page.evaluate("heard") > heard)
    assert page.locator("#send").bounding_box() == before
    assert page.evaluate("node === document.getElementById('send').firstChild && node.data === 'Senden'")
    page.mouse.up()
    expect(page.locator("#cards li[data-state=held]")).to_have_count(1)
    assert stored(evening) == ["Ruft an: 0171 2345678"]
    expect(page.locator("#round")).to_have_text(" · Runde 2")


def test_phase_that_ends_while_the_button_is_pressed_loses_no_card(page: Page, evening: Hall):
    write(page, "Gerade noch")
    press(page, "#send")
    evening.phase(Phase.SORT)
    until(lambda: page.evaluate("heard") >= 1)
    assert page.locator("#send").is_visible()
    page.mouse.up()
    expect(page.locator("#cards .said")).to_have_text("Gerade noch")
    expect(page.locator("#cards .state")).to_have_text("wartet – gerade werden keine Karten gesammelt")
    evening.phase(Phase.COLLECT)
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert stored(evening) == ["Gerade noch"]


def test_typing_and_leaving_the_field_write_nothing_that_is_there_already(page: Page):
    write(page, "Ein Wort")
    page.evaluate("""() => {
        window.changes = [];
        new MutationObserver((all) => changes.push(...all.map(({target}) => target.id || target.nodeName)))
            .observe(document.body, {childList: true, characterData: true, subtree: true});
    }""")
    page.locator("#text").press("x")
    page.locator("#text").blur()
    assert set(page.evaluate("changes")) == {"count"}


def test_translated_page_sends_edits_counts_and_says_once_that_this_is_not_needed(page: Page, evening: Hall):
    send(page, "Vor dem Übersetzen")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    page.evaluate("translate()")
    expect(page.locator("#foreign")).to_be_visible()
    page.evaluate("translate()")
    assert page.locator("#foreign").count() == 1
    write(page, "Nach dem Übersetzen", "needed")
    assert page.locator("#send font font").inner_text() == "[Senden]"
    page.locator("#send font font").click()
    expect(page.locator("#cards li")).to_have_count(2)
    expect(page.locator("[data-count=received]")).to_have_text("2")
    build_wall(page)
    send(page, "Aufgehalten")
    expect(page.locator("#cards li.late")).to_have_count(1)
    page.evaluate("translate()")
    page.locator("#cards li.late .edit font font").click()
    expect(page.locator("#text")).to_have_value("Aufgehalten")
    page.evaluate(
        "document.querySelectorAll('[data-count], #clock, #round, #withdrawn').forEach(e => e.remove())"
    )
    evening.round(5)
    page.unroute("**/entries")
    page.locator("#text").fill("Die dritte")
    page.locator("#send").click()
    expect(page.locator("#cards li")).to_have_count(3)
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(3)
    assert stored(evening) == ["Vor dem Übersetzen", "Nach dem Übersetzen", "Die dritte"]
    assert page.evaluate("errors") == []


def test_draft_of_a_card_that_is_there_in_translation_makes_no_second_one(
    phone: BrowserContext, evening: Hall
):
    first, second = open_page(phone, evening), phone.new_page()
    second.add_init_script(TRANSLATE)
    write(first, "Nur einmal")
    second.goto(evening.address())
    expect(second.locator("#text")).to_have_value("Nur einmal")
    first.locator("#send").click()
    expect(second.locator("#cards li[data-state=shown]")).to_have_count(1)
    second.evaluate("translate()")
    second.locator("#send").click()
    expect(second.locator("#text")).to_have_value("")
    assert stored(evening) == ["Nur einmal"]


def test_page_in_ones_language_is_offered_to_who_translates_into_it(page: Page):
    page.evaluate("document.documentElement.lang = 'tr'")
    link = page.locator("#foreign a")
    expect(link).to_have_text("Türkçe")
    link.click()
    page.wait_for_url("**lang=tr")
    assert page.locator("#foreign").is_hidden()


def test_size_of_letters_follows_the_readers_setting():
    style = (STATIC / "phone.css").read_text(encoding="utf-8")
    (size,) = re.findall(r"^html\{font:([\d.]+%)/", style, re.MULTILINE)
    assert float(size.rstrip("%")) >= 100


# What of the page is cut off, or sticks out of it at either side.
ASTRAY = """() => [...document.querySelectorAll('body *')].filter(each => {
    if (each.closest('.vh, template, script') || !each.checkVisibility()) return false;
    const at = each.getBoundingClientRect(), isOut = at.right > innerWidth + 1 || at.left < -1;
    const isClipped = getComputedStyle(each).overflowX !== 'visible';
    return isOut || (isClipped && each.scrollWidth > each.clientWidth + 1);
}).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("tag", sampled(LANGUAGES, ["de", "ar", "ti", "ru"]))
def test_letters_of_twice_the_size_fit_the_narrowest_phone(browser: Browser, evening: Hall, tag: str):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(evening.address(f"/wohnen?lang={tag}"))
    send(page, "Donaudampfschifffahrtsgesellschaftskapitän")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    evening.round(5)
    expect(page.locator("#clock")).not_to_be_empty()
    for fold in ("#cards details", ".langs"):
        page.evaluate("fold => document.querySelector(fold).open = true", fold)
        assert page.evaluate(ASTRAY) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_page_without_script_is_sent_as_written_when_the_browser_translates_it(
    phone: BrowserContext, evening: Hall
):
    phone.route("**/*.js", lambda route: route.abort())
    page = phone.new_page()
    page.add_init_script(TRANSLATE)
    page.goto(evening.address("/wohnen"))
    page.evaluate("translate()")
    write(page, "Ohne Skript übersetzt")
    with page.expect_navigation():
        page.locator("#send font font").click()
    assert [(card.text, card.lang, card.question) for card in evening.cards()] == [
        ("Ohne Skript übersetzt", "de", "works")
    ]
    page.evaluate("translate()")
    page.locator("#cards details summary").click()
    page.locator("#cards .correct textarea").fill("Besser gesagt")
    with page.expect_navigation():
        page.locator("#cards .correct button font font").click()
    assert stored(evening) == ["Besser gesagt"]


# What password managers and writing helps put into pages: frames, buttons, hidden fields.
INJECT = """() => {
    const put = (place, where, html) => {
        const made = document.createElement("div");
        made.innerHTML = html;
        place[where](...made.childNodes);
    };
    const form = document.getElementById("write"), field = document.getElementById("text");
    put(form, "prepend", '<input name="username" value="erika" hidden>');
    put(form, "prepend", '<com-1password-button></com-1password-button>');
    put(field, "after", '<grammarly-extension data-grammarly-shadow-root="true"></grammarly-extension>');
    put(form, "append", '<input type="password" name="password" value="geheim" hidden>');
    put(form, "append", '<button type="button">\u2699</button>');
    put(document.querySelector("#cards"), "prepend", '<div data-lastpass-root></div>');
    put(document.body, "append", '<div data-lastpass-root></div><iframe></iframe><style></style>');
    field.setAttribute("data-lt-tmp-id", "lt-1");
    document.querySelectorAll("input").forEach(each => each.setAttribute("data-dashlane-rid", "x"));
}"""


@pytest.mark.parametrize("has_script", [True, False])
def test_what_password_managers_put_into_the_form_is_neither_sent_nor_in_the_way(
    phone: BrowserContext, evening: Hall, has_script: bool
):
    if not has_script:
        phone.route("**/*.js", lambda route: route.abort())
    page = phone.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(evening.address())
    for n in (1, 2):
        page.evaluate(INJECT)
        write(page, f"Karte {n}")
        page.locator("#send").click()
        expect(page.locator("#cards > li")).to_have_count(n)
        expect(page.locator("#cards > li[data-state=shown]")).to_have_count(n)
    assert (stored(evening), errors) == (["Karte 1", "Karte 2"], [])
