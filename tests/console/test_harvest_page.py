"""Topics become results with the plenary, and the results become files."""

import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.rights import operator
from workshop.models import OutcomeKind, Phase

pytestmark = pytest.mark.e2e


@pytest.fixture
def evening(house: House) -> Evening:
    return house.evening(phase=Phase.HARVEST, rehearsal=True)


def harvest(page: Page, evening: Evening, label: str):
    page.locator(f'[data-group-id="{evening.groups[label]}"]').get_by_role("button", name="Ergebnis").click()
    return page.get_by_role("dialog")


def test_project_idea_round_table_and_the_files(topics: Page, evening: Evening):
    dialog = harvest(topics, evening, "Sprachkurse")
    expect(dialog.get_by_label("Titel")).to_have_value("Sprachkurse")
    dialog.get_by_label("Titel").fill("Abendkurse mit Kinderbetreuung")
    dialog.get_by_label("Wer kümmert sich?").fill("Volkshochschule")
    dialog.get_by_label("Weitere Partner").fill("Stadt\nFreundeskreis")
    dialog.get_by_label("Erster Schritt").fill("Räume anfragen")
    dialog.get_by_label("Bis wann?").fill("2027-01-31")
    dialog.get_by_role("checkbox", name=re.compile("Sprachkurse am Abend fehlen")).uncheck()
    dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
    expect(topics.locator(".message")).to_contain_text("Festgehalten")

    dialog = harvest(topics, evening, "Dolmetscher")
    dialog.get_by_label("Runder Tisch").check()
    questions = dialog.get_by_label(re.compile("Fragen für den Runden Tisch"))
    expect(questions).to_have_value(
        "Wie kann das besser werden: „Elternabende ohne Dolmetscher“?\n"
        "Wer kann was dazu beitragen: „Dolmetscher in der Schule“?"
    )
    dialog.get_by_label("Wer lädt ein?").fill("Schulamt")
    dialog.locator(".for-round_table").get_by_label("Schulen und Lehrkräfte").check()
    dialog.get_by_label(re.compile("Weitere Eingeladene")).fill("Elternbeirat")
    dialog.get_by_role("textbox", name="Wann?", exact=True).fill("12.03.2027")
    dialog.get_by_label("Weiteres Thema dazunehmen").select_option(str(evening.groups["Sprachkurse"]))
    dialog.get_by_role("button", name="Dazunehmen").click()
    expect(dialog.locator(".evidence")).to_have_count(2)
    dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
    expect(dialog).to_have_count(0)

    topics.get_by_role("link", name=re.compile("Ergebnisse")).click()
    expect(topics.locator(".outcome")).to_have_count(2)
    idea = topics.locator(".outcome", has_text="Abendkurse")
    expect(idea).to_contain_text("31. Januar 2027")
    expect(idea.locator("summary")).to_have_text("2 Karten dahinter")
    expect(topics.locator(".outcome", has_text="Schulamt").locator("summary")).to_have_text(
        "5 Karten dahinter"
    )

    topics.get_by_role("link", name="Dateien").click()
    with topics.expect_download(timeout=60_000) as waiting:
        topics.get_by_role("button", name="Alles herunterladen").click()
    assert waiting.value.suggested_filename == "PROBE-schwaebisch-gmuend-dialogabend-2026-11-22.zip"
    archive = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    results = json.loads(archive.read("PROBE-results.json"))
    by_kind = {outcome["kind"]: outcome for outcome in results["outcomes"]}
    assert sorted(by_kind) == ["project_idea", "round_table"]
    assert by_kind["round_table"]["invited"] == ["Schulen und Lehrkräfte", "Elternbeirat"]
    assert len(by_kind["project_idea"]["entry_ids"]) == 2
    book = load_workbook(io.BytesIO(archive.read("PROBE-ergebnisse.xlsx")))
    ideas = "\n".join(
        str(cell.value) for row in book["Projektideen"].iter_rows() for cell in row if cell.value
    )
    assert "Abendkurse mit Kinderbetreuung" in ideas
    assert "Kinderbetreuung während der Sprachkurse" in ideas


