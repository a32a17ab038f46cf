"""A moderator adds a photo, paints over a face before and after, and deletes it; a host has the own table."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.console.test_accessibility import violations
from tests.entering import admit, enter
from tests.photos import drawn, saved
from workshop.domain.queries.photo import photos_of, picture_of
from workshop.domain.store import Store

pytestmark = pytest.mark.e2e
WORDS = "Flipchart „Sprache“: drei Karten mit Pfeilen"


def stored(house: House, evening: Evening) -> list[tuple[str, Image.Image]]:
    """Return the words of each photo and its picture, as they are kept."""

    async def read(store: Store) -> list[tuple[str, bytes]]:
        number = evening.dialogue.id
        async with store.read() as session:
            found = await photos_of(session, number)
            return [(each.caption, (await picture_of(session, number, each.id)).content) for each in found]

    return [(words, Image.open(io.BytesIO(content))) for words, content in house.run(read)]


def contrast(picture: Image.Image, box: tuple[float, float, float, float]) -> int:
    """Return how far light and dark are from each other in a part of a picture."""
    width, height = picture.size
    left, top, right, bottom = box
    part = picture.crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))
    low, high = part.convert("L").getextrema()
    return int(high - low)


def mark_by_keys(page: Page) -> None:
    """Set a rectangle before the photo is sent, without a mouse; take it back once."""
    page.get_by_role("button", name="Unkenntlich machen").focus()
    page.keyboard.press("Enter")
    brush = page.locator(".photo-brush")
    brush.get_by_text("Ein Rechteck mit Zahlen").click()
    for label, number in (("Von links", "60"), ("Von oben", "0"), ("Breite", "40"), ("Höhe", "40")):
        brush.get_by_label(label).fill(number)
    brush.get_by_role("button", name="Rechteck setzen").press("Enter")
    brush.get_by_role("button", name="Rückgängig").press("Enter")
    expect(brush.get_by_role("status")).to_contain_text("nichts übermalt")
    brush.get_by_role("button", name="Rechteck setzen").press("Enter")
    assert violations(page) == []
    brush.get_by_role("button", name="Stellen übernehmen").press("Enter")


def paint_by_mouse(page: Page, row: Locator) -> None:
    """Paint on what is stored."""
    brush = page.locator(".photo-brush")
    row.get_by_role("button", name="Unkenntlich machen").click()
    canvas = brush.locator("canvas")
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.8, steps=8)
    page.mouse.up()
    expect(brush.get_by_role("status")).to_have_text("1 Stelle")
    brush.get_by_role("button", name="Endgültig unkenntlich machen").click()


def test_photo_is_added_painted_over_described_and_deleted(
    page: Page, evening: Evening, house: House, tmp_path: Path
):
    # Larger than what may be sent: the page makes it smaller.
    file = tmp_path / "IMG 0815.jpg"
    file.write_bytes(saved(drawn((4000, 3000)), quality=95))
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=photos")
    expect(page.locator(".photos .empty-note")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}]
    )
    expect(page.locator(".photo-add .problem")).to_contain_text("JPEG, PNG oder WebP")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Foto hinzufügen").click()
    expect(page.locator(".photo-add .problem")).to_contain_text("was zu sehen ist")
    page.get_by_label("Was ist zu sehen?").fill(WORDS)
    page.locator(".photo-add select").select_option("bildung")
    mark_by_keys(page)
    page.get_by_role("button", name="Foto hinzufügen").click()
    row = page.locator(".photo")
    expect(row.locator(".photo__caption")).to_have_text(WORDS)
    expect(row.locator(".photo__number")).to_contain_text("Bildung")
    ((words, picture),) = stored(house, evening)
    assert (words, picture.size) == (WORDS, (2400, 1800))
    assert contrast(picture, (0.62, 0.02, 0.98, 0.38)) < 60
    assert contrast(picture, (0.62, 0.6, 0.98, 0.98)) > 150
    paint_by_mouse(page, row)
    expect(page.locator(".photo-brush")).to_have_count(0)
    ((_, picture),) = stored(house, evening)
    assert contrast(picture, (0.65, 0.79, 0.9, 0.81)) < 60
    # Words, and away.
    row.get_by_role("button", name="Beschreibung ändern").click()
    row.get_by_label("Was ist zu sehen?").fill("Anders gesagt")
    row.get_by_role("button", name="Speichern").click()
    expect(row.locator(".photo__caption")).to_have_text("Anders gesagt")
    row.get_by_role("button", name="Löschen").click()
    row.get_by_role("button", name="Endgültig löschen").click()
    expect(row).to_have_count(0)
    assert stored(house, evening) == []


def test_host_adds_a_photo_of_the_own_table_by_finger(browser: Browser, evening: Evening, house: House):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="de-DE", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    enter(page, evening.host_link("bildung"))
    page.get_by_text("Fotos dieses Tisches").tap()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "x.png", "mimeType": "image/png", "buffer": saved(kind="PNG")}]
    )
    page.get_by_label("Was ist zu sehen?").fill(WORDS)
    page.get_by_role("button", name="Unkenntlich machen").tap()
    # A tap makes a dot.
    box = page.locator(".photo-brush canvas").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    expect(page.locator(".photo-brush").get_by_role("status")).to_have_text("1 Stelle")
    page.get_by_role("button", name="Stellen übernehmen").tap()
    page.get_by_role("button", name="Foto hinzufügen").tap()
    expect(page.locator(".photo__caption")).to_have_text(WORDS)
    ((_, picture),) = stored(house, evening)
    assert contrast(picture, (0.74, 0.49, 0.76, 0.51)) < 60
    assert contrast(picture, (0.8, 0.8, 0.98, 0.98)) > 150
    context.close()
