"""The server's own clock erases what is due: at its start, and again and again."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories import post
from tests.waiting import soon
from workshop.domain.deletion import note_archive
from workshop.domain.dialogue import set_phase
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.live import keeping_clock, services
from workshop.live.services import open_services
from workshop.models import ArchiveNote, Dialogue, Entry, Phase, now
from workshop.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(store: Store, tmp_path) -> Settings:
    """The settings of a server on the same database."""
    return Settings(database_url=store.database.url, data_dir=tmp_path / "data", secret="s" * 32)


async def known_authors(store: Store) -> int:
    async with store.read() as session:
        statement = select(func.count()).select_from(Entry).where(Entry.participant.is_not(None))
        return await session.scalar(statement) or 0


async def close_long_ago(store: Store, dialogue: DialogueView) -> None:
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(closed_at=now() - timedelta(days=30)))


async def test_server_erases_at_its_start_and_later(store, dialogue, settings, monkeypatch) -> None:
    monkeypatch.setattr(keeping_clock, "HOUR", 0.05)
    await post(store, dialogue, "Mehr Busse")
    async with open_services(settings):
        assert await known_authors(store) == 1
        await close_long_ago(store, dialogue)

        async def gone() -> bool:
            return await known_authors(store) == 0

        await soon(gone)
    monkeypatch.setattr(keeping_clock, "HOUR", 3600.0)
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.COLLECT)
    await post(store, dialogue, "Mehr Bänke")
    await close_long_ago(store, dialogue)
    async with open_services(settings):
        await soon(gone)


async def test_processes_of_phones_erase_nothing(settings, monkeypatch) -> None:
    called = []

    def note(_store: Store) -> Awaitable[None]:
        called.append(1)
        return asyncio.sleep(0)

    monkeypatch.setattr(services, "keep_time", note)
    async with open_services(settings, places_cards=False):
        assert called == []
    async with open_services(settings):
        assert called == [1]


async def test_what_fails_is_tried_again_and_logged_by_its_kind(store, monkeypatch) -> None:
    calls, said = [], []

    async def fail(_store: Store) -> int:
        calls.append(1)
        raise ValueError("Mehr Busse")

    monkeypatch.setattr(keeping_clock, "HOUR", 0.01)
    monkeypatch.setattr(keeping_clock, "forget_participants", fail)
    monkeypatch.setattr(keeping_clock, "log_error", lambda event, error: said.append((event, type(error))))
    task = asyncio.create_task(keeping_clock.keep_time(store))
    await soon(lambda: len(calls) > 1)
    task.cancel()
    assert set(said) == {("participants_not_forgotten", ValueError)}


async def test_what_is_due_goes_by_itself_and_the_log_holds_numbers_only(
    store, dialogue, settings, monkeypatch
) -> None:
    await post(store, dialogue, "Mehr Busse")
    await note_archive(
        store, actor=operator(), dialogue_id=dialogue.id, note=ArchiveNote.DECLINED, reason="Ohne Wert"
    )
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(delete_on=now().date() - timedelta(days=1)))
    told = []
    monkeypatch.setattr(keeping_clock.log, "info", lambda event, **facts: told.append((event, facts)))
    async with open_services(settings):

        async def gone() -> bool:
            async with store.read() as session:
                return await session.scalar(select(func.count()).select_from(Dialogue)) == 0

        await soon(gone)
        await soon(lambda: told)
    loss = {"cards": 1, "topics": 0, "outcomes": 0, "photos": 0, "steps": 0, "links": 0}
    assert told == [("dialogue_deleted", {"dialogue": dialogue.code, **loss})]
