"""The log of changes in the console."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import House
from tests.entering import enter
from workshop.domain.group import rename_group
from workshop.domain.rights import operator
from workshop.models import now

pytestmark = pytest.mark.e2e


def clock(zone: str) -> re.Pattern[str]:
    """What the log may say of a step of a moment ago."""
    wall = now().astimezone(ZoneInfo(zone))
    return re.compile("|".join(f"{wall - timedelta(minutes=n):%d.%m.%y, %H:%M}" for n in (0, 1)))


def test_times_are_those_of_the_dialogues_zone(page: Page, house: House):
    evening, other = house.evening(), house.evening()
    for each in (evening, other):
        act = {"actor": operator(), "dialogue_id": each.dialogue.id, "group_id": each.groups["Sprachkurse"]}
        house.run(lambda store, act=act: rename_group(store, label="Deutsch lernen", **act))
    enter(page, house.organiser_link())
    here = f"{house.server.url}/console/{evening.dialogue.code}"
    page.goto(f"{here}?view=facts")
    zone = page.get_by_label("Zeitzone")
    expect(zone).to_have_value("Europe/Berlin")
    expect(zone.locator("option:checked")).to_have_text("Deutschland (Berlin)")
    zone.select_option(label="Indien")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".message")).to_contain_text("Gespeichert")
    page.goto(f"{here}?view=facts")
    expect(zone).to_have_value("Asia/Kolkata")
    page.goto(f"{here}?view=log")
    expect(page.locator(".log-table .nowrap").first).to_have_text(clock("Asia/Kolkata"))
    page.goto(f"{house.server.url}/console/{other.dialogue.code}?view=log")
    expect(page.locator(".log-table .nowrap").first).to_have_text(clock("Europe/Berlin"))
