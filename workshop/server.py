"""Running the application under uvicorn, until somebody stops it."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.loops.auto import auto_loop_factory
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from workshop.settings import Settings

# What is still being answered when the server stops is cut after this.
SHUTDOWN_SECONDS = 3
# Under this name the application's lifespan hands the server a function that ends what never ends by itself.
END_STREAMS = "end_streams"
BACKLOG = 4096
# How long a thread that stores or reads may keep the others waiting: it must not hold up a phone.
SWITCH_SECONDS = 0.0005
# A full collection looks at every open page and phone; with Python's own numbers each burst of cards brings
# several.
COLLECT_AFTER = (100_000, 20, 100)


def tune() -> None:
    """Make the interpreter a patient server: short turns for threads, few full garbage collections."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECT_AFTER)


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run until the end, on the faster event loop where the system has it."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(main)


class Connection(HttpToolsProtocol):
    """A connection that ends the open event streams when the server begins to stop.

    uvicorn tells only connections, and then waits for all answers; the streams would be waited for in vain.
    """

    def shutdown(self) -> None:
        """Begin to stop; called for each connection, in every worker process."""
        super().shutdown()
        if end_streams := getattr(self, "app_state", {}).get(END_STREAMS):
            end_streams()


def options_of(settings: Settings) -> dict[str, Any]:
    """Return how uvicorn serves here: it writes no address of anybody into a log."""
    return {
        "host": settings.host,
        "port": settings.port,
        "http": Connection,
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": SHUTDOWN_SECONDS,
        "backlog": BACKLOG,
    }


@contextlib.asynccontextmanager
async def running(app: ASGIApp, settings: Settings) -> AsyncIterator["asyncio.Task[None]"]:
    """Serve in the background; yield the task, which ends when the server is told to stop.

    Raises `RuntimeError` if the server cannot start.
    """
    tune()
    server = uvicorn.Server(uvicorn.Config(app, **options_of(settings)))
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            await asyncio.gather(task, return_exceptions=True)
            raise RuntimeError(f"the server could not start on {settings.host}:{settings.port}")
        await asyncio.sleep(0.02)
    try:
        yield task
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
