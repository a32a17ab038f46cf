"""The cookie in which a browser keeps its key to console and host pages."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workshop.domain.grant import hash_of_secret
from workshop.live.services import Services
from workshop.settings import Settings

NAME = "workshop_staff"
_PAGES = ("/console", "/host/")
_DAY = 24 * 3600


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name: with TLS one that no other host and no unencrypted page can set."""
    return f"__Host-{NAME}" if settings.is_https else NAME


def key_of(connection: HTTPConnection, settings: Settings) -> str | None:
    """Return the key that the browser holds."""
    return connection.cookies.get(cookie_name(settings))


def give_key(response: Response, key: str, settings: Settings) -> None:
    """Let the browser keep a key, as long as it is good without being used."""
    response.set_cookie(
        cookie_name(settings),
        key,
        max_age=settings.access_days * _DAY,
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
        path="/",
    )


class KeepsKeys:
    """Around the console's pages: who uses a key keeps its cookie as long as the key is good from then on.

    Once for each time that the use of a key is written, not with every page.
    """

    def __init__(self, app: ASGIApp, get_services: Callable[[], Services]) -> None:
        self._app, self._get_services = app, get_services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and give the cookie anew with a page that a key has opened."""
        if scope["type"] != "http" or not scope["path"].startswith(_PAGES):
            await self._app(scope, receive, send)
            return
        services = self._get_services()
        key = key_of(HTTPConnection(scope), services.settings)

        async def send_with_key(message: Message) -> None:
            is_page = message["type"] == "http.response.start" and message["status"] == 200  # noqa: PLR2004
            if is_page and key and hash_of_secret(key) in services.store.used_keys:
                cookie = Response()
                give_key(cookie, key, services.settings)
                MutableHeaders(scope=message).append("set-cookie", cookie.headers["set-cookie"])
            await send(message)

        await self._app(scope, receive, send_with_key)
