"""Suggestions of the machine in a real browser: seen, taken up, declined, and all of it taken back."""

import re
import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit, enter
from workshop.domain.placement import Suggestion, place_entries
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.table import tables_of
from workshop.domain.store import Store

pytestmark = pytest.mark.e2e

ALIKE = ["Sprachkurse der Volkshochschule am Morgen", "Die Sprachkurse der Volkshochschule näher am Ort"]


@pytest.fixture
def evening(house: House) -> Evening:
    """Beside what people sorted, the machine has made a topic of its own that is much like one of theirs."""
    made = house.evening()

    async def post(store: Store) -> int:
        async with store.read() as session:
            tables = {table.key: table.id for table in await session.run_sync(tables_of, made.dialogue.id)}
        inbox = Inbox(store)
        cards = [
            Card(str(uuid.uuid4()), made.dialogue.code, "bildung", "needed", text, "de", uuid.uuid4().hex)
            for text in ALIKE
        ]
        ids = tuple([(await inbox.post_entry(card)).id for card in cards])
        suggestion = Suggestion(tables["bildung"], ids, None, "Volkshochschule")
        (group_id,) = await place_entries(store, dialogue_id=made.dialogue.id, suggestions=[suggestion])
        assert group_id is not None
        return group_id

    made.groups["Volkshochschule"] = house.run(post)
    return made


def open_topics(page: Page, evening: Evening, house: House) -> Page:
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    expect(page.locator(".topic")).to_have_count(3)
    return page


@pytest.fixture
def topics(page: Page, evening: Evening, house: House) -> Page:
    return open_topics(page, evening, house)


def look(page: Page) -> None:
    page.get_by_role("button", name="Nach Vorschlägen suchen").click()


def size(page: Page, evening: Evening, label: str):
    return page.locator(f'[data-group-id="{evening.groups[label]}"] .topic-count')


MERGE = re.compile(
    "Vorschlag: „Volkshochschule“ \\(2\\) und „Sprachkurse“ \\(3\\) zusammenlegen – gemeinsam: "
)


def test_merge_is_suggested_previewed_applied_and_undone(topics: Page, evening: Evening):
    look(topics)
    expect(topics.locator(".message")).to_contain_text("Der Computer hat 1 Vorschlag.")
    proposal = topics.locator(".proposal")
    expect(proposal.locator(".proposal-text")).to_have_text(MERGE)
    proposal.get_by_role("button", name="Ansehen").click()
    dialog = topics.get_by_role("dialog")
    expect(dialog.locator(".preview-part h3")).to_have_text(["Sprachkurse · 3", "Volkshochschule · 2"])
    expect(dialog.locator(".preview-part").nth(1).locator(".entry__text")).to_have_text(ALIKE)
    topics.keyboard.press("Escape")
    proposal.get_by_role("button", name="Zusammenlegen").click()
    expect(topics.locator(".topic")).to_have_count(2)
    expect(size(topics, evening, "Sprachkurse")).to_have_text("5 Karten")
    expect(topics.locator(".proposal")).to_have_count(0)
    topics.locator(".message-action").click()
    expect(topics.locator(".topic")).to_have_count(3)
    expect(topics.locator(".proposal")).to_have_count(1)
    topics.keyboard.press("Control+y")
    expect(size(topics, evening, "Sprachkurse")).to_have_text("5 Karten")


def test_declined_suggestion_does_not_come_again_until_that_is_undone(topics: Page, evening: Evening):
    look(topics)
    topics.locator(".proposal").get_by_role("button", name="Nein").press("Enter")
    expect(topics.locator(".proposal")).to_have_count(0)
    look(topics)
    expect(topics.locator(".message")).to_contain_text("Der Computer hat gerade keinen Vorschlag.")
    topics.keyboard.press("Control+z")
    expect(topics.locator(".message")).to_contain_text("Vorschlag abgelehnt")
    expect(topics.locator(".proposal")).to_have_count(1)
    expect(topics.locator(".topic")).to_have_count(3)


def test_suggestion_waits_while_somebody_has_the_topics_in_hand(
    topics: Page, evening: Evening, house: House, context: BrowserContext
):
    other = open_topics(context.new_page(), evening, house)
    line = topics.locator(f'[data-group-id="{evening.groups["Sprachkurse"]}"] .topic-toggle')
    line.focus()
    before = line.bounding_box()
    look(other)
    expect(other.locator(".proposal")).to_have_count(1)
    shown = topics.get_by_role("button", name="1 Vorschlag zeigen")
    expect(shown).to_be_visible()
    assert (topics.locator(".proposal").count(), line.bounding_box()) == (0, before)
    shown.click()
    expect(topics.locator(".proposal-text")).to_have_text(MERGE)
    other.locator(".proposal").get_by_role("button", name="Zusammenlegen").click()
    expect(topics.locator(".topic")).to_have_count(2)


def test_host_sees_suggestions_too(page: Page, evening: Evening, house: House):
    enter(page, evening.host_link("bildung"))
    expect(page.locator(".topic")).to_have_count(3)
    look(page)
    expect(page.locator(".proposal-text")).to_have_text(MERGE)
    page.locator(".proposal").get_by_role("button", name="Zusammenlegen").click()
    expect(page.locator(".topic")).to_have_count(2)