def test_change_discard_and_way_back_to_the_topic(topics: Page, evening: Evening):
    dialog = harvest(topics, evening, "Sprachkurse")
    dialog.get_by_label("Empfehlung").check()
    dialog.get_by_label("An wen richtet sie sich?").select_option("state")
    dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
    topics.get_by_role("link", name=re.compile("Ergebnisse")).click()
    outcome = topics.locator(".outcome")
    outcome.get_by_role("button", name="Ändern").click()
    expect(dialog.get_by_label("Empfehlung")).to_be_checked()
    expect(dialog.get_by_label("An wen richtet sie sich?")).to_have_value("state")
    dialog.get_by_label("Titel").fill("Mehr Geld für Kurse")
    dialog.get_by_role("button", name="Speichern").click()
    expect(outcome).to_contain_text("Mehr Geld für Kurse")
    outcome.get_by_role("button", name="Verwerfen").click()
    expect(topics.locator(".outcome")).to_have_count(0)
    topics.locator(".message-action").click()
    expect(topics.locator(".outcome")).to_have_count(1)
    outcome.get_by_role("button", name="→ Sprachkurse").click()
    opened = topics.locator(f'[data-group-id="{evening.groups["Sprachkurse"]}"]')
    expect(opened.locator("[data-entry-id]")).to_have_count(3)


def test_draft_closed_with_escape_can_be_gone_on_with(topics: Page, evening: Evening):
    dialog = harvest(topics, evening, "Dolmetscher")
    dialog.get_by_label("Wer kümmert sich?").fill("Die Schulleitung")
    dialog.get_by_role("checkbox", name=re.compile("Elternabende")).uncheck()
    topics.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    topics.get_by_role("button", name="Entwurf weiter bearbeiten").click()
    expect(dialog.get_by_label("Wer kümmert sich?")).to_have_value("Die Schulleitung")
    expect(dialog.get_by_role("checkbox", name=re.compile("Elternabende"))).not_to_be_checked()
    dialog.get_by_label("Titel").fill("")
    dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
    expect(dialog.get_by_role("alert")).to_have_text("Bitte geben Sie einen Titel an.")


def test_discarded_result_comes_back_later_with_its_words(page: Page, evening: Evening, house: House):
    draft = Draft(kind=OutcomeKind.PROBLEM, title="Kein Bus am Abend", description="Nach 20 Uhr")
    house.run(
        lambda store: create_outcome(store, actor=operator(), dialogue_id=evening.dialogue.id, draft=draft)
    )
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=outcomes")
    expect(page.get_by_text("Verworfene Ergebnisse")).to_be_hidden()
    page.locator(".outcome").get_by_role("button", name="Verwerfen").click()
    expect(page.locator(".outcome")).to_have_count(0)
    page.reload()
    page.get_by_text("Verworfene Ergebnisse (1)").click()
    page.locator(".discarded").get_by_role("button", name="Wieder aufnehmen").click()
    expect(page.locator(".outcome")).to_contain_text("Nach 20 Uhr")
    expect(page.get_by_text("Verworfene Ergebnisse")).to_be_hidden()


def test_a_suggestion_is_proposed_beside_the_problem_of_its_topic(topics: Page, evening: Evening):
    for kind, title in (
        ("Problem", "Elternabende ohne Dolmetscher"),
        ("Anregung", "Ein Pool von Dolmetschenden"),
    ):
        dialog = harvest(topics, evening, "Dolmetscher")
        dialog.get_by_label(kind, exact=True).check()
        dialog.get_by_label("Titel").fill(title)
        if kind == "Anregung":
            chosen = dialog.get_by_label("Auf welches Problem antwortet das?").locator("option:checked")
            expect(chosen).to_have_text("Elternabende ohne Dolmetscher – aus demselben Thema")
        dialog.get_by_role("button", name="Als Ergebnis festhalten").click()
        expect(dialog).to_have_count(0)
    topics.get_by_role("link", name=re.compile("Ergebnisse")).click()
    problem = topics.locator(".outcome", has_text="Anregung dazu: Ein Pool von Dolmetschenden")
    expect(topics.locator(".outcome", has_text="Antwortet auf das Problem")).to_have_count(1)
    problem.get_by_role("button", name="Ändern").click()
    dialog = topics.get_by_role("dialog")
    dialog.get_by_label(re.compile("Ein Pool von Dolmetschenden")).uncheck()
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    expect(topics.locator(".outcome", has_text="Antwortet auf das Problem")).to_have_count(0)
    expect(problem).to_have_count(0)
