"""The product's own server, which also says what it has: its routes, its events, and each handler's deed.

Run as `python -m tests.doors.server serve …`, in place of `workshop serve …`. All else is as there, but that
the machine does nothing by itself: whatever changes was somebody's deed.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import uvicorn
from nicegui import core
from nicegui.event_listener import EventListener

from tests.doors.real import events_of, routes_of
from workshop import cli
from workshop.console.frame.deeds import Deed
from workshop.console.frame.page import Page
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.live import handouts, scrubber
from workshop.live.placer import DialoguePlacer
from workshop.sockets import gate
from workshop.sockets.complaints import Fault

LISTS = "WORKSHOP_DOORS_LISTS"
# What a page's socket hears after each deed: how many have begun on the server so far, and have ended.
DONE = "doors_done"


class Deeds:
    """Counts all deeds, and lets each handler that a browser hears of name its own."""

    def __init__(self) -> None:
        self.begun = self.ended = 0

    def watch(self) -> None:
        """Begin."""
        told, to_dict = Page.told, EventListener.to_dict

        def counted(page: Page, name: Deed, *rest: Any, **more: Any) -> Any:
            run = told(page, name, *rest, **more)

            async def handler(event: Any) -> None:
                self.begun += 1
                try:
                    await run(event)
                finally:
                    self.ended += 1
                    told_of = {"deed": name.value, "begun": self.begun, "ended": self.ended}
                    with contextlib.suppress(Exception):  # the page may be gone
                        page.client.outbox.enqueue_message(DONE, told_of, page.client.id)

            handler.deed = name.value  # type: ignore[attr-defined]
            return handler

        def marked(listener: EventListener) -> dict[str, Any]:
            return to_dict(listener) | {"deed": deed_of(listener.handler)}

        Page.told = counted  # type: ignore[method-assign]
        EventListener.to_dict = marked  # type: ignore[method-assign]


class Refusals:
    """Counts what the sockets' gate refuses, by its kind."""

    def __init__(self) -> None:
        self.by_kind: Counter[Fault] = Counter()

    def watch(self) -> None:
        """Begin."""
        complain = gate.complain

        def counted(fault: Fault) -> None:
            self.by_kind[fault] += 1
            complain(fault)

        gate.complain = counted


def deed_of(handler: Callable[..., Any] | None) -> str | None:
    """Return the deed of a handler, also of one that is wrapped, as in a menu."""
    around = [handler, *(getattr(handler, "__defaults__", None) or ())]
    return next((each.deed for each in around if hasattr(each, "deed")), None)


def tie_the_machine() -> None:
    """Let no card be placed and none be explained; a review proposes to gather two cards without a topic."""

    async def idle(_placer: DialoguePlacer) -> None:
        await asyncio.Event().wait()

    async def review(
        placer: DialoguePlacer, table_id: int, dismissed: Iterable[str]
    ) -> tuple[TableProposal, ...]:
        entries = placer._watch.picture.entries.values()
        free = [e.id for e in entries if e.table_id == table_id and e.is_shown and e.group_id is None]
        found = TableProposal(
            " ".join(free[:2]), table_id, ProposalKind.GATHER, (None,), (tuple(free[:2]),), ("Bus", "Bahn")
        )
        return (found,) if len(free) > 1 and found.key not in set(dismissed) else ()

    # Who may take the handouts does not depend on what stands in them.
    handouts.set_sheets = lambda _data: b"%PDF-1.7"  # type: ignore[assignment]
    # To whoever looks for writes, cleaning the files is one.
    scrubber.TOGETHER_SECONDS = 1e6

    async def unasked(_placer: DialoguePlacer, *_question: object) -> None: ...

    DialoguePlacer._run = idle  # type: ignore[method-assign]
    DialoguePlacer._ask = unasked  # type: ignore[method-assign]
    DialoguePlacer._review = review  # type: ignore[method-assign]


def write_lists_once_started(file: Path, deeds: Deeds, refusals: Refusals) -> None:
    """Write the lists when the server listens, and again at each SIGUSR1: a page may have added routes.

    Beside them stand how many deeds were begun so far, and how much was refused at the sockets.
    """
    startup = uvicorn.Server.startup

    def write(server: uvicorn.Server) -> None:
        lists = {
            "routes": routes_of(server.config.app),
            "events": events_of(core.sio),
            "begun": deeds.begun,
            "refused": refusals.by_kind,
        }
        part = file.with_suffix(".part")
        part.write_text(json.dumps(lists), encoding="utf-8")
        part.replace(file)

    async def started(server: uvicorn.Server, *given: Any, **more: Any) -> None:
        await startup(server, *given, **more)
        write(server)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, write, server)

    uvicorn.Server.startup = started  # type: ignore[method-assign]


if __name__ == "__main__":
    deeds, refusals = Deeds(), Refusals()
    deeds.watch()
    refusals.watch()
    tie_the_machine()
    write_lists_once_started(Path(os.environ.pop(LISTS)), deeds, refusals)
    sys.exit(cli.main())  # type: ignore[func-returns-value]
