"""A moderator blacks words of a card out."""

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening
from workshop.console.kit.words import spans_of


@pytest.mark.unit
@pytest.mark.parametrize(
    ("chosen", "spans"),
    [
        ((), []),
        (("0",), [(0, 4)]),
        (("0", "1"), [(0, 8)]),
        (("2", "0"), [(0, 4), (10, 13)]),
        (("9", "x"), []),
    ],
)
def test_neighbouring_words_are_one_place(chosen, spans) -> None:
    assert spans_of("Frau\nA-B  vom", chosen) == spans


@pytest.mark.e2e
def test_ticked_words_are_blacked_out_and_there_is_no_way_back(topics: Page, evening: Evening) -> None:
    card = topics.locator(f'[data-entry-id="{evening.cards["Fahrradwerkstatt am Bahnhof"]}"]').first
    card.locator(".more").click()
    topics.get_by_role("menuitem", name="Wörter schwärzen").click()
    dialog = topics.get_by_role("dialog")
    dialog.get_by_role("button", name="Endgültig schwärzen").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    dialog.get_by_label("Bahnhof").check()
    dialog.get_by_role("button", name="Endgültig schwärzen").click()
    expect(dialog).to_have_count(0)
    expect(card).to_contain_text("Fahrradwerkstatt am ███")
    assert "am Bahnhof" not in topics.content()


@pytest.mark.e2e
def test_card_in_a_topic_stays_there_and_the_topics_name_loses_the_word_too(
    topics: Page, evening: Evening
) -> None:
    topic = topics.locator(f'[data-group-id="{evening.groups["Sprachkurse"]}"]').first
    card = topic.locator(f'[data-entry-id="{evening.cards["Sprachkurse am Abend fehlen"]}"]')
    topic.locator(".topic-toggle").click()
    card.locator(".more").click()
    topics.get_by_role("menuitem", name="Wörter schwärzen").click()
    topics.get_by_role("dialog").get_by_label("Sprachkurse").check()
    topics.get_by_role("dialog").get_by_role("button", name="Endgültig schwärzen").click()
    expect(card).to_contain_text("███ am Abend fehlen")
    expect(topic).to_contain_text("███")
    card.locator(".more").click()
    expect(topics.get_by_role("menuitem", name="Ausblenden")).to_be_visible()
