"""The host's page: who comes to the table and where they go, as the moderator has said it."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import enter

pytestmark = pytest.mark.e2e


def test_host_reads_where_guests_come_from_and_go_in_each_round(
    page: Page, context: BrowserContext, evening: Evening, house: House
):
    enter(page, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    page.get_by_label("Zwischen den Runden").select_option(label="gehen alle einen Tisch weiter")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").filter(has_text="espeichert")).to_be_visible()
    host = context.new_page()
    enter(host, evening.host_link("bildung"))
    guests = host.locator(".host-guests")
    expect(guests).to_have_text("")
    lines = {
        1: "Nach dieser Runde: weiter an Tisch 1",
        2: "In dieser Runde: Gäste von Tisch 4\nNach dieser Runde: weiter an Tisch 1",
        3: "In dieser Runde: Gäste von Tisch 4",
    }
    for number, text in lines.items():
        page.get_by_role("button", name=f"Runde {number} starten").click()
        expect(guests).to_have_text(text)
    page.get_by_label("Zahl der Runden").fill("1")
    page.get_by_role("button", name="Speichern").click()
    expect(guests).to_have_text("")
