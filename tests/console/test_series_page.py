"""Evenings are put under one heading, the next one is made there, and all are downloaded together."""

import re
import zipfile
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.conftest import House
from tests.console.test_accessibility import violations
from tests.entering import admit
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.rights import operator
from workshop.domain.series import start_series
from workshop.models import Phase

pytestmark = pytest.mark.e2e


def test_organiser_makes_a_series_and_takes_its_files(page: Page, house: House) -> None:
    evening = house.evening(title="Abend im Rathaus", phase=Phase.CLOSED)
    admit(page.context, house.organiser_link())
    at = f"{house.server.url}/console/{evening.dialogue.code}"
    page.goto(f"{at}?view=facts")
    panel = page.locator(".panel.series")
    panel.get_by_role("button", name="In die Reihe aufnehmen").click()
    expect(panel.locator(".problem")).to_have_text("Bitte geben Sie einen Titel an.")
    panel.get_by_label("Name der neuen Reihe").fill("Frauen im Gespräch")
    panel.get_by_role("button", name="In die Reihe aufnehmen").click()
    expect(panel.locator(".series-title")).to_have_text("Frauen im Gespräch")
    expect(panel).to_contain_text("Bisher ist das der einzige Abend der Reihe.")
    panel.get_by_role("button", name="Nächsten Abend anlegen").click()
    expect(page).not_to_have_url(re.compile(evening.dialogue.code))
    expect(panel).to_contain_text("2. Abend von 2")
    expect(page.locator("[name=held_on]")).to_have_value("")
    assert violations(page) == []
    panel.get_by_role("link", name="Abend im Rathaus").click()
    expect(page).to_have_url(re.compile(evening.dialogue.code))
    expect(panel).to_contain_text("1. Abend von 2")

    page.goto(f"{house.server.url}/console")
    group = page.locator(".series-group", has_text="Frauen im Gespräch")
    expect(group.locator(".dialogue-row")).to_have_count(2)
    expect(group.get_by_role("heading", level=2)).to_contain_text("Frauen im Gespräch")
    page.get_by_label("Suchen").fill("frauen im gesprach 22.11.2026")
    expect(page.locator(".dialogue-row")).to_have_count(1)
    expect(group).to_be_visible()
    assert violations(page) == []

    page.goto(f"{at}?view=files")
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Reihe herunterladen").click()
    assert waiting.value.suggested_filename == "frauen-im-gespraech-reihe-2026-11-22.zip"
    with zipfile.ZipFile(waiting.value.path()) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {"ergebnisse.xlsx", "protokoll.docx", "protokoll.pdf", "csv", "reihe.json"} <= tops
    assert f"2026-11-22-schwaebisch-gmuend-{evening.dialogue.code}" in tops

    page.goto(f"{at}?view=facts")
    panel.get_by_role("button", name="Aus der Reihe nehmen").click()
    expect(panel.get_by_label("Name der neuen Reihe")).to_be_visible()
    page.get_by_role("button", name="Rückgängig").click()
    expect(panel).to_contain_text("1. Abend von 2")


def test_moderator_sees_own_evenings_of_a_series_and_no_files_of_others(
    page: Page, house: House, browser: Browser
) -> None:
    own, foreign = house.evening(title="Mein Abend"), house.evening(title="Fremder Abend", cards=False)
    for each, day in ((own, date(2026, 5, 1)), (foreign, date(2026, 4, 1))):
        title, number = each.dialogue.title, each.dialogue.id

        async def arrange(store, title=title, number=number, day=day) -> None:
            whose = {"actor": operator(), "dialogue_id": number}
            await describe_dialogue(store, facts=DialogueFacts(title, held_on=day), **whose)
            await start_series(store, title="Gemeinsam", **whose)

        house.run(arrange)
    admit(page.context, own.invitation.console_url)
    page.goto(f"{house.server.url}/console/{own.dialogue.code}?view=facts")
    panel = page.locator(".panel.series")
    expect(panel).to_contain_text("2. Abend von 2")
    expect(panel).to_contain_text("1 weiterer Abend, den andere moderieren")
    expect(panel.get_by_role("button", name="Nächsten Abend anlegen")).to_have_count(0)
    page.goto(f"{house.server.url}/console/{own.dialogue.code}?view=files")
    expect(page.get_by_role("button", name="Alles herunterladen")).to_be_visible()
    expect(page.get_by_role("button", name="Reihe herunterladen")).to_have_count(0)
    assert "Fremder" not in page.content()
