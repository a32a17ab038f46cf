"""Calm in trouble: a moderator calms, holds and frees all boards, by button and by key."""

import re
import uuid

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit, enter

pytestmark = pytest.mark.e2e


def board_of(context: BrowserContext, house: House, evening: Evening) -> Page:
    board = context.new_page()
    board.goto(f"{house.server.url}/b/{evening.dialogue.code}/bildung")
    expect(board.locator("[data-entry-id]").first).to_be_attached()
    return board


def test_boards_are_calm_still_and_free_again(
    page: Page, context: BrowserContext, evening: Evening, house: House
):
    enter(page, evening.invitation.console_url)
    board = board_of(context, house, evening)
    calm = page.get_by_role("button", name="Tafeln ruhig")
    page.keyboard.press("b")
    expect(board.locator(".calm")).to_be_visible()
    expect(calm).to_have_attribute("aria-pressed", "true")
    expect(board.locator(".calm__qr")).to_be_visible()
    page.get_by_role("button", name="mit Code").click()
    expect(board.locator(".calm__qr")).to_have_count(0)
    # A reload keeps it; a field with the focus takes the key.
    board.reload()
    expect(board.locator(".calm")).to_be_visible()
    page.get_by_label("Minuten").fill("")
    page.get_by_label("Minuten").press("b")
    expect(calm).to_have_attribute("aria-pressed", "true")
    calm.click()
    expect(board.locator("[data-entry-id]").first).to_be_attached()
    page.get_by_role("button", name="Tafeln anhalten").click()
    expect(page.get_by_role("status").filter(has_text="Alle Tafeln bleiben")).to_be_visible()
    page.get_by_role("button", name="Zeigen", exact=True).click()
    held = board.get_by_text("Ruft mich an: 0171 2345678")
    expect(page.locator(".held")).to_have_count(0)
    expect(held).to_have_count(0)
    page.get_by_role("button", name="Tafeln anhalten").click()
    expect(held).to_have_count(1)


def test_further_cards_of_one_person_wait_and_a_table_pauses_and_goes_on(
    page: Page, evening: Evening, house: House
):
    code = evening.dialogue.code
    enter(page, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{code}?view=topics&table=bildung")
    cookies = httpx.Cookies()

    def post(text: str, table: str = "bildung") -> httpx.Response:
        card = {"id": str(uuid.uuid4()), "table": table, "question": "needed", "text": text, "lang": "de"}
        answer = httpx.post(f"{house.server.url}/j/{code}/entries", json=card, cookies=cookies, timeout=30)
        cookies.update(answer.cookies)
        return answer

    first = post("Kauft bei mir").json()["id"]
    line = page.locator(f'[data-entry-id="{first}"]')
    line.get_by_role("button", name="Mehr").click()
    page.get_by_role("menuitem", name="Weitere Karten dieser Person zurückstellen").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Weitere Karten zurückstellen").click()
    expect(dialog.get_by_role("alert")).to_have_text("Bitte wählen Sie einen Grund.")
    dialog.get_by_label("Werbung").check()
    dialog.get_by_role("button", name="Weitere Karten zurückstellen").click()
    mute = page.locator(".mute")
    expect(mute).to_contain_text("Eine Person · gerade eben · Grund: Werbung")
    assert post("Kauft noch mehr", "wohnen").json()["state"] == "held"
    expect(page.locator(".held").filter(has_text="Kauft noch mehr")).to_contain_text("Grund: Werbung")
    mute.get_by_role("button", name="Aufheben").click()
    expect(mute).to_have_count(0)
    assert post("Ein Chor").json()["state"] == "shown"
    page.goto(f"{house.server.url}/console/{code}?view=log")
    expect(page.locator("tbody tr").first).to_contain_text("weitere Karten einer Person nicht mehr")
    page.goto(f"{house.server.url}/console/{code}?view=tables")
    panel = page.locator('[data-table="wohnen"]')
    panel.get_by_role("button", name="Tisch pausieren").click()
    expect(panel.get_by_text("Pause", exact=True)).to_be_visible()
    assert post("Zu früh", "wohnen").json()["error"] == "table_paused"
    # The button is where it was, with the focus on it.
    expect(panel.get_by_role("button", name="Wieder Karten annehmen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Pause", exact=True)).to_be_hidden()
    assert post("Jetzt", "wohnen").status_code == 201
    page.get_by_role("button", name="Niemand Neues einlassen").click()
    expect(page.get_by_role("status").filter(has_text="Wer die Seite offen hat")).to_be_visible()
    stranger = httpx.get(f"{house.server.url}/j/{code}/wohnen", headers={"Accept-Language": "de"}, timeout=30)
    assert "Gerade kommt niemand Neues hinzu." in stranger.text


def test_keys_of_one_letter_are_switched_off_on_this_device_alone(page: Page, evening: Evening, house: House):
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}")
    letters = page.get_by_label("Tasten B und . auf diesem Gerät")
    calm = page.locator("[data-board-key]")
    expect(letters).to_be_checked()
    expect(calm).to_have_attribute("aria-keyshortcuts", "B .")
    letters.uncheck()
    page.reload()
    expect(letters).not_to_be_checked()
    expect(calm).not_to_have_attribute("aria-keyshortcuts", re.compile("."))
    page.wait_for_function("() => window.did_handshake === true")
    door = page.get_by_role("button", name="Niemand Neues einlassen")
    for key, is_shut in (("b", "true"), (".", "false")):
        page.keyboard.press(key)
        # What was pressed before would have been done before.
        door.click()
        expect(door).to_have_attribute("aria-pressed", is_shut)
        expect(calm).to_have_attribute("aria-pressed", "false")
    letters.check()
    page.locator("h1").first.click()
    page.keyboard.press(".")
    expect(calm).to_have_attribute("aria-pressed", "true")
