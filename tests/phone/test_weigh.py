"""Giving dots in a real browser: one sees at once what one has, and a dead network loses no dot."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from tests.factories import set_weighing
from tests.phone.hall import Hall
from tests.waiting import until
from workshop.domain.dialogue import admit_newcomers
from workshop.domain.dot import Weighing, close_tally
from workshop.domain.group import gather_entries, merge_groups
from workshop.domain.posting import Card, Inbox
from workshop.domain.rights import operator
from workshop.models import Ballot, Phase

pytestmark = [pytest.mark.integration, pytest.mark.e2e]
LABELS = {"Kinderbetreuung im Kurs": "wohnen", "دورات لغة مسائية": "wohnen", "Bezahlbare Wohnungen": "arbeit"}


async def _topic(store, dialogue_id: int, code: str, label: str, table: str, number: int) -> int:
    card = Card(f"00000000-0000-4000-8000-{number:012}", code, table, "needed", label, "de", f"a{number}")
    receipt = await Inbox(store).post_entry(card)
    return await gather_entries(
        store, actor=operator(), dialogue_id=dialogue_id, entry_ids=[receipt.id], label=label
    )


async def _ballots(store) -> dict[int, int]:
    async with store.read() as session:
        return {row[0]: row[1] for row in await session.execute(select(Ballot.group_id, Ballot.dots))}


@pytest.fixture
def topics(evening: Hall) -> list[int]:
    begun = hash(evening.code) % 10**9 * 10
    found = [
        evening.do(_topic, evening.id, evening.code, label, table, begun + n)
        for n, (label, table) in enumerate(LABELS.items())
    ]
    rules = Weighing(5, on_one=2)
    evening.do(set_weighing, actor=operator(), dialogue_id=evening.id, weighing=rules)
    return found


def press(page: Page, topic: int, name: str) -> None:
    # A blocked one can be pressed too, and says why it is.
    page.locator(f"#g{topic}").get_by_role("button", name=name).click(force=True)


def shown(page: Page, topics: list[int]) -> list[str | None]:
    return [page.locator(f"#g{each} output").text_content() for each in topics]


def test_dots_are_given_by_finger_and_key_outlive_a_dead_network_and_end_with_the_tally(
    phone: BrowserContext, evening: Hall, topics: list[int]
) -> None:
    first, second, third = topics
    page = phone.new_page()
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    # Whoever writes nothing is led to the topics when weighing begins.
    evening.phase(Phase.WEIGH)
    expect(page.locator("h1")).to_have_text("Was ist Ihnen am wichtigsten?")
    for button in page.locator("#topics button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(page, first, "Ein Punkt mehr")
    expect(page.locator("#left b")).to_have_text("noch 4 von 5 Punkten")
    # By key too; what is blocked says why, and stays where the focus is.
    page.locator(f"#g{first}").get_by_role("button", name="Ein Punkt mehr").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_text("Gespeichert. Sie können noch ändern.")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_text("Auf ein Thema höchstens 2.")
    assert page.evaluate("document.activeElement.closest('li').id") == f"g{first}"
    until(lambda: evening.do(_ballots).get(first) == 2)

    phone.set_offline(True)
    press(page, second, "Ein Punkt mehr")
    press(page, second, "Ein Punkt mehr")
    press(page, third, "Ein Punkt mehr")
    press(page, third, "Ein Punkt mehr")
    used = "Sie haben alle Ihre Punkte vergeben (5). Geben Sie zuerst woanders einen weniger."
    expect(page.locator("#say")).to_have_text(used)
    # Moved without a network: what is taken back goes first, or there would be none to give.
    press(page, first, "Ein Punkt weniger")
    press(page, third, "Ein Punkt mehr")
    assert shown(page, topics) == ["1", "2", "2"]
    phone.set_offline(False)
    # What hung in the dead network is given up after 20 s, then it goes once more.
    expect(page.locator("#say")).to_have_text("Gespeichert. Sie können noch ändern.", timeout=40_000)
    assert [evening.do(_ballots).get(each) for each in topics] == [1, 2, 2]
    page.reload()
    until(lambda: shown(page, topics) == ["1", "2", "2"], why=lambda: shown(page, topics))
    expect(page.locator("#left b")).to_have_text("noch 0 von 5 Punkten")

    # Topics are merged meanwhile: every dot is there.
    whose = {"actor": operator(), "dialogue_id": evening.id}
    with page.expect_response("**/events*"):
        page.reload()
    evening.do(merge_groups, into=first, group_ids=[second], **whose)
    expect(page.locator(f"#g{second}")).to_have_count(0)
    expect(page.locator(f"#g{first} output")).to_have_text("3")
    evening.do(close_tally, **whose)
    closed = "Die Punkte werden jetzt ausgezählt. Sie lassen sich nicht mehr ändern."
    expect(page.locator("#say")).to_have_text(closed)
    press(page, first, "Ein Punkt weniger")
    assert shown(page, [first]) == ["3"]
    # The phone goes on with the evening.
    evening.phase(Phase.HARVEST)
    expect(page.locator("[data-for=harvest]")).to_be_visible()


def test_what_comes_too_late_is_said_calmly(phone: BrowserContext, evening: Hall, topics: list[int]) -> None:
    evening.phase(Phase.WEIGH)
    page = phone.new_page()
    with page.expect_response("**/events*"):
        page.goto(evening.address("/wohnen?lang=ar"))
    assert page.evaluate("getComputedStyle(document.querySelector('#topics form')).direction") == "ltr"
    page.goto(evening.address())
    phone.set_offline(True)
    press(page, topics[0], "Ein Punkt mehr")
    expect(page.locator("#say")).to_have_text(re.compile("wartet auf Netz"))
    evening.do(close_tally, actor=operator(), dialogue_id=evening.id)
    phone.set_offline(False)
    expect(page.locator("#say")).to_have_text(
        "Die Punkte werden jetzt ausgezählt. Sie lassen sich nicht mehr ändern."
    )
    expect(page.locator(f"#g{topics[0]} output")).to_have_text("0")
    assert evening.do(_ballots).get(topics[0]) is None


def test_who_is_new_where_the_door_is_closed_is_told_so_until_it_opens(
    phone: BrowserContext, evening: Hall, topics: list[int]
) -> None:
    whose = {"actor": operator(), "dialogue_id": evening.id}
    evening.phase(Phase.WEIGH)
    evening.do(admit_newcomers, admitted=False, **whose)
    page = phone.new_page()
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    shut = page.locator("#shut")
    expect(shut).to_have_text("Gerade kommt niemand Neues hinzu.")
    press(page, topics[0], "Ein Punkt mehr")
    expect(page.locator("#say")).to_have_text("Gerade kommt niemand Neues hinzu.")
    assert evening.do(_ballots).get(topics[0]) is None
    evening.do(admit_newcomers, admitted=True, **whose)
    expect(shut).to_be_hidden()
    press(page, topics[0], "Ein Punkt mehr")
    expect(page.locator("#say")).to_have_text("Gespeichert. Sie können noch ändern.")
