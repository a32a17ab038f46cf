"""One's dots: give them, move them, and take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response

from workshop.domain.balloting import DotReceipt, Dots
from workshop.domain.errors import DomainError, Refusal, RefusedError
from workshop.domain.queries.dot import own_dots
from workshop.phone.answering import Answering
from workshop.phone.context import PhoneContext, canonical_code, table_named
from workshop.phone.language import reading_of
from workshop.phone.page import Links, page_response
from workshop.phone.participant import TOKEN_HEADER
from workshop.phone.refusal import DOTS_NOT_STORED, marked
from workshop.phone.state import HEADERS
from workshop.phone.weigh import Offer, weigh_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture
    from workshop.live.sender import Sender
    from workshop.phone.body import Body
    from workshop.phone.refusal import RefusalAnswer


class DotPages:
    """The page with the topics, and the handler of what a participant gives to one."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context
        self._answering = Answering(context, self._page_with, _named, DOTS_NOT_STORED, _SENTENCES)

    def fit(self, picture: Picture, table: TableView | None) -> bool:
        """Say whether people give dots now, and the topics for this table, or of all, stand on one page."""
        offer = Offer(picture)
        return offer.is_there and (table is not None or offer.fits_one_page)

    async def show(
        self,
        request: Request,
        picture: Picture,
        table: TableView | None,
        *,
        sent: object = None,
        refusal: RefusalAnswer | None = None,
    ) -> Response:
        """Show the topics with one's own dots; `sent` is the token of a form that was refused."""
        participant, token = self._context.reader_of(request, picture, sent)
        if participant is None:
            participant = self._context.named_by(request, sent or request.headers.get(TOKEN_HEADER))
        given: Mapping[int, int] = {}
        if participant is not None:
            given = await self._given(picture.dialogue.id, participant)
        html = weigh_page(
            picture,
            table,
            reading_of(request),
            given=given,
            token=token,
            is_shut=participant is None and not picture.dialogue.admits,
            refusal=refusal,
        )
        if refusal:
            return page_response(request, html, status=refusal.status, headers=refusal.headers)
        return page_response(request, html)

    async def _given(self, dialogue_id: int, participant: str) -> Mapping[int, int]:
        return await self._context.services.store.read_at_once(
            lambda session: own_dots(session, dialogue_id=dialogue_id, participant=participant)
        )

    async def post(self, request: Request) -> Response:
        """Take dots."""
        cookie = self._context.participant_of(request)
        done = await self._answering.store(request, self._give, event="dots_not_stored", cookie=cookie)
        if isinstance(done, Response):
            return done
        receipt, participant = done.stored
        code = canonical_code(request.path_params["code"])
        if done.sent.is_form:
            links = Links(reading_of(request), code, done.sent.word_of("table"))
            response: Response = RedirectResponse(f"{links.form()}#g{receipt.group}", 303)
        else:
            response = JSONResponse(vars(receipt), headers=HEADERS)
        # As with cards: what a phone has nobody replaces.
        if cookie is None:
            self._context.participants.remember(response, participant, code)
        return response

    async def _give(self, request: Request, sent: Body, sender: Sender) -> tuple[DotReceipt, str]:
        """Store a ballot; return what stands there now and whose it is."""
        services = self._context.services
        participant = sender.participant or self._context.participants.new()
        code = canonical_code(request.path_params["code"])
        watch = await services.watches.by_code(code) if code else None
        services.rate.check(sender, code=code if watch else "")
        if watch is None:
            raise self._context.missing(sender, request.path_params["code"])
        group, dots = (sent.number_of(name) for name in ("group", "dots"))
        given = Dots(code, group, dots, participant, is_newcomer=sender.participant is None)
        return await services.ballots.give_dots(given), participant

    async def _page_with(
        self, request: Request, sent: Body, picture: Picture, refusal: RefusalAnswer
    ) -> Response:
        table = table_named(picture, sent.word_of("table"))
        return await self.show(request, picture, table, sent=sent.fields.get("token"), refusal=refusal)


# What is said of a card says nothing to somebody who gives dots.
_SENTENCES = {Refusal.NOBODY_NEW: marked("Nobody new can take part at the moment.")}
_UNREADABLE = {Refusal.BODY_INVALID, Refusal.NOT_UTF8, Refusal.TEXT_TOO_LONG}


def _named(error: DomainError) -> DomainError:
    return RefusedError(Refusal.DOTS_OUT_OF_RANGE) if error.key in _UNREADABLE else error
