"""What papers say beside the results is entered once, by several people, and each mistake is told plainly."""

import pytest
from playwright.sync_api import Page, expect

from exports.paper_facts import PaperFacts
from tests.console.conftest import House
from tests.console.test_accessibility import violations
from tests.entering import admit
from tests.factories import everything
from tests.waiting import until
from workshop.domain.paper_facts import write_paper_facts
from workshop.domain.rights import operator
from workshop.models import Phase

pytestmark = pytest.mark.e2e


def test_facts_for_papers_are_entered_by_two_people_and_read_as_written(page: Page, house: House) -> None:
    evening = house.evening(phase=Phase.CLOSED)
    admit(page.context, house.organiser_link())
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    form = page.locator("[data-paper-facts] form")
    town, event = form.locator("[data-papers=town]"), form.locator("[data-papers=evening]")
    expect(town.locator("summary")).to_have_text("Kommune (0 von 5)")
    town.locator("summary").click()
    event.locator("summary").click()
    form.get_by_label("Einwohnerzahl").fill("etwa 24.000")
    form.get_by_label("Darunter").fill("Ehrenamtliche: 52\nGeflüchtete: 41")
    form.get_by_label("Ausgangssituation").fill("Mein Anlass")
    keep = form.get_by_role("button", name="Angaben übernehmen")
    keep.click()
    problem = page.locator("[data-paper-facts] .problem")
    expect(problem).to_contain_text("Bitte schreiben Sie Zahlen in Ziffern")
    form.get_by_label("Einwohnerzahl").fill("24.300")
    theirs = PaperFacts(occasion="Ihr Anlass", costs="Ihre Kosten")
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    house.run(lambda store: write_paper_facts(store, facts=theirs, **act))
    keep.click()
    expect(form.locator(".version-text", has_text="Ihr Anlass")).to_be_visible()
    assert violations(page) == []
    keep.click()
    expect(page.locator(".message")).to_contain_text("Gespeichert")
    expect(town.locator("summary")).to_have_text("Kommune (1 von 5)")

    def stored() -> PaperFacts:
        return house.run(lambda store: everything(store, evening.dialogue)).dialogue.paper

    expected = PaperFacts(
        inhabitants=24_300,
        attendance_of="Ehrenamtliche: 52\nGeflüchtete: 41",
        occasion="Mein Anlass",
        costs="Ihre Kosten",
    )
    until(lambda: stored() == expected, why=stored)
