"""One's dots: give them, move them, and take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from workshop.domain.balloting import DotReceipt, Dots
from workshop.domain.errors import DomainError, Refusal, RefusedError
from workshop.phone.body import Body, is_form
from workshop.phone.context import PhoneContext, canonical_code
from workshop.phone.language import reading_of
from workshop.phone.page import Links
from workshop.phone.receiving import receive
from workshop.phone.refusal import DOTS_NOT_STORED, RefusalAnswer, answer_of, unavailable
from workshop.phone.state import HEADERS

if TYPE_CHECKING:
    from starlette.requests import Request

    from workshop.live.sender import Sender

log = structlog.get_logger()


class DotAnswers:
    """The handler of what a participant gives to a topic."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context

    async def post(self, request: Request) -> Response:
        """Take dots."""
        cookie = self._context.participant_of(request)
        sent = Body(is_form=is_form(request))
        try:
            sent, sender = await receive(self._context, request, as_form=sent.is_form, cookie=cookie)
            participant = sender.participant or self._context.participants.new()
            receipt = await self._give(request, sent, sender, participant)
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody reads
        except DomainError as error:
            return self._refuse(sent, answer_of(_named(error), reading_of(request)))
        except Exception:
            log.exception("dots_not_stored")
            return self._refuse(sent, unavailable(reading_of(request), DOTS_NOT_STORED))
        code = canonical_code(request.path_params["code"])
        if sent.is_form:
            links = Links(reading_of(request), code, sent.word_of("table"))
            response: Response = RedirectResponse(f"{links.form()}#g{receipt.group}", 303)
        else:
            response = JSONResponse(vars(receipt), headers=HEADERS)
        # As with cards: what a phone has nobody replaces.
        if cookie is None:
            self._context.participants.remember(response, participant, code)
        return response

    async def _give(self, request: Request, sent: Body, sender: Sender, participant: str) -> DotReceipt:
        services = self._context.services
        code = canonical_code(request.path_params["code"])
        watch = await services.watches.by_code(code) if code else None
        services.rate.check(sender, code=code if watch else "")
        if watch is None:
            raise self._context.missing(sender, request.path_params["code"])
        group, dots = (sent.number_of(name) for name in ("group", "dots"))
        return await services.ballots.give_dots(Dots(code, group, dots, participant))

    def _refuse(self, sent: Body, refusal: RefusalAnswer) -> Response:
        headers = HEADERS | refusal.headers
        if sent.is_form:
            return PlainTextResponse(refusal.message, refusal.status, headers)
        return JSONResponse(refusal.body, refusal.status, headers)


# What is said of a card says nothing to somebody who gives dots.
_UNREADABLE = {Refusal.BODY_INVALID, Refusal.NOT_UTF8, Refusal.TEXT_TOO_LONG}


def _named(error: DomainError) -> DomainError:
    return RefusedError(Refusal.DOTS_OUT_OF_RANGE) if error.key in _UNREADABLE else error
