"""The application: the only place where the rooms are wired together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import metadata
from typing import Any

from fastapi import FastAPI
from fastapi.exception_handlers import http_exception_handler
from nicegui import core, ui
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from exports.word_template import use_template
from workshop.board import page as board
from workshop.console import routes as console
from workshop.console.frame.enter import enter_routes
from workshop.console.frame.key import KeepsKeys
from workshop.doors.connection import END_STREAMS
from workshop.doors.door import failed
from workshop.live.services import Services, open_services
from workshop.look import nonces
from workshop.phone.app import PhoneApp
from workshop.phone.not_found import not_found
from workshop.phone.routes import PhonePages
from workshop.phone_processes import GuardedApp
from workshop.settings import Settings
from workshop.sockets.framework import harden

# A beamer or a laptop that slept through the break comes back to the page that it had.
RECONNECT_SECONDS = 60.0


def create_app(settings: Settings) -> Starlette:
    """Return the whole product as one ASGI application.

    Phone pages are routes of a bare application, and nothing but the outer door stands in the way of a card.
    Console and board are NiceGUI pages on a FastAPI application mounted behind them. NiceGUI keeps its
    pages for the whole process, so a process creates one application only.
    """

    @asynccontextmanager
    async def lifespan(app: PhoneApp) -> AsyncIterator[dict[str, Any]]:
        async with open_services(settings) as opened, rich.router.lifespan_context(rich):
            app.state.services = opened
            pages = PhonePages(opened)
            app.router.routes[:0] = enter_routes(opened)
            app.open(pages)
            yield {END_STREAMS: pages.end_streams}

    use_template(settings.word_template)
    app = GuardedApp(settings, routes=[Route("/", _to_join)], lifespan=lifespan)
    rich = _rich_app(settings, lambda: services_of(app))
    app.router.routes.append(Mount("/", KeepsKeys(rich, lambda: services_of(app))))
    return app


def services_of(app: Starlette) -> Services:
    """Return the services of a running application."""
    services: Services = app.state.services
    return services


async def _to_join(request: Request) -> Response:  # noqa: ARG001 - signature of a route
    return RedirectResponse("/j")


async def _nobody_here(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/_nicegui") and isinstance(error, HTTPException):
        return await http_exception_handler(request, error)
    return await not_found(request, error)


def _rich_app(settings: Settings, services: Callable[[], Services]) -> FastAPI:
    rich = FastAPI(title="workshop", version=metadata.version("workshop-dialogue"), openapi_url=None)
    rich.add_exception_handler(Exception, failed)
    nonces.use()
    board.register(services)
    console.register(services)
    ui.run_with(
        rich,
        title="workshop",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_SECONDS,
        session_middleware_kwargs={"https_only": settings.is_https, "same_site": "lax"},
        show_welcome_message=False,
        favicon="🗪",
    )
    core.app.add_exception_handler(404, _nobody_here)

    # The door has asked where a socket comes from; no answer shall name another site all the same.
    harden(lambda origin, request: settings.is_own_origin(origin, [request.get("HTTP_HOST")]))
    return rich
