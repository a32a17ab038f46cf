"""The pages of a dialogue: enter the code, choose a table, write or give dots."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse

from workshop.domain.code import read_code
from workshop.phone.context import PhoneContext, join_page, table_named
from workshop.phone.language import reading_of
from workshop.phone.original import Reader
from workshop.phone.page import Links, page_response, render
from workshop.phone.seat import place_at

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from workshop.live.picture import Picture
    from workshop.phone.dots import DotPages
    from workshop.phone.write import WritePages


class DialoguePages:
    """Handlers of the addresses that people scan and type."""

    def __init__(self, context: PhoneContext, write: WritePages, dots: DotPages) -> None:
        self._context = context
        self._write = write
        self._dots = dots

    async def join(self, request: Request) -> Response:
        """Show a field for the code, or go to the dialogue that was typed into it."""
        typed = request.query_params.get("code", "")
        if not typed.strip():
            return join_page(request, reading_of(request))
        watch = await self._context.find(typed)
        if watch is None:
            return self._context.unknown_code(request, typed)
        named = read_code(typed).table
        table = table_named(watch.picture, named) if named else None
        links = Links(reading_of(request), watch.picture.dialogue.code, table.key if table else "")
        return RedirectResponse(links.form(), 303)

    async def show(self, request: Request) -> Response:
        """Show the page where one writes or gives dots; without a table, where one chooses it."""
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        picture = watch.picture
        key = request.path_params.get("table", "")
        table = table_named(picture, key)
        canonical = table.key if table and key else key
        if (request.path_params["code"], key) != (picture.dialogue.code, canonical):
            return _to_canonical(request, picture.dialogue.code, canonical)
        reading = reading_of(request)
        place = place_at(picture, table, request.query_params.get("seat", "")) if table else None
        table = place.table if place else None
        if "cards" not in request.query_params and (table or not key) and self._dots.fit(picture, table):
            return await self._dots.show(request, picture, table)
        if place is None:
            return tables_page(request, picture, Links(reading, picture.dialogue.code), unknown=bool(key))
        revision = picture.revision  # before the cards are read: what changes meanwhile is told by the stream
        participant, token = self._context.reader_of(request, picture)
        cards = await self._context.cards_of(picture, participant)
        html = self._write.page(
            picture,
            place,
            reading,
            cards=cards,
            revision=revision,
            token=token,
            is_known=participant is not None,
        )
        return page_response(request, html)

    async def tables(self, request: Request) -> Response:
        """Show the tables to choose from."""
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        links = Links(reading_of(request), watch.picture.dialogue.code)
        return tables_page(request, watch.picture, links)


def tables_page(request: Request, picture: Picture, links: Links, *, unknown: bool = False) -> Response:
    """Return the page where one chooses a table."""
    tables = sorted(picture.tables.values(), key=lambda table: table.number)
    reader = Reader(links.reading, picture.dialogue)
    titles = [reader.read(table.titles) for table in tables]
    html = render(
        "tables.html",
        links,
        page=None,
        dialogue=picture.dialogue,
        reader=reader,
        tables=tables,
        titles=titles,
        unknown=unknown,
    )
    return page_response(request, html, status=404 if unknown else 200)


def _to_canonical(request: Request, code: str, table: str) -> Response:
    path = f"/j/{code}/{quote(table)}" if table else f"/j/{code}"
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, 307)
