"""While people weigh: each way to join or part topics asks first, and no dot is lost on any of them."""

import uuid
from collections import Counter

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit
from workshop.domain.dialogue import set_phase
from workshop.domain.placement import Suggestion, place_entries
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.dot import totals_of
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import Phase

pytestmark = pytest.mark.e2e
TOGETHER = "Die Punkte beider Themen zählen zusammen"
STAY = "Alle Punkte bleiben bei diesem Thema"
LOST = "Kein Punkt geht verloren"
ALIKE = ["Sprachkurse der Volkshochschule am Morgen", "Die Sprachkurse der Volkshochschule näher am Ort"]
GIVEN = {"Sprachkurse": 3, "Dolmetscher": 2, "Volkshochschule": 1}


@pytest.fixture
def evening(house: House) -> Evening:
    """Two topics of people and one of the machine, and a phone that has given dots to each."""
    made = house.evening()

    async def fill(store: Store) -> int:
        async with store.read() as session:
            tables = {table.key: table.id for table in await session.run_sync(tables_of, made.dialogue.id)}
        code, inbox = made.dialogue.code, Inbox(store)
        cards = [
            Card(str(uuid.uuid4()), code, "bildung", "needed", text, "de", uuid.uuid4().hex) for text in ALIKE
        ]
        ids = tuple([(await inbox.post_entry(card)).id for card in cards])
        suggestion = Suggestion(tables["bildung"], ids, None, "Volkshochschule")
        (group_id,) = await place_entries(store, dialogue_id=made.dialogue.id, suggestions=[suggestion])
        await set_phase(store, actor=operator(), dialogue_id=made.dialogue.id, phase=Phase.WEIGH)
        assert group_id is not None
        return group_id

    made.groups["Volkshochschule"] = house.run(fill)
    for label, dots in GIVEN.items():
        ballot = {"group": made.groups[label], "dots": dots}
        answer = httpx.post(f"{house.server.url}/j/{made.dialogue.code}/dots", json=ballot, timeout=30)
        assert answer.status_code == 200, answer.text
    return made


@pytest.fixture
def topics(page: Page, evening: Evening, house: House) -> Page:
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    expect(page.locator(".topic")).to_have_count(3)
    return page


def topic(page: Page, evening: Evening, label: str) -> Locator:
    return page.locator(f'[data-group-id="{evening.groups[label]}"]')


def dots(house: House, evening: Evening) -> Counter[str]:
    """Return the dots by the topics for which they count; all of them, on each call."""

    async def read(store: Store) -> Counter[int]:
        async with store.read() as session:
            return await session.run_sync(totals_of, evening.dialogue.id)

    names = {number: label for label, number in evening.groups.items()}
    found = Counter({names.get(number, "new"): n for number, n in house.run(read).items()})
    assert found.total() == sum(GIVEN.values())
    return found


def asked(page: Page, said: str, yes: str | None) -> None:
    """Answer the question that stands there: with its button, or with Escape."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(said)
    if yes is None:
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=yes, exact=True).click()
    expect(dialog).to_have_count(0)


def back_and_on(page: Page, house: House, evening: Evening, *, topics: int, after: Counter[str]) -> None:
    """Take the step back and do it again, by keys and by buttons: each asks, and no is an answer."""
    page.keyboard.press("Control+z")
    asked(page, LOST, None)
    assert dots(house, evening) == after
    page.keyboard.press("Control+z")
    asked(page, LOST, "Rückgängig machen")
    expect(page.locator(".topic")).to_have_count(3)
    assert dots(house, evening) == Counter(GIVEN)
    page.get_by_role("button", name="↷").click()
    asked(page, LOST, "Wiederherstellen")
    expect(page.locator(".topic")).to_have_count(topics)
    assert dots(house, evening) == after


MERGED = Counter({"Sprachkurse": 5, "Volkshochschule": 1})


def test_topic_dragged_onto_another(topics: Page, evening: Evening, house: House):
    def drag() -> None:
        grip = topic(topics, evening, "Dolmetscher").locator(".grip")
        grip.drag_to(topic(topics, evening, "Sprachkurse").locator(".topic-label"))

    drag()
    asked(topics, TOGETHER, None)
    expect(topics.locator(".topic")).to_have_count(3)
    drag()
    asked(topics, TOGETHER, "Zusammenlegen")
    expect(topics.locator(".topic")).to_have_count(2)
    assert dots(house, evening) == MERGED
    back_and_on(topics, house, evening, topics=2, after=MERGED)


def test_topics_merged_by_keys(topics: Page, evening: Evening, house: House):
    topic(topics, evening, "Dolmetscher").locator(".topic-toggle").focus()
    topics.keyboard.press("Shift+F10")
    expect(topics.get_by_role("menuitem", name="Umbenennen")).to_be_focused()
    topics.keyboard.press("ArrowDown")
    topics.keyboard.press("Enter")
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label("In welches Thema?").select_option(str(evening.groups["Sprachkurse"]))
    asked(topics, TOGETHER, "Zusammenlegen")
    expect(topics.locator(".topic")).to_have_count(2)
    assert dots(house, evening) == MERGED
    # The way back in the message asks too.
    topics.locator(".message-action").click()
    asked(topics, LOST, "Rückgängig machen")
    expect(topics.locator(".topic")).to_have_count(3)
    assert dots(house, evening) == Counter(GIVEN)


def test_topic_split_by_its_menu(topics: Page, evening: Evening, house: House):
    topic(topics, evening, "Sprachkurse").locator(".more").first.click()
    topics.get_by_role("menuitem", name="Teilen …").click()
    topics.get_by_role("dialog").get_by_role("checkbox").first.check()
    asked(topics, STAY, "Teilen")
    expect(topics.locator(".topic")).to_have_count(4)
    assert dots(house, evening) == Counter(GIVEN)
    back_and_on(topics, house, evening, topics=4, after=Counter(GIVEN))


def test_suggestion_of_the_machine_taken_up(topics: Page, evening: Evening, house: House):
    topics.get_by_role("button", name="Nach Vorschlägen suchen").click()
    proposal = topics.locator(".proposal")
    proposal.get_by_role("button", name="Zusammenlegen").click()
    asked(topics, TOGETHER, None)
    expect(topics.locator(".topic")).to_have_count(3)
    proposal.get_by_role("button", name="Zusammenlegen").click()
    asked(topics, TOGETHER, "Zusammenlegen")
    expect(topics.locator(".topic")).to_have_count(2)
    after = Counter({"Sprachkurse": 4, "Dolmetscher": 2})
    assert dots(house, evening) == after
    back_and_on(topics, house, evening, topics=2, after=after)


def test_what_joins_no_topics_asks_nothing(topics: Page, evening: Evening):
    row = topic(topics, evening, "Dolmetscher")
    row.locator(".topic-toggle").focus()
    topics.keyboard.press("F2")
    expect(row.locator("textarea")).to_be_focused()
    topics.keyboard.type("Dolmetschen")
    topics.keyboard.press("Enter")
    expect(row.locator(".topic-label")).to_contain_text("Dolmetschen")
    topics.keyboard.press("Control+z")
    expect(topics.locator(".message")).to_contain_text("Rückgängig gemacht: Thema umbenannt")
    expect(topics.get_by_role("dialog")).to_have_count(0)
