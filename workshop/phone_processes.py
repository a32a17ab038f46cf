"""Only the phone pages, for large audiences: stateless processes on PostgreSQL, without NiceGUI."""

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import typer
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send
from uvicorn import _subprocess as uvicorn_subprocess

from workshop.doors.connection import END_STREAMS
from workshop.doors.door import Door, failed
from workshop.doors.security_txt import SECURITY_TXT, security_txt
from workshop.law.particulars import incomplete_pages
from workshop.live.services import Services, open_services
from workshop.logs import configure_logs
from workshop.models.database import Database
from workshop.phone.app import PhoneApp
from workshop.phone.routes import PhonePages
from workshop.private_files import keep_to_owner
from workshop.server import bound, options_of, tune
from workshop.settings import Settings


def create_phone_app(settings: Settings) -> Starlette:
    """Return the application of the phone pages; cards are placed by the `serve` process, not here."""

    @asynccontextmanager
    async def lifespan(app: PhoneApp) -> AsyncIterator[dict[str, Any]]:
        async with open_services(settings, places_cards=False) as opened:
            app.state.services = opened
            pages = PhonePages(opened)
            app.open(pages)
            yield {END_STREAMS: pages.end_streams}

    return GuardedApp(settings, lifespan=lifespan)


class GuardedApp(PhoneApp):
    """An application behind the outer door, with the addresses that every server has."""

    def __init__(self, settings: Settings, *, routes: Sequence[BaseRoute] = (), **options: Any) -> None:  # noqa: ANN401 - those of Starlette
        own = [Route("/healthz", healthz), Route(SECURITY_TXT, security_txt(settings))]
        super().__init__(routes=[*own, *routes], **options)
        self.add_exception_handler(Exception, failed)
        self._door = Door(super().__call__, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in at the door."""
        await self._door(scope, receive, send)


async def healthz(request: Request) -> Response:
    """Say whether the database answers."""
    services: Services = request.app.state.services
    alive = await services.store.database.is_alive()
    return JSONResponse(
        {"status": "ok" if alive else "down"},
        status_code=200 if alive else 503,
        headers={"Cache-Control": "no-store"},
    )


def app_from_environment() -> Starlette:
    """Return the application for one worker process; its settings come through the environment."""
    keep_to_owner()
    configure_logs()
    tune()
    return create_phone_app(Settings())


def serve_phones(settings: Settings, *, workers: int) -> None:
    """Serve until told to stop.

    Raises `RuntimeError` without PostgreSQL or without the shared secret, `StartError` and `DatabaseError`.
    """
    if not settings.database_url.startswith("postgres"):
        raise RuntimeError(
            "`workshop phones` needs --database-url postgresql://… (SQLite serves one process only)"
        )
    if not settings.secret:
        raise RuntimeError("`workshop phones` needs WORKSHOP_SECRET, the same for every process")
    bound(settings).close()
    asyncio.run(_check_database(settings))
    # These processes show the pages, from their own environment; said once, not by each worker.
    if note := incomplete_pages(settings):
        typer.echo(note, err=True)
    # Worker processes start anew and read their settings from the environment.
    for name, value in settings.model_dump(mode="json", exclude_none=True).items():
        os.environ[f"WORKSHOP_{name.upper()}"] = str(value)
    if workers > 1 and sys.platform == "linux":
        _copy_this_process()
    uvicorn.run(
        "workshop.phone_processes:app_from_environment",
        factory=True,
        workers=workers,
        **options_of(settings),
    )


async def _check_database(settings: Settings) -> None:
    """Raise `DatabaseError` here, once and in one line, and not in each worker."""
    database = Database(settings.database)
    try:
        await database.migrate()
    finally:
        await database.close()


def _copy_this_process() -> None:
    """Let workers begin as copies of this process, which has loaded everything and has no threads yet.

    uvicorn would start each of them from nothing: that takes longer and shares no memory.
    """
    uvicorn_subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
    # No collection writes into what is shared.
    gc.freeze()
    os.register_at_fork(after_in_child=_hear_signals_as_at_the_start)


def _hear_signals_as_at_the_start() -> None:
    # Until it serves, a worker has the supervisor's handlers, which would keep a stop to themselves.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
