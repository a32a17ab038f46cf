"""Two people at once: both versions are shown, nothing typed is lost, and a step says whose it was."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit, enter
from tests.factories import everything
from tests.waiting import until
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.group import rename_group
from workshop.domain.outcome import Draft, create_outcome, edit_outcome
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.rights import operator
from workshop.domain.table import edit_question, edit_table
from workshop.models import OutcomeKind, Phase, QuestionKey

pytestmark = pytest.mark.e2e


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A page at another device."""
    context = browser.new_context(locale="de-DE")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def act(evening: Evening) -> dict:
    return {"actor": operator(), "dialogue_id": evening.dialogue.id}


def a_draft(*, kind: str = "problem", **words: str) -> Draft:
    return Draft(OutcomeKind(kind), **{"title": "Dolmetscher fehlen", "description": "Alt"} | words)


def put_outcome(house: House, evening: Evening, **words: str) -> int:
    return house.run(lambda store: create_outcome(store, draft=a_draft(**words), **act(evening)))


def others_store(house: House, evening: Evening, number: int, **words: str) -> None:
    house.run(lambda store: edit_outcome(store, outcome_id=number, draft=a_draft(**words), **act(evening)))


def stored(house: House, evening: Evening) -> OutcomeView:
    return house.run(lambda store: everything(store, evening.dialogue)).outcomes[0]


def open_outcome(page: Page, house: House, evening: Evening) -> Locator:
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=outcomes")
    page.get_by_role("button", name="Ändern").click()
    return page.get_by_role("dialog")


def test_second_moderator_sees_both_versions_of_a_result_and_chooses_by_field(
    page: Page, evening: Evening, house: House
):
    number = put_outcome(house, evening)
    dialog = open_outcome(page, house, evening)
    dialog.locator("[name=title]").fill("Mein Titel")
    dialog.locator("[name=description]").fill("Meine Beschreibung")
    others_store(house, evening, number, title="Ihr Titel", description="Ihre Beschreibung")
    dialog.get_by_role("button", name="Speichern").click()
    for words in ("Mein Titel", "Ihr Titel", "Meine Beschreibung", "Ihre Beschreibung"):
        expect(dialog.locator(".version-text", has_text=words)).to_be_visible()
    expect(dialog.locator("[name=title]")).to_have_value("Mein Titel")
    row = dialog.locator('[data-version="title"]')
    row.get_by_role("button", name="Gespeicherte nehmen").click()
    expect(dialog.locator("[name=title]")).to_have_value("Ihr Titel")
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    found = stored(house, evening)
    assert (found.title, found.description) == ("Ihr Titel", "Meine Beschreibung")


def test_fields_of_a_result_that_only_one_of_both_changed_are_both_kept(
    page: Page, evening: Evening, house: House
):
    number = put_outcome(house, evening)
    dialog = open_outcome(page, house, evening)
    dialog.locator("[name=description]").fill("Meine Beschreibung")
    others_store(house, evening, number, title="Ihr Titel")
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    found = stored(house, evening)
    assert (found.title, found.description) == ("Ihr Titel", "Meine Beschreibung")


def test_draft_that_comes_back_after_others_stored_does_not_overwrite_them(
    page: Page, evening: Evening, house: House
):
    number = put_outcome(house, evening)
    dialog = open_outcome(page, house, evening)
    dialog.locator("[name=description]").fill("Meine Beschreibung")
    page.keyboard.press("Escape")
    others_store(house, evening, number, title="Ihr Titel", description="Ihre Beschreibung")
    house.tell_pages(evening)
    expect(page.locator(".outcome-title")).to_have_text("Ihr Titel")
    page.reload()
    page.get_by_role("button", name="Entwurf weiter bearbeiten").click()
    expect(dialog.locator("[name=title]")).to_have_value("Ihr Titel")
    expect(dialog.locator("[name=description]")).to_have_value("Meine Beschreibung")
    expect(dialog.locator(".version-text", has_text="Ihre Beschreibung")).to_be_visible()
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    found = stored(house, evening)
    assert (found.title, found.description) == ("Ihr Titel", "Meine Beschreibung")


