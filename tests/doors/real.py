"""The real lists, walked where they are: what the table is held against."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from starlette.routing import Host, Mount, WebSocketRoute

import workshop.domain


def verbs() -> dict[str, bool]:
    """Return each public function and class of the domain that takes an actor or the store, by its name.

    The value says whether it takes an actor.
    """
    return dict(_verbs())


def _verbs() -> Iterator[tuple[str, bool]]:
    for found in pkgutil.walk_packages(workshop.domain.__path__, "workshop.domain."):
        module = importlib.import_module(found.name)
        prefix = found.name.removeprefix("workshop.domain.")
        for name, function in _functions(module):
            takes = inspect.signature(function).parameters
            if "actor" in takes or "store" in takes:
                # A class that keeps the store is one thing, whatever its methods are.
                yield f"{prefix}.{name.removesuffix('.__init__')}", "actor" in takes and "." not in name


def _functions(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        if getattr(value, "__module__", "") != module.__name__ or name.startswith("_"):
            continue
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            for inner, method in vars(value).items():
                if inspect.isfunction(method) and (inner == "__init__" or not inner.startswith("_")):
                    yield f"{name}.{inner}", method


def routes_of(app: Any) -> list[str]:
    """Return each route below an application as `METHOD /pattern`, mounted and wrapped ones included.

    A mounted application that has no routes of its own takes all methods: `* /pattern`.
    """
    return sorted(set(_routes(app, "")))


def _routes(app: Any, prefix: str) -> Iterator[str]:
    while not hasattr(app, "routes") and (inner := _wrapped(app)) is not None:
        app = inner
    if not hasattr(app, "routes"):
        yield f"* {prefix}"
        return
    for route in app.routes:
        if isinstance(route, Mount | Host):
            below = route.path if isinstance(route, Mount) else ""
            yield from _routes(route.app, prefix + below)
        elif isinstance(route, WebSocketRoute):
            yield f"WEBSOCKET {prefix}{route.path}"
        else:
            methods = getattr(route, "methods", None) or {"*"}
            for method in methods - {"HEAD"} if "GET" in methods else methods:
                yield f"{method} {prefix}{route.path}"


def _wrapped(app: Any) -> Any:
    """Return what an ASGI wrapper stands around."""
    return next(
        (getattr(app, name) for name in ("app", "_app", "other_asgi_app") if hasattr(app, name)), None
    )


def events_of(sio: Any) -> list[str]:
    """Return the events that a socket.io server takes, with their namespace if it is not the usual one."""
    spaces = {
        **sio.handlers,
        **{name: dict.fromkeys(dir(each)) for name, each in sio.namespace_handlers.items()},
    }
    return sorted(
        event if space == "/" else f"{space} {event}" for space, events in spaces.items() for event in events
    )
