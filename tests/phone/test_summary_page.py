"""An answer to a summary outlives a dead network, and what the host changes reaches the open page."""

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from tests.phone.hall import Hall
from tests.waiting import until
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.summary import offer_summary, write_summary
from workshop.models import Phase, Reply

pytestmark = [pytest.mark.integration, pytest.mark.e2e]


async def _table(store, dialogue_id: int) -> int:
    async with store.read() as session:
        return (await session.run_sync(tables_of, dialogue_id))[0].id


async def _replies(store) -> list[tuple[str, str, int]]:
    async with store.read() as session:
        return [tuple(row) for row in await session.execute(select(Reply.answer, Reply.text, Reply.edition))]


@pytest.fixture
def whose(evening: Hall) -> dict[str, object]:
    return {"actor": operator(), "dialogue_id": evening.id}


def test_summary_appears_is_answered_through_a_dead_network_and_read_anew(
    phone: BrowserContext, evening: Hall, whose: dict[str, object]
) -> None:
    table, known = evening.do(_table, evening.id), len(evening.do(_replies))

    def replies() -> list[tuple[str, str, int]]:
        return evening.do(_replies)[known:]

    page = phone.new_page()
    with page.expect_response("**/events*"):
        page.goto(evening.address())
    expect(page.locator("#sum")).to_be_hidden()
    number = evening.do(write_summary, table_id=table, number=1, text="Mehr Busse", **whose)
    evening.do(offer_summary, summary_id=number, **whose)
    with page.expect_response("**/events*"):
        page.locator("#sum a").click()
    expect(page.locator("article .said")).to_have_text("Mehr Busse")
    for button in page.locator("article button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    phone.set_offline(True)
    page.get_by_label("Was fehlt noch?").fill("Auch am Sonntag")
    page.get_by_role("button", name="Ergänzen").click()
    expect(page.locator("#say")).to_have_text("wartet auf Netz – wird von selbst gesendet")
    phone.set_offline(False)
    expect(page.locator("#say")).to_have_text("Gespeichert. Sie können noch ändern.")
    assert replies() == [("add", "Auch am Sonntag", 1)]
    page.get_by_role("button", name="Das stimmt", exact=True).click()
    until(lambda: replies() == [("agree", "", 1)])

    # Changed while it is read: it goes, and comes back to be asked anew.
    evening.do(write_summary, table_id=table, number=1, text="Mehr Busse und Bahnen", **whose)
    expect(page.locator("article")).to_have_count(0)
    evening.do(offer_summary, summary_id=number, **whose)
    expect(page.locator("article .said")).to_have_text("Mehr Busse und Bahnen")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    page.get_by_role("button", name="Das stimmt nicht").click()
    until(lambda: replies()[1:] == [("disagree", "", 2)])
    evening.phase(Phase.CLOSED)
    expect(page.locator("article")).to_have_count(0)
