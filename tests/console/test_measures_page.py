"""Two people write into the measures table at once: nothing typed is lost; and it goes by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.console.conftest import House
from tests.console.test_accessibility import violations
from tests.console.test_small_screens import CUT_OFF
from tests.entering import admit
from tests.factories import everything
from tests.sampling import sampled
from tests.waiting import until
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import OutcomeKind, Phase

pytestmark = pytest.mark.e2e
BUS, TABLE, BUS_STOP = "Abendbus", "Wohnungen finden", "Haltestelle am Markt"


class Plan:
    """An evening with three measures."""

    def __init__(self, house: House) -> None:
        self.house, self.evening = house, house.evening(phase=Phase.HARVEST)
        self._act = {"actor": operator(), "dialogue_id": self.evening.dialogue.id}
        groups = [self.evening.groups["Sprachkurse"]]
        drafts = (
            Draft(
                OutcomeKind.PROJECT_IDEA,
                BUS,
                group_ids=groups,
                details={"caretaker": "Stadtwerke", "partners": ["Stadt"], "by_when": "2027-03-01"},
            ),
            Draft(OutcomeKind.ROUND_TABLE, TABLE, details={"convenor": "alle"}),
            Draft(OutcomeKind.PROJECT_IDEA, BUS_STOP),
        )

        async def fill(store: Store) -> list[int]:
            return [await create_outcome(store, draft=draft, **self._act) for draft in drafts]

        self.ids = dict(zip((BUS, TABLE, BUS_STOP), house.run(fill), strict=True))

    def open(self, page: Page) -> None:
        admit(page.context, self.house.organiser_link())
        page.goto(f"{self.house.server.url}/console/{self.evening.dialogue.code}/measures")
        expect(page.locator(".measures tbody tr")).to_have_count(3)

    def cell(self, page: Page, measure: str, name: str) -> Locator:
        return page.locator(f'[data-cell="{self.ids[measure]}.{name}"]')

    def part(self, page: Page, measure: str, name: str) -> Locator:
        return page.locator(".part").filter(has=self.cell(page, measure, name))

    def stored(self, measure: str) -> dict[str, object]:
        rows = self.house.run(lambda store: everything(store, self.evening.dialogue)).outcomes
        row = next(each for each in rows if each.id == self.ids[measure])
        return {"title": row.title} | row.details

    def discard(self, measure: str) -> None:
        number = self.ids[measure]
        self.house.run(lambda store: discard_outcome(store, outcome_id=number, **self._act))


@pytest.fixture
def plan(house: House) -> Plan:
    return Plan(house)


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A page at another device."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, locale="de-DE")
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_two_people_at_once_lose_nothing(page: Page, other: Page, plan: Plan):
    for each in (page, other):
        plan.open(each)
    mine = plan.cell(page, BUS, "first_step")
    mine.fill("Fahrgäste zä")
    # Who writes is shown to the other one, by role.
    expect(plan.part(other, BUS, "first_step").locator(".part__band")).to_have_text("Moderation")
    # Other cells of the row, while somebody types: they come, and what is being typed stays as it is.
    plan.cell(other, BUS, "title").fill("Bus am Abend")
    plan.cell(other, BUS, "caretaker").fill("Landratsamt")
    plan.cell(other, BUS, "caretaker").press("Tab")
    expect(plan.cell(page, BUS, "title")).to_have_value("Bus am Abend")
    expect(plan.cell(page, BUS, "caretaker")).to_have_value("Landratsamt")
    expect(mine).to_have_value("Fahrgäste zä")
    expect(mine).to_be_focused()
    mine.press_sequentially("hlen")
    mine.press("Tab")
    expect(plan.cell(other, BUS, "first_step")).to_have_value("Fahrgäste zählen")
    # The same cell: the later one sees both, and chooses.
    mine.fill("Fahrplan lesen")
    plan.cell(other, BUS, "first_step").fill("Fahrer fragen")
    plan.cell(other, BUS, "first_step").press("Tab")
    both = plan.part(page, BUS, "first_step").locator(".part__both")
    expect(both.locator(".part__theirs")).to_have_text("Fahrer fragen")
    expect(mine).to_have_value("Fahrplan lesen")
    mine.press("Tab")
    expect(both).to_be_visible()
    assert plan.stored(BUS)["first_step"] == "Fahrer fragen"
    both.get_by_role("button", name="Meine speichern").click()
    expect(plan.cell(other, BUS, "first_step")).to_have_value("Fahrplan lesen")
    expect(both).to_have_count(0)
    # What was stored here is taken back, but nothing that somebody else has changed since; and done again.
    said, (undo, redo) = page.locator(".measures-told"), page.locator(".measures-turns button").all()
    undo.click()
    expect(plan.cell(other, BUS, "first_step")).to_have_value("Fahrer fragen")
    expect(said).to_have_text("✓ Rückgängig gemacht: Erster Schritt, Nr. 1: Bus am Abend")
    undo.click()
    expect(said).to_contain_text("Nichts geändert: Dort hat seitdem jemand etwas anderes geschrieben")
    redo.click()
    expect(plan.cell(other, BUS, "first_step")).to_have_value("Fahrplan lesen")
    expect(mine).to_have_value("Fahrplan lesen")
    # A measure that goes away below somebody's words leaves them there.
    plan.cell(page, BUS_STOP, "first_step").fill("Bank aufstellen")
    plan.discard(BUS_STOP)
    expect(page.locator(".measures-lost")).to_contain_text("Bank aufstellen")
    assert plan.stored(BUS) == {
        "title": "Bus am Abend",
        "caretaker": "Landratsamt",
        "partners": ["Stadt"],
        "by_when": "2027-03-01",
        "first_step": "Fahrplan lesen",
    }


def test_typed_words_outlast_escape_a_reload_and_a_dead_server(page: Page, plan: Plan, house: House):
    plan.open(page)
    cell, part = (find(page, BUS, "first_step") for find in (plan.cell, plan.part))
    cell.fill("Nur gedacht")
    cell.press("Escape")
    expect(cell).not_to_be_focused()
    expect(part).to_contain_text("Noch nicht gespeichert")
    page.reload()
    expect(cell).to_have_value("Nur gedacht")
    assert "first_step" not in plan.stored(BUS)
    part.get_by_role("button", name="Verwerfen").click()
    expect(cell).to_have_value("")
    expect(cell).to_be_focused()
    cell.fill("Im Funkloch geschrieben")
    house.server.stop()
    cell.press("Tab")
    expect(part).to_contain_text("Wird gespeichert")
    with page.expect_event("load", timeout=60_000):
        house.server.start()
    until(lambda: plan.stored(BUS).get("first_step") == "Im Funkloch geschrieben")
    expect(cell).to_have_value("Im Funkloch geschrieben")
    expect(part.locator("button")).to_have_count(0)


def test_table_is_worked_by_keyboard(page: Page, plan: Plan):
    plan.open(page)
    title = plan.cell(page, BUS, "title")
    title.focus()
    title.press("End")
    title.press_sequentially("!")
    # Arrows move within the words.
    for _ in range(2):
        title.press("ArrowLeft")
    title.press("ArrowUp")
    expect(title).to_be_focused()
    title.press("Enter")
    below = plan.cell(page, TABLE, "title")
    expect(below).to_be_focused()
    until(lambda: plan.stored(BUS)["title"] == f"{BUS}!")
    below.press("Tab")
    expect(below).not_to_be_focused()
    names = plan.cell(page, BUS, "partners")
    names.focus()
    names.press("End")
    names.press("Shift+Enter")
    names.press_sequentially("Kreis")
    names.press("Shift+Tab")
    until(lambda: plan.stored(BUS)["partners"] == ["Stadt", "Kreis"])
    # A day is read in words, and typed in digits.
    day = plan.cell(page, BUS, "by_when")
    expect(day).to_have_value("1. März 2027")
    day.focus()
    expect(day).to_have_value("01.03.2027")
    day.fill("12.4.2027")
    day.press("Enter")
    expect(day).to_have_value("12. April 2027")
    expect(page.locator(".measures-told")).to_contain_text("gespeichert um")
    # What was stored last is taken back by key, after a reload too; words that are being typed are not.
    page.reload()
    expect(day).to_have_value("12. April 2027")
    below.press_sequentially("?")
    below.press("Control+z")
    expect(below).to_have_value(TABLE)
    expect(day).to_have_value("12. April 2027")
    below.press("Escape")
    below.press("Control+z")
    expect(day).to_have_value("1. März 2027")
    expect(page.locator(".measures-told")).to_contain_text("Rückgängig gemacht: Bis wann?")
    # Who is missing is said in words.
    expect(page.locator(".measures-responsible")).to_have_text("Für 1 von 3 ist jemand verantwortlich")
    expect(page.locator(".part__gap").first).to_have_text("○ „Alle“ heißt oft niemand: Wer fängt an?")


@pytest.mark.parametrize("width", sampled([1920, 1440, 1024, 390], [1440, 390]))
def test_table_fits_each_screen_and_stands_the_checks(page: Page, plan: Plan, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    plan.open(page)
    plan.cell(page, BUS, "first_step").fill("Donaudampfschifffahrtsgesellschaftskapitänsverordnung")
    plan.cell(page, BUS, "first_step").press("Escape")
    expect(page.locator(".part__unsaved")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    assert violations(page) == []
    page.get_by_role("link", name="Zu den Ergebnissen").click()
    expect(page.locator(".outcome")).to_have_count(3)
    assert page.evaluate(CUT_OFF) == []


def test_the_way_to_the_table(page: Page, other: Page, plan: Plan, house: House):
    admit(page.context, house.organiser_link())
    for view in ("", "?view=outcomes", "/results"):
        page.goto(f"{house.server.url}/console/{plan.evening.dialogue.code}{view}")
        page.get_by_role("link", name="Maßnahmenplan").last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Wer macht was bis wann?")
    # A host has those of the own table, once there is one.
    table = next(each for each in house.tables(plan.evening) if each.key == "bildung")
    admit(other.context, plan.evening.host_link("bildung"))
    other.goto(f"{house.server.url}/host/{plan.evening.dialogue.code}/bildung")
    link = other.get_by_role("link", name="Maßnahmen dieses Tisches")
    expect(other.locator(".topic")).to_have_count(2)
    expect(link).to_be_hidden()
    draft = Draft(OutcomeKind.PROJECT_IDEA, "Lernpaten", table_id=table.id)
    act = {"actor": operator(), "dialogue_id": plan.evening.dialogue.id}
    number = house.run(lambda store: create_outcome(store, draft=draft, **act))
    house.tell_pages(plan.evening)
    link.click()
    expect(other.locator(".measures tbody tr")).to_have_count(1)
    cell = other.locator(f'[data-cell="{number}.caretaker"]')
    cell.fill("Volkshochschule")
    cell.press("Tab")
    expect(page.locator(f'[data-cell="{number}.caretaker"]')).to_have_value("Volkshochschule")
    other.get_by_role("link", name="Zum Tisch").click()
    expect(other.locator(".topic")).to_have_count(2)
