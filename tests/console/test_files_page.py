"""Files are looked at and taken one by one or together, while the evening runs."""

import io
import json
import zipfile

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.console.conftest import House
from tests.console.test_accessibility import violations
from tests.entering import admit
from tests.photos import taken
from workshop.domain.entry import hide_entry
from workshop.domain.photo import add_photo, delete_photo
from workshop.domain.rights import operator
from workshop.models import HoldReason

pytestmark = pytest.mark.e2e


def test_files_are_looked_at_and_taken_one_by_one(page: Page, house: House) -> None:
    evening = house.evening()
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=files")
    row = page.locator(".file-row", has_text="protokoll.docx")
    row.get_by_role("button", name="Vorschau").click()
    dialog = page.locator("dialog.preview")
    picture = dialog.locator("img.preview-page")
    expect(picture).to_be_visible(timeout=30_000)
    assert picture.evaluate("each => each.naturalWidth") > 700
    expect(dialog).to_contain_text("Seite 1 von")
    assert violations(page) == []
    first = picture.get_attribute("src")
    dialog.get_by_role("button", name="Nächste Seite").click()
    expect(dialog).to_contain_text("Seite 2 von")
    expect(picture).not_to_have_attribute("src", first or "")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    with page.expect_download(timeout=30_000) as waiting:
        row.get_by_role("button", name="Herunterladen").click()
    assert waiting.value.suggested_filename == "protokoll.docx"
    words = "\n".join(each.text for each in Document(waiting.value.path()).paragraphs)
    assert "Sprachkurse" in words
    expect(row).to_contain_text("Fertig: protokoll.docx")

    page.locator(".file-row", has_text="ergebnisse.xlsx").get_by_role("button", name="Vorschau").click()
    expect(dialog.locator(".preview-table")).to_be_visible()
    assert violations(page) == []

    async def hide(store) -> None:
        whose = {"actor": operator(), "dialogue_id": evening.dialogue.id}
        await hide_entry(store, entry_id=evening.cards["Ein Klavier"], reason=HoldReason.OFF_TOPIC, **whose)

    house.run(hide)
    house.tell_pages(evening)
    expect(dialog).to_have_count(0)
    expect(page.locator(".message")).to_contain_text("Bitte öffnen Sie die Vorschau noch einmal")


def test_preview_of_photos_goes_when_one_is_deleted(page: Page, house: House) -> None:
    evening = house.evening(cards=False)
    whose = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    number = house.run(lambda store: add_photo(store, picture=taken(), caption="Wand", **whose))
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=files")
    page.locator(".file-row", has_text="fotos/").get_by_role("button", name="Vorschau").click()
    dialog = page.locator("dialog.preview")
    expect(dialog.get_by_role("img", name="01-saal.jpg")).to_be_visible(timeout=30_000)
    # Not what scrolls: a dialog begins at its head.
    expect(dialog.get_by_role("button", name="Schließen")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator(".file-row", has_text="results.json").get_by_role("button", name="Vorschau").click()
    expect(dialog.locator("pre")).to_be_visible(timeout=30_000)
    expect(dialog.get_by_role("button", name="Schließen")).to_be_focused()
    house.run(lambda store: delete_photo(store, photo_id=number, **whose))
    house.tell_pages(evening)
    expect(dialog).to_have_count(0)


def test_files_of_an_evening_without_cards_say_so_and_can_be_taken(page: Page, house: House) -> None:
    evening = house.evening(cards=False)
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=files")
    panel = page.locator(".panel.files", has=page.get_by_role("button", name="Alles herunterladen"))
    expect(panel.locator(".empty-note")).to_be_visible()
    assert violations(page) == []
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Alles herunterladen").click()
        expect(panel.get_by_role("status")).to_contain_text("wird erstellt")
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as archive:
        assert json.loads(archive.read("results.json"))["entries"] == []
    expect(panel.locator("progress")).to_be_hidden()
