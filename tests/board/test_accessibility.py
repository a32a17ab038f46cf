"""The board stands the automatic checks of axe in each phase: all tables, one table, calm slide, ranking."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.board.conftest import Evening, wait_until_still
from tests.sampling import sampled
from workshop.domain.dialogue import set_phase
from workshop.domain.dot import close_tally, count_paper_dots
from workshop.domain.group import gather_entries
from workshop.domain.queries.table import tables_of
from workshop.domain.round import pause_round, start_round
from workshop.domain.store import Store
from workshop.domain.table import pause_table
from workshop.models import Phase

pytestmark = pytest.mark.e2e
PATHS = ("", "/wohnen?view=topics", "/wohnen?view=questions")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A beamer's picture has no parts to jump to.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"region": {"enabled": False}}}
ARABIC = "دورات لغة مسائية"
FINISHED = "() => document.getAnimations().every(each => each.playState === 'finished')"


def violations(page: Page) -> list[str]:
    wait_until_still(page)
    page.wait_for_function(FINISHED)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]


def in_phase(evening: Evening, phase: Phase) -> None:
    """Let the hall have topics, also in letters that run the other way, a pause and dots."""
    topics = []
    for label, lang in (("Kinderbetreuung im Kurs", "de"), (ARABIC, "ar"), ("Bezahlbare Wohnungen", "de")):
        entry_id = evening.post(label, lang=lang)
        topics.append(evening.do(gather_entries, entry_ids=[entry_id], label=label))
    evening.post("Noch allein", question="works")
    evening.do(_go_to, phase=phase, topics=topics)


async def _go_to(store: Store, *, phase: Phase, topics: list[int], **whose: Any) -> None:
    await start_round(store, minutes=10, **whose)
    await pause_round(store, **whose)
    async with store.read() as session:
        first, *_ = await session.run_sync(tables_of, whose["dialogue_id"])
    await pause_table(store, table_id=first.id, paused=True, **whose)
    for topic in topics:
        await count_paper_dots(store, group_id=topic, dots=2, **whose)
    if phase == Phase.HARVEST:
        await set_phase(store, phase=Phase.WEIGH, **whose)
        await close_tally(store, **whose)
    await set_phase(store, phase=phase, **whose)


@pytest.mark.parametrize("phase", sampled(Phase, [Phase.COLLECT, Phase.WEIGH]))
def test_board_in_each_phase(evening: Evening, open_board, phase: Phase) -> None:
    in_phase(evening, phase)
    found = {}
    for path in PATHS:
        page = open_board(evening, path)
        found[path] = violations(page)
        page.keyboard.press("?")
        found[path + " keys"] = violations(page)
    page = open_board(evening)
    page.keyboard.press("b")
    page.wait_for_selector(".calm")
    found["calm"] = violations(page)
    page.keyboard.press("b")
    if phase == Phase.WEIGH:
        evening.do(close_tally)
        page.wait_for_selector(".ranking")
        found["ranking"] = violations(page)
    # From the closing on it is what all tables show.
    assert (page.locator(".ranking").count() == 1) == (phase in {Phase.WEIGH, Phase.HARVEST})
    assert {place: each for place, each in found.items() if each} == {}
