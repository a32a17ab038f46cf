"""One's cards: post, withdraw, correct, and see what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from workshop.domain.entry import correct_entry, withdraw_entry
from workshop.domain.errors import ForbiddenError, Refusal, TooFastError
from workshop.domain.language import direction_of
from workshop.domain.posting import Card, Receipt, is_entry_id
from workshop.domain.queries.entry import is_stored
from workshop.domain.rights import Actor
from workshop.models import Phase
from workshop.phone.answering import Answering
from workshop.phone.context import PhoneContext, canonical_code, table_named
from workshop.phone.language import Reading, reading_of
from workshop.phone.page import Links, page_response
from workshop.phone.participant import TOKEN_HEADER
from workshop.phone.refusal import RefusalAnswer
from workshop.phone.seat import Place, place_at
from workshop.phone.state import HEADERS, unknown_dialogue
from workshop.phone.write import Draft, WritePages, counts_json, few_cards, state_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from workshop.domain.queries.entry import EntryView
    from workshop.live.picture import Picture
    from workshop.live.sender import Sender
    from workshop.phone.body import Body
    from workshop.phone.refusal import RefusalAnswer

_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class EntryAnswers:
    """Handlers of everything that concerns one's own cards."""

    def __init__(self, context: PhoneContext, write: WritePages) -> None:
        self._context = context
        self._write = write
        self._answering = Answering(context, self._page_with)

    async def post(self, request: Request) -> Response:
        """Take a card."""
        cookie = self._context.participant_of(request)
        done = await self._answering.store(request, self._post, event="entry_not_stored", cookie=cookie)
        if isinstance(done, Response):
            return done
        receipt, participant = done.stored
        if done.sent.is_form:
            response: Response = RedirectResponse(
                await self._back(request, done.sent, reading_of(request)), 303
            )
        else:
            response = _taken(receipt)
        # What a phone has nobody replaces: a form that somebody else made must not give it another identity.
        if cookie is None:
            code = canonical_code(request.path_params["code"])
            self._context.participants.remember(response, participant, code)
        return response

    async def _post(self, request: Request, sent: Body, sender: Sender) -> tuple[Receipt, str]:
        """Store a card; return its receipt and whose it is."""
        services = self._context.services
        participant = sender.participant or self._context.participants.new()
        code = canonical_code(request.path_params["code"])
        watch = await services.watches.by_code(code) if code else None
        try:
            services.rate.check(sender, code=code if watch else "")
        except TooFastError:
            # A repeat of what is stored already must get its first answer.
            if not await self._is_repeat(sent, sender):
                raise
        if watch is None:
            raise self._context.missing(sender, request.path_params["code"])
        card = Card(
            id=sent.word_of("id"),
            code=code,
            table=sent.word_of("table"),
            question=sent.word_of("question"),
            text=sent.text_of("text"),
            lang=sent.word_of("lang"),
            participant=participant,
            accepted=request.headers.get("accept-language", ""),
            is_newcomer=sender.participant is None,
        )
        receipt = await services.inbox.post_entry(card)
        if not receipt.repeated:
            services.rate.stored(code)
        return receipt, participant

    async def _is_repeat(self, sent: Body, sender: Sender) -> bool:
        services, entry_id = self._context.services, sent.word_of("id").lower()
        if not is_entry_id(entry_id) or not services.rate.may_look_up(sender):
            return False
        async with services.store.read() as session:
            return await is_stored(session, entry_id)

    async def withdraw(self, request: Request) -> Response:
        """Take an own card back."""
        return await self._change(request, self._withdraw)

    async def correct(self, request: Request) -> Response:
        """Reword an own card."""
        return await self._change(request, self._correct)

    async def _change(
        self, request: Request, change: Callable[[Request, Body, Sender], Awaitable[None]]
    ) -> Response:
        cookie = self._context.participant_of(request)
        done = await self._answering.store(request, change, event="entry_not_changed", cookie=cookie)
        if isinstance(done, Response):
            return done
        if done.sent.is_form:
            return RedirectResponse(await self._own_cards(request, done.sent, reading_of(request)), 303)
        return await self._cards(request, done.sender.participant)

    async def _own_cards(self, request: Request, sent: Body, reading: Reading) -> str:
        watch = await self._context.watch(request)
        if watch is None or watch.picture.dialogue.phase != Phase.WEIGH:
            return await self._back(request, sent, reading)
        return Links(reading, watch.picture.dialogue.code, sent.word_of("table")).own() + "#own"

    async def _back(self, request: Request, sent: Body, reading: Reading) -> str:
        """Return the page that a form came from; who sits elsewhere meanwhile is first told where to go."""
        code = canonical_code(request.path_params["code"])
        key = sent.word_of("table")
        watch = await self._context.watch(request)
        table = table_named(watch.picture, key) if watch else None
        if watch is None or table is None:
            return Links(reading, code, key).form() + "#own"
        place = place_at(watch.picture, table, sent.word_of("seat"))
        return Links(reading, code, key, place.seat).form() + ("" if place.has_moved else "#own")

    async def _withdraw(self, request: Request, _sent: Body, sender: Sender) -> None:
        own = await self._own_card(request, sender)
        await withdraw_entry(self._context.services.store, **own)

    async def _correct(self, request: Request, sent: Body, sender: Sender) -> None:
        own = await self._own_card(request, sender)
        await correct_entry(self._context.services.store, **own, text=sent.text_of("text"))

    async def _own_card(self, request: Request, sender: Sender) -> dict[str, Any]:
        """Return what names the card in the address as one that its sender may change."""
        services = self._context.services
        services.rate.check(sender)
        watch = await self._context.watch(request)
        if watch is None:
            raise self._context.missing(sender, request.path_params["code"])
        if sender.participant is None:
            raise ForbiddenError(Refusal.NOT_YOUR_CARD)
        return {
            "actor": Actor(participant=sender.participant),
            "dialogue_id": watch.picture.dialogue.id,
            "entry_id": request.path_params["entry"].lower(),
        }

    async def mine(self, request: Request) -> Response:
        """Answer with one's own cards and the counts, for the script."""
        token = request.headers.get(TOKEN_HEADER)
        participant = self._context.participant_of(request) or self._context.named_by(request, token)
        return await self._cards(request, participant)

    async def _cards(self, request: Request, participant: str | None) -> Response:
        watch = await self._context.watch(request)
        if watch is None:
            return unknown_dialogue(request, self._context)
        picture = watch.picture
        reading = reading_of(request)
        cards = await self._context.cards_of(picture, participant)
        body = {
            "revision": picture.revision,
            "counts": counts_json(picture),
            "few": few_cards(picture, reading),
            "entries": [_card_json(picture, card, reading) for card in cards],
        }
        # They may be held: the next one at the same device finds no copy of them.
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    async def _page_with(
        self, request: Request, sent: Body, picture: Picture, refusal: RefusalAnswer
    ) -> Response:
        """Give a form its text back, with the reason above it."""
        reading = reading_of(request)
        table = table_named(picture, sent.word_of("table")) or min(
            picture.tables.values(), key=lambda each: each.number
        )
        draft = Draft(sent.text_of("text"), sent.word_of("question"), refusal)
        participant, token = self._context.reader_of(request, picture, sent.fields.get("token"))
        cards = await self._context.cards_of(picture, participant)
        # It was written for this table; the next page says where its author sits now.
        place = Place(table, place_at(picture, table, sent.word_of("seat")).seat)
        html = self._write.page(picture, place, reading, cards=cards, draft=draft, token=token)
        return page_response(request, html, status=refusal.status, headers=refusal.headers)


def _taken(receipt: Receipt) -> Response:
    # A checked id, a word of ours and a number: nothing of this needs an escape in JSON.
    body = f'{{"id":"{receipt.id}","state":"{receipt.state}","revision":{receipt.revision}}}'
    response = Response(body, 200 if receipt.repeated else 201, media_type="application/json")
    response.raw_headers.extend(_RAW_HEADERS)
    return response


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
        "label": state_of(card, reading, picture.dialogue.phase),
    }
