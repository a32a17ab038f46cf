"""The summaries that hosts show to their table: read them, and say whether they are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from workshop.domain import bounds
from workshop.domain.errors import DomainError, Refusal, RefusedError
from workshop.domain.queries.summary import own_replies
from workshop.domain.replying import Answer, AnswerReceipt
from workshop.models import EntryState
from workshop.phone.answering import Answering
from workshop.phone.context import PhoneContext, canonical_code, links_of, table_named
from workshop.phone.language import reading_of
from workshop.phone.original import Reader
from workshop.phone.page import Links, page_response, render
from workshop.phone.participant import TOKEN_HEADER
from workshop.phone.refusal import REPLY_NOT_STORED
from workshop.phone.state import HEADERS, offered_summaries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from workshop.domain.queries.summary import OwnReply, SummaryView
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture
    from workshop.live.sender import Sender
    from workshop.phone.body import Body
    from workshop.phone.refusal import RefusalAnswer


@dataclass(frozen=True)
class Asked:
    """A summary with what this reader said to it, or tried to say."""

    summary: SummaryView
    answer: str
    text: str
    is_held: bool


class SummaryPages:
    """The page with a table's summaries, and the handler of what a participant says to one."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context
        self._answering = Answering(context, self._page_with, _named, REPLY_NOT_STORED)

    async def show(self, request: Request) -> Response:
        """Show the summaries that the reader's table may see; without a table, where one chooses it."""
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        links = links_of(request, reading_of(request), watch.picture)
        table = table_named(watch.picture, links.table)
        if table is None:
            return RedirectResponse(links.tables(), 303)
        return await self._page(request, watch.picture, table)

    async def _page(
        self,
        request: Request,
        picture: Picture,
        table: TableView,
        *,
        sent: Mapping[str, object] | None = None,
        refusal: RefusalAnswer | None = None,
    ) -> Response:
        sent = sent or {}
        participant, token = self._context.reader_of(request, picture, sent.get("token"))
        if participant is None:
            named = sent.get("token") or request.headers.get(TOKEN_HEADER)
            participant = self._context.named_by(request, named)
        given = await self._given(picture.dialogue.id, participant) if participant else {}
        links = Links(reading_of(request), picture.dialogue.code, table.key)
        reader = Reader(links.reading, picture.dialogue)
        html = render(
            "summaries.html",
            links,
            page="summaries",
            dialogue=picture.dialogue,
            table=table,
            title=reader.read(table.titles),
            reader=reader,
            asked=[_asked(each, given, sent) for each in reversed(offered_summaries(picture, table))],
            has_rounds=picture.speaks_of_rounds,
            longest=bounds.ADDITION,
            token=token,
            is_shut=participant is None and not picture.dialogue.admits,
            refusal=refusal,
        )
        if refusal:
            return page_response(request, html, status=refusal.status, headers=refusal.headers)
        return page_response(request, html)

    async def _given(self, dialogue_id: int, participant: str) -> Mapping[tuple[int, int], OwnReply]:
        return await self._context.services.store.read_at_once(
            lambda session: own_replies(session, dialogue_id=dialogue_id, participant=participant)
        )

    async def post(self, request: Request) -> Response:
        """Take what somebody says to a summary."""
        cookie = self._context.participant_of(request)
        done = await self._answering.store(request, self._reply, event="reply_not_stored", cookie=cookie)
        if isinstance(done, Response):
            return done
        receipt, participant = done.stored
        code = canonical_code(request.path_params["code"])
        if done.sent.is_form:
            links = Links(reading_of(request), code, done.sent.word_of("table"))
            response: Response = RedirectResponse(f"{links.to('summaries')}#s{receipt.summary}", 303)
        else:
            response = JSONResponse(vars(receipt), headers=HEADERS)
        # As with cards: what a phone has nobody replaces.
        if cookie is None:
            self._context.participants.remember(response, participant, code)
        return response

    async def _reply(self, request: Request, sent: Body, sender: Sender) -> tuple[AnswerReceipt, str]:
        """Store a reply; return what stands there now and whose it is."""
        services = self._context.services
        participant = sender.participant or self._context.participants.new()
        code = canonical_code(request.path_params["code"])
        watch = await services.watches.by_code(code) if code else None
        services.rate.check(sender, code=code if watch else "")
        if watch is None:
            raise self._context.missing(sender, request.path_params["code"])
        answer = Answer(
            code=code,
            summary=sent.number_of("summary"),
            edition=sent.number_of("edition"),
            answer=sent.word_of("answer"),
            text=sent.text_of("text"),
            lang=sent.word_of("lang"),
            participant=participant,
            accepted=request.headers.get("accept-language", ""),
            is_newcomer=sender.participant is None,
        )
        return await services.replies.reply(answer), participant

    async def _page_with(
        self, request: Request, sent: Body, picture: Picture, refusal: RefusalAnswer
    ) -> Response:
        table = table_named(picture, sent.word_of("table"))
        if table is None:
            return PlainTextResponse(refusal.message, refusal.status, HEADERS | refusal.headers)
        return await self._page(request, picture, table, sent=sent.fields, refusal=refusal)


def _asked(
    summary: SummaryView, given: Mapping[tuple[int, int], OwnReply], sent: Mapping[str, object]
) -> Asked:
    reply = given.get((summary.id, summary.edition))
    text = reply.text if reply else ""
    if sent.get("summary") == str(summary.id) and isinstance(sent.get("text"), str):
        text = str(sent["text"])  # what was refused is not lost
    is_held = bool(reply and reply.text and reply.state != EntryState.SHOWN)
    return Asked(summary, reply.answer if reply else "", text, is_held)


# What is said of a card says nothing to somebody who answers.
_UNREADABLE = {Refusal.BODY_INVALID, Refusal.NOT_UTF8, Refusal.TEXT_HEAPED, Refusal.DETAILS_INVALID}


def _named(error: DomainError) -> DomainError:
    if error.key == Refusal.TEXT_TOO_LONG:
        return RefusedError(Refusal.ADDITION_TOO_LONG, length=bounds.ADDITION)
    return RefusedError(Refusal.ANSWER_INVALID) if error.key in _UNREADABLE else error
