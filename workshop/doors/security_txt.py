"""Whom to tell of a hole: `/.well-known/security.txt` (RFC 9116), from the settings."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from workshop.settings import Settings

SECURITY_TXT = "/.well-known/security.txt"
# It says of itself that it is stale after this; a running server says so anew each day.
VALID_DAYS = 180


def security_txt(settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler; where the settings name nobody there is no such file."""

    async def show(request: Request) -> Response:  # noqa: ARG001 - signature of a route
        contact = settings.reports_to
        if not contact:
            raise HTTPException(404)
        today = datetime.combine(datetime.now(UTC).date(), time(), UTC)
        lines = (
            f"Contact: {contact}",
            f"Expires: {today + timedelta(days=VALID_DAYS):%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: de, en",
            f"Canonical: {settings.base_url}{SECURITY_TXT}",
        )
        return PlainTextResponse("".join(f"{line}\n" for line in lines))

    return show
