"""An address that nobody has: people type what stands on the wall, with or without what belongs before it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from workshop.domain.code import address_as_meant
from workshop.phone.context import join_page
from workshop.phone.language import reading_of

if TYPE_CHECKING:
    from starlette.requests import Request


async def not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001 - signature of a handler
    """Lead to the address that was meant, and everybody else to the field for the code."""
    written = request.url.path
    path = request.scope["path"]
    meant = address_as_meant(path)
    if meant and meant != path and request.method in {"GET", "HEAD"}:
        query = request.url.query
        return RedirectResponse(quote(meant) + (f"?{query}" if query else ""), 303)
    return join_page(request, reading_of(request), unknown=written.strip("/") or "/")
