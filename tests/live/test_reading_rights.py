"""Whose right was taken back hears of it before the next change, and soon after it in any case."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest

from tests.queries import counted
from tests.waiting import soon
from workshop.changes import LocalFeed
from workshop.domain.grant import exchange_link, make_link, revoke_hosts
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.live import reading_rights
from workshop.live.watch import Watches
from workshop.models import Role
from workshop.models.database import Database

pytestmark = pytest.mark.integration


@pytest.fixture
async def watches(store: Store) -> AsyncIterator[Watches]:
    """The watched dialogues of one process."""
    made = Watches(store)
    yield made
    await made.close()


@pytest.fixture
async def elsewhere(database: Database) -> AsyncIterator[Store]:
    """Another process on the same database, which tells nobody what it does."""
    other = Database(database.url)
    yield Store(other, LocalFeed())
    await other.close()


async def key_of_host(store: Store, dialogue: DialogueView) -> str:
    bounds = {"dialogue_id": dialogue.id, "table_id": 1}
    secret = await make_link(store, actor=operator(), role=Role.HOST, **bounds)
    key, _ = await exchange_link(store, secret=secret, key=None)
    return key


async def take_back(store: Store, dialogue: DialogueView) -> None:
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)


async def post(store: Store, dialogue: DialogueView) -> None:
    card = Card(str(uuid.uuid4()), dialogue.code, "wohnen", "works", "Ein Klavier", "de", uuid.uuid4().hex)
    await Inbox(store).post_entry(card)


async def test_the_loss_of_a_right_is_heard_before_the_change_that_came_after_it(
    store: Store, elsewhere: Store, dialogue: DialogueView, watches: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_rights, "ASK_ANYWAY_SECONDS", 3600.0)
    key, heard = await key_of_host(store, dialogue), []
    watch = await watches.by_code(dialogue.code)
    assert watch is not None
    watches.rights.hold(key, lambda actor: heard.append("may" if actor.hosts(dialogue.id, 1) else "may not"))
    watch.listen(lambda delta: heard.append("card" if delta and delta.entries else "other"))
    await post(store, dialogue)
    await soon(lambda: "card" in heard)
    assert heard[:2] == ["may", "card"]
    heard.clear()
    await take_back(elsewhere, dialogue)
    await post(store, dialogue)
    await soon(lambda: "card" in heard)
    assert "may" not in heard
    assert heard.index("may not") < heard.index("card")


async def test_the_loss_of_a_right_is_heard_when_nothing_else_happens(
    store: Store, elsewhere: Store, dialogue: DialogueView, watches: Watches
) -> None:
    key, other = await key_of_host(store, dialogue), await key_of_host(elsewhere, dialogue)
    heard: dict[str, Actor] = {}
    for each in (key, other, "unknown", None):
        watches.rights.hold(each, lambda actor, each=each: heard.update({str(each): actor}))
    await soon(lambda: len(heard) == 4)
    assert [bool(heard[each].rights) for each in (key, other, "unknown", "None")] == [
        True,
        True,
        False,
        False,
    ]
    await take_back(elsewhere, dialogue)
    await soon(lambda: not heard[key].rights and not heard[other].rights, within=2.0)


async def test_within_a_process_it_is_heard_at_once(
    store: Store, dialogue: DialogueView, watches: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_rights, "ASK_ANYWAY_SECONDS", 3600.0)
    key, heard = await key_of_host(store, dialogue), asyncio.Event()
    watches.rights.hold(key, lambda actor: None if actor.rights else heard.set())
    # So that it waits for the feed already.
    await asyncio.sleep(0)
    await take_back(store, dialogue)
    await soon(heard.is_set, within=10)


async def test_all_pages_are_asked_for_with_one_statement(
    store: Store, dialogue: DialogueView, watches: Watches
) -> None:
    keys = [await key_of_host(store, dialogue) for _ in range(3)]
    heard: list[Actor] = []
    gone = [watches.rights.hold(key, heard.append) for key in keys * 5]
    with counted(store.database) as sent:
        watches.rights.take(await store.read_at_once(watches.rights.read))
    assert len(heard) >= 15
    assert len([each for each in sent if "grants" in each]) <= 2
    for let_go in gone:
        let_go()
    assert watches.rights._asking is None


async def test_one_that_fails_keeps_no_other_from_hearing(
    store: Store, dialogue: DialogueView, watches: Watches
) -> None:
    key, heard = await key_of_host(store, dialogue), []

    def fail(_actor: Actor) -> None:
        raise RuntimeError

    watches.rights.hold(key, fail)
    watches.rights.hold(key, heard.append)
    await soon(lambda: len(heard) > 1)
