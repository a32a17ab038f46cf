"""What others at a table wrote: its groups, light and on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.models import Phase
from workshop.phone.context import PhoneContext, links_of, table_named
from workshop.phone.language import reading_of
from workshop.phone.original import Reader
from workshop.phone.page import page_response, render
from workshop.phone.refusal import said
from workshop.phone.write import WINDOW_MARKS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

GROUPS = 12
CARDS_OF_GROUP = 3
SINGLE_CARDS = 6


class GroupPages:
    """The handler of the page with the latest topics."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context

    async def show(self, request: Request) -> Response:
        """Show the topics of a table, those with the latest cards first."""
        watch = await self._context.watch(request)
        if watch is None:
            return self._context.unknown(request)
        picture = watch.picture
        links = links_of(request, reading_of(request), picture)
        table = table_named(picture, links.table) or min(
            picture.tables.values(), key=lambda each: each.number
        )
        reader = Reader(links.reading, picture.dialogue)
        groups = [(group, picture.members(group)) for group in picture.groups_of(table.id)]
        groups.sort(key=lambda pair: -max(card.number for card in pair[1]))
        single = picture.single_entries(table.id)[: -SINGLE_CARDS - 1 : -1]
        if picture.dialogue.phase == Phase.PREPARATION:
            # What came before the evening is shown at the evening.
            groups, single = [], []
        html = render(
            "topics.html",
            links,
            page="topics",
            dialogue=picture.dialogue,
            table=table,
            reader=reader,
            titles={key: reader.read(each.titles) for key, each in picture.questions.items()},
            groups=[
                (group, cards[: -CARDS_OF_GROUP - 1 : -1], len(cards)) for group, cards in groups[:GROUPS]
            ],
            single=single,
            marks={window: said(mark, links.reading) for window, mark in WINDOW_MARKS.items()},
        )
        return page_response(request, html)
