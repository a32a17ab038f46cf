"""`kill -9` of the server, again and again while phones post: what was acknowledged is there once."""

import asyncio
import time

import pytest

from tests.faults.senders import Senders, check_kept, check_stored_once, check_whole
from tests.running import Running

pytestmark = pytest.mark.fault
DATABASES = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@pytest.fixture
def server(kind, request, tmp_path):
    url = (
        f"sqlite:///{tmp_path / 'workshop.sqlite'}"
        if kind == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    made = Running("serve", database_url=url, folder=tmp_path, settings={"WORKSHOP_RATE_LIMIT": "off"})
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
