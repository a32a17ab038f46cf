"""From a new dialogue to its closing with a keyboard alone; what has the focus is always to be seen."""

import time
import uuid

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import House
from tests.waiting import PATIENCE
from workshop.domain.code import normalise_code

pytestmark = pytest.mark.e2e
# So often Tab is pressed at least before something counts as out of reach; a page has fewer stops.
MOST_STOPS = 120
# A page that opens, on a machine that has much else to do.
SLOW = 30_000
# What has the focus: what it is called, and whether that is to be seen.
FOCUSED = """() => {
  const each = document.activeElement;
  const label = each.getAttribute("aria-label") ?? each.labels?.[0]?.innerText ?? each.innerText;
  const around = each.matches("input[type=radio], input[type=checkbox]") ? each.closest("label") : each;
  const shows = [each, around].some((one) => {
    const { boxShadow, outlineStyle, outlineWidth } = getComputedStyle(one);
    // What stands inside a field for a day or a time has a ring of its own.
    if (["date", "time", "datetime-local"].includes(each.type)) return true;
    return boxShadow !== "none" || (outlineStyle !== "none" && parseFloat(outlineWidth) > 0);
  });
  return { name: label.replaceAll("\\u00ad", "").trim(), shows, tag: each.tagName };
}"""


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)

    def reach(self, name: str, *, back: bool = False, exact: bool = False) -> None:
        """Press Tab until what is called so has the focus, around again where the page is not ready yet."""
        stops: list[str] = []
        end = time.monotonic() + PATIENCE
        while len(stops) < MOST_STOPS or time.monotonic() < end:
            found = self.page.evaluate(FOCUSED)
            stops.append(found["name"][:40])
            assert found["shows"] or found["tag"] == "BODY", f"nobody sees that this has the focus: {found}"
            if found["name"] == name or (not exact and found["name"].startswith(name)):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{name} is not reached by Tab, but {stops[-MOST_STOPS:]}")

    def use(self, name: str, *, back: bool = False, exact: bool = False) -> None:
        """Go to a button or link, and press it."""
        self.reach(name, back=back, exact=exact)
        self.press("Enter")

    def enter_dialog(self) -> None:
        """Wait until the dialog that was asked for has the focus in it."""
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.page.wait_for_function("() => document.activeElement.closest('dialog')")

    def choose(self, item: str) -> None:
        """Go to a line of the menu that is open, and press it."""
        expect(self.page.get_by_role("menuitem").first).to_be_focused()
        for _ in range(20):
            if self.page.evaluate(FOCUSED)["name"].startswith(item):
                break
            self.press("ArrowDown")
        else:
            raise AssertionError(f"{item} is not in the menu")
        self.press("Enter")


def present(page: Page, phase: str) -> None:
    expect(page.locator('[aria-current="step"]')).to_have_text(phase)


def post(house: House, code: str, text: str, *, question: str = "needed") -> None:
    card = {"id": str(uuid.uuid4()), "table": "bildung", "question": question, "text": text, "lang": "de"}
    answer = httpx.post(f"{house.server.url}/j/{code}/entries", json=card, timeout=30)
    assert answer.status_code == 201, answer.text


def create(keys: Keyboard) -> str:
    """Make a dialogue and open collecting; return its code."""
    page = keys.page
    keys.use("+ Neuer Dialog")
    keys.enter_dialog()
    keys.reach("Titel des Abends")
    keys.write("Ohne Maus")
    keys.use("Dialog anlegen")
    expect(page.locator(".table-panel")).to_have_count(5, timeout=SLOW)
    keys.use("Sammeln öffnen")
    present(page, "Sammeln")
    return normalise_code(page.url.split("/console/")[1].split("?")[0])


def run_a_round(keys: Keyboard) -> None:
    """Start a round, let the clock pause and run again."""
    keys.reach("Minuten")
    keys.press("Control+a")
    keys.write("12")
    keys.use("Runde 1 starten")
    expect(keys.page.get_by_role("timer")).to_be_visible()
    keys.use("Anhalten")
    # The button says something else now and is where it was.
    expect(keys.page.get_by_role("button", name="Fortsetzen")).to_be_focused()
    keys.press("Enter")
    expect(keys.page.get_by_role("button", name="Anhalten", exact=True)).to_be_focused()