def test_kind_is_chosen_when_others_changed_it_below_ones_words(page: Page, evening: Evening, house: House):
    number = put_outcome(house, evening, kind="project_idea")
    dialog = open_outcome(page, house, evening)
    field = dialog.locator('[name="project_idea.first_step"]')
    field.fill("Was nicht verloren gehen darf")
    others_store(house, evening, number, kind="suggestion")
    dialog.get_by_role("button", name="Speichern").click()
    row = dialog.locator('[data-version="kind"]')
    expect(row).to_be_visible()
    expect(field).to_have_value("Was nicht verloren gehen darf")
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    found = stored(house, evening)
    assert found.kind == OutcomeKind.PROJECT_IDEA
    assert "Was nicht verloren gehen darf" in str(found.details)


def test_name_of_a_topic_shows_both_versions_and_can_be_stored(topics: Page, evening: Evening, house: House):
    number = evening.groups["Sprachkurse"]
    row = topics.locator(f'[data-group-id="{number}"]')
    row.get_by_role("button", name="Umbenennen").click()
    row.locator("textarea").fill("Mein Name")
    house.run(lambda store: rename_group(store, group_id=number, label="Ihr Name", **act(evening)))
    row.locator("textarea").press("Enter")
    expect(row.locator(".version-text", has_text="Ihr Name")).to_be_visible()
    expect(row.locator("textarea")).to_have_value("Mein Name")
    row.locator("textarea").press("Enter")
    expect(row.locator(".topic-label")).to_have_text("Mein Name")


def facts_page(page: Page, house: House, evening: Evening) -> Locator:
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    return page.locator(".facts-form")


def test_facts_show_what_others_stored_and_a_new_phase_is_no_conflict(
    page: Page, evening: Evening, house: House
):
    form = facts_page(page, house, evening)
    form.locator("[name=goal]").fill("Mein Ziel")
    house.run(lambda store: set_phase(store, phase=Phase.SORT, **act(evening)))
    facts = DialogueFacts(title="Ihr Titel", goal="Ihr Ziel")
    house.run(lambda store: describe_dialogue(store, facts=facts, **act(evening)))
    house.tell_pages(evening)
    expect(form.locator("[name=title]")).to_have_value("Ihr Titel")
    form.get_by_role("button", name="Speichern").click()
    expect(form.locator(".version-text", has_text="Ihr Ziel")).to_be_visible()
    form.get_by_role("button", name="Speichern").click()
    expect(page.locator(".message")).to_contain_text("Gespeichert")
    form.locator("[name=goal]").fill("Mein zweites Ziel")
    house.run(lambda store: set_phase(store, phase=Phase.COLLECT, **act(evening)))
    form.get_by_role("button", name="Speichern").click()

    def facts_now() -> tuple[str, str]:
        now = house.run(lambda store: everything(store, evening.dialogue)).dialogue
        return now.title, now.goal

    until(lambda: facts_now() == ("Ihr Titel", "Mein zweites Ziel"), why=facts_now)
    expect(form.locator(".both-versions")).to_have_count(0)


def _table(house: House, evening: Evening) -> None:
    table = house.tables(evening)[0]
    words = {"title": "Ihr Tisch", "guide": table.guide("de")}
    house.run(lambda store: edit_table(store, table_id=table.id, **words, **act(evening)))


def _question(house: House, evening: Evening) -> None:
    words = {"key": QuestionKey.WORKS, "title": "Ihre Frage"}
    house.run(lambda store: edit_question(store, **words, **act(evening)))


@pytest.mark.parametrize(
    ("place", "change", "theirs"),
    [(0, _table, "Ihr Tisch"), (-3, _question, "Ihre Frage")],
    ids=["table", "question"],
)
def test_table_and_question_show_both_versions(
    page: Page, house: House, place: int, change: Callable[[House, Evening], None], theirs: str
):
    evening = house.evening(phase=Phase.PREPARATION)
    facts_page(page, house, evening)
    page.get_by_role("button", name="Ändern").nth(place).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=title]").fill("Meine Worte")
    change(house, evening)
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog.locator(".version-text", has_text=theirs)).to_be_visible()
    dialog.get_by_role("button", name="Gespeicherte nehmen").click()
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    delta = house.run(lambda store: everything(store, evening.dialogue))
    assert theirs in {each.title("de") for each in (*(delta.tables or ()), *(delta.questions or ()))}


