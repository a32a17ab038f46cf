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

from workshop.settings import Settings

# Open event streams never end by themselves; they are cut after this when the server stops.
SHUTDOWN_SECONDS = 3
# How long a thread that computes may keep the others waiting: grouping must not hold up a phone.
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


def server_for(app: ASGIApp, settings: Settings) -> uvicorn.Server:
    """Return a server with one worker that writes no address of anybody into a log."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        backlog=4096,
    )
    return uvicorn.Server(config)


@contextlib.asynccontextmanager
async def running(app: ASGIApp, settings: Settings) -> AsyncIterator["asyncio.Task[None]"]:
    """Serve in the background; yield the task, which ends when the server is told to stop.

    Raises `RuntimeError` if the server cannot start.
    """
    tune()
    server = server_for(app, settings)
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
