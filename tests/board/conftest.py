"""An evening on a real server, and the board in a real browser."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser import ARGUMENTS, chromium_path
from tests.conftest import LiveServer
from tests.databases import copy_file
from tests.hearing import HearingServer
from tests.ports import free_port
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.group import gather_entries
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.live.services import open_store
from workshop.models import Phase
from workshop.settings import Settings


class Evening:
    """A dialogue on a running server: phones post over HTTP, the moderator acts on the database."""

    def __init__(self, server: LiveServer, *, rehearsal: bool = False, phase: Phase = Phase.COLLECT) -> None:
        self.server = server
        self._settings = Settings(data_dir=server.data, database_url=server.database_url).ready()
        self.code: str = self._run(
            lambda store: create_dialogue(
                store,
                actor=operator(),
                facts=DialogueFacts(
                    title="Dialogabend", goal="Ziel des Abends", promise="Die Stadt antwortet."
                ),
                theme_set="gmuend",
                rehearsal=rehearsal,
                phase=phase,
            )
        )
        self.dialogue_id: int = self._run(self._find).id

    async def _find(self, store: Store) -> Any:
        async with store.read() as session:
            return await dialogue_by_code(session, self.code)

    def _run(self, work: Callable[[Store], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            async with open_store(self._settings) as store:
                return await work(store)

        # The browser's loop runs in this thread; a second one needs its own.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, run()).result()

    def post(self, text: str, *, table: str = "wohnen", question: str = "needed", lang: str = "de") -> str:
        """Post a card as a phone does; return its id."""
        card = {"id": str(uuid.uuid4()), "table": table, "question": question, "text": text, "lang": lang}
        answer = httpx.post(f"{self.server.url}/j/{self.code}/entries", json=card, timeout=30)
        assert answer.status_code == 201, answer.text
        return card["id"]

    def do(self, verb: Callable[..., Awaitable[Any]], **arguments: Any) -> Any:
        """Let the organiser do something in another process, of which the server is told if it can be."""
        done = self._run(
            lambda store: verb(store, actor=operator(), dialogue_id=self.dialogue_id, **arguments)
        )
        if isinstance(self.server, HearingServer):
            self.server.hear_of(self.dialogue_id)
        return done


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[LiveServer]:
    """One server for the tests of a module; each has its own dialogue."""
    port, data = free_port(), tmp_path_factory.mktemp("board")
    copy_file(migrated_file, data / "workshop.sqlite")
    running = HearingServer(f"http://127.0.0.1:{port}", data, port)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def evening(server: LiveServer) -> Evening:
    """A dialogue that collects."""
    return Evening(server)


@pytest.fixture(scope="module")
def full_evening(server: LiveServer) -> tuple[Evening, int]:
    """A dialogue with more topics at one table than fit, and how many there are."""
    evening, topics = Evening(server), 16
    ids = [[evening.post(f"{n} mal {k}", question="works") for k in (1, 2)] for n in range(topics)]

    async def gather(store: Store, *, actor: Actor, dialogue_id: int) -> None:
        for n, pair in enumerate(ids):
            label = f"Donaudampfschifffahrt {n}" if n % 3 else f"Thema {n}"
            await gather_entries(store, actor=actor, dialogue_id=dialogue_id, entry_ids=pair, label=label)

    evening.do(gather)
    evening.post("Auch das", table="arbeit")
    return evening, topics


@pytest.fixture
def open_board(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a board; every error that the page reports fails the test."""
    errors: list[str] = []
    contexts = []

    def open_page(evening: Evening, path: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{evening.server.url}/b/{evening.code}{path}")
        page.wait_for_selector(".board")
        page.wait_for_function("() => window.did_handshake === true")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def other_browser(browser: Browser) -> Iterator[Browser]:
    """A browser for which this machine has a name of the hall's network."""
    names = "--host-resolver-rules=MAP beamer.hall 127.0.0.1, MAP beamer 127.0.0.1"
    opened = browser.browser_type.launch(executable_path=chromium_path(), args=[*ARGUMENTS, names])
    yield opened
    opened.close()


@pytest.fixture
def hall_browser(other_browser: Browser) -> Iterator[Browser]:
    """That one, without pages of another test."""
    yield other_browser
    for context in other_browser.contexts:
        context.close()


class BoundedServer(LiveServer):
    """A server that may be opened under its own names only."""

    @staticmethod
    def environment() -> dict[str, str]:
        """Return the environment with the setting."""
        return LiveServer.environment() | {"WORKSHOP_ALLOWED_HOSTS": "127.0.0.1"}


@pytest.fixture(scope="module")
def bounded_server(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[LiveServer]:
    """A server that answers under its own names only."""
    port, data = free_port(), tmp_path_factory.mktemp("bounded")
    copy_file(migrated_file, data / "workshop.sqlite")
    server = BoundedServer(f"http://127.0.0.1:{port}", data, port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bounded_evening(bounded_server: LiveServer) -> Evening:
    """An evening on it."""
    return Evening(bounded_server)


def wait_until_still(page: Page) -> None:
    """Wait until the board has not changed for longer than it takes to measure anew what fits."""
    page.evaluate(
        """() => new Promise(done => {
            let timer;
            const observer = new MutationObserver(() => wait());
            const finish = () => { observer.disconnect(); done(); };
            const wait = () => { clearTimeout(timer); timer = setTimeout(finish, 400); };
            const all = { attributes: true, characterData: true, childList: true, subtree: true };
            observer.observe(document.querySelector('.board'), all);
            wait();
        })"""
    )


def card(page: Page, entry_id: str) -> Locator:
    """Return the card on the page."""
    return page.locator(f'[data-entry-id="{entry_id}"]')
