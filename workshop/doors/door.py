"""The outer door of an application: every request goes in through it, every answer out."""

import secrets
from collections.abc import Awaitable

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workshop.doors.answers import Trouble, answer
from workshop.doors.forwarding import Proxies, is_forwarding
from workshop.doors.headers import Dress
from workshop.doors.origin import SAFE, SOCKETS, Origins
from workshop.logs import log_error
from workshop.settings import Settings

# Under this name the server's connections find the door in the application's state.
DOOR = "door"
# Under this name a connection says of a request that asks for a lasting answer that all places are taken.
FULL = "workshop.full"
# Under this name a page that is being built finds what its own scripts are known by.
NONCE = "workshop.nonce"
_NONCE_BYTES = 16
_PHONES = "/j"
# Whoever watches over a process asks under the address that it has inside; the answer says nothing else.
_HEALTH = "/healthz"
# Of a name of a header that tells what was forwarded: most are not looked at any closer.
_BEGINS_FORWARDING = frozenset({b"x", b"f"})
Values = list[bytes]
# Begins an escape in a cookie's value. No cookie of ours has one, and Python before 3.11.10 takes the square
# of their number to read them: seconds for one request.
_ESCAPE = b"\\"


class Door:
    """Stands around an application, in front of everything in it.

    It waits for nobody and holds nothing: it looks at the headers of a request once, in memory.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._origins = Origins(settings)
        self._home = settings.base_url
        self._dress = Dress(is_https=settings.is_https)
        self.proxies = Proxies(settings.proxies)
        self.is_limiting = settings.rate_limit == "on"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        kind = scope["type"]
        if kind == "lifespan":
            scope.setdefault("state", {})[DOOR] = self
            await self._app(scope, receive, send)
        elif kind == "http":
            await self._answer(scope, receive, send)
        elif self._refusal(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._talk(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        dress = self._dress
        is_rich = not scope["path"].startswith(_PHONES)
        nonce = scope[NONCE] = secrets.token_urlsafe(_NONCE_BYTES) if is_rich else ""
        begun = False

        # Hands the server's own awaitable on: each event of each phone's stream comes through here.
        def sending(message: Message) -> Awaitable[None]:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = dress.on(message.get("headers", ()), nonce, message["status"])
            return send(message)

        if refusal := self._refusal(scope):
            home = self._home if refusal is Trouble.HOST_UNKNOWN else ""
            await answer(refusal, scope, home)(scope, receive, sending)
            return
        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            pass  # Nobody reads what would be said.
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader must hear of it calmly
            log_error("request_failed", error)
            if begun:
                return
            await answer(trouble_of(error), scope)(scope, receive, sending)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - the socket is closed either way
            log_error("socket_failed", error)

    def _refusal(self, scope: Scope) -> Trouble | None:
        hosts, origins, sites = self._asked(scope)
        if not self._origins.is_host(hosts):
            return Trouble.HOST_UNREADABLE
        if not self._origins.serves(hosts) and scope["path"] != _HEALTH:
            return Trouble.HOST_UNKNOWN
        if FULL in scope:
            return Trouble.UNAVAILABLE
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        if (changes or scope["path"].startswith(SOCKETS)) and self._origins.is_foreign(origins, sites, hosts):
            return Trouble.FOREIGN
        return None

    def _asked(self, scope: Scope) -> tuple[Values, Values, Values]:
        """Return under which names a request came, from which origins and from which kind of site.

        No escape is left in its cookies, before anything reads one, and nothing that a stranger forwarded.
        """
        hosts: Values = []
        origins: Values = []
        sites: Values = []
        headers = scope["headers"]
        for at, (name, value) in enumerate(headers):
            if name == b"host":
                hosts.append(value)
            elif name == b"origin":
                origins.append(value)
            elif name == b"sec-fetch-site":
                sites.append(value)
            elif name == b"cookie":
                if _ESCAPE in value:
                    headers[at] = (name, value.replace(_ESCAPE, b""))
            elif name[:1] in _BEGINS_FORWARDING and is_forwarding(name):
                self.proxies.apply(scope)
                return self._asked(scope)
        return hosts, origins, sites


def trouble_of(error: Exception) -> Trouble:
    """Return what an error that nobody expected means for who asked."""
    passes = isinstance(error, SQLAlchemyError | OSError)
    return Trouble.UNAVAILABLE if passes else Trouble.BROKEN


async def failed(request: Request, error: Exception) -> Response:
    """Answer for a router, which would say it in its own way; the door writes the log."""
    return answer(trouble_of(error), request.scope)
