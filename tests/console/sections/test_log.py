"""The log of changes in the console."""

import re
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import House
from tests.entering import enter
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.group import rename_group
from workshop.domain.rights import operator
from workshop.models import Showing, now

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


def test_many_cards_that_wait_are_one_line_that_grows(page: Page, house: House):
    evening = house.evening(cards=False)
    facts = DialogueFacts(title="Abend", showing=Showing.APPROVAL)
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    house.run(lambda store: describe_dialogue(store, facts=facts, **act))

    def post(text: str) -> None:
        card = {"id": str(uuid.uuid4()), "table": "bildung", "question": "needed", "text": text, "lang": "de"}
        answer = httpx.post(f"{house.server.url}/j/{evening.dialogue.code}/entries", json=card, timeout=30)
        assert answer.json()["state"] == "held"

    for n in range(3):
        post(f"Ein Chor {n}")
    enter(page, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=log")
    rows = page.locator(".log-table tbody tr, .log-table [role=rowgroup] [role=row]:has([role=cell])")
    expect(rows).to_have_count(1)
    for text in ("Computer", "Karte zum Ansehen zurückgestellt (3 Karten)", "wartet auf einen Blick"):
        expect(rows.first).to_contain_text(text)
    post("Noch ein Chor")
    expect(rows.first).to_contain_text("(4 Karten)")
    expect(rows).to_have_count(1)
