"""Each form of the console keeps what was typed, whatever closes it; they come from the closed list."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit
from tests.sampling import sampled
from workshop.console.wording.forms import Form
from workshop.domain.entry import PaperCard, add_paper_entry
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.rights import operator
from workshop.models import OutcomeKind, Phase, QuestionKey

pytestmark = pytest.mark.e2e


@dataclass
class Typed:
    """What is typed into which field; a choice is typed by its value."""

    field: Locator
    words: str

    def type(self) -> None:
        if self.field.evaluate("e => e.tagName") == "SELECT":
            self.field.select_option(self.words)
        else:
            self.field.fill(self.words)

    def expect_to_be_there(self) -> None:
        expect(self.field).to_have_value(self.words)


@dataclass
class Kept:
    """How a form is opened, and what is typed into it."""

    place: str
    open: Callable[[Page, Evening], object]
    typed: Callable[[Locator, Evening], Typed]
    phase: Phase = Phase.COLLECT
    stays: bool = False  # it stands on the page and is not opened


def group_menu(label: str, item: str) -> Callable[[Page, Evening], None]:
    def open_it(page: Page, evening: Evening) -> None:
        page.locator(f'[data-group-id="{evening.groups[label]}"] .more').first.click()
        page.get_by_role("menuitem", name=re.compile(item)).click()

    return open_it


def card_menu(item: str) -> Callable[[Page, Evening], None]:
    def open_it(page: Page, evening: Evening) -> None:
        page.locator(f'.middle [data-entry-id="{evening.cards["Ein Klavier"]}"] .more').click()
        page.get_by_role("menuitem", name=re.compile(item)).click()

    return open_it


def choose_and_gather(page: Page, evening: Evening) -> None:
    page.locator(f'.middle [data-entry-id="{evening.cards["Ein Klavier"]}"] input').check()
    page.get_by_role("button", name="Neues Thema daraus").click()


def rename(page: Page, evening: Evening) -> None:
    group = page.locator(f'[data-group-id="{evening.groups["Dolmetscher"]}"]')
    group.get_by_role("button", name="Umbenennen").click()


def correct(page: Page, _evening: Evening) -> None:
    page.locator(".middle .single .entry", has_text="Vom Papier").locator(".more").click()
    page.get_by_role("menuitem", name=re.compile("berichtigen")).click()


def harvest(page: Page, evening: Evening) -> None:
    group = page.locator(f'[data-group-id="{evening.groups["Dolmetscher"]}"]')
    group.get_by_role("button", name="Ergebnis").click()


def write_summary(page: Page, _evening: Evening) -> None:
    if not page.locator(".summaries[open]").count():
        page.locator(".summaries > summary").click()
    page.get_by_role("button", name="Zusammenfassung schreiben").click()


def unfold_papers(page: Page, _evening: Evening) -> None:
    page.locator("[data-papers=evening] > summary").click()


def button_named(name: str) -> Callable[[Page, Evening], None]:
    return lambda page, _evening: page.get_by_role("button", name=re.compile(name)).first.click()


def field(name: str, words: str = "Was lange überlegt war") -> Callable[[Locator, Evening], Typed]:
    return lambda form, _evening: Typed(form.locator(f'[name="{name}"]'), words)


def other_topic(name: str) -> Callable[[Locator, Evening], Typed]:
    return lambda form, evening: Typed(form.locator(f'[name="{name}"]'), str(evening.groups["Fahrräder"]))


def reason(form: Locator, _evening: Evening) -> Typed:
    return Ticked(form.locator("[name=reason][value=off_topic]"), "off_topic")


class Ticked(Typed):
    def type(self) -> None:
        self.field.check()

    def expect_to_be_there(self) -> None:
        expect(self.field).to_be_checked()


TOPICS = "?view=topics&table=bildung"
KEPT = {
    Form.NEW_DIALOGUE: Kept("", button_named("Neuer Dialog"), field("goal")),
    Form.FACTS: Kept("?view=facts", lambda page, _: None, field("promise"), stays=True),
    Form.PAPER_FACTS: Kept("?view=facts", unfold_papers, field("occasion"), stays=True),
    Form.TABLE: Kept("?view=facts", button_named("^Ändern"), field("guide"), Phase.PREPARATION),
    Form.QUESTION: Kept(
        "?view=facts",
        lambda page, _: page.get_by_role("button", name="Ändern").last.click(),
        field("title"),
        Phase.PREPARATION,
    ),
    Form.ROUND: Kept("?view=tables", lambda page, _: None, field("minutes", "37"), stays=True),
    Form.RENAME: Kept(TOPICS, rename, field("label")),
    Form.MERGE: Kept(TOPICS, group_menu("Dolmetscher", "Zusammenlegen"), other_topic("into")),
    Form.SPLIT: Kept(TOPICS, group_menu("Dolmetscher", "Teilen"), field("label")),
    Form.GATHER: Kept(TOPICS, choose_and_gather, field("label")),
    Form.MOVE: Kept(TOPICS, card_menu("Verschieben"), field("label")),
    Form.HOLD: Kept(TOPICS, card_menu("Zurückstellen"), reason),
    Form.HIDE: Kept(TOPICS, card_menu("Ausblenden"), reason),
    Form.CONTRADICTION: Kept(TOPICS, group_menu("Dolmetscher", "Widerspr"), other_topic("other")),
    Form.DOUBLE: Kept(TOPICS, card_menu("^Auch in"), other_topic("group")),
    Form.PAPER_DOTS: Kept(TOPICS, group_menu("Dolmetscher", "Punkte auf Papier"), field("dots", "12")),
    Form.PAPER_CARD: Kept(TOPICS, button_named("Papierkarte"), field("text")),
    Form.CORRECT_CARD: Kept(TOPICS, correct, field("text")),
    Form.NEW_OUTCOME: Kept(TOPICS, harvest, field("project_idea.partners")),
    Form.SUMMARY: Kept(TOPICS, write_summary, field("text")),
    Form.VERDICT: Kept(TOPICS, group_menu("Dolmetscher", "^Antwort"), field("reason")),
    Form.OUTCOME: Kept("?view=outcomes", button_named("^Ändern"), field("description")),
}


def test_each_form_is_tried() -> None:
    assert KEPT.keys() == set(Form)


def put_third_topic(house: House, evening: Evening) -> None:
    """A dialog with one topic to choose from has chosen it already."""
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    ids = [evening.cards["Fahrradwerkstatt am Bahnhof"]]
    evening.groups["Fahrräder"] = house.run(
        lambda store: gather_entries(store, entry_ids=ids, label="Fahrräder", **act)
    )


def put_paper_card(house: House, evening: Evening) -> None:
    table = next(each for each in house.tables(evening) if each.key == "bildung")
    card = PaperCard(table.id, QuestionKey.WORKS, "Vom Papier", "de")
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    house.run(lambda store: add_paper_entry(store, card=card, **act))


def put_outcome(house: House, evening: Evening) -> None:
    draft = Draft(OutcomeKind.PROBLEM, "Dolmetscher fehlen", group_ids=[evening.groups["Dolmetscher"]])
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    house.run(lambda store: create_outcome(store, draft=draft, **act))


@pytest.fixture
def somebody_else(browser: Browser, house: House) -> Iterator[Page]:
    """Another moderator at another laptop."""
    context = browser.new_context(locale="de-DE")
    context.set_default_timeout(15_000)
    other = context.new_page()
    admit(other.context, house.organiser_link())
    yield other
    context.close()


class Open:
    """One form on a page, and what is to be found in it again."""

    def __init__(self, page: Page, evening: Evening, kind: Form) -> None:
        self.page, self.evening, self.kept = page, evening, KEPT[kind]
        self.form = page.locator(f'form[data-draft^="{kind}:"]')
        self.typed = self.kept.typed(self.form, evening)
        self.offer = page.get_by_role("button", name="Entwurf weiter bearbeiten")

    def open(self) -> None:
        self.kept.open(self.page, self.evening)
        expect(self.form).to_be_visible()

    def go_on(self) -> None:
        """Take the draft up again, where the form does not stand on the page anyway."""
        if not self.kept.stays:
            self.offer.click()
        expect(self.form).to_be_visible()
        expect(self.offer).to_have_count(0)
        self.typed.expect_to_be_there()


@pytest.fixture
def opened(request: pytest.FixtureRequest, page: Page, house: House) -> Open:
    kind = request.param
    kept = KEPT[kind]
    evening = house.evening(phase=kept.phase)
    put_third_topic(house, evening)
    if kind == Form.CORRECT_CARD:
        put_paper_card(house, evening)
    if kind == Form.OUTCOME:
        put_outcome(house, evening)
    admit(page.context, house.organiser_link())
    page.goto(f"{house.server.url}/console" + (f"/{evening.dialogue.code}{kept.place}" if kept.place else ""))
    return Open(page, evening, kind)


# One of each kind: on another page, standing there anyway, a text, in its line, a choice, and the longest.
OFTEN = [Form.NEW_DIALOGUE, Form.FACTS, Form.PAPER_CARD, Form.RENAME, Form.HOLD, Form.NEW_OUTCOME]
AWAY = [Form.PAPER_CARD, Form.NEW_OUTCOME, Form.FACTS]


@pytest.mark.parametrize("opened", sampled(Form, OFTEN), indirect=True)
def test_words_outlast_a_click_beside_escape_a_reload_and_a_phase_change_by_another(
    opened: Open, house: House, somebody_else: Page
):
    page = opened.page
    opened.open()
    opened.typed.type()
    page.mouse.click(4, 700)
    opened.typed.expect_to_be_there()
    opened.typed.field.press("Escape")
    opened.go_on()
    page.reload()
    opened.go_on()
    somebody_else.goto(f"{house.server.url}/console/{opened.evening.dialogue.code}")
    phases = ("Ernten", "Sammeln") if opened.kept.phase == Phase.COLLECT else ("Sammeln", "Vorbereitung")
    for phase in phases:
        somebody_else.locator(".phases").get_by_role("button", name=phase).click()
        for each in (somebody_else, page) if opened.kept.place else (somebody_else,):
            expect(each.locator('[aria-current="step"]')).to_have_text(phase)
    if opened.form.count():
        opened.typed.expect_to_be_there()
    else:
        opened.go_on()


@pytest.mark.parametrize("opened", sampled(AWAY, [Form.PAPER_CARD, Form.FACTS]), indirect=True)
def test_words_come_back_after_the_server_was_away(opened: Open, house: House):
    opened.open()
    opened.typed.type()
    house.server.stop()
    house.server.start()
    with opened.page.expect_event("load", timeout=60_000):
        pass
    opened.go_on()
    expect(opened.form).to_be_visible()


@pytest.mark.parametrize("opened", [Form.PAPER_CARD], indirect=True)
def test_draft_that_is_stored_or_thrown_away_is_not_offered_again(opened: Open):
    page = opened.page
    opened.open()
    opened.typed.type()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(opened.offer).to_have_count(0)
    opened.open()
    expect(opened.typed.field).to_have_value("")
    opened.typed.type()
    opened.form.get_by_role("button", name="Auf die Tafel").click()
    expect(opened.typed.field).to_have_value("")
    page.keyboard.press("Escape")
    expect(opened.form).to_have_count(0)
    page.reload()
    expect(page.locator(".topic")).to_have_count(3)
    expect(opened.offer).to_have_count(0)


@pytest.mark.parametrize("opened", [Form.PAPER_CARD], indirect=True)
def test_draft_of_one_table_is_not_offered_at_another(opened: Open, house: House):
    page = opened.page
    opened.open()
    opened.typed.type()
    page.keyboard.press("Escape")
    expect(opened.offer).to_have_count(1)
    page.locator(".table-tab").first.click()
    expect(page.locator(".table-tab").first).to_have_attribute("aria-current", "page")
    expect(opened.offer).to_have_count(0)
    page.locator(".table-tab", has_text="Bildung").click()
    opened.go_on()
