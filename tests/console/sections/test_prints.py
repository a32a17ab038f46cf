import re
from collections.abc import Iterable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit
from themes import load_theme_set
from workshop.console.wording.sheets import sheet_words
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.rights import operator
from workshop.domain.table import add_table, edit_question
from workshop.i18n import LANGUAGES
from workshop.models import Phase, QuestionKey

pytestmark = pytest.mark.e2e

PAGE = re.compile(rb"/Type\s*/Page\b")
LONG = "Donaudampfschifffahrtsgesellschaft und Nachbarschaftshilfe "


@pytest.fixture
def evening(house: House) -> Evening:
    return house.evening(phase=Phase.PREPARATION, cards=False)


def open_sheets(page: Page, house: House, evening: Evening) -> None:
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=print")
    expect(page.locator(".sheet").first).to_be_visible()


def printed_pages(page: Page) -> int:
    return len(PAGE.findall(page.pdf(prefer_css_page_size=True)))


def lengthen(house: House, evening: Evening, place: str, goal: str) -> None:
    """Give the dialogue texts as long as they may be, and a table that has such a title and sentence."""

    async def change(store) -> None:
        actor, dialogue_id = operator(), evening.dialogue.id
        facts = DialogueFacts(
            title=(LONG * 4)[:200],
            municipality=(LONG * 4)[:200],
            place=place,
            goal=goal,
            card_budget=100,
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


@pytest.mark.parametrize(
    ("place", "goal"), [("W" * 200, (LONG * 40)[:2000]), ("Bürgerhaus", "W" * 2000)], ids=["place", "goal"]
)
def test_long_texts_stay_on_one_page_each(
    page: Page, house: House, evening: Evening, place: str, goal: str
) -> None:
    lengthen(house, evening, place, goal)
    open_sheets(page, house, evening)
    sheets = page.locator(".sheet").count()
    assert sheets == len(evening.invitation.tables) + 2
    assert printed_pages(page) == sheets
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # the width of the paper without its margins
    wide = "[...document.querySelectorAll('.sheet *')].filter(e => e.scrollWidth > innerWidth).length"
    assert page.evaluate(wide) == 0
    # Of 267 mm between the margins: letters of another machine are wider.
    heights = "[...document.querySelectorAll('.sheet')].map(e => e.getBoundingClientRect().height)"
    assert max(page.evaluate(heights)) * 25.4 / 96 < 250


def test_sheets_follow_the_facts_of_the_evening(page: Page, house: House, evening: Evening) -> None:
    open_sheets(page, house, evening)

    other = page.context.new_page()
    other.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    form = other.locator("form", has=other.locator("[name=municipality]"))
    form.locator("[name=municipality]").fill("Ostfildern")
    form.get_by_role("button", name="Speichern").click()
    expect(page.locator(".sheet-facts").last).to_contain_text("Dialogabend · Ostfildern")


def sheets_in(page: Page, evening: Evening, lang: str) -> None:
    page.locator(f'.sheet-languages a[lang="{lang}"]').click()
    expect(page.locator(f'.sheet-languages [aria-current="page"][lang="{lang}"]')).to_have_count(1)
    expect(page.locator(f'.sheet[lang="{lang}"]')).to_have_count(len(evening.invitation.tables) + 1)


def languages_speak(page: Page, house: House, evening: Evening, languages: Iterable[str]) -> None:
    facts = DialogueFacts(
        title="Dialogabend",
        municipality="Schwäbisch Gmünd",
        held_on=date(2026, 11, 22),
        card_budget=3,
        translations={"title": {lang: f"Abend {lang}" for lang in LANGUAGES if lang != "de"}},
    )
    house.run(
        lambda store: describe_dialogue(store, actor=operator(), dialogue_id=evening.dialogue.id, facts=facts)
    )
    titles = load_theme_set("gmuend")
    open_sheets(page, house, evening)
    for lang in languages:
        sheets_in(page, evening, lang)
        expect(page.locator(".sheet-title").first).to_have_text(f"Abend {lang}")
        sheet, table = page.locator(".sheet").nth(2), titles.tables[1]
        expect(sheet).to_have_attribute("dir", "rtl" if lang in {"ar", "fa"} else "ltr")
        expect(sheet.locator(".sheet-title")).to_have_text(table.title.in_language(lang))
        expect(sheet.locator(".sheet-questions li")).to_have_text(
            [re.compile(re.escape(text.in_language(lang)) + "$") for text in titles.questions.values()]
        )
        said = sheet_words(lang)
        expect(sheet.locator(".sheet-number")).to_have_text(said("Table %(n)d") % {"n": 2})
        expect(sheet.locator(".sheet-code")).to_have_text(
            said("Code to type in:") + evening.dialogue.spoken_code
        )
        expect(sheet.locator(".sheet-how").first).to_have_text(
            said("Cards per person and question: %(n)d at most") % {"n": 3}
        )
        expect(sheet.locator(".sheet-address")).to_have_attribute("dir", "ltr")
        # The day stands by itself, whichever way the town before it is written.
        expect(sheet.locator(".sheet-facts bdi")).to_have_count(3)
        assert (lang, printed_pages(page)) == (lang, len(evening.invitation.tables) + 1)


def test_sheets_speak_the_chosen_language_and_are_one_page_each(
    page: Page, house: House, evening: Evening
) -> None:
    languages_speak(page, house, evening, ("ar", "ru"))


@pytest.mark.soak
def test_sheets_speak_every_language_and_are_one_page_each(
    page: Page, house: House, evening: Evening
) -> None:
    languages_speak(page, house, evening, [lang for lang in LANGUAGES if lang != "de"])
