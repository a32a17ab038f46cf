"""The handouts for everybody, once a moderator released them: a page that lists both, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from starlette.responses import Response

from exports.errors import UnwritableError
from exports.look import REHEARSAL
from workshop.doors.headers import pdf_policy
from workshop.live.handouts import Handout
from workshop.phone.context import PhoneContext, links_of
from workshop.phone.language import reading_of
from workshop.phone.original import Reader
from workshop.phone.page import page_response, render

if TYPE_CHECKING:
    from starlette.requests import Request

    from workshop.live.picture import Picture

# Whoever asks while the pages cannot be set tries again after so many seconds.
_RETRY = {"Retry-After": "30"}
log = structlog.get_logger()


class HandoutPages:
    """Handlers of the handouts."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context

    async def show(self, request: Request) -> Response:
        """List the handouts; 404 with a word of why as long as they are not released."""
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        is_released = await self._context.services.handouts.are_released(watch.picture.dialogue.id)
        return _page(request, watch.picture, status=200 if is_released else 404)

    async def send(self, request: Request) -> Response:
        """Send a handout as the evening is now, or 304 to a browser that has it."""
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        dialogue, name = watch.picture.dialogue, request.path_params["file"]
        if name not in set(Handout):
            return _page(request, watch.picture, status=404)
        try:
            made = await self._context.services.handouts.released(dialogue.id, dialogue.code, Handout(name))
        except UnwritableError:
            log.warning("handout_not_set", dialogue=dialogue.code)
            return _page(request, watch.picture, status=503)
        if made is None:
            return _page(request, watch.picture, status=404)
        mark = f"{REHEARSAL}-" if dialogue.rehearsal else ""
        headers = {
            "ETag": f'"{made.mark}"',
            "Cache-Control": "no-cache",
            "Content-Security-Policy": pdf_policy(),
            "Content-Disposition": f'inline; filename="{mark}{name}"',
        }
        if headers["ETag"] in _known(request):
            return Response(status_code=304, headers=headers)
        return Response(made.content, media_type="application/pdf", headers=headers)


def _known(request: Request) -> set[str]:
    tags = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in tags}


def _page(request: Request, picture: Picture, *, status: int) -> Response:
    reading = reading_of(request)
    reader, links = Reader(reading, picture.dialogue), links_of(request, reading, picture)
    html = render(
        "handouts.html",
        links,
        page="papers",
        dialogue=picture.dialogue,
        reader=reader,
        said=[reader.said("title")],
        status=status,
    )
    return page_response(request, html, status=status, headers=_RETRY if status == 503 else None)  # noqa: PLR2004
