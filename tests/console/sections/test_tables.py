"""The tables of a dialogue in the console."""

import pytest
from playwright.sync_api import expect

from tests.entering import admit
from workshop.domain.dialogue import set_phase
from workshop.domain.rights import operator
from workshop.models import Phase

pytestmark = pytest.mark.e2e


def test_code_on_all_boards_is_enlarged_from_the_console_while_cards_are_collected(
    house, evening, page, context
):
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}")
    board = context.new_page()
    board.goto(f"{house.server.url}/b/{evening.dialogue.code}")
    expect(board.locator(".table")).to_have_count(5)
    expect(page.locator(".pause-table:visible")).to_have_count(5)
    page.get_by_role("button", name="Code auf den Tafeln vergrößern").click()
    expect(board.locator(".join-page__qr")).to_be_visible()
    smaller = page.get_by_role("button", name="Code auf den Tafeln verkleinern")
    expect(smaller).to_have_attribute("aria-pressed", "true")
    smaller.click()
    expect(board.locator(".table")).to_have_count(5)
    page.get_by_role("button", name="Weiter: Sortieren").click()
    expect(page.get_by_role("button", name="Code auf den Tafeln")).to_have_count(0)
    # Where no cards are taken any more no table needs a break.
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=tables")
    expect(page.locator(".pause-table")).to_have_count(5)
    expect(page.locator(".pause-table:visible")).to_have_count(0)


def test_code_is_small_again_when_collecting_ends(house, evening, page):
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}")
    page.get_by_role("button", name="Code auf den Tafeln vergrößern").click()
    expect(page.get_by_role("button", name="Code auf den Tafeln verkleinern")).to_be_visible()
    for phase in (Phase.SORT, Phase.COLLECT):

        async def go(store, to=phase):
            await set_phase(store, actor=operator(), dialogue_id=evening.dialogue.id, phase=to)

        house.run(go)
    house.tell_pages(evening)
    page.reload()
    expect(page.get_by_role("button", name="Code auf den Tafeln vergrößern")).to_be_visible()
