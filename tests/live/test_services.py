"""What belongs to a running server ends in order."""

import asyncio

import pytest

from tests.factories import post
from workshop.live.grouping_process import GroupingProcess
from workshop.live.placer import Placer
from workshop.live.watch import Watches
from workshop.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("quick_grouping")]


@pytest.mark.parametrize("watches_end_first", [True, False])
async def test_what_is_in_the_middle_of_something_ends_before_the_store_is_closed(
    store, dialogue, monkeypatch, watches_end_first
) -> None:
    placer, began, ended = Placer(store, Settings()), asyncio.Event(), []

    async def do(self, number: int, deed: str, *arguments):
        began.set()
        try:
            await asyncio.sleep(60)
        finally:
            # As a transaction that is rolled back.
            await asyncio.sleep(0.1)
            ended.append(True)

    monkeypatch.setattr(GroupingProcess, "do", do)
    watches = Watches(store, on_open=placer.attach)
    await watches.by_code(dialogue.code)
    await post(store, dialogue, "Mehr Busse")
    await began.wait()
    if watches_end_first:
        await watches.close()
    await placer.close()
    assert ended == [True]
    await watches.close()
