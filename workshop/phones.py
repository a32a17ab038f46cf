"""Only the phone pages, for large audiences: stateless processes on PostgreSQL, without NiceGUI."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workshop.live.services import Services, open_services
from workshop.logs import configure_logs
from workshop.phone.door import Door
from workshop.phone.routes import PhonePages
from workshop.server import END_STREAMS, options_of, tune
from workshop.settings import Settings


def create_phone_app(settings: Settings) -> Starlette:
    """Return the application of the phone pages; cards are placed by the `serve` process, not here."""

    @asynccontextmanager
    async def lifespan(app: Door) -> AsyncIterator[dict[str, Any]]:
        async with open_services(settings, places_cards=False) as opened:
            app.state.services = opened
            pages = PhonePages(opened)
            app.open(pages)
            yield {END_STREAMS: pages.end_streams}

    return Door(routes=[Route("/healthz", healthz)], lifespan=lifespan)


async def healthz(request: Request) -> Response:
    """Say whether the database answers."""
    services: Services = request.app.state.services
    alive = await services.store.database.is_alive()
    return JSONResponse({"status": "ok" if alive else "down"}, status_code=200 if alive else 503)


def app_from_environment() -> Starlette:
    """Return the application for one worker process; its settings come through the environment."""
    configure_logs()
    tune()
    return create_phone_app(Settings())


def serve_phones(settings: Settings, *, workers: int) -> None:
    """Serve until told to stop. Raises `RuntimeError` without PostgreSQL or without the shared secret."""
    if not settings.database_url.startswith("postgres"):
        raise RuntimeError(
            "`workshop phones` needs --database-url postgresql://… (SQLite serves one process only)"
        )
    if not settings.secret:
        raise RuntimeError("`workshop phones` needs WORKSHOP_SECRET, the same for every process")
    # Worker processes start anew and read their settings from the environment.
    for name, value in settings.model_dump(mode="json", exclude_none=True).items():
        os.environ[f"WORKSHOP_{name.upper()}"] = str(value)
    uvicorn.run(
        "workshop.phones:app_from_environment",
        factory=True,
        workers=workers,
        **options_of(settings),
    )
