"""Every page of the console stands the automatic checks of axe (WCAG 2 A and AA)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.conftest import House

pytestmark = pytest.mark.e2e

VIEWS = ("tables", "topics&table=bildung", "outcomes", "files", "print", "facts", "log")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]


def test_pages_of_a_dialogue_and_their_dialogs(page: Page, house: House):
    evening = house.evening()
    page.goto(evening.invitation.console_url)
    found = {}
    for view in VIEWS:
        page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view={view}")
        expect(page.locator(".middle h2").first).to_be_visible()
        found[view] = violations(page)
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


def test_front_page_and_host_page(page: Page, house: House):
    evening = house.evening()
    page.goto(evening.host_link("bildung"))
    expect(page.locator(".topic")).to_have_count(2)
    found = {"host": violations(page)}
    page.goto(house.organiser_link())
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialoge")
    found["front"] = violations(page)
    page.get_by_role("button", name="+ Neuer Dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["new"] = violations(page)
    assert {place: each for place, each in found.items() if each} == {}
