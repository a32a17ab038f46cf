"""Phone pages over HTTP on both databases, and in a real browser through a proxy that fails on demand."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.databases import copy_file
from tests.phone.hall import Hall, phone_app
from tests.phone.proxy import Proxy
from workshop.domain.posting import Inbox
from workshop.domain.store import Store
from workshop.live.placer import Placer
from workshop.live.post_rate import PostRate
from workshop.live.services import Services
from workshop.live.watch import Watches
from workshop.settings import Settings

SECRET = "only for tests, only for tests"


@pytest.fixture
async def services(store: Store, tmp_path: Path) -> AsyncIterator[Services]:
    """The services of one process, without the machine that places cards."""
    settings = Settings(
        data_dir=tmp_path, secret=SECRET, operator_name="Stadt Beispiel", operator_mail="dialog@example.org"
    )
    watches = Watches(store)
    yield Services(settings, store, Inbox(store), watches, Placer(store, settings), PostRate(enabled=True))
    await watches.close()


@pytest.fixture
async def client(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A phone without a script that speaks German."""
    transport = httpx.ASGITransport(app=phone_app(services))
    headers = {"Accept-Language": "de-DE,de;q=0.9"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as opened:
        yield opened


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Hall]:
    """A real server with the phone pages, and hands on its dialogue."""
    data = tmp_path_factory.mktemp("hall")
    copy_file(migrated_file, data / "workshop.sqlite")
    opened = Hall(data)
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def evening(hall: Hall) -> Hall:
    """The hall with a fresh dialogue that collects."""
    hall.begin()
    return hall


@pytest.fixture
def proxy(hall: Hall) -> Iterator[Proxy]:
    """A network between phone and server that can fail."""
    opened = Proxy(hall.port)
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of a German reader."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="de-DE", has_touch=True)
    context.set_default_timeout(15000)
    yield context
    context.close()
