"""Running the application under uvicorn, until somebody stops it."""

import asyncio
import contextlib
import errno
import gc
import logging
import socket
import sys
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.loops.auto import auto_loop_factory

from workshop.doors.connection import Connection
from workshop.doors.crowd import raise_descriptors
from workshop.settings import Settings
from workshop.sockets.wire import socket_options

# What is still being answered when the server stops is cut after this.
SHUTDOWN_SECONDS = 3
BACKLOG = 4096
# How long a thread that stores or reads may keep the others waiting: it must not hold up a phone.
SWITCH_SECONDS = 0.0005
# A full collection looks at every open page and phone; with Python's own numbers each burst of cards brings
# several.
COLLECT_AFTER = (100_000, 20, 100)


def tune() -> None:
    """Make the process a patient server: many connections, short turns for threads, few full collections."""
    raise_descriptors()
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECT_AFTER)


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run until the end, on the faster event loop where the system has it."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(main)


def options_of(settings: Settings) -> dict[str, Any]:
    """Return how uvicorn serves here: it writes no address of anybody into a log."""
    return {
        "host": settings.host,
        "port": settings.port,
        "http": Connection,
        "access_log": False,
        # Its lines go where all others go, and are written like them.
        "log_config": None,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": SHUTDOWN_SECONDS,
        "backlog": BACKLOG,
        # What a proxy says is read at the door, by our own settings.
        "proxy_headers": False,
        **socket_options(),
    }


class StartError(RuntimeError):
    """The server cannot start; the message says why."""


def bound(settings: Settings) -> socket.socket:
    """Return a socket that listens at the host and port of the settings.

    Raises `StartError` where that cannot be had: in use, not an address of this machine, not allowed.
    """
    host, port = settings.host.strip().removeprefix("[").removesuffix("]"), settings.port
    try:
        if not host:
            raise socket.gaierror
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise StartError(f"the host {settings.host!r} is no address that this machine knows") from error
    try:
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise StartError(f"this machine cannot listen on {host}: {error.strerror}") from error
    try:
        if sys.platform != "win32":
            # Connections of the server that has just ended must not keep the next one from starting.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        said = {
            errno.EADDRINUSE: f"port {port} on {host} is in use by another program; give another --port",
            errno.EADDRNOTAVAIL: f"the host {host} is no address of this machine; 0.0.0.0 means all it has",
            errno.EACCES: f"port {port} is not allowed to this user; give a --port from 1024 on",
        }
        otherwise = f"this machine cannot listen on {host}, port {port}: {error.strerror}"
        raise StartError(said.get(error.errno or 0, otherwise)) from error
    listener.settimeout(0)
    return listener


class _Starting:
    """The application, whose failure at the start is kept instead of printed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            self.failure = error
            raise


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    # A start that fails would end the whole process from within the event loop.
    with contextlib.suppress(SystemExit):
        await server.serve(sockets=[listener])


@contextlib.asynccontextmanager
async def running(app: ASGIApp, settings: Settings) -> AsyncIterator["asyncio.Task[None]"]:
    """Serve in the background; yield the task, which ends when the server is told to stop.

    Raises `StartError` if the server cannot start, and what the application raises at its start.
    """
    tune()
    listener = bound(settings)
    starting = _Starting(app)
    server = uvicorn.Server(uvicorn.Config(starting, **options_of(settings)))
    # It would print the whole way to a failure; that is raised here in one line.
    log = logging.getLogger("uvicorn.error")
    log.disabled = True
    task = asyncio.create_task(_serve(server, listener))
    try:
        while not server.started:
            if task.done():
                await asyncio.gather(task, return_exceptions=True)
                raise starting.failure or StartError("the server could not start")
            await asyncio.sleep(0.02)
    finally:
        log.disabled = False
        if not server.started:
            listener.close()
    try:
        yield task
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
