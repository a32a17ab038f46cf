"""A moderator enters translations: of the evening's texts, of a table, of a question."""

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import enter
from workshop.models import Phase

pytestmark = pytest.mark.e2e


@pytest.fixture
def facts(page: Page, house: House) -> tuple[Page, Evening]:
    """The facts of a dialogue that has not started."""
    evening = house.evening(phase=Phase.PREPARATION, cards=False)
    enter(page, evening.invitation.console_url)
    page.get_by_role("button").first.click()
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    expect(page.locator(".facts-form")).to_be_visible()
    return page, evening


def phone_page(house: House, evening: Evening, path: str, lang: str) -> str:
    return httpx.get(
        f"{house.server.url}/j/{evening.dialogue.code}{path}", params={"lang": lang}, timeout=30
    ).text


def write(form: Locator, name: str, text: str) -> None:
    """Open the folds around a field and fill it."""
    form.locator("summary").first.click()
    field = form.locator(f'[name="{name}"]')
    if not field.is_visible():
        form.locator(f'summary[lang="{name.split(".")[1]}"]').click()
    field.fill(text)


def save(form: Locator) -> None:
    form.get_by_role("button", name="Speichern").click()


def test_goal_is_entered_in_a_language_and_goes_with_the_old_wording(
    facts: tuple[Page, Evening], house: House
) -> None:
    page, evening = facts
    form = page.locator(".facts-form")
    expect(form.locator("summary").first).to_have_text("Übersetzungen (0 von 20)")
    write(form, "goal.ar", "الإصغاء")
    expect(form.locator('[name="goal.ar"]')).to_have_attribute("dir", "rtl")
    save(form)
    expect(page.locator(".message")).to_contain_text("Gespeichert")
    assert "الإصغاء" in phone_page(house, evening, "/-/goal", "ar")
    assert 'lang="de" dir="ltr">Zuhören<' in phone_page(house, evening, "/-/goal", "tr")
    form.locator('[name="goal"]').fill("Reden")
    save(form)
    expect(page.locator(".message").last).to_contain_text("Übersetzungen des alten Wortlauts fallen weg.")
    expect(form.locator('[name="goal.ar"]')).to_have_value("")
    assert "Reden" in phone_page(house, evening, "/-/goal", "ar")


def test_table_is_renamed_with_a_translation_and_the_others_are_counted_as_missing(
    facts: tuple[Page, Evening], house: House
) -> None:
    page, evening = facts
    line = page.locator('[data-table="wohnen"]')
    expect(line.locator(".missing")).to_have_count(0)
    line.get_by_role("button", name="Ändern").click()
    dialog = page.locator("dialog")
    dialog.locator('[name="title"]').fill("Sport")
    write(dialog, "title.tr", "Spor")
    save(dialog)
    expect(line).to_contain_text("In 9 Sprachen fehlen Übersetzungen")
    assert "Spor</bdi>" in phone_page(house, evening, "/wohnen", "tr")
    assert 'lang="de" dir="ltr">Sport</bdi>' in phone_page(house, evening, "/wohnen", "ar")


def test_question_keeps_its_translations_when_they_still_fit(
    facts: tuple[Page, Evening], house: House
) -> None:
    page, evening = facts
    before = phone_page(house, evening, "/wohnen", "fr")
    page.get_by_role("button", name="Ändern").last.click()
    dialog = page.locator("dialog")
    dialog.locator('[name="title"]').fill("Was braucht es denn?")
    dialog.locator("summary").first.click()
    dialog.locator('[name="translations_fit"]').check()
    save(dialog)
    expect(page.locator(".panel.lines").last).to_contain_text("Was braucht es denn?")
    after = phone_page(house, evening, "/wohnen", "fr")
    assert [page.partition('data-live="needed"')[2][:60] for page in (before, after)] == [
        before.partition('data-live="needed"')[2][:60]
    ] * 2
    assert "Was braucht es denn?" in phone_page(house, evening, "/wohnen", "de")


def test_draft_of_a_translation_comes_back_with_its_fold_open(facts: tuple[Page, Evening]) -> None:
    page, _evening = facts
    form = page.locator(".facts-form")
    write(form, "promise.uk", "Відповідь за чотири тижні")
    page.reload()
    expect(form.locator('[name="promise.uk"]')).to_be_visible()
    expect(form.locator('[name="promise.uk"]')).to_have_value("Відповідь за чотири тижні")
