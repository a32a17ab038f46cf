"""Pages hear by themselves that a window opened or shut, also after a fault."""

import asyncio
import contextlib
from datetime import timedelta

import pytest

from tests.waiting import soon
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.rights import operator
from workshop.domain.window import Windows
from workshop.live import window_clock
from workshop.live.watch import Watches
from workshop.live.window_clock import tell_in_time
from workshop.models import Phase, now
from workshop.phone.state import halts_of

pytestmark = pytest.mark.integration


async def test_window_shuts_on_open_pages_also_after_a_fault(store, dialogue, monkeypatch) -> None:
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    ends = now() + timedelta(hours=1)
    facts = DialogueFacts(title="Abend", windows=Windows(None, ends))
    await describe_dialogue(store, facts=facts, **where)
    await set_phase(store, phase=Phase.CLOSED, **where)
    watches = Watches(store)
    watch = await watches.by_code(dialogue.code)
    heard = []
    watch.listen(lambda delta: heard.append(halts_of(watch.picture)) if delta else None)
    assert halts_of(watch.picture).startswith("+ ")
    faults = iter([OSError("the disk"), OSError("the disk")])
    tell = window_clock.tell_windows

    async def tell_windows(store, since, until) -> int:
        if fault := next(faults, None):
            raise fault
        return await tell(store, since, until)

    moments = iter([ends - timedelta(minutes=1)])
    monkeypatch.setattr(window_clock, "tell_windows", tell_windows)
    monkeypatch.setattr(window_clock, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(window_clock, "now", lambda: next(moments, ends))
    monkeypatch.setattr("workshop.phone.state.now", lambda: ends)
    task = asyncio.create_task(tell_in_time(store))
    try:
        await soon(lambda: heard)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await watches.close()
    assert heard == [""]
