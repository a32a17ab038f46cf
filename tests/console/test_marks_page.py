"""Parked topics, contradictions, doubled cards, several cards at once, cards in several languages."""

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import enter
from workshop.domain.mark import mark_contradiction
from workshop.domain.posting import Card, Inbox
from workshop.domain.rights import operator
from workshop.domain.store import Store

pytestmark = pytest.mark.e2e


def topic(page: Page, evening: Evening, label: str) -> Locator:
    return page.locator(f'[data-group-id="{evening.groups[label]}"]')


def card(page: Page, evening: Evening, text: str) -> Locator:
    return page.locator(f'.middle [data-entry-id="{evening.cards[text]}"]')


def menu(page: Page, row: Locator, name: str) -> None:
    row.locator(".more").first.click()
    page.get_by_role("menuitem", name=name).click()


def test_topic_is_parked_below_and_comes_back(topics: Page, evening: Evening):
    topic(topics, evening, "Sprachkurse").locator(".topic-toggle").focus()
    topics.keyboard.press("Shift+F10")
    expect(topics.get_by_role("menuitem", name="Umbenennen")).to_be_focused()
    for _ in range(4):
        topics.keyboard.press("ArrowDown")
    topics.keyboard.press("Enter")
    parked = topics.locator(".parked")
    expect(parked.locator("h3")).to_have_text("Themenspeicher (1)")
    expect(parked.locator(f'[data-group-id="{evening.groups["Sprachkurse"]}"]')).to_be_visible()
    expect(topics.locator(".topics").first.locator(".topic")).to_have_count(1)
    menu(topics, topic(topics, evening, "Sprachkurse"), "Aus dem Themenspeicher")
    expect(parked).to_be_hidden()
    expect(topics.locator(".topics").first.locator(".topic")).to_have_count(2)
    topics.keyboard.press("Control+z")
    expect(parked.locator(".topic")).to_have_count(1)


def test_counter_of_topics_in_the_navigation_leaves_out_what_is_parked(topics: Page, evening: Evening):
    counter = topics.locator('.nav-link[href*="view=topics"] .nav-count')
    expect(counter).to_have_text("2")
    menu(topics, topic(topics, evening, "Sprachkurse"), "In den Themenspeicher")
    expect(counter).to_have_text("1")
    menu(topics, topic(topics, evening, "Dolmetscher"), "In den Themenspeicher")
    expect(counter).to_have_text("")
    menu(topics, topic(topics, evening, "Dolmetscher"), "Aus dem Themenspeicher")
    expect(counter).to_have_text("1")


def test_contradiction_is_named_on_both_topics_and_taken_away(topics: Page, evening: Evening):
    menu(topics, topic(topics, evening, "Sprachkurse"), "Steht im Widerspruch zu …")
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label("Welchem Thema widerspricht es?").select_option(str(evening.groups["Dolmetscher"]))
    dialog.get_by_role("button", name="Widerspruch markieren").click()
    marks = {name: topic(topics, evening, name).locator(".topic-against") for name in evening.groups}
    expect(marks["Sprachkurse"]).to_have_text("⚡im Widerspruch zu „Dolmetscher“")
    expect(marks["Dolmetscher"]).to_have_text("⚡im Widerspruch zu „Sprachkurse“")
    menu(topics, topic(topics, evening, "Dolmetscher"), "Kein Widerspruch mehr zu „Sprachkurse“")
    for mark in marks.values():
        expect(mark).to_have_count(0)
    topics.keyboard.press("Control+z")
    expect(marks["Sprachkurse"]).to_have_count(1)


def test_topic_is_marked_by_key_and_menu_and_the_mark_taken_away(topics: Page, evening: Evening):
    row = topic(topics, evening, "Sprachkurse")
    mark = row.locator(".topic-accord")
    row.locator(".topic-toggle").focus()
    topics.keyboard.press("m")
    expect(topics.get_by_role("menuitem")).to_have_text(
        ["Als Einigkeit markieren", "Als umstritten markieren", "Antwort: berücksichtigt oder nicht …"]
    )
    expect(topics.get_by_role("menuitem").first).to_be_focused()
    topics.keyboard.press("Enter")
    expect(mark).to_have_text("Einigkeit")
    expect(topics.locator(".message")).to_contain_text("Markiert: Einigkeit.")
    menu(topics, row, "Als umstritten markieren")
    expect(mark).to_have_text("umstritten")
    topics.keyboard.press("Control+z")
    expect(mark).to_have_text("Einigkeit")
    menu(topics, topic(topics, evening, "Sprachkurse"), "Markierung „Einigkeit“ wegnehmen")
    expect(mark).to_have_count(0)


def test_contradiction_asks_whether_a_topic_is_disputed_and_takes_no_for_an_answer(
    topics: Page, evening: Evening, house: House
):
    pair = (evening.groups["Sprachkurse"], evening.groups["Dolmetscher"])
    here = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    house.run(lambda store: mark_contradiction(store, group_ids=pair, **here))
    house.tell_pages(evening)
    asked = {name: topic(topics, evening, name).locator(".topic-maybe") for name in evening.groups}
    for each in asked.values():
        expect(each).to_have_text("Widerspruch markiert – umstritten?")
    asked["Sprachkurse"].click()
    topics.get_by_role("menuitem", name="Als umstritten markieren", exact=True).click()
    expect(topic(topics, evening, "Sprachkurse").locator(".topic-accord")).to_have_text("umstritten")
    expect(asked["Sprachkurse"]).to_have_count(0)
    expect(asked["Dolmetscher"]).to_have_count(1)
    asked["Dolmetscher"].press("Enter")
    topics.get_by_role("menuitem", name="Nicht als umstritten markieren").click()
    expect(asked["Dolmetscher"]).to_have_count(0)
    topics.keyboard.press("Control+z")
    expect(asked["Dolmetscher"]).to_have_count(1)


