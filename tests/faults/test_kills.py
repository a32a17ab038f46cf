"""`kill -9` of the server, again and again while phones post: what was acknowledged is there once."""

import asyncio
import time

import pytest

from tests.factories import card
from tests.faults.dot_senders import Voters, check_dots
from tests.faults.senders import Senders, check_kept, check_stored_once, check_whole
from tests.running import Running
from workshop.changes import open_feed
from workshop.domain.dialogue import set_phase
from workshop.domain.group import gather_entries
from workshop.domain.posting import Inbox
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import Phase
from workshop.models.database import Database

pytestmark = pytest.mark.fault
DATABASES = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@pytest.fixture
def server(kind, request, tmp_path):
    url = (
        f"sqlite:///{tmp_path / 'workshop.sqlite'}"
        if kind == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    made = Running(
        "serve",
        database_url=url,
        folder=tmp_path,
        settings={"WORKSHOP_RATE_LIMIT": "off"},
        measured=False,
    )
    made.start()
    yield made
    made.kill()


async def _survive(server: Running, *, kills: int, cards: int) -> None:
    code = await asyncio.to_thread(server.new_dialogue)
    async with Senders(f"http://127.0.0.1:{server.port}/j/{code}/entries") as senders:
        slowest = 0.0
        for _ in range(kills):
            await senders.until_more(cards)
            server.kill()
            # Before anything mends it: what the dead process had said must be true.
            await asyncio.to_thread(check_kept, senders, server.database_url)
            began = time.monotonic()
            await asyncio.to_thread(server.start)
            await senders.until_more(1)
            slowest = max(slowest, time.monotonic() - began)
        await senders.until_more(cards)
        await senders.finish()
    senders.tell(f"{kills} kills survived, cards again at most {slowest:.1f} s after the start")
    check_stored_once(senders, server.database_url)
    assert len(senders.acknowledged) >= (kills + 1) * cards
    assert senders.refused
    assert senders.unanswered
    check_whole(server.database_url)


@DATABASES
async def test_every_acknowledged_card_outlives_power_cuts_and_no_other_is_there(server, kind) -> None:
    await _survive(server, kills=2, cards=20)


# Sixty in all, in parts: each start takes seconds, and a test at most ten minutes on any machine.
@pytest.mark.soak
@pytest.mark.parametrize("part", range(1, 4))
@DATABASES
async def test_every_acknowledged_card_outlives_many_power_cuts(server, kind, part: int) -> None:
    await _survive(server, kills=20, cards=100)


async def _weigh(server: Running, code: str) -> list[int]:
    """Let the dialogue have three topics, and people weigh."""
    database = Database(server.database_url)
    feed = open_feed(database.url)
    store, inbox = Store(database, feed), Inbox(Store(database, feed))
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
    assert dialogue is not None
    whose, topics = {"actor": operator(), "dialogue_id": dialogue.id}, []
    for number in range(3):
        posted = card(dialogue, f"Thema {number}")
        await inbox.post_entry(posted)
        topics.append(await gather_entries(store, entry_ids=[posted.id], label=posted.text, **whose))
    await set_phase(store, phase=Phase.WEIGH, **whose)
    await feed.close()
    await database.close()
    return topics


async def _weigh_on(server: Running, *, kills: int, dots: int) -> None:
    code = await asyncio.to_thread(server.new_dialogue)
    topics = await _weigh(server, code)
    async with Voters(f"http://127.0.0.1:{server.port}/j/{code}", topics) as voters:
        for _ in range(kills):
            await voters.until_more(dots)
            server.kill()
            await asyncio.to_thread(check_dots, voters, server.database_url)
            await asyncio.to_thread(server.start)
        await voters.until_more(dots)
        await voters.finish()
    check_dots(voters, server.database_url)
    assert voters.unanswered
    check_whole(server.database_url)


@DATABASES
async def test_power_cuts_in_the_middle_of_weighing_lose_and_double_no_dot(server, kind) -> None:
    await _weigh_on(server, kills=1, dots=20)


@pytest.mark.soak
@DATABASES
async def test_many_power_cuts_in_the_middle_of_weighing_lose_and_double_no_dot(server, kind) -> None:
    await _weigh_on(server, kills=15, dots=100)
