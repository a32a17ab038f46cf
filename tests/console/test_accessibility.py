"""Every page of the console stands the automatic checks of axe (WCAG 2 A and AA)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.conftest import House
from tests.entering import admit, enter
from tests.sampling import sampled

pytestmark = pytest.mark.e2e

VIEWS = (
    "tables",
    "topics&table=bildung",
    "outcomes",
    "photos",
    "files",
    "print",
    "facts",
    "log",
    "access",
    "rules",
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
WIDTHS = [1440, 1024, 390]
# As a screen reader lists them: one main part, headings without a gap, no head of a column without a word.
OUTLINE = """() => {
  const all = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  const seen = all.filter(each => each.checkVisibility());
  const levels = seen.map(each => Number(each.tagName[1]));
  return {
    mains: document.querySelectorAll('main, [role=main]').length,
    firsts: levels.filter(level => level === 1).length,
    gaps: levels.filter((level, at) => at && level > levels[at - 1] + 1).length,
    empty: [...document.querySelectorAll('th')].filter(each => !each.textContent.trim()).length,
  };
}"""
SOUND = {"mains": 1, "firsts": 1, "gaps": 0, "empty": 0}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    outline = page.evaluate(OUTLINE)
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]] + (
        [] if outline == SOUND else [str(outline)]
    )


@pytest.mark.parametrize("width", sampled(WIDTHS, [390]))
def test_pages_of_a_dialogue_and_their_dialogs(page: Page, house: House, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    evening = house.evening()
    admit(page.context, evening.invitation.console_url)
    found = {}
    for view in VIEWS:
        page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view={view}")
        expect(page.locator(".middle h2").first).to_be_visible()
        if view in {"access", "log"}:
            expect(page.locator("tbody tr").first).to_be_visible()
        found[view] = violations(page)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}/results")
    expect(page.locator("h2").first).to_be_visible()
    found["results"] = violations(page)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    page.locator(".topic-toggle").first.click()
    page.locator(".topic .card-foot .more").first.click()
    expect(page.get_by_role("menu")).to_be_visible()
    found["menu"] = violations(page)
    page.keyboard.press("Escape")
    page.locator(".topic").first.get_by_role("button", name="Ergebnis").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["harvest"] = violations(page)
    assert {place: each for place, each in found.items() if each} == {}


@pytest.mark.parametrize("width", sampled(WIDTHS, [1440]))
def test_front_page_and_host_page(page: Page, house: House, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    evening = house.evening()
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte fragen Sie nach einem Link")
    found = {"locked": violations(page)}
    enter(page, evening.host_link("bildung"))
    expect(page.locator(".topic")).to_have_count(2)
    found["host"] = violations(page)
    page.locator(".summaries > summary").click()
    page.get_by_role("button", name="Zusammenfassung schreiben").click()
    page.get_by_role("dialog").get_by_label("Was der Tisch sagt").fill("Es fehlen Kurse.")
    page.get_by_role("dialog").get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Am Tisch zeigen").click()
    expect(page.get_by_role("button", name="Am Tisch nicht mehr zeigen")).to_be_visible()
    found["host with a summary"] = violations(page)
    page.locator(".topic-toggle").first.click()
    page.locator(".held-sign").click()
    expect(page.locator(".unshown .entry")).to_be_visible()
    found["host with cards"] = violations(page)
    enter(page, house.organiser_link())
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialoge")
    found["front"] = violations(page)
    page.get_by_role("button", name="+ Neuer Dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["new"] = violations(page)
    page.goto(f"{house.server.url}/console/law")
    expect(page.locator(".file-list")).to_be_visible()
    found["law"] = violations(page)
    assert {place: each for place, each in found.items() if each} == {}
