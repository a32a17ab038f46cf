"""A pile of paper cards: typed in by keyboard alone, corrected, taken back; none is lost or stored twice."""

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import Evening, House
from tests.factories import everything

pytestmark = pytest.mark.e2e
A_PILE = 30
FIVE_MINUTES = 300
QUESTIONS = ("works", "improve", "needed")


def stored(house: House, evening: Evening) -> dict[str, str]:
    """Return the questions of the cards from paper that are shown, by their text."""

    async def read(store):
        found = (await everything(store, evening.dialogue)).entries
        return {e.text: e.question for e in found if e.origin == "paper" and e.is_shown}

    return house.run(read)


def open_dialog(page: Page) -> None:
    page.get_by_role("button", name="+ Papierkarte").press("Enter")
    expect(page.get_by_role("dialog").locator("textarea")).to_be_focused()


def choose(page: Page, question: str) -> None:
    """Choose a question with the keyboard alone, and come back to the text."""
    page.keyboard.press("Shift+Tab")
    for _ in QUESTIONS:
        if page.evaluate("document.activeElement.value") == question:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")


def send(page: Page, text: str, number: int) -> None:
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    words = "1 Karte ist auf" if number == 1 else f"{number} Karten sind auf"
    expect(page.get_by_role("dialog")).to_contain_text(words)


def test_thirty_cards_by_keyboard_alone_land_at_their_questions(topics: Page, evening: Evening, house: House):
    began = time.monotonic()
    expected = {}
    open_dialog(topics)
    for number in range(1, A_PILE + 1):
        question = QUESTIONS[(number - 1) * len(QUESTIONS) // A_PILE]
        if (number - 1) % (A_PILE // len(QUESTIONS)) == 0:
            choose(topics, question)
        expected[f"Papierkarte Nummer {number}"] = question
        send(topics, f"Papierkarte Nummer {number}", number)
        expect(topics.get_by_role("dialog").locator("textarea")).to_be_focused()
    assert stored(house, evening) == expected
    assert time.monotonic() - began < FIVE_MINUTES


def test_question_and_language_stay_chosen_when_the_dialog_is_opened_again_and_after_a_reload(topics: Page):
    dialog = topics.get_by_role("dialog")
    open_dialog(topics)
    choose(topics, "needed")
    dialog.locator("select").select_option("uk")
    send(topics, "Die erste", 1)
    for again in (lambda: topics.keyboard.press("Escape"), topics.reload):
        again()
        expect(topics.locator(".topic")).to_have_count(2)
        open_dialog(topics)
        expect(dialog.locator("[value=needed]")).to_be_checked()
        expect(dialog.locator("select")).to_have_value("uk")


def test_card_is_typed_on_while_the_last_one_is_on_its_way(topics: Page, evening: Evening, house: House):
    open_dialog(topics)
    topics.keyboard.insert_text("Die erste")
    topics.evaluate(
        """() => {
          const field = document.querySelector('dialog textarea');
          field.form.requestSubmit();
          field.value += 'Die zweite';
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.form.requestSubmit();
        }"""
    )
    expect(topics.get_by_role("dialog").locator("textarea")).to_have_value("Die zweite")
    topics.keyboard.press("Control+Enter")
    expect(topics.get_by_role("dialog")).to_contain_text("2 Karten sind auf der Tafel.")
    assert set(stored(house, evening)) == {"Die erste", "Die zweite"}


def test_paper_card_is_corrected_and_taken_back_and_both_can_be_undone(
    topics: Page, evening: Evening, house: House
):
    open_dialog(topics)
    send(topics, "Mehr Bänke im Pakr", 1)
    topics.keyboard.press("Escape")
    card = topics.locator(".single .entry", has_text="Mehr Bänke")
    card.locator(".more").click()
    topics.get_by_role("menuitem", name=re.compile("Text und Frage berichtigen")).click()
    dialog = topics.get_by_role("dialog")
    dialog.locator("textarea").fill("Mehr Bänke im Park")
    dialog.locator("[value=needed]").check()
    dialog.get_by_role("button", name="Speichern").click()
    expect(topics.locator(".message")).to_contain_text("Die Papierkarte ist berichtigt.")
    assert stored(house, evening) == {"Mehr Bänke im Park": "needed"}
    topics.keyboard.press("Control+z")
    expect(topics.locator(".message")).to_contain_text("Rückgängig gemacht: Papierkarte berichtigt")
    assert stored(house, evening) == {"Mehr Bänke im Pakr": "works"}
    card.locator(".more").click()
    topics.get_by_role("menuitem", name="Papierkarte löschen").click()
    expect(card).to_have_count(0)
    assert stored(house, evening) == {}
    topics.locator(".message-action").click()
    expect(card).to_have_count(1)
    topics.get_by_role("button", name="Rückgängig").click()
    expect(card).to_have_count(0)
    expect(topics.locator(".message")).to_contain_text("Rückgängig gemacht: Papierkarte eingetippt")


def test_card_sent_while_the_network_was_away_is_neither_lost_nor_doubled(
    topics: Page, context: BrowserContext, evening: Evening, house: House
):
    open_dialog(topics)
    choose(topics, "improve")
    topics.keyboard.insert_text("Ohne Netz geschrieben")
    context.set_offline(True)
    house.server.stop()
    topics.keyboard.press("Control+Enter")
    house.server.start()
    with topics.expect_event("load", timeout=60_000):
        context.set_offline(False)
    expect(topics.locator(".topic")).to_have_count(2)
    topics.get_by_role("button", name="Entwurf weiter bearbeiten").click()
    dialog = topics.get_by_role("dialog")
    expect(dialog.locator("textarea")).to_have_value("Ohne Netz geschrieben")
    expect(dialog.locator("[value=improve]")).to_be_checked()
    dialog.locator("textarea").press("Control+Enter")
    expect(dialog).to_contain_text("1 Karte ist auf der Tafel.")
    assert stored(house, evening) == {"Ohne Netz geschrieben": "improve"}


def test_paper_card_with_a_phone_number_is_held_and_the_host_is_told(
    topics: Page, evening: Evening, house: House
):
    dialog = topics.get_by_role("dialog")
    open_dialog(topics)
    topics.keyboard.insert_text("Ruft an: 0171.234.56.78")
    topics.keyboard.press("Control+Enter")
    expect(dialog).to_contain_text("Die Karte ist zurückgestellt")
    expect(dialog).to_contain_text("persönliche Daten")
    assert stored(house, evening) == {}
    send(topics, "Die zweite", 1)
    expect(dialog).not_to_contain_text("Die Karte ist zurückgestellt")
