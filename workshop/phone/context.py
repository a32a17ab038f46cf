"""What the pages of the phone room share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.domain.dialogue import normalise_code
from workshop.domain.queries.entry import own_entries
from workshop.phone.language import Reading, reading_of
from workshop.phone.page import Links, page_response, render
from workshop.phone.participant import Participants

if TYPE_CHECKING:  # the services bring the grouping with them, which is slow to import
    from starlette.requests import Request
    from starlette.responses import Response

    from workshop.domain.queries.entry import EntryView
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture
    from workshop.live.services import Services
    from workshop.live.watch import Watch

MAX_CODE_LENGTH = 16


def canonical_code(written: str) -> str:
    """Return the code as stored, or an empty text for what cannot be one."""
    if len(written) > 4 * MAX_CODE_LENGTH:
        return ""
    code = normalise_code(written)
    return code if code.isascii() and len(code) <= MAX_CODE_LENGTH else ""


@dataclass(frozen=True)
class PhoneContext:
    """The services and the participants' cookie."""

    services: Services
    participants: Participants

    async def watch(self, request: Request) -> Watch | None:
        """Return the watch of the dialogue in the address, if there is one."""
        code = canonical_code(request.path_params["code"])
        return await self.services.watches.by_code(code) if code else None

    async def cards_of(self, picture: Picture, participant: str | None) -> tuple[EntryView, ...]:
        """Return somebody's own cards, the newest first."""
        if participant is None:
            return ()
        dialogue_id = picture.dialogue.id
        return await self.services.store.read_at_once(
            lambda session: own_entries(session, dialogue_id=dialogue_id, participant=participant)
        )

    def unknown(self, request: Request) -> Response:
        """Answer that there is no such dialogue, with a field for the code."""
        return join_page(request, reading_of(request), unknown=request.path_params["code"])


def table_named(picture: Picture, key: str) -> TableView | None:
    """Return a table by its key; where there is only one, nobody needs to name it."""
    if not key and len(picture.tables) == 1:
        return next(iter(picture.tables.values()))
    return picture.table_by_key(key)


def links_of(request: Request, reading: Reading, picture: Picture) -> Links:
    """Return the links of a page beside the form, which keep the table that the reader came from."""
    table = table_named(picture, request.query_params.get("table", ""))
    return Links(reading, picture.dialogue.code, table.key if table else "")


def join_page(request: Request, reading: Reading, *, unknown: str = "") -> Response:
    """Return the page with a field for the code."""
    html = render("join.html", Links(reading), page=None, unknown=unknown[: 2 * MAX_CODE_LENGTH])
    return page_response(request, html, status=404 if unknown else 200)
