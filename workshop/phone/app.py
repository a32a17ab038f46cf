"""The outer application: cards and dots go straight to their handlers, everything else through the router."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request

from workshop.phone.not_found import not_found

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from workshop.phone.routes import PhonePages

_POSTED = re.compile(r"/j/([^/]+)/(entries|dots)")


class PhoneApp(Starlette):
    """An application in front of which posted cards and dots do not queue.

    The router with its wrappers is a tenth of what posting a card costs in all, and adds nothing to it:
    the handler answers every error itself.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of Starlette
        super().__init__(exception_handlers={404: not_found}, **options)
        # `not_found` mends addresses, and names no host, which may be another one behind a proxy.
        self.router.redirect_slashes = False
        self._pages: PhonePages | None = None

    def open(self, pages: PhonePages) -> None:
        """Let participants in: their pages come before all other addresses."""
        self.router.routes[:0] = pages.routes
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self._pages is None or scope["type"] != "http" or scope["method"] != "POST":
            await super().__call__(scope, receive, send)
        elif found := _POSTED.fullmatch(scope["path"]):
            scope["path_params"] = {"code": found[1]}
            handler = self._pages.post_entry if found[2] == "entries" else self._pages.post_dots
            answer = await handler(Request(scope, receive, send))
            await answer(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
