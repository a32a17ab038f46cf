import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House
from tests.entering import enter
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.rights import operator
from workshop.domain.table import add_table, edit_question
from workshop.models import Phase, QuestionKey

pytestmark = pytest.mark.e2e

PAGE = re.compile(rb"/Type\s*/Page\b")
LONG = "Donaudampfschifffahrtsgesellschaft und Nachbarschaftshilfe "


@pytest.fixture
def evening(house: House) -> Evening:
    return house.evening(phase=Phase.PREPARATION, cards=False)


def open_sheets(page: Page, house: House, evening: Evening) -> None:
    enter(page, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=print")
    expect(page.locator(".sheet").first).to_be_visible()


def printed_pages(page: Page) -> int:
    return len(PAGE.findall(page.pdf(prefer_css_page_size=True)))


def lengthen(house: House, evening: Evening) -> None:
    """Give the dialogue texts as long as they may be, and a table that has such a title and sentence."""

    async def change(store) -> None:
        actor, dialogue_id = operator(), evening.dialogue.id
        facts = DialogueFacts(
            title=(LONG * 4)[:200],
            municipality=(LONG * 4)[:200],
            place="W" * 200,
            goal=(LONG * 40)[:2000],
        )
        await describe_dialogue(store, actor=actor, dialogue_id=dialogue_id, facts=facts)
        await add_table(store, actor=actor, dialogue_id=dialogue_id, title="W" * 120, guide=(LONG * 4)[:200])
        for key in QuestionKey:
            await edit_question(store, actor=actor, dialogue_id=dialogue_id, key=key, title=(LONG * 3)[:120])

    house.run(change)


def test_each_table_has_one_printed_page_and_the_door_one(page: Page, house: House, evening: Evening) -> None:
    open_sheets(page, house, evening)
    expect(page.locator(".sheet")).to_have_count(len(evening.invitation.tables) + 1)
    assert printed_pages(page) == len(evening.invitation.tables) + 1


def test_table_sheet_carries_title_questions_and_code(page: Page, house: House, evening: Evening) -> None:
    open_sheets(page, house, evening)
    code = evening.dialogue.spoken_code
    for sheet in page.locator(".sheet").all():
        expect(sheet).to_contain_text("Dialogabend")
        expect(sheet).to_contain_text("Schwäbisch Gmünd")
        expect(sheet.locator(".sheet-questions li")).to_have_text(
            ["✓Was läuft gut?", "↑Was muss verbessert werden?", "+Was braucht es?"]
        )
        expect(sheet.locator(".sheet-code")).to_have_text(f"Code zum Eintippen:{code}")
        expect(sheet.get_by_role("img")).to_have_count(1)


def test_long_texts_stay_on_one_page_each(page: Page, house: House, evening: Evening) -> None:
    lengthen(house, evening)
    open_sheets(page, house, evening)
    sheets = page.locator(".sheet").count()
    assert sheets == len(evening.invitation.tables) + 2
    assert printed_pages(page) == sheets
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # the width of the paper without its margins
    wide = "[...document.querySelectorAll('.sheet *')].filter(e => e.scrollWidth > innerWidth).length"
    assert page.evaluate(wide) == 0


def test_sheets_follow_the_facts_of_the_evening(page: Page, house: House, evening: Evening) -> None:
    open_sheets(page, house, evening)

    other = page.context.new_page()
    other.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    form = other.locator("form", has=other.locator("[name=municipality]"))
    form.locator("[name=municipality]").fill("Ostfildern")
    form.get_by_role("button", name="Speichern").click()
    expect(page.locator(".sheet-facts").last).to_contain_text("Dialogabend · Ostfildern")
