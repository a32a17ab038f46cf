"""Topics are answered in their menu and below the results; those that nobody answered stand there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.rights import operator
from workshop.domain.verdict import give_verdict
from workshop.models import OutcomeKind, Phase, Verdict

pytestmark = pytest.mark.e2e
ARABIC = "لا توجد أموال هذا العام"


@pytest.fixture
def evening(house: House) -> Evening:
    """A dialogue in the harvest: one of its two topics became a result."""
    made = house.evening(phase=Phase.HARVEST)
    act = {"actor": operator(), "dialogue_id": made.dialogue.id}
    draft = Draft(OutcomeKind.PROBLEM, "Kurse am Abend", group_ids=[made.groups["Sprachkurse"]])
    house.run(lambda store: create_outcome(store, draft=draft, **act))
    return made


@pytest.fixture
def results(page: Page, evening: Evening, house: House) -> Page:
    """The moderator's results."""
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=outcomes")
    expect(page.locator(".answers").first).to_be_visible()
    return page


def fold(page: Page, name: str) -> Locator:
    return page.locator(f'[data-answers="{name}"]')


def line(page: Page, evening: Evening, label: str) -> Locator:
    return page.locator(f'[data-answer="{evening.groups[label]}"]')


def answer(page: Page, word: str, why: str = "") -> None:
    dialog = page.get_by_role("dialog", name="Was wird aus diesem Thema?")
    dialog.get_by_label(word, exact=True).check()
    dialog.locator("[name=reason]").fill(why)
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)


def test_topics_without_an_answer_wait_below_the_results_until_somebody_answers(
    results: Page, evening: Evening
) -> None:
    waiting, given = fold(results, "waiting"), fold(results, "given")
    expect(waiting.locator("summary")).to_have_text("Themen ohne Antwort (2)")
    expect(given).to_be_hidden()
    waiting.locator("summary").click()
    lines = waiting.locator("[data-answer]")
    # What became nothing comes first.
    expect(lines.locator("strong")).to_have_text(["Dolmetscher", "Sprachkurse"])
    expect(lines.nth(1)).to_contain_text("wurde zum Ergebnis „Kurse am Abend“")
    lines.nth(0).get_by_role("button", name="Antworten: Dolmetscher").click()
    answer(results, "nicht berücksichtigt", ARABIC)
    expect(waiting.locator("summary")).to_have_text("Themen ohne Antwort (1)")
    expect(given.locator("summary")).to_have_text("Antworten auf Themen (1)")
    given.locator("summary").click()
    expect(line(results, evening, "Dolmetscher")).to_contain_text(f"nicht berücksichtigt – {ARABIC}")
    results.locator(".message").get_by_role("button", name="Rückgängig").click()
    expect(waiting.locator("summary")).to_have_text("Themen ohne Antwort (2)")
    line(results, evening, "Dolmetscher").get_by_role("button", name="→ Dolmetscher").click()
    expect(results.locator(f'.topic[data-group-id="{evening.groups["Dolmetscher"]}"]')).to_be_visible()


def test_topic_that_is_not_taken_up_asks_gently_for_a_reason(results: Page, evening: Evening) -> None:
    fold(results, "waiting").locator("summary").click()
    line(results, evening, "Dolmetscher").get_by_role("button", name="Antworten").click()
    dialog = results.get_by_role("dialog")
    dialog.locator("[name=reason]").fill("Darum")
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog.get_by_role("alert")).to_have_text("Bitte wählen Sie, ob das Thema berücksichtigt wird.")
    answer(results, "nicht berücksichtigt")
    expect(results.locator(".message")).to_contain_text("möchte wissen, warum")
    fold(results, "given").locator("summary").click()
    expect(line(results, evening, "Dolmetscher")).to_contain_text("noch ohne Begründung")
    results.get_by_role("button", name="Begründung schreiben").click()
    expect(results.get_by_role("dialog").get_by_label("nicht berücksichtigt", exact=True)).to_be_checked()
    answer(results, "nicht berücksichtigt", "Kein Geld in diesem Jahr.")
    expect(line(results, evening, "Dolmetscher")).to_contain_text("nicht berücksichtigt – Kein Geld")
    line(results, evening, "Dolmetscher").get_by_role("button", name="Ändern").click()
    answer(results, "Noch keine Antwort (die Begründung fällt mit weg)", "Kein Geld in diesem Jahr.")
    expect(fold(results, "waiting").locator("summary")).to_have_text("Themen ohne Antwort (2)")


