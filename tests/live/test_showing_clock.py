"""The clock shows what is due by itself, and goes on after a fault."""

import asyncio
import contextlib

import pytest

from tests.factories import card, everything
from tests.waiting import PATIENCE
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.posting import Inbox
from workshop.domain.rights import operator
from workshop.live import showing_clock
from workshop.live.showing_clock import show_in_time
from workshop.models import EntryState, Showing

pytestmark = pytest.mark.integration


async def test_card_comes_by_itself_also_after_a_fault(store, dialogue, monkeypatch) -> None:
    facts = DialogueFacts(title="Abend", showing=Showing.DELAY, show_after=5)
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=facts)
    await Inbox(store).post_entry(card(dialogue, "Mehr Bänke"))
    monkeypatch.setattr(showing_clock, "LOOK_SECONDS", 0.01)
    moments = iter([OSError("the disk"), OSError("the disk")])
    shown, show = [], showing_clock.show_due

    async def show_due(store) -> int:
        if fault := next(moments, None):
            raise fault
        shown.append(await show(store))
        return shown[-1]

    monkeypatch.setattr(showing_clock, "show_due", show_due)
    monkeypatch.setattr("workshop.domain.showing.time.time", lambda: 2_000_000_000)
    task = asyncio.create_task(show_in_time(store))
    try:
        async with asyncio.timeout(PATIENCE):
            while 1 not in shown:
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    assert [each.state for each in (await everything(store, dialogue)).entries] == [EntryState.SHOWN]
