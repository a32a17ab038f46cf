"""What stands beside a button that makes files: how far it is, and in plain words why there is none."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

import pytest
from nicegui import Client, core, ui
from starlette.requests import Request

from exports.errors import UnwritableError
from exports.progress import Progress
from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.download import Download, Made, Make
from workshop.console.kit.controls import Tag
from workshop.domain.rights import Actor, operator
from workshop.settings import Settings

pytestmark = pytest.mark.unit

Taken = list[tuple[bytes, str]]


@pytest.fixture
def client() -> Iterator[Client]:
    before, core.loop = core.loop, None
    yield Client(ui.page("/console"), request=Request({"type": "http", "path": "/", "headers": []}))
    core.loop = before


class Desk:
    """A button on a page of somebody who may take files as long as `allowed`."""

    def __init__(self, client: Client, make: Make, *, allowed: bool = True) -> None:
        self._deeds: list[Click] = []
        settings = Settings()
        page = SimpleNamespace(
            gettext=str,
            click=lambda _name, deed: self._deeds.append(deed),
            picture=SimpleNamespace(dialogue=SimpleNamespace(zone=lambda zone: zone)),
            services=SimpleNamespace(settings=settings),
            actor=self._actor,
            permits=lambda _actor: allowed,
        )
        with client:
            self.line: Tag = Download(page, Deed.FILES_TAKE, "Take", make).place_line()  # type: ignore[arg-type]

    async def _actor(self) -> Actor:
        return operator()

    async def press(self) -> str:
        """Press the button and return what the line says then."""
        await self._deeds[0](operator())
        return self.line.text


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    found: Taken = []
    monkeypatch.setattr(ui.download, "content", lambda *file: found.append(file))
    return found


async def test_line_says_which_file_is_being_made_in_a_thread(
    client: Client, taken: list[tuple[bytes, str]]
) -> None:
    told: list[str] = []

    async def make(_actor: Actor, _at: datetime, progress: Progress) -> Made:
        await asyncio.to_thread(progress, 3, 11, "protokoll.pdf")
        await asyncio.sleep(0)
        told.append(desk.line.text)
        return Made(b"words" * 1000, "abend.zip")

    desk = Desk(client, make)
    assert await desk.press() == "Done: abend.zip (5 kB)"
    assert told == ["File 3 of 11 is being made: protokoll.pdf"]
    assert taken == [(b"words" * 1000, "abend.zip")]


async def test_file_that_cannot_be_made_is_told_in_plain_words(
    client: Client, taken: list[tuple[bytes, str]]
) -> None:
    async def fail(_actor: Actor, _at: datetime, _progress: Progress) -> Made:
        raise UnwritableError("the PDF could not be set")

    async def nothing(_actor: Actor, _at: datetime, _progress: Progress) -> str:
        return "There is nothing in this file yet."

    assert (await Desk(client, fail).press()).startswith("A file could not be made. Please try again")
    assert await Desk(client, nothing).press() == "There is nothing in this file yet."
    assert taken == []


async def test_who_lost_the_right_meanwhile_gets_no_file(
    client: Client, taken: list[tuple[bytes, str]]
) -> None:
    async def make(_actor: Actor, _at: datetime, _progress: Progress) -> Made:
        return Made(b"words", "abend.zip")

    await Desk(client, make, allowed=False).press()
    assert taken == []