def test_merge_says_that_a_mark_goes_which_only_one_topic_had(topics: Page, evening: Evening):
    row = topic(topics, evening, "Dolmetscher")
    menu(topics, row, "Als Einigkeit markieren")
    expect(row.locator(".topic-accord")).to_have_count(1)
    menu(topics, topic(topics, evening, "Sprachkurse"), "Zusammenlegen mit …")
    dialog = topics.get_by_role("dialog")
    expect(dialog).to_contain_text("bleibt nur, wenn beide Themen dieselbe haben")
    dialog.get_by_label("In welches Thema?").select_option(str(evening.groups["Dolmetscher"]))
    dialog.get_by_role("button", name="Zusammenlegen").click()
    expect(topics.locator(".message")).to_contain_text("Die Markierung „Einigkeit“ galt nicht für beide")
    expect(row.locator(".topic-accord")).to_have_count(0)


def test_doubled_card_stands_in_both_topics_and_goes_along_into_the_result(topics: Page, evening: Evening):
    text = "Kinderbetreuung während der Sprachkurse"
    home, second = topic(topics, evening, "Sprachkurse"), topic(topics, evening, "Dolmetscher")
    home.locator(".topic-toggle").click()
    menu(topics, home.locator(".card-item", has_text=text), "Auch in … zeigen")
    dialog = topics.get_by_role("dialog")
    choice = dialog.get_by_label("In welchem Thema?")
    expect(choice.locator("option")).to_have_text(["Dolmetscher (2)"])
    choice.select_option(str(evening.groups["Dolmetscher"]))
    dialog.get_by_role("button", name="Dort auch zeigen").click()
    expect(second.locator(".topic-count")).to_have_text("2 Karten · 1 aus anderem Thema")
    second.locator(".topic-toggle").click()
    guest = second.locator(".card-item", has_text=text)
    expect(guest).to_contain_text("auch in: Sprachkurse")
    expect(home.locator(".card-item", has_text=text)).to_contain_text("auch in: Dolmetscher")
    second.get_by_role("button", name="Ergebnis").click()
    expect(dialog.locator(".card-ticks .entry__text")).to_have_count(3)
    expect(dialog.get_by_role("checkbox", name=re.compile(text))).to_be_checked()
    dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
    expect(topics.locator(".message")).to_contain_text("Festgehalten")
    menu(topics, guest, "Hier nicht mehr zeigen")
    expect(guest).to_have_count(0)
    expect(home.locator(".also-in")).to_have_count(0)
    topics.keyboard.press("Control+z")
    expect(guest).to_have_count(1)


def test_chosen_cards_move_as_one_step(topics: Page, evening: Evening):
    bar = topics.locator(".selection")
    card(topics, evening, "Ein Klavier").locator("input[type=checkbox]").press("Space")
    bar.get_by_role("button", name="Verschieben").evaluate("button => { window.button = button }")
    card(topics, evening, "Fahrradwerkstatt am Bahnhof").locator("input[type=checkbox]").press("Space")
    expect(bar).to_contain_text("2 Karten ausgewählt")
    topics.evaluate("window.button.focus()")  # the very button of the first choice
    topics.keyboard.press("Enter")
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label("In welches Thema?").select_option(str(evening.groups["Dolmetscher"]))
    dialog.get_by_role("button", name="Verschieben").press("Enter")
    size = topic(topics, evening, "Dolmetscher").locator(".topic-count")
    expect(size).to_have_text("4 Karten")
    expect(topics.locator(".message")).to_contain_text("2 Karten verschoben")
    topics.keyboard.press("Control+z")
    expect(size).to_have_text("2 Karten")
    expect(topics.locator(".single [data-entry-id]")).to_have_count(2)
    expect(topics.locator(".message")).to_contain_text("Rückgängig gemacht: Karten verschoben")


def test_several_languages_are_told_once_with_what_the_machine_cannot_do(
    page: Page, evening: Evening, house: House
):
    async def post(store: Store) -> None:
        card = Card(
            str(uuid.uuid4()),
            evening.dialogue.code,
            "bildung",
            "needed",
            "نحتاج إلى دورات لغة",
            "ar",
            "x" * 32,
        )
        await Inbox(store).post_entry(card)

    enter(page, house.evening().host_link("bildung"))
    expect(page.locator(".topic")).to_have_count(2)
    expect(page.locator(".languages-note")).to_be_hidden()
    house.run(post)
    enter(page, evening.host_link("bildung"))
    expect(page.locator(".languages-note")).to_have_count(1)
    expect(page.locator(".languages-note")).to_be_visible()
    expect(page.locator(".languages-note")).to_contain_text("für mehr braucht er ein Sprachmodell")