def test_topic_is_answered_in_its_menu_and_says_so_on_its_line(
    page: Page, evening: Evening, house: House
) -> None:
    """The host of the table, on a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    admit(page.context, evening.host_link("bildung"))
    page.goto(f"{house.server.url}/host/{evening.dialogue.code}/bildung")
    row = page.locator(f'.topic[data-group-id="{evening.groups["Dolmetscher"]}"]')
    said = row.locator(".topic-verdict")
    expect(row).to_be_visible()
    expect(said).to_have_count(0)
    row.locator(".more").first.click()
    page.get_by_role("menuitem", name="Antwort: berücksichtigt oder nicht").click()
    answer(page, "teilweise berücksichtigt", "Im Herbst\nbeginnt es.")
    expect(said).to_have_text(re.compile("^teilweise berücksichtigt – Im Herbst\\s+beginnt es.$"))
    row.locator(".topic-toggle").focus()
    page.keyboard.press("m")
    page.get_by_role("menuitem", name="Antwort ändern …").click()
    answer(page, "berücksichtigt")
    expect(said).to_have_text("berücksichtigt")
    page.keyboard.press("Control+z")
    expect(said).to_contain_text("teilweise")


def test_somebody_elses_answer_stands_beside_ones_own(results: Page, evening: Evening, house: House) -> None:
    fold(results, "waiting").locator("summary").click()
    line(results, evening, "Dolmetscher").get_by_role("button", name="Antworten").click()
    dialog = results.get_by_role("dialog")
    dialog.locator("[name=reason]").fill("Meine Worte")
    dialog.get_by_label("teilweise berücksichtigt").check()
    here = {"dialogue_id": evening.dialogue.id, "group_id": evening.groups["Dolmetscher"]}
    house.run(
        lambda store: give_verdict(
            store, actor=operator(), verdict=Verdict.NOT, reason="Andere Worte", **here
        )
    )
    dialog.get_by_role("button", name="Speichern").click()
    both = dialog.locator(".both-versions")
    expect(both.locator(".version-text")).to_have_text(
        ["teilweise berücksichtigt", "nicht berücksichtigt", "Meine Worte", "Andere Worte"]
    )
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog).to_have_count(0)
    fold(results, "given").locator("summary").click()
    expect(line(results, evening, "Dolmetscher")).to_contain_text("teilweise berücksichtigt – Meine Worte")


def test_merge_says_that_an_answer_goes_which_only_one_topic_had(
    topics: Page, evening: Evening, house: House
) -> None:
    here = {"dialogue_id": evening.dialogue.id, "group_id": evening.groups["Dolmetscher"]}
    house.run(lambda store: give_verdict(store, actor=operator(), verdict=Verdict.TAKEN_UP, **here))
    rows = {
        name: topics.locator(f'.topic[data-group-id="{evening.groups[name]}"]') for name in evening.groups
    }
    expect(rows["Dolmetscher"].locator(".topic-verdict")).to_have_text("berücksichtigt", timeout=15_000)
    rows["Dolmetscher"].locator(".more").first.click()
    topics.get_by_role("menuitem", name="Zusammenlegen mit …").click()
    dialog = topics.get_by_role("dialog")
    expect(dialog).to_contain_text("Eine Antwort (berücksichtigt oder nicht) bleibt nur")
    dialog.get_by_label("In welches Thema?").select_option(str(evening.groups["Sprachkurse"]))
    dialog.get_by_role("button", name="Zusammenlegen").click()
    expect(topics.locator(".message")).to_contain_text("Das Thema wartet auf eine neue.")
    expect(rows["Sprachkurse"].locator(".topic-verdict")).to_have_count(0)
