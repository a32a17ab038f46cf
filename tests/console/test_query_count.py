"""The console asks the database as often for a hundred cards as for one."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from nicegui import Client, background_tasks, core, ui
from starlette.requests import Request

from tests.factories import card, post
from tests.queries import counted
from workshop.console.frame.key import NAME
from workshop.console.frame.page import Page
from workshop.console.pages.dialogue import DialoguePage
from workshop.console.pages.host import HostPage
from workshop.domain.grant import actor_of_key, exchange_link, make_link
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.posting import Inbox
from workshop.domain.rights import operator
from workshop.live.placer import Placer
from workshop.live.post_rate import PostRate
from workshop.live.services import Services
from workshop.live.watch import Watch, Watches
from workshop.models import OutcomeKind, Role
from workshop.settings import Settings

pytestmark = pytest.mark.integration

# Statements for opening a page, and for one new card with that page open: the rights of all pages when it
# comes, that of this page before it reads more, and what else the place shows of the database; the cards
# themselves come from the picture in memory.
OPENING = {"tables": 3, "topics": 2, "outcomes": 2, "log": 4, "facts": 5, "host": 2}
NEW_CARD = {"tables": 6, "topics": 6, "outcomes": 6, "log": 8, "facts": 6, "host": 5}


@pytest.fixture
def loop_of_pages() -> Iterator[None]:
    """Let NiceGUI's background tasks run in the loop of the test."""
    before, core.loop = core.loop, None
    yield
    core.loop = before


async def _fill(store, dialogue, number: int) -> None:
    """Post `number` cards, each a topic and a result of its own, as many without a topic, as many held."""
    inbox, act = Inbox(store), {"actor": operator(), "dialogue_id": dialogue.id}
    for n in range(number):
        receipt = await inbox.post_entry(card(dialogue, f"Karte {n}"))
        group = await gather_entries(store, entry_ids=[receipt.id], label=f"Thema {n}", **act)
        await create_outcome(store, draft=Draft(OutcomeKind.PROBLEM, f"P {n}", group_ids=[group]), **act)
    texts = [f"Allein {n}" for n in range(number)] + [f"Ruft an: 0171 2345{n:03}" for n in range(number)]
    await asyncio.gather(*(inbox.post_entry(card(dialogue, text)) for text in texts))


def _request(key: str, view: str) -> Request:
    headers = [(b"cookie", f"{NAME}={key}".encode()), (b"accept-language", b"de")]
    scope = {"type": "http", "path": "/console", "query_string": f"view={view}&table=wohnen".encode()}
    return Request(scope | {"headers": headers, "method": "GET"})


def _open(services: Services, watch: Watch, key: str, view: str) -> Page:
    request = _request(key, view)
    with Client(ui.page("/console"), request=request):
        if view == "host":
            table = watch.picture.table_by_key("wohnen")
            assert table is not None
            return HostPage(services, request, watch, table)
        return DialoguePage(services, request, watch)


async def _done(*names: str) -> None:
    """Wait for what a page does in the background, and for what that begins."""
    while tasks := [each for each in background_tasks.running_tasks if each.get_name() in names]:
        await asyncio.gather(*tasks)


async def _statements(store, work: Callable[[], Coroutine[Any, Any, None]]) -> int:
    with counted(store.database) as sent:
        await work()
    return len(sent)


@pytest.mark.usefixtures("loop_of_pages")
@pytest.mark.parametrize("number", [1, 100])
async def test_a_page_takes_the_same_statements_for_1_and_100_cards(
    store, dialogue, number, monkeypatch
) -> None:
    core.loop = asyncio.get_running_loop()
    monkeypatch.setattr("workshop.console.frame.watched_page.CHECK_SECONDS", 0.0)
    # Rights are also asked when nothing happens, which a slow machine would count.
    monkeypatch.setattr("workshop.live.reading_rights.ASK_ANYWAY_SECONDS", 3600.0)
    await _fill(store, dialogue, number)
    watches = Watches(store)
    watch = await watches.by_code(dialogue.code)
    assert watch is not None
    # From now on it asks what is new when the test says so, and not by itself.
    await watches.close()
    settings = Settings()
    placer = Placer(store, settings)
    services = Services(settings, store, Inbox(store), watches, placer, PostRate(enabled=False))
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    key, _ = await exchange_link(store, secret=secret, key=None)
    opening, new_card = {}, {}
    for view in OPENING:
        pages: list[Page] = []

        async def opens(view: str = view, pages: list[Page] = pages) -> None:
            assert (await actor_of_key(store, key)).is_organiser
            pages.append(_open(services, watch, key, view))
            await _done("count steps", "count hosts", "read the log", "read the series", "read the photos")

        async def takes_a_card() -> None:
            await watch.catch_up()
            await _done("check a console page")

        opening[view] = await _statements(store, opens)
        await post(store, dialogue, f"Neu bei {view}")
        new_card[view] = await _statements(store, takes_a_card)
        assert watch.picture.counts(watch.picture.table_by_key("wohnen").id).total() > 2 * number
        pages[0].client.delete()
    await placer.close()
    assert opening == OPENING
    assert new_card == NEW_CARD
