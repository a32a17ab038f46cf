"""What NiceGUI brings along: closed where we have no use for it, quiet where it could tell too much."""

from nicegui import core
from starlette.routing import Mount

from workshop.logs import log_error
from workshop.sockets.gate import Gate, IsOurs
from workshop.sockets.wire import MOST_BYTES

_SOCKETS = "/_nicegui_ws"
# Its own pages about its routes, and what is made anew at each visit; nothing of ours stands there.
_UNUSED = ("/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json")
_UNUSED_ENDS = ("/dynamic_resources/{name}",)


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


def _tell(error: Exception) -> None:
    """Log what went wrong in a handler by its kind and place only."""
    log_error("page_failed", error)
