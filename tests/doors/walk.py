"""One person's way through a kind of page, with everybody else trying the same from elsewhere."""

import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence

from tests.doors.conftest import Crowd, Writes
from tests.doors.deed_rows import DEEDS, PageKind
from tests.doors.intruders import Intruders
from tests.doors.walker import LOST_SECONDS, Handler, Walker
from tests.doors.ways import (
    ESCAPE,
    PLACES,
    UNFOLD,
    Step,
    access_to_all,
    keeping,
    list_of_dialogues,
    measures,
    results,
    sorting,
)
from tests.doors.who import Who
from tests.waiting import PATIENCE, soon

# By a deed one of these loses the page with its socket.
LOCKS: Mapping[str, Sequence[Who]] = {"tables.revoke_hosts": (Who.HOST, Who.HOST_ELSEWHERE)}


def may(kind: PageKind, who: Who) -> set[str]:
    """Return what somebody may do on a kind of page."""
    return {name for name, row in DEEDS.items() if who in row.who.get(kind, ())}


def ways(kind: PageKind, crowd: Crowd, places: Sequence[str]) -> dict[str, Sequence[Step]]:
    """Return the ways through a kind of page, by the address at which each begins.

    `places` are those of a dialogue's page.
    """
    evening = crowd.hall.evening
    if kind == PageKind.DIALOGUES:
        return {"/console": list_of_dialogues()}
    if kind == PageKind.HOST:
        return {f"/host/{evening.code}/{evening.here.key}": sorting(evening, of_host=True)}
    others = {
        PageKind.ACCESS: ("/console/access", access_to_all()),
        PageKind.KEEPING: ("/console/keeping", keeping()),
        PageKind.RESULTS: (f"/console/{evening.code}/results", results()),
        PageKind.MEASURES: (f"/console/{evening.code}/measures", measures(evening)),
        PageKind.HOST_MEASURES: (f"/host/{evening.code}/{evening.here.key}/measures", measures(evening)),
    }
    if kind in others:
        address, steps = others[kind]
        return {address: steps}
    at = f"/console/{evening.code}?table={evening.here.key}&view="
    return {at + place: PLACES[place](evening) for place in places}


class Walk:
    """Does all that somebody may do on a kind of page, each deed first forged by the `intruders`.

    Then `seen` holds the deeds that the page had, `wrote` those that wrote, and `could_take` who could open
    a socket of a page that another browser had loaded.
    """

    def __init__(
        self,
        crowd: Crowd,
        kind: PageKind,
        who: Who,
        *,
        writes: Writes,
        intruders: Intruders,
        places: Sequence[str] = tuple(PLACES),
    ) -> None:
        self._crowd, self._who, self._kind = crowd, who, kind
        self._writes, self._intruders, self._places = writes, intruders, places
        # What stands on both pages of an evening is forged on the host's.
        self._forged = may(PageKind.HOST, Who.HOST) if kind == PageKind.DIALOGUE else set()
        self.seen: set[str] = set()
        self.wrote: set[str] = set()
        self.could_take: list[Who] = []
        self.calls = self.lost = 0

    async def go(self) -> None:
        """Walk."""
        allowed = may(self._kind, self._who)
        for address, steps in ways(self._kind, self._crowd, self._places).items():
            async with self._walking(address) as walker:
                last: Step | None = None
                for step in steps:
                    if step == ESCAPE:
                        await walker.escape()
                    elif step == UNFOLD:
                        await walker.unfold()
                    if step.deed in allowed:
                        await self._take(walker, step, last)
                        last = step
                self.seen |= walker.deeds()
                self.calls += walker.calls
                self.lost += walker.lost

    @contextlib.asynccontextmanager
    async def _walking(self, address: str) -> AsyncIterator[Walker]:
        """Open a page and its socket."""
        async with self._crowd.visitor(self._who) as visitor:
            page = await visitor.open(address)
            assert page.status == 200, (self._who, address)
            if not self.seen:
                self.could_take = await self._intruders.take_page(page)
            async with page.socket() as socket:
                yield Walker(page, socket)

    async def _take(self, walker: Walker, step: Step, last: Step | None) -> None:
        """Take a step, and see whether it wrote."""
        self.seen |= walker.deeds()
        self._writes.any()
        await self._do(walker, step, last)
        has_written = self._writes.any()
        if DEEDS[step.deed].writes and not has_written:
            # The page had not heard of the last change yet, and refused to overrule it.
            await walker.settle()
            await self._do(walker, step, last)
            has_written = self._writes.any()
        self.seen.add(step.deed)
        if has_written:
            self.wrote.add(step.deed)
        if step.event == "submit":
            await walker.escape()
        if step.deed in LOCKS:
            await self._intruders.locked(*LOCKS[step.deed])

    async def _do(self, walker: Walker, step: Step, opened_by: Step | None) -> None:
        """Do it; a menu that was opened before the page had heard of the last change is opened again."""
        began = patience = time.monotonic()

        def found() -> Handler | bool:
            handler = walker.handler(step.deed, event=step.event, nth=step.nth)
            return handler or time.monotonic() > patience + LOST_SECONDS

        while True:
            handler = await soon(found)
            if isinstance(handler, tuple):
                told = step.told(walker, handler[0])
                if step.deed not in self._forged:
                    self._forged.add(step.deed)
                    await self._intruders.forge(walker.page, handler, told)
                if await walker.call(handler, *told):
                    return
            elif opened_by and opened_by.deed == "sorting.act":
                await self._do(walker, opened_by, None)
            patience = time.monotonic()
            assert patience < began + PATIENCE, (step, sorted(walker.deeds()))
