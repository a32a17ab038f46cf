"""Every handler of the console, over the real socket: for those with the right, on their own page."""

import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from tests.doors.conftest import Crowd, DoorsServer, gather_crowd
from tests.doors.deed_rows import DEEDS, PageKind
from tests.doors.walker import LOST_SECONDS, Handler, Walker
from tests.doors.ways import ESCAPE, PLACES, UNFOLD, Step, list_of_dialogues, sorting
from tests.doors.who import Who
from tests.waiting import PATIENCE, soon
from workshop.console.frame.deeds import Deed

pytestmark = pytest.mark.integration


@pytest.mark.unit
def test_every_deed_has_a_row() -> None:
    def missing(deeds: Sequence[str]) -> set[str]:
        return set(deeds) ^ DEEDS.keys()

    assert missing([deed.value for deed in Deed]) == set()
    assert missing([*(deed.value for deed in Deed), "facts.planted"]) == {"facts.planted"}


@pytest.fixture
async def crowd(doors: DoorsServer) -> Crowd:
    """Everybody, at evenings of their own: each test changes all there is."""
    return await gather_crowd(doors)


class Writes:
    """Tells whether anybody has written since it was asked last."""

    def __init__(self, server: DoorsServer) -> None:
        self._seen = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
        self._last = self._version()

    def _version(self) -> int:
        return int(self._seen.execute("PRAGMA data_version").fetchone()[0])

    def any(self) -> bool:
        before, self._last = self._last, self._version()
        return self._last != before

    def close(self) -> None:
        self._seen.close()


@pytest.fixture
def writes(doors: DoorsServer) -> Iterator[Writes]:
    made = Writes(doors)
    yield made
    made.close()


def ways(kind: PageKind, crowd: Crowd) -> dict[str, Sequence[Step]]:
    """Return the ways through a kind of page, by the address at which each begins."""
    evening = crowd.hall.evening
    if kind == PageKind.DIALOGUES:
        return {"/console": list_of_dialogues()}
    if kind == PageKind.HOST:
        return {f"/host/{evening.code}/{evening.here.key}": sorting(evening, of_host=True)}
    at = f"/console/{evening.code}?table={evening.here.key}&view="
    return {at + place: way(evening) for place, way in PLACES.items()}


@contextlib.asynccontextmanager
async def walking(crowd: Crowd, who: Who, address: str) -> AsyncIterator[Walker]:
    """Let somebody open a page and its socket."""
    async with crowd.visitor(who) as visitor:
        page = await visitor.open(address)
        assert page.status == 200, (who, address)
        async with page.socket() as socket:
            yield Walker(page, socket)


def may(kind: PageKind, who: Who) -> set[str]:
    """Return what somebody may do on a kind of page."""
    return {name for name, row in DEEDS.items() if who in row.who.get(kind, ())}


async def do(walker: Walker, step: Step, opened_by: Step | None) -> None:
    """Take a step; a menu that was opened before the page had heard of the last change is opened again."""
    began = patience = time.monotonic()

    def found() -> Handler | bool:
        handler = walker.handler(step.deed, event=step.event, nth=step.nth)
        return handler or time.monotonic() > patience + LOST_SECONDS

    while True:
        handler = await soon(found)
        if isinstance(handler, tuple):
            if await walker.call(handler, *step.told(walker, handler[0])):
                return
        elif opened_by and opened_by.deed == "sorting.act":
            await do(walker, opened_by, None)
        patience = time.monotonic()
        assert patience < began + PATIENCE, (step, sorted(walker.deeds()))


async def walk(crowd: Crowd, kind: PageKind, who: Who, writes: Writes) -> tuple[set[str], set[str]]:
    """Do all that somebody may do on a kind of page; return the deeds that the page had, and which wrote."""
    seen: set[str] = set()
    wrote: set[str] = set()
    allowed = may(kind, who)
    for address, steps in ways(kind, crowd).items():
        async with walking(crowd, who, address) as walker:
            last: Step | None = None
            for step in steps:
                if step == ESCAPE:
                    await walker.escape()
                elif step == UNFOLD:
                    await walker.unfold()
                if step.deed not in allowed:
                    continue
                seen |= walker.deeds()
                writes.any()
                await do(walker, step, last)
                has_written = writes.any()
                if DEEDS[step.deed].writes and not has_written:
                    # The page had not heard of the last change yet, and refused to overrule it.
                    await walker.settle()
                    await do(walker, step, last)
                    has_written = writes.any()
                last = step
                seen.add(step.deed)
                if has_written:
                    wrote.add(step.deed)
                if step.event == "submit":
                    await walker.escape()
            seen |= walker.deeds()
    return seen, wrote


@pytest.mark.parametrize(("kind", "who"), [(kind, who) for kind in PageKind for who in Who if may(kind, who)])
async def test_page_holds_what_its_person_may_do_and_does_it(crowd, writes, kind, who) -> None:
    seen, wrote = await walk(crowd, kind, who, writes)
    assert seen == may(kind, who)
    assert wrote == {name for name in seen if DEEDS[name].writes}
