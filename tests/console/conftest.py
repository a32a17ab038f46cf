"""A real server for the console's tests, dialogues made beside it, and pages in a real browser."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.databases import copy_file
from tests.entering import admit
from tests.hearing import HearingServer
from tests.ports import free_port
from workshop.changes import LocalFeed
from workshop.domain.dialogue import DialogueFacts, set_phase
from workshop.domain.group import gather_entries
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.queries.table import TableView, tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.invitation import Invitation, first_link, new_dialogue
from workshop.models import Phase
from workshop.models.database import Database
from workshop.settings import Settings

Result = TypeVar("Result")

SPRACHE = [
    ("works", "Die Sprachkurse der Volkshochschule sind gut"),
    ("improve", "Sprachkurse am Abend fehlen"),
    ("needed", "Kinderbetreuung während der Sprachkurse"),
]
SCHULE = [
    ("improve", "Elternabende ohne Dolmetscher"),
    ("needed", "Dolmetscher in der Schule"),
]


@dataclass
class Evening:
    """A dialogue with two topics at the table `bildung` and two cards without one."""

    invitation: Invitation
    dialogue: DialogueView
    groups: dict[str, int] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)

    def host_link(self, key: str) -> str:
        return next(table.host_url for table in self.invitation.tables if table.key == key)


class House:
    """The server, and its database seen from the tests."""

    def __init__(self, server: HearingServer) -> None:
        self.server = server
        self.settings = Settings(port=server.port, data_dir=server.data)

    def run(self, work: Callable[[Store], Coroutine[Any, Any, Result]]) -> Result:
        """Do something with the store in a thread of its own: Playwright's loop runs in this one."""

        async def with_store() -> Result:
            database = Database(self.settings.database)
            try:
                return await work(Store(database, LocalFeed()))
            finally:
                await database.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(with_store())).result()

    def tell_pages(self, evening: Evening) -> None:
        """Let open pages hear of what was done beside the server, which they would some seconds later."""
        self.server.hear_of(evening.dialogue.id)

    def organiser_link(self) -> str:
        """Return a fresh one-use address of the whole console."""
        return self.run(lambda store: first_link(store, self.settings))

    def tables(self, evening: Evening) -> Sequence[TableView]:
        """Return the tables of a dialogue."""

        async def read(store: Store) -> Sequence[TableView]:
            async with store.read() as session:
                return await session.run_sync(tables_of, evening.dialogue.id)

        return self.run(read)

    def evening(
        self,
        *,
        title: str = "Dialogabend",
        phase: Phase = Phase.COLLECT,
        rehearsal: bool = False,
        cards: bool = True,
    ) -> Evening:
        """Make a dialogue; no page has it open yet."""

        async def make(store: Store) -> Evening:
            facts = DialogueFacts(
                title=title,
                municipality="Schwäbisch Gmünd",
                held_on=date(2026, 11, 22),
                goal="Zuhören",
            )
            invitation = await new_dialogue(
                store,
                self.settings,
                facts=facts,
                theme_set="gmuend",
                phase=Phase.COLLECT,
                rehearsal=rehearsal,
            )
            async with store.read() as session:
                dialogue = await dialogue_by_code(session, invitation.code)
            assert dialogue is not None
            made = Evening(invitation, dialogue)
            if cards:
                await self._fill(store, made)
            if phase != Phase.COLLECT:
                await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
            return made

        return self.run(make)

    async def _fill(self, store: Store, made: Evening) -> None:
        inbox = Inbox(store)

        async def post(question: str, text: str) -> str:
            card = Card(
                str(uuid.uuid4()), made.invitation.code, "bildung", question, text, "de", uuid.uuid4().hex
            )
            made.cards[text] = (await inbox.post_entry(card)).id
            return made.cards[text]

        for label, texts in (("Sprachkurse", SPRACHE), ("Dolmetscher", SCHULE)):
            entry_ids = [await post(question, text) for question, text in texts]
            made.groups[label] = await gather_entries(
                store, actor=operator(), dialogue_id=made.dialogue.id, entry_ids=entry_ids, label=label
            )
        await post("works", "Fahrradwerkstatt am Bahnhof")
        await post("needed", "Ein Klavier")
        await post("improve", "Ruft mich an: 0171 2345678")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[House]:
    """One server for all tests of the console."""
    port = free_port()
    data = tmp_path_factory.mktemp("console")
    copy_file(migrated_file, data / "workshop.sqlite")
    server = HearingServer(f"http://127.0.0.1:{port}", data, port)
    server.start()
    yield House(server)
    server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A German laptop."""
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
    opened.set_default_timeout(15_000)
    # The first page of a server takes long on a busy machine.
    opened.set_default_navigation_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that laptop."""
    return context.new_page()


@pytest.fixture
def evening(house: House) -> Evening:
    """A fresh dialogue that collects."""
    return house.evening()


@pytest.fixture
def topics(page: Page, evening: Evening, house: House) -> Page:
    """The moderator's topics of the table `bildung`."""
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    expect(page.locator(".topic")).to_have_count(2)
    return page
