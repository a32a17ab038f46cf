"""A real server in a thread of the tests, with verbs at hand."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from tests.ports import free_port
from workshop.domain.dialogue import DialogueFacts, create_dialogue, set_phase
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import operator
from workshop.domain.round import start_round
from workshop.live.services import Services, open_services
from workshop.models import Phase
from workshop.phone.app import PhoneApp
from workshop.phone.routes import PhonePages
from workshop.phone_processes import GuardedApp
from workshop.settings import Settings

Answer = TypeVar("Answer")
Verb = Callable[..., Coroutine[Any, Any, Answer]]


def phone_app(services: Services) -> PhoneApp:
    """Return the application of the phone pages alone."""
    app = GuardedApp(services.settings)
    app.open(PhonePages(services))
    return app


class Hall:
    """The phone pages under uvicorn on SQLite."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.settings = Settings(
            data_dir=data, port=self.port, secret="s" * 32, rate_limit="off", operator_name="Stadt Beispiel"
        )
        self.code = ""
        self.id = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._server: uvicorn.Server | None = None
        self._services: Services | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start and wait until it serves."""
        self._thread.start()
        assert self._ready.wait(60)

    def stop(self) -> None:
        """Stop the server and wait for its thread."""
        assert self._server is not None
        self._server.should_exit = True
        self._thread.join(20)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        async with open_services(self.settings, places_cards=False) as self._services:
            config = uvicorn.Config(
                phone_app(self._services),
                port=self.port,
                log_level="error",
                timeout_graceful_shutdown=1,
            )
            self._server = uvicorn.Server(config)
            self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
            self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
            asyncio.get_running_loop().call_later(0.5, self._ready.set)
            await self._server.serve()

    def do(self, verb: Verb[Answer], *arguments: object, **named: object) -> Answer:
        """Run a verb of the domain in the server's own loop."""
        assert self._services is not None
        future = asyncio.run_coroutine_threadsafe(verb(self._services.store, *arguments, **named), self._loop)
        return future.result(20)

    def begin(
        self, phase: Phase = Phase.COLLECT, *, theme_set: str = "gmuend", rehearsal: bool = False
    ) -> str:
        """Create a dialogue and return its code."""
        facts = DialogueFacts("Dialogabend", "Beispielstadt", goal="Das Ziel", promise="Die Zusage")
        self.code = self.do(
            create_dialogue,
            actor=operator(),
            facts=facts,
            theme_set=theme_set,
            phase=phase,
            rehearsal=rehearsal,
        )
        self.id = self.do(_id_of, self.code)
        return self.code

    def phase(self, phase: Phase) -> None:
        """Go to a phase."""
        self.do(set_phase, actor=operator(), dialogue_id=self.id, phase=phase)

    def round(self, minutes: int) -> None:
        """Start the next round."""
        self.do(start_round, actor=operator(), dialogue_id=self.id, minutes=minutes)

    def cards(self) -> list[EntryView]:
        """Return the rows of the dialogue's cards."""
        return self.do(_cards_of, self.id)

    def address(self, path: str = "/wohnen", *, port: int | None = None) -> str:
        """Return an address below the dialogue's."""
        return f"http://127.0.0.1:{port or self.port}/j/{self.code}{path}"


async def _id_of(store: Any, code: str) -> int:
    async with store.read() as session:
        found = await dialogue_by_code(session, code)
    assert found is not None
    return found.id


async def _cards_of(store: Any, dialogue_id: int) -> list[EntryView]:
    async with store.read() as session:
        delta = await session.run_sync(changes_since, dialogue_id, 0)
    assert delta is not None
    return list(delta.entries)
