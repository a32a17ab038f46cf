"""What another process wrote, of which nobody tells, is heard all the same."""

import pytest

from tests.factories import post
from tests.waiting import soon
from workshop.changes import LocalFeed
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.store import Store
from workshop.live import watch
from workshop.live.watch import Watches
from workshop.models.database import Database

pytestmark = pytest.mark.integration


async def test_pages_hear_of_what_nobody_told_them_of(
    store: Store, database: Database, dialogue: DialogueView, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch.ASK_ANYWAY_SECONDS <= 5
    monkeypatch.setattr(watch, "ASK_ANYWAY_SECONDS", 0.1)
    watches = Watches(Store(database, LocalFeed()))
    opened = await watches.by_code(dialogue.code)
    assert opened is not None
    heard: list[str] = []
    opened.listen(lambda delta: heard.extend(entry.text for entry in delta.entries) if delta else None)
    await post(store, dialogue, "Von nebenan")
    await soon(lambda: heard == ["Von nebenan"])
    await watches.close()
