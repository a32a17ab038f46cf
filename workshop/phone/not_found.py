"""An address that nobody has: people type what stands on the wall, with or without what belongs before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from workshop.domain.dialogue import CODE_LENGTH
from workshop.phone.context import canonical_code, join_page
from workshop.phone.language import reading_of

if TYPE_CHECKING:
    from starlette.requests import Request


async def not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001 - signature of a handler
    """Lead a code without `/j` before it to its dialogue, and everybody else to the field for the code."""
    written = request.url.path.strip("/")
    code = canonical_code(written) if "/" not in written else ""
    if len(code) == CODE_LENGTH:
        return RedirectResponse(f"/j/{code}", 303)
    return join_page(request, reading_of(request), unknown=written)
