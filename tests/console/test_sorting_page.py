"""Sorting at a table in a real browser: by key, by menu, by drag, with the way back."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit

pytestmark = pytest.mark.e2e


def topic(page: Page, evening: Evening, label: str):
    return page.locator(f'[data-group-id="{evening.groups[label]}"]')


def card(page: Page, evening: Evening, text: str):
    return page.locator(f'.middle [data-entry-id="{evening.cards[text]}"]')


def count(page: Page, evening: Evening, label: str) -> str:
    return topic(page, evening, label).locator(".topic-count").inner_text()


def test_rename_by_keyboard_and_undo_with_keys(topics: Page, evening: Evening):
    line = topic(topics, evening, "Sprachkurse").locator(".topic-toggle")
    line.focus()
    topics.keyboard.press("F2")
    name = topic(topics, evening, "Sprachkurse").locator("textarea")
    expect(name).to_be_focused()
    topics.keyboard.type("Deutsch lernen am Abend")
    topics.keyboard.press("Enter")
    expect(line).to_contain_text("Deutsch lernen am Abend")
    expect(line).to_be_focused()
    expect(topics.locator(".message")).to_contain_text("Thema umbenannt")
    topics.keyboard.press("Control+z")
    expect(topic(topics, evening, "Sprachkurse").locator(".topic-label")).to_have_text("Sprach­kur­se")
    expect(topics.locator(".message")).to_contain_text("Rückgängig gemacht: Thema umbenannt")
    topics.locator(".message-action").click()
    expect(line).to_contain_text("Deutsch lernen am Abend")


def test_rename_left_with_escape_changes_nothing(topics: Page, evening: Evening):
    row = topic(topics, evening, "Dolmetscher")
    row.get_by_role("button", name="Umbenennen").click()
    row.locator("textarea").fill("Etwas anderes")
    row.locator("textarea").press("Escape")
    expect(row.locator("textarea")).to_have_count(0)
    expect(row.locator(".topic-count")).to_have_text("2 Karten")


def test_merge_by_menu_with_keys_only(topics: Page, evening: Evening):
    topic(topics, evening, "Dolmetscher").locator(".topic-toggle").focus()
    topics.keyboard.press("Shift+F10")
    expect(topics.get_by_role("menuitem", name="Umbenennen")).to_be_focused()
    topics.keyboard.press("ArrowDown")
    expect(topics.get_by_role("menuitem", name=re.compile("Zusammenlegen"))).to_be_focused()
    topics.keyboard.press("Enter")
    dialog = topics.get_by_role("dialog")
    choice = dialog.get_by_label("In welches Thema?")
    expect(choice).to_be_focused()
    topics.keyboard.press("ArrowDown")
    dialog.get_by_role("button", name="Zusammenlegen").press("Enter")
    expect(topics.locator(".topic")).to_have_count(1)
    expect(topic(topics, evening, "Sprachkurse").locator(".topic-count")).to_have_text("5 Karten")
    topics.wait_for_function("document.activeElement.matches('[data-row]')")


def test_merge_by_drag_and_undo(topics: Page, evening: Evening):
    grip = topic(topics, evening, "Dolmetscher").locator(".grip")
    grip.drag_to(topic(topics, evening, "Sprachkurse").locator(".topic-label"))
    expect(topics.locator(".topic")).to_have_count(1)
    expect(topic(topics, evening, "Sprachkurse").locator(".topic-count")).to_have_text("5 Karten")
    topics.locator(".message-action").click()
    expect(topics.locator(".topic")).to_have_count(2)
    expect(topic(topics, evening, "Sprachkurse").locator(".topic-count")).to_have_text("3 Karten")


def test_card_dragged_onto_a_topic_and_out_again(topics: Page, evening: Evening):
    single = card(topics, evening, "Ein Klavier")
    single.locator(".entry__text").drag_to(topic(topics, evening, "Dolmetscher").locator(".topic-label"))
    expect(topic(topics, evening, "Dolmetscher").locator(".topic-count")).to_have_text("3 Karten")
    topic(topics, evening, "Dolmetscher").locator(".topic-toggle").click()
    inside = topic(topics, evening, "Dolmetscher").locator(
        f'[data-entry-id="{evening.cards["Ein Klavier"]}"]'
    )
    inside.locator(".entry__text").drag_to(topics.locator(".single-head"))
    expect(topic(topics, evening, "Dolmetscher").locator(".topic-count")).to_have_text("2 Karten")
    expect(
        topics.locator(".single").locator(f'[data-entry-id="{evening.cards["Ein Klavier"]}"]')
    ).to_be_visible()


def test_card_moved_by_its_menu(topics: Page, evening: Evening):
    card(topics, evening, "Fahrradwerkstatt am Bahnhof").locator(".more").click()
    topics.get_by_role("menuitem", name=re.compile("Verschieben")).click()
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label("In welches Thema?").select_option(str(evening.groups["Sprachkurse"]))
    dialog.get_by_role("button", name="Verschieben").click()
    expect(topic(topics, evening, "Sprachkurse").locator(".topic-count")).to_have_text("4 Karten")
    topics.wait_for_function("document.activeElement.matches('[data-row]')")


def test_chosen_cards_become_a_new_topic(topics: Page, evening: Evening):
    for text in ("Ein Klavier", "Fahrradwerkstatt am Bahnhof"):
        card(topics, evening, text).locator("input[type=checkbox]").check()
    expect(topics.locator(".selection")).to_contain_text("2 Karten ausgewählt")
    topics.locator(".selection").get_by_role("button", name="Neues Thema daraus").click()
    name = topics.get_by_role("dialog").get_by_label("Name des Themas")
    name.fill("Freizeit")
    name.press("Enter")
    expect(topics.locator(".topic")).to_have_count(3)
    expect(topics.locator(".topic", has_text="Freizeit").locator(".topic-count")).to_have_text("2 Karten")
    expect(topics.locator(".selection")).to_be_hidden()


def test_split_takes_ticked_cards_out(topics: Page, evening: Evening):
    row = topic(topics, evening, "Sprachkurse")
    row.locator(".topic-actions .more").click()
    topics.get_by_role("menuitem", name=re.compile("Teilen")).click()
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label("Name des neuen Themas").fill("Kinder")
    dialog.get_by_label(re.compile("Kinderbetreuung")).check()
    dialog.get_by_role("button", name="Teilen").click()
    expect(row.locator(".topic-count")).to_have_text("2 Karten")
    expect(topics.locator(".topic", has_text="Kinder").locator(".topic-count")).to_have_text("1 Karte")


def test_hide_with_reason_restore_and_log(topics: Page, evening: Evening, house: House):
    card(topics, evening, "Ein Klavier").locator(".more").click()
    topics.get_by_role("menuitem", name=re.compile("Ausblenden")).click()
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label("Werbung").check()
    dialog.get_by_role("button", name="Ausblenden").click()
    expect(topics.locator(".single [data-entry-id]")).to_have_count(1)
    topics.get_by_role("button", name="Ausgeblendet (1)").click()
    hidden = topics.locator(".unshown").locator(f'[data-entry-id="{evening.cards["Ein Klavier"]}"]')
    expect(hidden).to_contain_text("Werbung")
    hidden.locator(".more").click()
    topics.get_by_role("menuitem", name="Wieder zeigen").click()
    expect(topics.locator(".single [data-entry-id]")).to_have_count(2)
    topics.get_by_role("link", name=re.compile("Änderungsverlauf")).click()
    expect(topics.locator(".log-table")).to_contain_text("Werbung")
    expect(topics.locator(".log-table tbody tr").first).to_contain_text("Karte gezeigt")


def test_held_card_in_the_side_column_is_shown(topics: Page, evening: Evening):
    held = topics.locator(".held-list .entry")
    expect(held).to_contain_text("persönliche Daten")
    held.get_by_role("button", name="Zeigen").click()
    expect(topics.locator(".held-list .entry")).to_have_count(0)
    expect(topics.locator(".single [data-entry-id]")).to_have_count(3)


def test_two_people_see_each_other_and_are_told_of_a_conflict(
    topics: Page, evening: Evening, context: BrowserContext
):
    other = context.new_page()
    other.goto(topics.url)
    row = topic(other, evening, "Sprachkurse")
    row.get_by_role("button", name="Umbenennen").click()
    row.locator("textarea").fill("Später")
    mine = topic(topics, evening, "Sprachkurse")
    mine.get_by_role("button", name="Umbenennen").click()
    mine.locator("textarea").fill("Früher")
    mine.locator("textarea").press("Enter")
    expect(mine.locator(".topic-label")).to_have_text("Früher")
    row.locator("textarea").press("Enter")
    expect(row.locator(".problem")).to_contain_text("Jemand anderes hat das gerade geändert")
    other.keyboard.press("Escape")
    expect(row.locator(".topic-label")).to_have_text("Früher")


def test_paper_card_and_explanation(topics: Page, evening: Evening):
    topics.get_by_role("button", name="+ Papierkarte").click()
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label(re.compile("Was muss verbessert")).check()
    dialog.get_by_label(re.compile("Text der Karte")).fill("Zu wenig Plätze im Kindergarten")
    dialog.get_by_role("button", name="Auf die Tafel").click()
    expect(dialog).to_contain_text("1 Karte ist auf der Tafel.")
    dialog.get_by_role("button", name="Fertig").click()
    for toggle in topics.locator(".topic-toggle").all():
        toggle.click()
    expect(topics.locator(".entry", has_text="Zu wenig Plätze")).to_contain_text("vom Papier")
    topic(topics, evening, "Sprachkurse").locator(".topic-actions .more").click()
    topics.get_by_role("menuitem", name="Warum gehört das zusammen?").click()
    expect(topics.get_by_role("dialog")).to_contain_text("Menschen entscheiden")
    topics.keyboard.press("Escape")
    expect(topics.get_by_role("dialog")).to_have_count(0)


def test_texts_of_people_are_only_text(page: Page, house: House):
    evening = house.evening(cards=False)
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    page.get_by_role("button", name="+ Papierkarte").click()
    dialog = page.get_by_role("dialog")
    wild = (
        "<img src=x onerror=\"window.hit=1\"> {{ 1+1 }} ${alert(1)} `x` :class='y' "
        "</textarea><script>window.hit=1</script>"
    )
    dialog.get_by_label(re.compile("Text der Karte")).fill(wild)
    dialog.get_by_role("button", name="Auf die Tafel").click()
    dialog.get_by_role("button", name="Fertig").click()
    expect(page.locator(".single .entry__text")).to_have_text(wild)
    page.locator(".single .more").click()
    page.get_by_role("menuitem", name=re.compile("Verschieben")).click()
    dialog.get_by_label("In welches Thema?").select_option("new")
    dialog.get_by_label(re.compile("Name, falls")).fill(wild[:80])
    dialog.get_by_role("button", name="Verschieben").click()
    expect(page.locator(".topic")).to_have_count(1)
    page.locator(".topic").get_by_role("button", name="Umbenennen").click()
    expect(page.locator(".topic textarea")).to_have_value(wild[:80].strip())
    page.keyboard.press("Escape")
    page.locator(".topic").get_by_role("button", name="Ergebnis").click()
    expect(dialog.get_by_label("Titel")).to_have_value(wild[:80].strip())
    page.reload()
    expect(page.locator(".topic")).to_have_count(1)
    assert page.evaluate("window.hit") is None
