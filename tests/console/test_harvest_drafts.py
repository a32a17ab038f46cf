"""Whatever is typed, ticked or chosen alone in the harvest dialog is offered again after Escape."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from exports.field import Choice, Field, Tick
from exports.outcome_fields import fields_of
from tests.console.conftest import Evening, House
from tests.entering import admit
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import OutcomeKind, Phase

pytestmark = pytest.mark.e2e

EVERY_FIELD = [
    pytest.param(kind, field, id=f"{kind}.{field.name}") for kind in OutcomeKind for field in fields_of(kind)
]
WORDS = "Nur das hier"


@pytest.fixture(scope="module")
def kept(house: House) -> Evening:
    """An evening with a result of each kind; the tests of this module store nothing."""
    evening = house.evening(phase=Phase.HARVEST)
    dialogue_id, group_ids = evening.dialogue.id, [evening.groups["Dolmetscher"]]

    async def harvest(store: Store) -> None:
        async with store.read() as session:
            tables = await session.run_sync(tables_of, dialogue_id)
        table_id = next(table.id for table in tables if table.key == "bildung")
        for kind in OutcomeKind:
            draft = Draft(kind, f"Ergebnis {kind}", table_id=table_id, group_ids=group_ids)
            await create_outcome(store, actor=operator(), dialogue_id=dialogue_id, draft=draft)

    house.run(harvest)
    return evening


@pytest.fixture(scope="module")
def console(browser: Browser, kept: Evening, house: House) -> Iterator[Page]:
    """A laptop whose link is exchanged already."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    admit(context, kept.invitation.console_url)
    page.goto(f"{house.server.url}/console/{kept.dialogue.code}")
    yield page
    context.close()


@pytest.fixture
def results(console: Page, kept: Evening, house: House) -> Page:
    """The list of results, opened anew."""
    console.evaluate("sessionStorage.clear()")
    console.goto(f"{house.server.url}/console/{kept.dialogue.code}?view=outcomes")
    expect(console.locator(".outcome")).to_have_count(len(OutcomeKind))
    return console


def change(page: Page, kind: OutcomeKind) -> Locator:
    page.locator(".outcome", has_text=f"Ergebnis {kind}").get_by_role("button", name="Ändern").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def close_and_go_on(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Entwurf weiter bearbeiten").click()


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_field_filled_in_alone_is_offered_again(results: Page, kind: OutcomeKind, field: Field):
    control = change(results, kind).locator(f'[name="{kind}.{field.name}"]')
    match field:
        case Choice():
            control.select_option(field.options[-1].key)
            close_and_go_on(results)
            expect(control).to_have_value(field.options[-1].key)
        case Tick():
            control.check()
            close_and_go_on(results)
            expect(control).to_be_checked()
        case _:
            control.fill(WORDS)
            close_and_go_on(results)
            expect(control).to_have_value(WORDS)


@pytest.mark.parametrize("label", ["Titel", "Beschreibung"])
def test_title_or_description_alone_is_offered_again(results: Page, label: str):
    control = change(results, OutcomeKind.PROBLEM).get_by_label(label)
    control.fill(WORDS)
    close_and_go_on(results)
    expect(control).to_have_value(WORDS)


def test_kind_alone_is_offered_again(results: Page):
    kind = change(results, OutcomeKind.PROBLEM).locator('[name=kind][value="suggestion"]')
    kind.check()
    close_and_go_on(results)
    expect(kind).to_be_checked()


def test_actor_ticked_alone_is_offered_again(results: Page):
    fields = change(results, OutcomeKind.ROUND_TABLE).locator(".for-round_table")
    actor = fields.get_by_label("Schulen und Lehrkräfte")
    actor.check()
    close_and_go_on(results)
    expect(actor).to_be_checked()


def test_cards_unticked_alone_are_offered_again(results: Page):
    cards = change(results, OutcomeKind.PROBLEM).locator("[name=entry]")
    expect(cards).to_have_count(2)
    for number in range(2):
        cards.nth(number).uncheck()
    close_and_go_on(results)
    expect(cards).to_have_count(2)
    for number in range(2):
        expect(cards.nth(number)).not_to_be_checked()


def test_topic_added_or_left_out_alone_is_offered_again(results: Page, kept: Evening):
    dialog = change(results, OutcomeKind.PROBLEM)
    topics = dialog.locator("[data-evidence-group]")
    dialog.get_by_label("Weiteres Thema dazunehmen").select_option(str(kept.groups["Sprachkurse"]))
    dialog.get_by_role("button", name="Dazunehmen").click()
    expect(topics).to_have_count(2)
    close_and_go_on(results)
    expect(topics).to_have_count(2)
    results.reload()
    change(results, OutcomeKind.PROBLEM).get_by_role("button", name="Dieses Thema weglassen").click()
    expect(topics).to_have_count(0)
    close_and_go_on(results)
    expect(dialog.get_by_label("Titel")).to_have_value("Ergebnis problem")
    expect(topics).to_have_count(0)


def test_topic_added_to_a_new_result_is_offered_again_and_again(console: Page, kept: Evening, house: House):
    console.evaluate("sessionStorage.clear()")
    console.goto(f"{house.server.url}/console/{kept.dialogue.code}?view=topics&table=bildung")
    topic = console.locator(f'[data-group-id="{kept.groups["Dolmetscher"]}"]')
    topic.get_by_role("button", name="Ergebnis").click()
    dialog = console.get_by_role("dialog")
    dialog.get_by_label("Titel").fill(WORDS)
    dialog.get_by_label("Weiteres Thema dazunehmen").select_option(str(kept.groups["Sprachkurse"]))
    dialog.get_by_role("button", name="Dazunehmen").click()
    topics = dialog.locator("[data-evidence-group]")
    expect(topics).to_have_count(2)
    for _time in range(2):
        close_and_go_on(console)
        expect(topics).to_have_count(2)
        expect(dialog.get_by_label("Titel")).to_have_value(WORDS)


def test_draft_that_was_opened_again_is_not_lost_by_a_second_escape(results: Page):
    title = change(results, OutcomeKind.PROBLEM).get_by_label("Titel")
    title.fill(WORDS)
    close_and_go_on(results)
    expect(title).to_have_value(WORDS)
    close_and_go_on(results)
    expect(title).to_have_value(WORDS)


@pytest.mark.parametrize("kind", OutcomeKind)
def test_dialog_without_a_change_leaves_no_draft(results: Page, kind: OutcomeKind):
    dialog = change(results, kind)
    results.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # The server answers in order: once the dialog stands there again, it has dealt with the one before.
    change(results, kind)
    expect(dialog.get_by_label("Titel")).to_have_value(f"Ergebnis {kind}")
    expect(results.locator(".draft")).to_have_count(0)
