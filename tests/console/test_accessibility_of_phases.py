"""Console and host's page stand the automatic checks of axe in each phase, in both languages."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House
from tests.console.test_accessibility import violations
from tests.entering import admit
from tests.sampling import sampled
from workshop.domain.board import calm_boards, still_boards
from workshop.domain.dialogue import DialogueFacts, admit_newcomers, describe_dialogue, set_phase
from workshop.domain.dot import close_tally, count_paper_dots
from workshop.domain.group import gather_entries
from workshop.domain.mute import mute_author
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.posting import Card, Inbox
from workshop.domain.rights import operator
from workshop.domain.round import pause_round, start_round
from workshop.domain.store import Store
from workshop.domain.table import pause_table
from workshop.i18n import languages_of
from workshop.models import HoldReason, OutcomeKind, Phase, Showing

pytestmark = pytest.mark.e2e
# Those that a phase changes; the others are looked at in `test_accessibility`.
VIEWS = ("tables", "topics&table=bildung", "outcomes", "files", "facts", "log")
# Where people weigh, with the tally closed.
COUNTED = "counted"
ARABIC = "دورات لغة مسائية"


def in_phase(house: House, phase: Phase, *, closed: bool = False) -> Evening:
    """Make a dialogue with something of everything that the page of a phase can say."""
    evening = house.evening()
    whose = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    table = next(each.id for each in house.tables(evening) if each.key == "bildung")

    async def fill(store: Store) -> None:
        facts = DialogueFacts(title="Dialogabend", goal="Zuhören", showing=Showing.APPROVAL)
        await describe_dialogue(store, facts=facts, **whose)
        inbox, code = Inbox(store), evening.dialogue.code
        for number, text in enumerate((ARABIC, "Mehr Bücher", "Noch ein Klavier")):
            card = Card(
                str(uuid.uuid4()), code, "bildung", "needed", text, "ar" if not number else "de", "p1"
            )
            evening.cards[text] = (await inbox.post_entry(card)).id
        await start_round(store, minutes=20, **whose)
        await mute_author(
            store, entry_id=evening.cards["Ein Klavier"], reason=HoldReason.ADVERTISING, **whose
        )
        if phase == Phase.COLLECT:
            await pause_round(store, **whose)
            await pause_table(store, table_id=table, paused=True, **whose)
            await admit_newcomers(store, admitted=False, **whose)
        await (calm_boards if phase == Phase.COLLECT else still_boards)(store, **whose)
        group = evening.groups["Sprachkurse"]
        foreign = evening.cards["Fahrradwerkstatt am Bahnhof"]
        await gather_entries(store, entry_ids=[foreign], label=ARABIC, **whose)
        if phase in {Phase.HARVEST, Phase.CLOSED}:
            draft = Draft(
                OutcomeKind.PROJECT_IDEA, "Abendkurse", "Zweimal", table_id=table, group_ids=[group]
            )
            await create_outcome(store, draft=draft, **whose)
        await set_phase(store, phase=phase, **whose)
        if closed:
            await count_paper_dots(store, group_id=group, dots=4, **whose)
            await close_tally(store, **whose)

    house.run(fill)
    return evening


@pytest.mark.parametrize("state", sampled([*Phase, COUNTED], [COUNTED]))
@pytest.mark.parametrize("lang", sampled(languages_of("console"), ["de"]))
@pytest.mark.parametrize("width", sampled([1440, 390], [1440]))
def test_console_and_host_in_each_phase(page: Page, house: House, state: str, lang: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    is_counted = state == COUNTED
    evening = in_phase(house, Phase.WEIGH if is_counted else Phase(state), closed=is_counted)
    server, code = house.server.url, evening.dialogue.code
    page.context.add_cookies([{"name": "workshop_lang", "value": lang, "url": server}])
    admit(page.context, evening.invitation.console_url)
    found = {}
    for view in VIEWS:
        page.goto(f"{server}/console/{code}?view={view}")
        expect(page.locator(".middle h2").first).to_be_visible()
        assert page.evaluate("document.documentElement.lang").startswith(lang)
        if view == "log":
            expect(page.locator("tbody tr").first).to_be_visible()
        if width < 1024 and view == "tables":
            page.locator(".strip-toggle").click()
            expect(page.locator(".side")).to_be_visible()
        found[view] = violations(page)
    page.goto(f"{server}/host/{code}/bildung")
    expect(page.locator(".topic")).to_have_count(3)
    page.locator(".topic-toggle").first.click()
    page.locator(".held-sign").click()
    expect(page.locator(".unshown .entry").first).to_be_visible()
    found["host"] = violations(page)
    assert {place: each for place, each in found.items() if each} == {}
