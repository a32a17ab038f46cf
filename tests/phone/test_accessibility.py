"""axe finds nothing: every page, every state, every language."""

import json
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.phone.hall import Hall
from tests.sampling import sampled
from workshop.domain.dialogue import admit_newcomers
from workshop.domain.dot import close_tally
from workshop.domain.entry import hide_entry
from workshop.domain.group import gather_entries
from workshop.domain.handout import release_handouts
from workshop.domain.rights import operator
from workshop.domain.summary import offer_summary, write_summary
from workshop.domain.table import pause_table
from workshop.i18n import LANGUAGES
from workshop.models import HoldReason, Phase

pytestmark = pytest.mark.e2e
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
QUESTIONS = ("works", "improve", "needed")
TOLD = ("/-/goal", "/-/results", "/-/privacy", "/-/accessibility")
PAGES = ("/-/tables", "/topics?table=wohnen", "/papers", *TOLD)


def violations(page: Page) -> list[str]:
    # Texts are scanned as they stand; what moves or is hidden is no matter of a single moment.
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']])}" for each in found]


@pytest.mark.parametrize("tag", sampled(LANGUAGES, ["de", "ar", "ti"]))
def test_axe_finds_nothing(browser: Browser, evening: Hall, tag: str):
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    query = f"?lang={tag}"
    found: dict[str, list[str]] = {}

    def check(name: str) -> None:
        if problems := violations(page):
            found[name] = problems

    page.goto(evening.address(f"/wohnen{query}"))
    check("empty")
    for number, text in enumerate(("Ein Garten", "Wird verborgen", "Anruf: 0171 2345678")):
        card = {
            "id": f"{uuid.uuid4()}",
            "table": "wohnen",
            "question": QUESTIONS[number],
            "text": text,
            "lang": "de",
        }
        assert page.request.post(evening.address("/entries"), data=card).status == 201
    hidden = next(card for card in evening.cards() if card.text == "Wird verborgen")
    who = {"actor": operator(), "dialogue_id": evening.id}
    evening.do(hide_entry, **who, entry_id=hidden.id, reason=HoldReason.OFF_TOPIC)
    shown = next(card for card in evening.cards() if card.text == "Ein Garten")
    evening.do(gather_entries, **who, entry_ids=[shown.id], label="Gärten")
    page.evaluate(
        "code => ['waiting', 'refused'].forEach(state => localStorage.setItem('w:' + code + ':card:' + state,"
        " JSON.stringify({id: state, question: 'needed', text: 'مرحبا', lang: 'ar', at: 1, state, later: 1,"
        " reason: 'Zu lang'})))",
        evening.code,
    )
    page.goto(evening.address(f"/wohnen{query}"))
    page.locator("#text").fill("hilfe@example.org")
    page.locator("[data-state=shown] summary").first.click()
    page.locator(".langs summary").click()
    evening.round(2)
    evening.round(2)
    expect(page.locator("#move")).to_be_visible()
    check("cards, warning, clock, languages open")
    page.goto(evening.address(f"/papers{query}"))
    check("handouts that are not there yet")
    evening.do(release_handouts, **who)
    for path in PAGES:
        page.goto(evening.address(path + ("&" if "?" in path else "?") + f"lang={tag}"))
        check(path)
    page.goto(f"http://127.0.0.1:{evening.port}/j{query}")
    check("join")
    page.goto(f"http://127.0.0.1:{evening.port}/j/ABCD2345{query}")
    check("unknown")
    page.goto(evening.address(f"/wohnen{query}"))
    summary = evening.do(write_summary, **who, table_id=shown.table_id, number=1, text="Mehr Gärten")
    evening.do(offer_summary, **who, summary_id=summary)
    page.locator("#sum a").click()
    page.locator("[value=agree]").click()
    expect(page.locator("[value=agree]")).to_have_attribute("aria-pressed", "true")
    check("summary")
    context.close()
    assert found == {}


@pytest.mark.parametrize("tag", sampled(LANGUAGES, ["de", "ar", "ti"]))
def test_axe_finds_nothing_in_any_phase(browser: Browser, evening: Hall, tag: str):
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    address = evening.address(f"/wohnen?lang={tag}")
    who = {"actor": operator(), "dialogue_id": evening.id}
    found: dict[str, list[str]] = {}

    def check(name: str, where: Page) -> None:
        where.goto(address)
        if problems := violations(where):
            found[name] = problems

    page.goto(address)
    card = {
        "id": f"{uuid.uuid4()}",
        "table": "wohnen",
        "question": "works",
        "text": "Ein Garten",
        "lang": "de",
    }
    assert page.request.post(evening.address("/entries"), data=card).status == 201
    (stored,) = evening.cards()
    topic = evening.do(gather_entries, **who, entry_ids=[stored.id], label="Gärten")
    for phase in Phase:
        evening.phase(phase)
        check(phase, page)
        # Where people weigh this is the page for their dots, and their cards are beside it.
        assert page.locator("#topics").count() == (phase == Phase.WEIGH)
        if phase == Phase.WEIGH:
            given = page.request.post(evening.address("/dots"), data={"group": topic, "dots": 5})
            assert given.ok
            check("all dots given", page)
            evening.do(close_tally, **who)
            check("counted", page)
    evening.phase(Phase.COLLECT)
    evening.do(pause_table, **who, table_id=stored.table_id, paused=True)
    evening.do(admit_newcomers, **who, admitted=False)
    check("table pauses", page)
    expect(page.locator("#rest")).to_be_visible()
    stranger = browser.new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
    check("closed door", stranger)
    expect(stranger.locator("#shut")).to_be_visible()
    stranger.close()
    context.close()
    assert found == {}
