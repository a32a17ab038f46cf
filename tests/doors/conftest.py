"""One server for all doors, and a browser's cookies for everybody who stands before them."""

import asyncio
import json
import signal
import sqlite3
import sys
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import forks
from tests.conftest import LiveServer
from tests.databases import copy_file
from tests.doors.hall import Hall, fill, open_store
from tests.doors.server import LISTS
from tests.doors.who import Place, Who, rights_of
from tests.ports import free_port
from tests.sockets.visitor import Visitor
from tests.waiting import PATIENCE, until
from workshop.console.frame.key import NAME as COOKIE
from workshop.domain.grant import exchange_link, make_link
from workshop.domain.rights import Right, operator
from workshop.domain.store import Store

# So that there is whatever an installation may have.
SETTINGS = {"WORKSHOP_OPERATOR_MAIL": "amt@example.org"}


@dataclass
class DoorsServer(LiveServer):
    """A server that says which routes and events it has, and of each handler which deed it is."""

    keys: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it as `workshop serve` is started."""
        command = ["serve", "--port", str(self.port), "--data", str(self.data)]
        with (self.data / "server.log").open("a") as log:
            around = self.environment() | {LISTS: str(self._lists_file)} | SETTINGS
            self.process = forks.begin("tests.doors.server", *command, stdout=log, stderr=log, env=around)
        until(self._lists_file.exists, within=2 * PATIENCE, why=self.log)

    @property
    def _lists_file(self) -> Path:
        return self.data / "lists.json"

    @property
    def database(self) -> Path:
        """Where its rows are."""
        return self.data / "workshop.sqlite"

    def lists(self) -> dict[str, Any]:
        """Return the routes and events that it has now, and what it has counted."""
        assert self.process is not None
        self._lists_file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        until(self._lists_file.exists, why=self.log)
        lists: dict[str, Any] = json.loads(self._lists_file.read_text(encoding="utf-8"))
        return lists


@pytest.fixture(scope="session")
def doors(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[DoorsServer]:
    """The server."""
    port, data = free_port(), tmp_path_factory.mktemp("doors")
    copy_file(migrated_file, data / "workshop.sqlite")
    server = DoorsServer(f"http://127.0.0.1:{port}", data, port)
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def answering(request: pytest.FixtureRequest) -> None:
    """Begin with a server that answers; one that hung says where, and another one takes its place."""
    if "doors" not in request.fixturenames:
        return
    server: DoorsServer = request.getfixturevalue("doors")
    try:
        server.lists()
    except AssertionError:
        shown = request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled()
        with shown:
            sys.stderr.write(server.autopsy())
        server.start()


class Writes:
    """Tells whether anybody has written since it was asked last."""

    def __init__(self, server: DoorsServer) -> None:
        self._seen = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
        self._last = self._version()

    def _version(self) -> int:
        return int(self._seen.execute("PRAGMA data_version").fetchone()[0])

    def any(self) -> bool:
        """Say it."""
        before, self._last = self._last, self._version()
        return self._last != before

    def close(self) -> None:
        """Ask no more."""
        self._seen.close()


@pytest.fixture
def writes(doors: DoorsServer) -> Iterator[Writes]:
    """Whether anybody writes."""
    made = Writes(doors)
    yield made
    made.close()


@dataclass(frozen=True)
class Crowd:
    """Two evenings on the server, and the key of everybody who has a right at the first one."""

    server: DoorsServer
    hall: Hall
    keys: Mapping[Who, str]

    def visitor(self, who: Who) -> Visitor:
        """Return a browser with what it holds; it is to be closed."""
        made = Visitor(self.server.url)
        if who in self.keys:
            made.http.cookies.set(COOKIE, self.keys[who], domain="127.0.0.1", path="/")
        return made

    async def link(self, who: Who) -> str:
        """Return the secret of a new link for somebody."""
        async with open_store(self.server.database) as store:
            return await new_link(store, rights_of(self.hall.place)[who])

    async def participant(self) -> tuple[Visitor, str]:
        """Return a browser that has posted a card, and the card's id."""
        made, card = Visitor(self.server.url), str(uuid.uuid4())
        evening = self.hall.evening
        body = {"id": card, "table": evening.here.key, "question": "needed", "text": "Ein Chor", "lang": "de"}
        answer = await made.http.post(f"/j/{evening.code}/entries", json=body)
        assert answer.status_code == 201, answer.text
        return made, card


async def admit(store: Store, place: Place) -> dict[Who, str]:
    """Let everybody who has a right use a link up; return their keys."""
    keys = {}
    for who, right in rights_of(place).items():
        keys[who], _ = await exchange_link(store, secret=await new_link(store, right), key=None)
    return keys


async def new_link(store: Store, right: Right) -> str:
    """Return the secret of a new link for a right."""
    bounds = {"dialogue_id": right.dialogue_id, "table_id": right.table_id}
    return await make_link(store, actor=operator(), role=right.role, **bounds)


async def gather_crowd(server: DoorsServer) -> Crowd:
    """Make two evenings that no page has seen yet, and let everybody come."""
    async with open_store(server.database) as store:
        hall = await fill(store, many=True)
        return Crowd(server, hall, await admit(store, hall.place))


@pytest.fixture(scope="module")
def crowd(doors: DoorsServer) -> Crowd:
    """Everybody, before doors that nothing was done at yet."""
    return asyncio.run(gather_crowd(doors))


@pytest.fixture
async def visitors(crowd: Crowd) -> AsyncIterator[Mapping[Who, Visitor]]:
    """A browser of everybody."""
    made = {who: crowd.visitor(who) for who in Who}
    yield made
    for each in made.values():
        await each.close()


__all__ = ["Crowd", "DoorsServer", "Writes", "gather_crowd"]
