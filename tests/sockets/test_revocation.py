"""A right that is taken back ends what an open page hears, whichever process takes it back."""

import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import Running
from tests.sockets.visitor import OpenPage, Socket, Visitor
from tests.waiting import soon
from workshop.changes import LocalFeed
from workshop.domain.dialogue import DialogueFacts
from workshop.domain.grant import revoke_hosts
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.invitation import Invitation, new_dialogue
from workshop.models import Phase
from workshop.models.database import Database
from workshop.settings import Settings

pytestmark = pytest.mark.integration
# A server that is told to stop cuts what is still open after three seconds.
STOPS_WITHIN = 8.0


@dataclass
class Hall:
    """A server, and another process on its database that tells the server nothing."""

    server: Running
    store: Store
    invitation: Invitation

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    async def host_page(self, visitor: Visitor, table: str = "bildung") -> OpenPage:
        link = next(each.host_url for each in self.invitation.tables if each.key == table)
        await visitor.enter(link)
        return await visitor.open(f"/host/{self.invitation.code}/{table}")

    async def take_back(self, table: str = "bildung") -> None:
        async with self.store.read() as session:
            dialogue = await dialogue_by_code(session, self.invitation.code)
            assert dialogue is not None
            tables = await session.run_sync(tables_of, dialogue.id)
        table_id = next(each.id for each in tables if each.key == table)
        await revoke_hosts(self.store, actor=operator(), dialogue_id=dialogue.id, table_id=table_id)

    async def post(self, text: str) -> None:
        async with Visitor(self.url) as phone:
            card = {"id": str(uuid.uuid4()), "table": "bildung", "question": "works", "text": text}
            address = f"/j/{self.invitation.code}/entries"
            answer = await phone.http.post(address, json=card | {"lang": "de"}, headers={"Origin": self.url})
        assert answer.status_code == 201


@pytest.fixture(params=["sqlite", "postgresql"])
async def hall(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hall]:
    """A server with an evening, on both databases."""
    url = f"sqlite:///{tmp_path / 'workshop.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    server = Running("serve", database_url=url, folder=tmp_path)
    server.start()
    database = Database(url)
    store = Store(database, LocalFeed())
    facts = DialogueFacts(title="Abend", municipality="Gmünd", goal="Ziel", promise="Zusage")
    settings = Settings(port=server.port, data_dir=tmp_path)
    invitation = await new_dialogue(store, settings, facts=facts, theme_set="gmuend", phase=Phase.COLLECT)
    yield Hall(server, store, invitation)
    await database.close()
    server.kill()


def says(socket: Socket, text: str) -> bool:
    return any(text in str(frame) for frame in socket.frames)


async def test_a_page_hears_no_card_after_its_right_was_taken_back(hall: Hall) -> None:
    async with Visitor(hall.url) as visitor, Visitor(hall.url) as other:
        page, stays = await hall.host_page(visitor), await hall.host_page(other, "wohnen")
        async with page.socket() as socket, stays.socket() as kept:
            await hall.post("Ein Klavier")
            await soon(lambda: says(socket, "Ein Klavier"))
            began = time.monotonic()
            await hall.take_back()
            await hall.post("Zitronenfalter")
            await socket.closed(within=2.0 + 0.5)
            assert time.monotonic() - began < 2.5
            assert says(socket, "Bitte fragen Sie nach einem Link")
            assert not says(socket, "Zitronenfalter")
            assert not list(page.walk(text="Ein Klavier"))
            assert not kept.is_closed
        async with page.socket() as again:
            await soon(lambda: again.refusal)
            assert not again.is_open
        assert (await visitor.open(f"/host/{hall.invitation.code}/bildung")).status == 403
    assert "Traceback" not in hall.server.log


async def test_what_waits_for_a_lost_connection_is_never_sent(hall: Hall) -> None:
    async with Visitor(hall.url) as visitor:
        page = await hall.host_page(visitor)
        async with page.socket() as socket:
            await hall.post("Ein Klavier")
            await soon(lambda: says(socket, "Ein Klavier"))
        await hall.post("Zitronenfalter")
        await hall.take_back()
        async with Visitor(hall.url) as watcher:
            # Whoever looks again within two seconds may still be in time; after them nobody is.
            async def is_locked() -> bool:
                answer = await watcher.http.get("/healthz")
                assert answer.status_code == 200
                return time.monotonic() > asked_from

            asked_from = time.monotonic() + 2.0
            await soon(is_locked)
        async with page.socket() as again:
            await soon(lambda: again.refusal)
            assert not says(again, "Zitronenfalter")


async def test_a_server_with_open_sockets_ends_when_it_is_told_to(hall: Hall) -> None:
    async with Visitor(hall.url) as visitor:
        page = await hall.host_page(visitor)
        board = await visitor.open(f"/b/{hall.invitation.code}")
        sockets = [await page.connect_socket(), await board.connect_socket()]
        sockets += [
            await board.connect_socket(query={"client_id": str(uuid.uuid4())}, says_hello=False)
            for _ in range(20)
        ]
        sockets += [await board.connect_socket(says_hello=False)]
        assert hall.server.process is not None
        hall.server.begin_to_stop()
        process = hall.server.process
        await soon(lambda: process.poll() is not None, within=STOPS_WITHIN)
        for socket in sockets:
            await socket.close()
    assert "Traceback" not in hall.server.log
