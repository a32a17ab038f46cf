"""Long lists come in steps: the page stays quick, and nothing is out of reach."""

import asyncio
import uuid

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit
from workshop.console.kit.card import FIRST_CARDS
from workshop.console.sections.running.held_cards import FIRST_HELD
from workshop.console.sections.sorting.group_lines import FIRST_GROUPS
from workshop.domain.group import gather_entries, move_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.posting import Card, Inbox
from workshop.domain.rights import operator
from workshop.models import OutcomeKind

pytestmark = pytest.mark.e2e

LOOSE, TOPICS, HELD = 2 * FIRST_CARDS + 10, FIRST_GROUPS + 5, FIRST_HELD + 3


@pytest.fixture
def evening(house: House) -> Evening:
    """A table with many topics of two cards, many cards that people took out of topics, many held cards."""
    made = house.evening(cards=False)

    async def fill(store) -> None:
        inbox, act = Inbox(store), {"actor": operator(), "dialogue_id": made.dialogue.id}

        async def post(*texts: str) -> list[str]:
            cards = [
                Card(str(uuid.uuid4()), made.dialogue.code, "bildung", "needed", text, "de", uuid.uuid4().hex)
                for text in texts
            ]
            receipts = await asyncio.gather(*(inbox.post_entry(each) for each in cards))
            return [receipt.id for receipt in receipts]

        loose = [(await post(f"Lose {n}"))[0] for n in range(LOOSE)]
        await gather_entries(store, entry_ids=loose, label="Alle", **act)
        await move_entries(store, entry_ids=loose, group_id=None, seen_versions={}, **act)
        for n in range(TOPICS):
            cards = await post(f"Erste {n}", f"Zweite {n}")
            group = await gather_entries(store, entry_ids=cards, label=f"Thema {n:02}", **act)
        await create_outcome(store, draft=Draft(OutcomeKind.PROBLEM, "Spät", group_ids=[group]), **act)
        await create_outcome(store, draft=Draft(OutcomeKind.PROBLEM, "Lose", entry_ids=loose), **act)
        await post(*(f"Ruft mich an: 0171 2345{n:03}" for n in range(HELD)))

    house.run(fill)
    return made


@pytest.fixture
def topics(page: Page, evening: Evening, house: House) -> Page:
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    expect(page.locator(".topic")).to_have_count(FIRST_GROUPS)
    return page


def test_more_topics_and_cards_on_request(topics: Page):
    loose = topics.locator(".single .card-item")
    expect(loose).to_have_count(FIRST_CARDS)
    expect(topics.locator(".single h3")).to_have_text(f"Karten ohne Thema ({LOOSE})")
    topics.get_by_role("button", name="5 weitere Themen zeigen").click()
    expect(topics.locator(".topic")).to_have_count(TOPICS)
    topics.locator(".single").get_by_role("button", name=f"{FIRST_CARDS} weitere Karten zeigen").click()
    expect(loose).to_have_count(2 * FIRST_CARDS)
    topics.locator(".single").get_by_role("button", name="10 weitere Karten zeigen").click()
    expect(loose).to_have_count(LOOSE)
    expect(topics.locator(".single").get_by_role("button", name="weitere Karten zeigen")).to_have_count(0)
    held = topics.locator(".held-list .entry")
    expect(held).to_have_count(FIRST_HELD)
    topics.locator(".held-part").get_by_role("button", name="3 weitere Karten zeigen").click()
    expect(held).to_have_count(HELD)
    topics.get_by_role("button", name=f"Zurückgestellt ({HELD})").click()
    expect(topics.locator(".unshown .card-item")).to_have_count(HELD)


def test_a_card_that_waited_out_of_sight_is_counted_off(topics: Page):
    title = topics.locator(".held-part h2")
    expect(title).to_have_text(f"Zurückgestellt · {HELD}")
    topics.get_by_role("button", name=f"Zurückgestellt ({HELD})").click()
    topics.locator(".unshown .card-item").last.locator(".more").click()
    topics.get_by_role("menuitem", name="Wieder zeigen").click()
    expect(title).to_have_text(f"Zurückgestellt · {HELD - 1}")
    expect(topics.locator(".held-list .entry")).to_have_count(FIRST_HELD)
    expect(topics.locator(".held-part").get_by_role("button", name="2 weitere Karten zeigen")).to_be_visible()


def test_newest_first_leaves_what_is_in_hand(topics: Page, evening: Evening, house: House):
    texts = topics.locator(".single .entry__text")
    expect(texts.first).to_have_text("Lose 0")
    topics.get_by_role("button", name="Neueste zuerst").click()
    expect(texts.first).to_have_text(f"Lose {LOOSE - 1}")
    expect(texts).to_have_count(FIRST_CARDS)
    card = {"id": str(uuid.uuid4()), "table": "bildung", "question": "works", "lang": "de"}
    address = f"{house.server.url}/j/{evening.dialogue.code}/entries"
    httpx.post(address, json=card | {"text": "Xylophon"}, timeout=30).raise_for_status()
    fresh = topics.get_by_role("button", name="1 neue Karte zeigen")
    expect(fresh).to_be_visible()
    expect(texts.first).to_have_text(f"Lose {LOOSE - 1}")
    fresh.click()
    expect(texts.first).to_have_text("Xylophon")
    expect(fresh).to_be_hidden()
    topics.get_by_role("button", name="Älteste zuerst").click()
    expect(texts.first).to_have_text("Lose 0")


def test_a_small_topic_that_somebody_makes_is_seen(topics: Page):
    topics.locator(".single input[type=checkbox]").first.check()
    topics.locator(".selection").get_by_role("button", name="Neues Thema daraus").click()
    name = topics.get_by_role("dialog").get_by_label("Name des Themas")
    name.fill("Ganz klein")
    name.press("Enter")
    expect(topics.locator(".topic", has_text="Ganz klein")).to_be_visible()


def test_a_link_reaches_what_is_not_among_the_first(topics: Page, house: House, evening: Evening):
    topics.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=outcomes")
    outcome = topics.locator(".outcome", has_text="Spät")
    expect(topics.locator(".outcome .entry")).to_have_count(0)
    outcome.get_by_role("button", name=f"→ Thema {TOPICS - 1}").click()
    expect(topics.locator(".topic", has_text=f"Thema {TOPICS - 1}").locator(".entry")).to_have_count(2)
    topics.get_by_role("link", name="Ergebnisse").click()
    topics.locator(".outcome summary").first.click()
    expect(topics.locator(".outcome .entry").first).to_be_visible()
    many = topics.locator(".outcome", has_text=f"{LOOSE} Karten dahinter")
    many.locator("summary").click()
    expect(many.locator(".entry")).to_have_count(FIRST_CARDS)
    many.get_by_role("button", name="weitere Karten zeigen").click()
    expect(many.locator(".entry")).to_have_count(2 * FIRST_CARDS)
    many.get_by_role("button", name="10 weitere Karten zeigen").click()
    expect(many.locator(".entry")).to_have_count(LOOSE)
    last = many.locator(".entry", has_text=f"Lose {LOOSE - 1}")
    last.get_by_role("button", name="zur Karte").click()
    goal = topics.locator(".single .entry", has_text=f"Lose {LOOSE - 1}")
    expect(goal.get_by_role("button", name="Mehr zu dieser Karte")).to_be_focused()
