"""What a moderator wrote, in the reader's language; where that is missing, the original says so."""

import re
from html import unescape

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.phone.hall import Hall
from tests.waiting import soon
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.queries.question import questions_of
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.table import edit_question, edit_table
from workshop.i18n import LANGUAGES, catalogue
from workshop.models import Phase, QuestionKey

OTHERS = [tag for tag in LANGUAGES if tag != "de"]
RTL = {"ar", "fa"}


def note(tag: str) -> str:
    text = catalogue("phone", tag).gettext(
        "Not everything here is translated yet. What is missing is shown in the original (%(language)s)."
    )
    return text % {"language": "Deutsch"}


async def reword(store, dialogue, **translations: str) -> None:
    """Give everything that a moderator edits a new wording, with the same translations everywhere."""
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.PREPARATION, **act)
    async with store.read() as session:
        table = (await session.run_sync(tables_of, dialogue.id))[0]
    await edit_table(
        store,
        table_id=table.id,
        title="Neu Tisch",
        guide="Neu Satz",
        titles=translations,
        guides=translations,
        **act,
    )
    for key in QuestionKey:
        await edit_question(store, key=key, title=f"Neu {key}", titles=translations, **act)
    names = ("title", "place", "goal", "promise")
    facts = DialogueFacts(
        **{name: f"Neu {name}" for name in names}, translations=dict.fromkeys(names, translations)
    )
    await describe_dialogue(store, facts=facts, **act)


async def page_of(client, dialogue, path: str, tag: str, marker: str) -> str:
    """Return the page as soon as it knows the new words."""
    text = ""

    async def knows() -> bool:
        nonlocal text
        text = unescape((await client.get(f"/j/{dialogue.code}{path}", params={"lang": tag})).text)
        return marker in text

    await soon(knows)
    return text


@pytest.mark.integration
@pytest.mark.parametrize("tag", OTHERS)
async def test_missing_translation_shows_the_original_and_says_so(client, dialogue, store, tag):
    await reword(store, dialogue)
    originals = {
        "/wohnen": ["Neu Tisch", "Neu Satz", *(f"Neu {key}" for key in QuestionKey)],
        "/-/tables": ["Neu Tisch", "Neu title", "Neu goal"],
        "/-/goal": ["Neu goal", "Neu title", "Neu place"],
        "/-/results": ["Neu promise", "Neu title"],
        "/topics": ["Neu Tisch"],
    }
    for path, words in originals.items():
        text = await page_of(client, dialogue, path, tag, words[0])
        for each in words:
            assert re.search(f'lang="de" dir="ltr"[^>]*>{each}<', text), (path, each)
        assert text.count(note(tag)) == 1, path


@pytest.mark.integration
@pytest.mark.parametrize("tag", LANGUAGES)
async def test_what_is_there_in_the_readers_language_is_shown_without_a_word_about_it(
    client, dialogue, store, tag
):
    words = {each: f"Wort {each}" for each in OTHERS}
    await reword(store, dialogue, **words)
    direction = "rtl" if tag in RTL else "ltr"
    for path in ("/wohnen", "/-/tables", "/-/goal", "/-/results", "/topics"):
        text = await page_of(client, dialogue, path, tag, words.get(tag, "Neu "))
        if tag != "de":
            assert f'lang="{tag}" dir="{direction}">{words[tag]}<' in text, path
            assert "Neu " not in text, path
        assert note(tag) not in text, path


@pytest.mark.integration
async def test_theme_sets_need_no_note_in_any_language(client, dialogue):
    for tag in LANGUAGES:
        text = unescape((await client.get(f"/j/{dialogue.code}/wohnen", params={"lang": tag})).text)
        assert '<p class="muted" data-live="note"></p>' in text, tag


@pytest.mark.e2e
def test_start_brings_words_language_and_note(phone: BrowserContext, hall: Hall):
    hall.begin(Phase.PREPARATION)
    page = phone.new_page()
    with page.expect_response("**/events*"):
        page.goto(hall.address("/wohnen?lang=ar"))
    expect(page.locator("[data-live=note]")).to_be_hidden()
    table, question = hall.do(_first, hall.id)
    act = {"actor": operator(), "dialogue_id": hall.id}
    hall.do(edit_table, table_id=table.id, title="Sport", guide="", **act)
    hall.do(edit_question, key=question.key, title="Was ist gut?", titles={"ar": "ما الجيد؟"}, **act)
    hall.phase(Phase.COLLECT)
    expect(page.locator("h1")).to_have_text("Sport")
    expect(page.locator("h1 bdi")).to_have_attribute("lang", "de")
    expect(page.locator("h1 bdi")).to_have_attribute("dir", "ltr")
    expect(page.locator("[data-live=works]")).to_have_text("ما الجيد؟")
    expect(page.locator("[data-live=note]")).to_have_text(note("ar"))


async def _first(store, dialogue_id):
    async with store.read() as session:
        tables = await session.run_sync(tables_of, dialogue_id)
        return tables[0], (await session.run_sync(questions_of, dialogue_id))[0]
