"""Running the application under uvicorn, until somebody stops it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn
from starlette.types import ASGIApp

from workshop.settings import Settings

# Open event streams never end by themselves; they are cut after this when the server stops.
SHUTDOWN_SECONDS = 3


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
