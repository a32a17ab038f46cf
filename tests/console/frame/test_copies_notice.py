"""A backup that failed is told to organisers on the list and on the page about keeping, until one is made."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from nicegui import Client, core, ui
from starlette.requests import Request

from workshop.console.frame.key import NAME
from workshop.console.kit.controls import Tag
from workshop.console.pages.dialogues import DialoguesPage
from workshop.console.pages.keeping import KeepingPage
from workshop.domain.grant import actor_of_key, exchange_link, make_link
from workshop.domain.posting import Inbox
from workshop.domain.rights import operator
from workshop.live.copies import Trouble
from workshop.live.placer import Placer
from workshop.live.post_rate import PostRate
from workshop.live.services import Services
from workshop.live.watch import Watches
from workshop.models import Role, now
from workshop.settings import Settings

pytestmark = pytest.mark.integration
KEPT = "Der Server legt von selbst Sicherungen an"


@pytest.fixture
def loop_of_pages() -> Iterator[None]:
    """Let NiceGUI's background tasks run in the loop of the test."""
    before, core.loop = core.loop, None
    yield
    core.loop = before


@pytest.fixture
async def services(store, dialogue, loop_of_pages) -> AsyncIterator[Services]:
    core.loop = asyncio.get_running_loop()
    settings, watches = Settings(), Watches(store)
    placer = Placer(store, settings)
    yield Services(settings, store, Inbox(store), watches, placer, PostRate(enabled=False))
    await watches.close()
    await placer.close()


async def opened(services: Services, kind: type, role: Role, dialogue_id: int | None) -> Client:
    """Return the client of a page that somebody of this role opened."""
    link = await make_link(services.store, actor=operator(), role=role, dialogue_id=dialogue_id)
    key, _ = await exchange_link(services.store, secret=link, key=None)
    headers = [(b"cookie", f"{NAME}={key}".encode()), (b"accept-language", b"de")]
    request = Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})
    client = Client(ui.page("/console"), request=request)
    with client:
        page = kind(services, request)
        await (page.build() if kind is KeepingPage else page.build(await actor_of_key(services.store, key)))
    return client


def said(client: Client) -> list[str]:
    """Return what stands in the note, nothing where it is not to be seen."""
    notes = [each for each in client.elements.values() if "copies-notice" in each.classes and each.visible]
    return [each.text for note in notes for each in note.descendants() if isinstance(each, Tag)]


@pytest.mark.parametrize("trouble", list(Trouble))
async def test_organisers_read_it_on_both_pages_until_a_copy_is_made(services, trouble) -> None:
    copies, hours = services.copies, timedelta(hours=24)
    pages = [await opened(services, kind, Role.ORGANISER, None) for kind in (DialoguesPage, KeepingPage)]
    assert [said(page) for page in pages] == [[], []]
    copies.keep(hours, last=now() - hours, at=now())
    assert said(pages[0]) == []
    assert said(pages[1])[0].startswith(f"{KEPT}, zuletzt am ")
    if trouble == Trouble.LATE:
        copies.keep(hours, last=now() - 3 * hours, at=now() - 2 * hours)
    else:
        copies.note_failed(now(), trouble)
    told = [said(page) for page in pages]
    assert told[0] == told[1]
    title, when, what, _comfort = told[0]
    assert title in {"Die letzte Sicherung ist fehlgeschlagen", "Eine Sicherung ist überfällig"}
    assert when.startswith(f"{KEPT}, zuletzt am ")
    assert when.endswith("ist fehlgeschlagen.") == (trouble != Trouble.LATE)
    assert "Server" in what
    copies.note_made(now())
    assert said(pages[0]) == []
    assert len(said(pages[1])) == 1


async def test_first_copy_that_fails_is_told_as_none(services) -> None:
    page = await opened(services, DialoguesPage, Role.ORGANISER, None)
    services.copies.keep(timedelta(hours=1), last=None, at=now())
    services.copies.note_failed(now(), Trouble.NO_ROOM)
    assert said(page)[1].startswith(f"{KEPT}; bisher gibt es keine.")


async def test_it_is_nothing_for_moderators_and_for_pages_that_are_gone(services, dialogue) -> None:
    moderator = await opened(services, DialoguesPage, Role.MODERATOR, dialogue.id)
    organiser = await opened(services, DialoguesPage, Role.ORGANISER, None)
    services.copies.note_failed(now(), Trouble.OTHER)
    assert said(moderator) == []
    assert len(said(organiser)) == 4
    organiser.delete()
    services.copies.note_made(now())
    assert services.copies._listeners == []
