"""The whole chain with a real server, database and browser: create, join, post, group, harvest, download."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.conftest import LiveServer
from tests.entering import enter

pytestmark = pytest.mark.e2e

COURSES = ("Mehr Sprachkurse am Abend", "mehr sprachkurse abends", "Sprachkurse am Abend, mehr davon!")
PARENTS = ("Dolmetscher beim Elternabend", "Dolmetscher für den Elternabend", "dolmetscher am elternabend")
QUESTIONS = {"works": "Was läuft gut?", "improve": "Was muss verbessert werden?", "needed": "Was braucht es?"}


def _create(console: Page) -> str:
    """Create the dialogue in the console and open collecting; return its code."""
    console.get_by_role("button", name="+ Neuer Dialog").click()
    dialog = console.get_by_role("dialog")
    dialog.get_by_label("Titel des Abends", exact=True).fill("Dialogabend")
    dialog.get_by_label("Themensatz").select_option("gmuend")
    dialog.locator("[name=goal]").fill("Zuhören und anpacken")
    dialog.get_by_role("button", name="Dialog anlegen").click()
    expect(console.locator(".table-panel")).to_have_count(5)
    console.get_by_role("button", name="Sammeln öffnen").click()
    expect(console.locator('[aria-current="step"]')).to_have_text("Sammeln")
    found = re.search(r"/console/([A-Z0-9]{8})", console.url)
    assert found
    return found.group(1)


def _write(phone: Page, question: str, text: str) -> None:
    phone.get_by_label(QUESTIONS[question]).check(force=True)
    phone.locator("textarea#text").fill(text)
    phone.get_by_role("button", name="Senden").click()
    expect(phone.locator(".card", has_text=text).first).to_be_visible()


@pytest.fixture
def german(browser: Browser):
    """Open pages of people who each have their own device."""
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(locale="de-DE", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_evening_from_the_first_link_to_the_workbook(live_server: LiveServer, german) -> None:
    console = german(viewport={"width": 1440, "height": 900})
    enter(console, live_server.console_link())
    code = _create(console)

    board = german(viewport={"width": 1920, "height": 1080})
    board.goto(f"{live_server.url}/b/{code}/bildung")
    one = german(viewport={"width": 360, "height": 740})
    one.goto(f"{live_server.url}/j/{code}/bildung")
    two = german(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    two.goto(f"{live_server.url}/j/{code}/arbeit")
    _write(two, "works", "Praktika im Handwerk")
    for question, text in zip(("works", "improve", "needed"), COURSES, strict=True):
        _write(one, question, text)
        expect(board.locator("[data-entry-id]", has_text=text).first).to_be_visible(timeout=5000)
    for question, text in zip(("works", "improve", "needed"), PARENTS, strict=True):
        _write(one, question, text)
    overview = german(viewport={"width": 1920, "height": 1080})
    overview.goto(f"{live_server.url}/b/{code}")
    expect(overview.locator("[data-entry-id]", has_text="Praktika im Handwerk").first).to_be_visible()
    _write(two, "needed", "Werkstatt für alle")
    expect(overview.locator("[data-entry-id]", has_text="Werkstatt für alle").first).to_be_visible(
        timeout=5000
    )

    console.goto(f"{live_server.url}/console/{code}?view=topics&table=bildung")
    topics = console.locator(".topic")
    expect(topics).to_have_count(2)
    topics.nth(1).locator(".topic-actions .more").click()
    console.get_by_role("menuitem", name=re.compile("Zusammenlegen")).click()
    console.get_by_role("dialog").get_by_role("button", name="Zusammenlegen").click()
    expect(topics).to_have_count(1)
    expect(topics.locator(".topic-count")).to_have_text("6 Karten")

    for kind, title in (("Projektidee", "Abendkurse"), ("Runder Tisch", "Eltern und Schule")):
        topics.first.get_by_role("button", name="Ergebnis").click()
        dialog = console.get_by_role("dialog")
        dialog.get_by_label(kind).check()
        dialog.get_by_label(re.compile("^(Titel|Thema)")).first.fill(title)
        dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
        expect(dialog).to_have_count(0)
    console.get_by_role("link", name="Dateien").click()
    with console.expect_download(timeout=60_000) as waiting:
        console.get_by_role("button", name="Alles herunterladen").click()
    archive = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    book = load_workbook(io.BytesIO(archive.read("ergebnisse.xlsx")))
    for sheet, title in (("Projektideen", "Abendkurse"), ("Runde Tische", "Eltern und Schule")):
        cells = [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value]
        assert title in cells
        evidence = "\n".join(cells)
        assert [text for text in (*COURSES, *PARENTS) if text not in evidence] == []


def test_cards_outlive_the_server_and_the_open_board_catches_up(live_server: LiveServer, german) -> None:
    console = german()
    enter(console, live_server.console_link())
    code = _create(console)
    board = german(viewport={"width": 1920, "height": 1080})
    board.goto(f"{live_server.url}/b/{code}")
    phone = german(java_script_enabled=False)
    phone.goto(f"{live_server.url}/j/{code}/wohnen")
    _write(phone, "needed", "Vor dem Stromausfall")
    expect(board.locator("[data-entry-id]", has_text="Vor dem Stromausfall").first).to_be_visible()
    live_server.kill()
    live_server.start()
    _write(phone, "needed", "Nach dem Stromausfall")
    for text in ("Vor dem Stromausfall", "Nach dem Stromausfall"):
        expect(board.locator("[data-entry-id]", has_text=text).first).to_be_attached(timeout=30_000)