def test_dialog_about_a_card_shows_where_others_put_it_and_can_be_sent_again(
    topics: Page, evening: Evening, other: Page, house: House
):
    card = f'[data-entry-id="{evening.cards["Ein Klavier"]}"]'
    topics.locator(f".middle {card} .more").click()
    topics.get_by_role("menuitem", name=re.compile("Verschieben")).click()
    dialog = topics.get_by_role("dialog")
    enter(other, evening.host_link("bildung"))
    other.locator(f"{card} .more").click()
    other.get_by_role("menuitem", name=re.compile("Verschieben")).click()
    other.get_by_role("dialog").get_by_label("In welches Thema?").select_option(
        str(evening.groups["Dolmetscher"])
    )
    other.get_by_role("dialog").get_by_role("button", name="Verschieben").click()
    expect(other.get_by_role("dialog")).to_have_count(0)
    dialog.get_by_label("In welches Thema?").select_option(str(evening.groups["Sprachkurse"]))
    dialog.get_by_role("button", name="Verschieben").click()
    expect(dialog).to_contain_text("Jetzt: Dolmetscher")
    dialog.get_by_role("button", name="Verschieben").click()
    expect(dialog).to_have_count(0)
    row = topics.locator(f'[data-group-id="{evening.groups["Sprachkurse"]}"]')
    expect(row.locator(".topic-count")).to_have_text("4 Karten")


def rename(page: Page, evening: Evening, label: str, name: str) -> Locator:
    row = page.locator(f'[data-group-id="{evening.groups[label]}"]')
    row.get_by_role("button", name="Umbenennen").click()
    row.locator("textarea").fill(name)
    row.locator("textarea").press("Enter")
    expect(row.locator(".topic-label")).to_have_text(name)
    return row


def test_undo_takes_ones_own_step_and_both_are_told_when_it_was_not(
    topics: Page, evening: Evening, other: Page
):
    enter(other, evening.host_link("bildung"))
    hosts = rename(other, evening, "Sprachkurse", "Vom Tisch")
    mine = rename(topics, evening, "Dolmetscher", "Von der Moderation")
    other.get_by_role("button", name="Rückgängig").first.click()
    expect(hosts.locator(".topic-label")).to_have_text("Sprachkurse")
    expect(mine.locator(".topic-label")).to_have_text("Von der Moderation")
    other.get_by_role("button", name="Rückgängig").first.click()
    expect(other.locator(".message")).to_contain_text("nicht Ihr eigener Schritt (Moderation, anderes Gerät)")
    expect(topics.locator(".message")).to_contain_text(
        "Ihr Schritt wurde rückgängig gemacht: Thema umbenannt (durch: Tischleitung, anderes Gerät)"
    )
    topics.get_by_role("button", name="Wiederherstellen").first.click()
    expect(mine.locator(".topic-label")).to_have_text("Von der Moderation")


def test_undo_names_a_later_step_of_another_device_and_takes_it_back_only_when_asked(
    topics: Page, evening: Evening, other: Page
):
    enter(other, evening.host_link("bildung"))
    rename(topics, evening, "Sprachkurse", "Von der Moderation")
    row = rename(other, evening, "Sprachkurse", "Vom Tisch")
    topics.get_by_role("button", name="Rückgängig").first.click()
    message = topics.locator(".message")
    expect(message).to_contain_text("noch einmal geändert: Thema umbenannt (Tischleitung, anderes Gerät)")
    expect(row.locator(".topic-label")).to_have_text("Vom Tisch")
    topics.get_by_role("button", name="Diesen Schritt rückgängig machen").click()
    expect(row.locator(".topic-label")).to_have_text("Von der Moderation")
    expect(other.locator(".message")).to_contain_text("Ihr Schritt wurde rückgängig gemacht")