def sort(keys: Keyboard, house: House, code: str) -> None:
    """Hold a card and show it again, make a topic of one card and put another into it."""
    page = keys.page
    for text in ("Mehr Bänke", "Ein Chor", "Die da drüben"):
        post(house, code, text)
    # The last table's are the next ones that way.
    keys.use("Themen", back=True)
    expect(page.locator(".single .entry")).to_have_count(3, timeout=SLOW)

    def card_menu(text: str) -> None:
        more = page.locator(".single .entry", has_text=text).locator(".more")
        stops, end = 0, time.monotonic() + PATIENCE
        while stops < MOST_STOPS or time.monotonic() < end:
            keys.press("Tab")
            stops += 1
            if more.evaluate("each => each === document.activeElement"):
                keys.press("Enter")
                return
        raise AssertionError(f"the menu of {text} is not reached")

    card_menu("Die da drüben")
    keys.choose("Zurückstellen …")
    keys.enter_dialog()
    keys.reach("persönliche Daten")
    keys.press("ArrowDown")
    keys.use("Zurückstellen")
    expect(page.locator(".held")).to_contain_text("Die da drüben")
    expect(page.locator(".single .entry")).to_have_count(2)
    keys.use("Zeigen")
    expect(page.locator(".held")).to_have_count(0)
    expect(page.locator(".single .entry")).to_have_count(3)
    card_menu("Mehr Bänke")
    keys.choose("Verschieben")
    expect(page.get_by_label("In welches Thema?")).to_be_focused()
    keys.reach("Name, falls")
    keys.write("Bänke")
    keys.press("Enter")
    expect(page.locator(".topic")).to_have_count(1)
    card_menu("Ein Chor")
    keys.choose("Verschieben")
    expect(page.get_by_label("In welches Thema?")).to_be_focused()
    keys.press("ArrowDown", "ArrowDown")
    keys.use("Verschieben")
    expect(page.locator(".topic-count")).to_have_text("2 Karten")


def walk(keys: Keyboard) -> None:
    """Go forward, back and forward again; the focus stays with the phases."""
    page = keys.page
    keys.use("Weiter: Sortieren")
    present(page, "Sortieren")
    keys.use("✓ Sammeln", back=True)
    present(page, "Sammeln")
    expect(page.locator('[aria-current="step"]')).to_be_focused()
    keys.use("Sortieren")
    present(page, "Sortieren")
    keys.use("Weiter: Gewichten")
    present(page, "Gewichten")


def test_evening_by_keyboard_alone(page: Page, context: BrowserContext, house: House) -> None:
    keys = Keyboard(page)
    page.goto(house.organiser_link())
    keys.press("Tab", "Enter")
    page.wait_for_url("**/console")
    code = create(keys)
    board = context.new_page()
    board.goto(f"{house.server.url}/b/{code}")
    board.wait_for_selector(".board")
    run_a_round(keys)
    sort(keys, house, code)
    keys.press("b")
    expect(board.locator(".calm")).to_be_visible()
    keys.press(".")
    expect(board.locator(".calm")).to_have_count(0)
    walk(keys)
    topic = page.locator(".topic").get_attribute("data-group-id")
    given = httpx.post(
        f"{house.server.url}/j/{code}/dots", json={"group": int(topic or 0), "dots": 2}, timeout=30
    )
    assert given.status_code == 200, given.text
    keys.use("Punkte auszählen")
    expect(page.get_by_role("button", name="Wieder ändern lassen")).to_be_focused()
    expect(board.locator(".rank")).to_have_count(1)
    keys.use("Weiter: Ernten", back=True)
    present(page, "Ernten")
    keys.use("Ergebnis", exact=True)
    keys.enter_dialog()
    keys.use("Als Ergebnis festhalten")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.use("Weiter: Abschluss", back=True)
    present(page, "Abschluss")
    expect(page.locator(".file-list, .files, .middle h2").first).to_be_visible()
