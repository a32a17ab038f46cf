"""What NiceGUI brings along: closed where we have no use for it, quiet where it could tell too much."""

import traceback

import structlog
from nicegui import core
from starlette.routing import Mount

from workshop.sockets.gate import Gate, IsOurs
from workshop.sockets.wire import MOST_BYTES

_SOCKETS = "/_nicegui_ws"
# Its own pages about its routes, and what is made anew at each visit; nothing of ours stands there.
_UNUSED = ("/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json")
_UNUSED_ENDS = ("/dynamic_resources/{name}",)
log = structlog.get_logger()


def harden(is_ours: IsOurs) -> None:
    """Put the gate before NiceGUI's sockets and close what is not needed; called when all is mounted.

    `is_ours` says of an origin and the names of a request's host whether a page of it may open a socket.
    """
    mounts = [each for each in core.app.routes if isinstance(each, Mount) and each.path == _SOCKETS]
    if len(mounts) != 1:
        raise RuntimeError("NiceGUI mounts its sockets elsewhere than at the place where they are guarded")
    mounts[0].app = Gate(mounts[0].app, is_ours)
    core.app.router.routes[:] = [
        each for each in core.app.router.routes if not _is_unused(getattr(each, "path", ""))
    ]
    engine = core.sio.eio
    engine.cors_allowed_origins = is_ours
    engine.transports = ["websocket"]
    engine.max_http_buffer_size = MOST_BYTES
    core.app.config.socket_io_js_transports = ["websocket"]
    core.app._exception_handlers[:] = [_tell]  # noqa: SLF001 - it cannot be replaced, only added to


def _is_unused(path: str) -> bool:
    return path in _UNUSED or path.endswith(_UNUSED_ENDS)


def place_of(error: Exception) -> str:
    """Return the way to an error, innermost last, without what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " > ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)


def _tell(error: Exception) -> None:
    """Log what went wrong in a handler by its kind and place only."""
    log.error("page_failed", error=type(error).__name__, at=place_of(error))
