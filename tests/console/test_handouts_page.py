"""A moderator prints the evening edition and the wall sheets, releases them and takes that back."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from exports.qr import qr_picture
from tests.console.conftest import House
from tests.console.test_accessibility import violations
from tests.entering import admit
from workshop.models import Phase

pytestmark = pytest.mark.e2e


def test_moderator_prints_releases_and_takes_back(page: Page, house: House) -> None:
    evening = house.evening(title="Abend im Rathaus", phase=Phase.CLOSED)
    admit(page.context, house.organiser_link())
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=files")
    panel = page.locator(".panel.handouts")
    expect(panel).to_contain_text("Noch nicht gemacht.")
    with (
        page.expect_download(lambda file: file.suggested_filename == "abendausgabe.pdf") as edition,
        page.expect_download(lambda file: file.suggested_filename == "wandblaetter.pdf") as wall,
    ):
        panel.get_by_role("button", name="Abendausgabe drucken").click()
    contents = [Path(each.value.path()).read_bytes() for each in (edition, wall)]
    assert [len(pikepdf.open(BytesIO(content)).pages) for content in contents] == [4, 5]
    expect(panel).to_contain_text("Gemacht um")

    address = f"{house.server.url}/j/{evening.dialogue.code}/papers"
    assert page.request.get(f"{address}/abendausgabe.pdf").status == 404
    panel.get_by_text("Für alle: nicht freigegeben").click()
    panel.get_by_role("button", name="Freigeben").click()
    expect(panel).to_contain_text("Freigegeben um")
    assert page.request.get(f"{address}/abendausgabe.pdf").status == 200
    with page.expect_download() as waiting:
        panel.get_by_role("button", name="QR-Code herunterladen").click()
    told = panel.get_by_label("Adresse der Abendausgabe").input_value()
    assert told.endswith(f"/j/{evening.dialogue.code}/papers")
    assert Path(waiting.value.path()).read_text() == qr_picture(told)
    assert violations(page) == []
    page.get_by_role("button", name="Rückgängig").click()
    expect(panel).to_contain_text("Für alle: nicht freigegeben")
    assert page.request.get(f"{address}/abendausgabe.pdf").status == 404
