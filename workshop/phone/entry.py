"""One's cards: post, withdraw, correct, and see what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response

from workshop.domain.entry import correct_entry, withdraw_entry
from workshop.domain.errors import DomainError, ForbiddenError, NotFoundError, Refusal, TooFastError
from workshop.domain.language import direction_of
from workshop.domain.posting import Card, Receipt
from workshop.domain.queries.entry import is_stored
from workshop.domain.rights import Actor
from workshop.phone.body import Body, is_form, read_body
from workshop.phone.context import PhoneContext, canonical_code, table_named
from workshop.phone.language import Reading, reading_of
from workshop.phone.page import Links, page_response
from workshop.phone.refusal import RefusalAnswer, answer_of, unavailable
from workshop.phone.state import HEADERS, unknown_dialogue
from workshop.phone.write import Draft, WritePages, counts_of, state_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from workshop.domain.queries.entry import EntryView
    from workshop.live.picture import Picture

log = structlog.get_logger()
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class EntryAnswers:
    """Handlers of everything that concerns one's own cards."""

    def __init__(self, context: PhoneContext, write: WritePages) -> None:
        self._context = context
        self._write = write

    async def post(self, request: Request) -> Response:
        """Take a card."""
        known = self._context.participants.of(request)
        sent = Body(is_form=is_form(request))
        try:
            sent = await read_body(request, as_form=sent.is_form)
            participant = known or self._context.participants.new(sent.text_of("key"))
            receipt = await self._post(request, sent, known, participant)
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody reads
        except DomainError as error:
            return await self._refuse(request, sent, answer_of(error, reading_of(request)))
        except Exception:
            log.exception("entry_not_stored")
            return await self._refuse(request, sent, unavailable(reading_of(request)))
        if sent.is_form:
            response: Response = RedirectResponse(_back(request, sent, reading_of(request)), 303)
        else:
            response = _taken(receipt)
        if known is None:
            self._context.participants.remember(response, participant)
        return response

    async def _post(self, request: Request, sent: Body, known: str | None, participant: str) -> Receipt:
        services = self._context.services
        code = canonical_code(request.path_params["code"])
        watch = await services.watches.by_code(code) if code else None
        if watch is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        card = Card(
            id=sent.word_of("id"),
            code=code,
            table=sent.word_of("table"),
            question=sent.word_of("question"),
            text=sent.text_of("text"),
            lang=sent.word_of("lang"),
            participant=participant,
            accepted=request.headers.get("accept-language", ""),
        )
        try:
            services.rate.check(code=code, participant=known)
        except TooFastError:
            # A repeat of what is stored already costs nothing and must get its first answer.
            async with services.store.read() as session:
                if not await is_stored(session, card.id.lower()[:36]):
                    raise
        return await services.inbox.post_entry(card)

    async def withdraw(self, request: Request) -> Response:
        """Take an own card back."""
        return await self._change(request, withdraw=True)

    async def correct(self, request: Request) -> Response:
        """Reword an own card."""
        return await self._change(request, withdraw=False)

    async def _change(self, request: Request, *, withdraw: bool) -> Response:
        reading = reading_of(request)
        sent = Body(is_form=is_form(request))
        try:
            sent = await read_body(request, as_form=sent.is_form)
            await self._change_own(request, sent, withdraw=withdraw)
        except DomainError as error:
            return await self._refuse(request, sent, answer_of(error, reading))
        except Exception:
            log.exception("entry_not_changed")
            return await self._refuse(request, sent, unavailable(reading))
        if sent.is_form:
            return RedirectResponse(_back(request, sent, reading), 303)
        return await self.mine(request)

    async def _change_own(self, request: Request, sent: Body, *, withdraw: bool) -> None:
        watch = await self._context.watch(request)
        if watch is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        participant = self._context.participants.of(request)
        if participant is None and (key := sent.text_of("key")):
            # The answer to the card was lost with the cookie in it; this is the secret that was sent with it.
            participant = self._context.participants.new(key)
        if participant is None:
            raise ForbiddenError(Refusal.NOT_YOUR_CARD)
        self._context.services.rate.check(code=watch.picture.dialogue.code, participant=participant)
        target: dict[str, Any] = {
            "actor": Actor(participant=participant),
            "dialogue_id": watch.picture.dialogue.id,
            "entry_id": request.path_params["entry"].lower(),
        }
        if withdraw:
            await withdraw_entry(self._context.services.store, **target)
        else:
            await correct_entry(self._context.services.store, **target, text=sent.text_of("text"))

    async def mine(self, request: Request) -> Response:
        """Answer with one's own cards and the counts, for the script."""
        watch = await self._context.watch(request)
        if watch is None:
            return unknown_dialogue(request)
        picture = watch.picture
        reading = reading_of(request)
        cards = await self._context.cards_of(picture, self._context.participants.of(request))
        body = {
            "revision": picture.revision,
            "counts": vars(counts_of(picture)),
            "entries": [_card_json(picture, card, reading) for card in cards],
        }
        return JSONResponse(body, headers=HEADERS)

    async def _refuse(self, request: Request, sent: Body, refusal: RefusalAnswer) -> Response:
        """Answer a script in JSON; give a form its text back, with the reason above it."""
        if not sent.is_form:
            return JSONResponse(refusal.body, refusal.status, HEADERS | refusal.headers)
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        picture, reading = watch.picture, reading_of(request)
        table = table_named(picture, sent.word_of("table")) or min(
            picture.tables.values(), key=lambda each: each.number
        )
        draft = Draft(sent.text_of("text"), sent.word_of("question"), refusal)
        cards = await self._context.cards_of(picture, self._context.participants.of(request))
        html = self._write.page(picture, table, reading, cards=cards, draft=draft)
        return page_response(request, html, status=refusal.status, headers=refusal.headers)


def _taken(receipt: Receipt) -> Response:
    # A checked id, a word of ours and a number: nothing of this needs an escape in JSON.
    body = f'{{"id":"{receipt.id}","state":"{receipt.state}","revision":{receipt.revision}}}'
    response = Response(body, 200 if receipt.repeated else 201, media_type="application/json")
    response.raw_headers.extend(_RAW_HEADERS)
    return response


def _back(request: Request, sent: Body, reading: Reading) -> str:
    code = canonical_code(request.path_params["code"])
    return Links(reading, code, sent.word_of("table")).form() + "#own"


def _card_json(picture: Picture, card: EntryView, reading: Reading) -> dict[str, str]:
    table = picture.tables.get(card.table_id)
    return {
        "id": card.id,
        "table": table.key if table else "",
        "question": card.question,
        "text": card.text,
        "lang": card.lang,
        "dir": direction_of(card.lang),
        "state": card.state,
        "label": state_of(card, reading),
    }
