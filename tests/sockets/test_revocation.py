"""A right that is taken back ends what an open page hears, whichever process takes it back."""

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
from workshop.domain.grant import make_link, revoke_hosts
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.invitation import Invitation, new_dialogue
from workshop.models import Phase, Role
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
        async with self.store.read() as session:
            dialogue = await dialogue_by_code(session, self.invitation.code)
            assert dialogue is not None
            tables = await session.run_sync(tables_of, dialogue.id)
        table_id = next(each.id for each in tables if each.key == table)
        bounds = {"dialogue_id": dialogue.id, "table_id": table_id}
        secret = await make_link(self.store, actor=operator(), role=Role.HOST, **bounds)
        await visitor.enter(f"/enter/{secret}")
        return await visitor.open(f"/host/{self.invitation.code}/{table}")

    async def take_back(self, table: str = "bildung") -> None:
        async with self.store.read() as session:
            dialogue = await dialogue_by_code(session, self.invitation.code)
            assert dialogue is not None
            tables = await session.run_sync(tables_of, dialogue.id)
        table_id = next(each.id for each in tables if each.key == table)
        await revoke_hosts(self.store, actor=operator(), dialogue_id=dialogue.id, table_id=table_id)

    async def post(self, text: str, table: str = "bildung") -> None:
        async with Visitor(self.url) as phone:
            card = {"id": str(uuid.uuid4()), "table": table, "question": "works", "text": text}
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


async def hears_no_card_after_it_was_taken_back(hall: Hall) -> None:
    async with Visitor(hall.url) as visitor, Visitor(hall.url) as other:
        page, stays = await hall.host_page(visitor), await hall.host_page(other, "wohnen")
        async with page.socket() as socket, stays.socket() as kept:
            await hall.post("Ein Klavier")
            await soon(lambda: says(socket, "Ein Klavier"))
            await hall.take_back()
            await hall.post("Zitronenfalter")
            await soon(lambda: says(socket, "Bitte fragen Sie nach einem Link"), within=2.0)
            await socket.closed()
            assert not says(socket, "Zitronenfalter")
            assert not list(page.walk(text="Ein Klavier"))
            assert not kept.is_closed
        async with page.socket() as again:
            await soon(lambda: again.refusal)
            assert not again.is_open
        assert (await visitor.open(f"/host/{hall.invitation.code}/bildung")).status == 403


async def gets_nothing_that_waited_for_its_connection(hall: Hall) -> None:
    async with Visitor(hall.url) as visitor, Visitor(hall.url) as other:
        page = await hall.host_page(visitor, "frauen")
        watching = await hall.host_page(other, "frauen")
        async with page.socket() as socket:
            assert socket.is_open
        await hall.post("Ein Apfelbaum", "frauen")
        async with watching.socket() as watcher:
            await hall.take_back("frauen")
            # What ends the one that is connected has come to the other at the same moment.
            await watcher.closed()
        async with page.socket() as again:
            await soon(lambda: again.refusal)
            assert not says(again, "Ein Apfelbaum")


async def server_ends_with_open_sockets(hall: Hall) -> None:
    async with Visitor(hall.url) as visitor:
        page = await hall.host_page(visitor, "wohnen")
        board = await visitor.open(f"/b/{hall.invitation.code}")
        unknown = {"client_id": str(uuid.uuid4())}
        sockets = [await page.connect_socket(), await board.connect_socket()]
        sockets += [await board.connect_socket(query=unknown, says_hello=False) for _ in range(20)]
        sockets += [await board.connect_socket(says_hello=False)]
        assert hall.server.process is not None
        hall.server.begin_to_stop()
        process = hall.server.process
        await soon(lambda: process.poll() is not None, within=STOPS_WITHIN)
        for socket in sockets:
            await socket.close()


async def test_a_right_that_is_taken_back_ends_what_open_pages_hear(hall: Hall) -> None:
    """All on one server, for its start takes longest."""
    await hears_no_card_after_it_was_taken_back(hall)
    await gets_nothing_that_waited_for_its_connection(hall)
    await server_ends_with_open_sockets(hall)
    assert "Traceback" not in hall.server.log
