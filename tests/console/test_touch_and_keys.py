"""Fingers, input methods and forced colours: what a mouse and a German keyboard never meet."""

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import enter

pytestmark = pytest.mark.e2e
PLACES = ("tables", "topics&table=bildung", "outcomes", "photos", "files", "print", "facts", "log")
# Longer than a finger has to rest before it takes something.
REST_MS = 700
SMALL_FIELDS = """() => [...document.querySelectorAll('input, textarea, select')]
  .filter(each => !['hidden', 'checkbox', 'radio'].includes(each.type))
  .filter(each => parseFloat(getComputedStyle(each).fontSize) < 16)
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    """A tablet that is worked with a finger."""
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="de-DE", has_touch=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


class Finger:
    """One finger on the screen, as the browser sees it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def carry(self, what: Locator, onto: Locator, *, rest: int = REST_MS) -> None:
        """Press, rest, move in steps and let go."""
        start, goal = middle(what), middle(onto)
        self._send("touchStart", start)
        self._page.wait_for_timeout(rest)
        for step in (0.2, 0.6, 1):
            self._send("touchMove", tuple(a + (b - a) * step for a, b in zip(start, goal, strict=True)))
        self._send("touchEnd")


def middle(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 3, box["y"] + box["height"] / 2


def topic(page: Page, name: str) -> Locator:
    return page.locator(".topic", has=page.get_by_text(name, exact=True))


def test_card_and_topic_are_dragged_by_finger(tablet: Page, house: House):
    evening = house.evening()
    enter(tablet, evening.host_link("bildung"))
    finger = Finger(tablet)
    goal = topic(tablet, "Sprachkurse").locator(".topic-head")
    finger.carry(tablet.locator(".single .entry", has_text="Ein Klavier"), goal)
    expect(topic(tablet, "Sprachkurse").locator(".topic-count")).to_have_text("4 Karten")
    expect(tablet.locator(".drag-ghost")).to_have_count(0)
    finger.carry(topic(tablet, "Dolmetscher").locator(".topic-head"), goal)
    expect(tablet.locator(".topic")).to_have_count(1)
    expect(topic(tablet, "Sprachkurse").locator(".topic-count")).to_have_text("6 Karten")
    # Letting go was no tap: the topic is still shut.
    expect(tablet.locator(".topic-toggle")).to_have_attribute("aria-expanded", "false")
    tablet.locator(".undo").tap()
    expect(tablet.locator(".topic")).to_have_count(2)


def test_finger_that_scrolls_or_lets_go_elsewhere_moves_nothing(tablet: Page, house: House):
    evening = house.evening()
    enter(tablet, evening.host_link("bildung"))
    card = tablet.locator(".single .entry", has_text="Ein Klavier")
    finger = Finger(tablet)
    finger.carry(card, topic(tablet, "Sprachkurse"), rest=0)
    finger.carry(card, tablet.locator(".host-bar"))
    tablet.locator(".topic-toggle").first.tap()
    expect(tablet.locator(".topic-toggle").first).to_have_attribute("aria-expanded", "true")
    expect(topic(tablet, "Sprachkurse").locator(".topic-count")).to_have_text("3 Karten")
    expect(tablet.locator(".undo")).to_be_visible()
    expect(card).to_be_visible()


COMPOSING = {"isComposing": True}
OLD_SAFARI = {"keyCode": 229}


def press_key(field: Locator, **how: object) -> None:
    field.evaluate(
        """(field, how) => field.dispatchEvent(
            new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...how }))""",
        how,
    )


@pytest.mark.parametrize("how", [COMPOSING, OLD_SAFARI])
def test_enter_of_an_input_method_sends_nothing(page: Page, house: House, how: dict[str, object]):
    evening = house.evening()
    enter(page, evening.host_link("bildung"))
    page.locator("[data-act=rename]").first.click()
    name = page.locator(".renaming textarea")
    name.fill("言語")
    for keys in ({}, {"ctrlKey": True}, {"metaKey": True}):
        press_key(name, key="Enter", **how, **keys)
    press_key(name, key="Escape", **how)
    # Had one of them been heard, the field would have gone.
    page.locator(".topic-toggle").last.click()
    expect(page.locator(".topic-toggle").last).to_have_attribute("aria-expanded", "true")
    expect(name).to_have_value("言語")
    name.press("Enter")
    expect(page.locator(".topic-label", has_text="言語")).to_be_visible()


def open_forms(page: Page) -> Iterator[str]:
    """Open each form of the host's page, one after the other."""
    page.locator(".topic-actions .more").first.click()
    page.get_by_role("menuitem", name="Umbenennen").click()
    yield "rename"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="+ Papierkarte").click()
    yield "paper card"
    page.keyboard.press("Escape")
    for item in ("Zusammenlegen mit", "Teilen"):
        page.locator(".topic-actions .more").first.click()
        page.get_by_role("menuitem", name=item).click()
        yield item
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [360, 820, 1366])
def test_no_field_makes_a_phone_zoom_in(page: Page, house: House, evening: Evening, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    small = {}
    enter(page, house.organiser_link())
    page.get_by_role("button", name="+ Neuer Dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    small["new dialogue"] = page.evaluate(SMALL_FIELDS)
    for place in PLACES:
        page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view={place}")
        expect(page.locator(".middle h2").first).to_be_visible()
        small[place] = page.evaluate(SMALL_FIELDS)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    page.locator(".topic").first.get_by_role("button", name="Ergebnis").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    small["outcome"] = page.evaluate(SMALL_FIELDS)
    page.keyboard.press("Escape")
    for form in open_forms(page):
        expect(page.locator("textarea:visible, select:visible").first).to_be_visible()
        small[form] = page.evaluate(SMALL_FIELDS)
    assert {place: found for place, found in small.items() if found} == {}


@pytest.fixture
def evening(house: House) -> Evening:
    """An evening with two topics."""
    return house.evening()


def test_bars_keep_their_colours_where_colours_are_forced(page: Page, house: House, evening: Evening):
    enter(page, evening.host_link("bildung"))
    expect(page.locator(".topic .bar__part").first).to_be_visible()
    page.emulate_media(forced_colors="active")
    colours = {
        part: page.locator(f".topic .bar__part--{part}").first.evaluate(
            "each => getComputedStyle(each).backgroundColor"
        )
        for part in ("works", "improve", "needed")
    }
    page_colour = page.evaluate("getComputedStyle(document.querySelector('.topic')).backgroundColor")
    assert all(a != b for a, b in itertools.combinations([*colours.values(), page_colour], 2)), colours
