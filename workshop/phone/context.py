"""What the pages of the phone room share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.domain.code import folded_key, normalise_code, read_code
from workshop.domain.errors import DomainError, NotFoundError, Refusal, TooFastError
from workshop.domain.queries.entry import own_entries
from workshop.live.sender import sender_of
from workshop.phone.language import Reading, reading_of
from workshop.phone.page import Links, page_response, render
from workshop.phone.participant import Participants
from workshop.phone.refusal import RefusalAnswer, answer_of
from workshop.phone.seat import place_at

if TYPE_CHECKING:  # the services bring the grouping with them, which is slow to import
    from starlette.requests import Request
    from starlette.responses import Response

    from workshop.domain.queries.entry import EntryView
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture
    from workshop.live.sender import Sender
    from workshop.live.services import Services
    from workshop.live.watch import Watch

MAX_CODE_LENGTH = 16
_NOT_THERE = {Refusal.DIALOGUE_UNKNOWN, Refusal.DIALOGUE_DELETED, Refusal.TOO_FAST}


def canonical_code(written: str) -> str:
    """Return the code as stored, or an empty text for what cannot be one."""
    code = normalise_code(written)
    return code if code.isascii() and len(code) <= MAX_CODE_LENGTH else ""


@dataclass(frozen=True)
class PhoneContext:
    """The services and the participants' cookie."""

    services: Services
    participants: Participants

    async def watch(self, request: Request) -> Watch | None:
        """Return the watch of the dialogue in the address, if there is one."""
        return await self.find(request.path_params["code"])

    async def find(self, written: str) -> Watch | None:
        """Return the watch of the dialogue whose code somebody wrote in some way, if there is one."""
        for code in read_code(written).codes or (canonical_code(written),):
            if code and (watch := await self.services.watches.by_code(code)):
                return watch
        return None

    async def cards_of(self, picture: Picture, participant: str | None) -> tuple[EntryView, ...]:
        """Return somebody's own cards, the newest first."""
        if participant is None:
            return ()
        dialogue_id = picture.dialogue.id
        return await self.services.store.read_at_once(
            lambda session: own_entries(session, dialogue_id=dialogue_id, participant=participant)
        )

    def participant_of(self, request: Request) -> str | None:
        """Return who a cookie says somebody is in the dialogue in the address."""
        return self.participants.of(request, canonical_code(request.path_params["code"]))

    def named_by(self, request: Request, token: object) -> str | None:
        """Return the participant whom a token names that was given for the dialogue in the address."""
        if not isinstance(token, str) or not token:
            return None
        return self.participants.named_by(token, canonical_code(request.path_params["code"]))

    def reader_of(self, request: Request, picture: Picture, sent: object = None) -> tuple[str | None, str]:
        """Return whose cards a page shows, by the cookie; without one, the token of the page, if any."""
        participant = self.participants.of(request, picture.dialogue.code)
        if participant is not None:
            return participant, ""
        if isinstance(sent, str) and self.named_by(request, sent):
            return None, sent
        # While nobody new is admitted, a page that is opened now makes nobody a participant.
        return None, self.participants.token(picture.dialogue.code) if picture.dialogue.admits else ""

    def unknown(self, request: Request, refusal: RefusalAnswer | None = None) -> Response:
        """Answer that there is no such dialogue, with a field for the code."""
        return self.unknown_code(request, request.path_params["code"], refusal)

    def unknown_code(self, request: Request, written: str, refusal: RefusalAnswer | None = None) -> Response:
        """Answer that no dialogue has the code that somebody wrote; `refusal` says it if it was counted."""
        if refusal is None or refusal.key not in _NOT_THERE:
            refusal = self.guessed(request, written)
        own = refusal if refusal.key != Refusal.DIALOGUE_UNKNOWN else None
        return join_page(request, reading_of(request), unknown=written, refusal=own)

    def guessed(self, request: Request, written: str) -> RefusalAnswer:
        """Count a code that nobody has; say that, or that there were too many from there."""
        try:
            error: DomainError = self.missing(sender_of(request.scope), written)
        except TooFastError as too_fast:
            error = too_fast
        return answer_of(error, reading_of(request))

    def missing(self, sender: Sender, written: str) -> NotFoundError:
        """Return that no dialogue has this code; raise `TooFastError` if too many were guessed from there.

        Whoever comes back to a dialogue that was deleted guesses nothing.
        """
        if self.services.watches.was_deleted(canonical_code(written)):
            return NotFoundError(Refusal.DIALOGUE_DELETED)
        self.services.rate.check_guess(sender)
        return NotFoundError(Refusal.DIALOGUE_UNKNOWN)


def table_named(picture: Picture, key: str) -> TableView | None:
    """Return a table by its key as people write it; where there is only one, nobody needs to name it."""
    if not key and len(picture.tables) == 1:
        return next(iter(picture.tables.values()))
    if found := picture.table_by_key(key):
        return found
    wanted = folded_key(key)
    return next((each for each in picture.tables.values() if wanted and folded_key(each.key) == wanted), None)


def links_of(request: Request, reading: Reading, picture: Picture) -> Links:
    """Return the links of a page beside the form, which keep the table that the reader came from."""
    table = table_named(picture, request.query_params.get("table", ""))
    if table is None:
        return Links(reading, picture.dialogue.code)
    place = place_at(picture, table, request.query_params.get("seat", ""))
    return Links(reading, picture.dialogue.code, place.table.key, place.seat)


def join_page(
    request: Request, reading: Reading, *, unknown: str = "", refusal: RefusalAnswer | None = None
) -> Response:
    """Return the page with a field for the code."""
    tried = (*read_code(unknown).codes, unknown.strip())[0]
    said = refusal.message if refusal else ""
    html = render("join.html", Links(reading), page=None, unknown=tried[: 2 * MAX_CODE_LENGTH], said=said)
    if refusal:
        return page_response(request, html, status=refusal.status, headers=refusal.headers)
    return page_response(request, html, status=404 if unknown else 200)
