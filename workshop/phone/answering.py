"""How a phone that wants something stored is answered: what every such answer has, and each refusal.

A script hears of a refusal in JSON, a form gets its page back with the reason on it; somebody who sends too
fast for a page gets a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response

from workshop.domain.errors import DomainError, Refusal
from workshop.live.sender import sender_of
from workshop.phone.body import Body, is_form
from workshop.phone.language import reading_of
from workshop.phone.receiving import receive
from workshop.phone.refusal import SENTENCES, RefusalAnswer, answer_of, unavailable
from workshop.phone.state import HEADERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from workshop.live.picture import Picture
    from workshop.live.sender import Sender
    from workshop.phone.context import PhoneContext

log = structlog.get_logger()
Stored = TypeVar("Stored")


@dataclass(frozen=True)
class Done(Generic[Stored]):
    """What was sent by whom, and what was stored of it."""

    sent: Body
    sender: Sender
    stored: Stored


@dataclass(frozen=True)
class Answering:
    """`page` makes the page with a refusal on it; `event` is what a log says where nothing could be stored.

    `named` says an error in the words of what was sent, `lost` that it could not be stored, `sentences` what
    is told in other words than where cards are sent.
    """

    context: PhoneContext
    page: Callable[[Request, Body, Picture, RefusalAnswer], Awaitable[Response]]
    named: Callable[[DomainError], DomainError] = lambda error: error
    lost: str = SENTENCES[Refusal.STORAGE_FAILED]
    sentences: Mapping[Refusal, str] = field(default_factory=dict)

    async def store(
        self,
        request: Request,
        store: Callable[[Request, Body, Sender], Awaitable[Stored]],
        *,
        event: str,
        cookie: str | None,
    ) -> Done[Stored] | Response:
        """Read what was sent and store it; or answer why not."""
        sent = Body(is_form=is_form(request))
        try:
            sent, sender = await receive(self.context, request, as_form=sent.is_form, cookie=cookie)
            return Done(sent, sender, await store(request, sent, sender))
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody reads
        except DomainError as error:
            refusal = answer_of(self.named(error), reading_of(request), {**SENTENCES, **self.sentences})
        except Exception:
            log.exception(event)
            refusal = unavailable(reading_of(request), self.lost)
        return await self._refuse(request, sent, refusal)

    async def _refuse(self, request: Request, sent: Body, refusal: RefusalAnswer) -> Response:
        headers = HEADERS | refusal.headers
        if not sent.is_form:
            return JSONResponse(refusal.body, refusal.status, headers)
        if refusal.key == Refusal.TOO_FAST and not self._may_have_a_page(request):
            return PlainTextResponse(refusal.message, refusal.status, headers)
        watch = await self.context.watch(request)
        if watch is None:
            return self.context.unknown(request, refusal)
        return await self.page(request, sent, watch.picture, refusal)

    def _may_have_a_page(self, request: Request) -> bool:
        """Say whether somebody who sends too fast gets a page as dear as a card, or a line."""
        sender = sender_of(request.scope, cookie=self.context.participant_of(request))
        return self.context.services.rate.may_look_up(sender)
