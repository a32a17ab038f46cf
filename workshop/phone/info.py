"""Pages that tell: the goal, what happens with the results, privacy, accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.dates import format_date
from starlette.responses import RedirectResponse

from workshop.law.particulars import particulars_of
from workshop.law.periods import periods_of
from workshop.phone.context import PhoneContext, links_of
from workshop.phone.language import Reading, reading_of
from workshop.phone.original import Reader
from workshop.phone.page import Links, page_response, render

if TYPE_CHECKING:
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

OF_DIALOGUE = ("goal", "results")
# Which texts of the moderators stand on a page, beside the title.
SAID = {"goal": ("goal", "place"), "results": ("promise",)}
OF_INSTALLATION = ("privacy", "accessibility")


class InfoPages:
    """Handlers of the pages that tell."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context

    async def show(self, request: Request) -> Response:
        """Show a page of a dialogue."""
        watch = await self._context.watch(request)
        name = request.path_params["page"]
        if watch is None:
            return self._context.unknown(request)
        reading = reading_of(request)
        if name not in OF_DIALOGUE + OF_INSTALLATION:
            return RedirectResponse(links_of(request, reading, watch.picture).form(), 303)
        dialogue = watch.picture.dialogue
        day = day_of(dialogue.held_on, reading) if dialogue.held_on else ""
        reader = Reader(reading, dialogue)
        return self._page(
            request,
            name,
            links_of(request, reading, watch.picture),
            dialogue=dialogue,
            reader=reader,
            said=[reader.said(each) for each in ("title", *SAID.get(name, ()))],
            day=day,
        )

    async def show_general(self, request: Request) -> Response:
        """Show a page that belongs to no dialogue."""
        name = request.path_params["page"]
        if name not in OF_INSTALLATION:
            request.path_params["code"] = name
            return self._context.unknown(request)
        return self._page(request, name, Links(reading_of(request)), dialogue=None)

    def _page(self, request: Request, name: str, links: Links, **facts: Any) -> Response:  # noqa: ANN401 - as in `render`
        settings = self._context.services.settings
        operator = particulars_of(settings)
        dialogue = facts["dialogue"]
        gone = day_of(dialogue.delete_on, links.reading) if dialogue and dialogue.delete_on else ""
        facts |= {"operator": operator, "periods": periods_of(settings), "gone": gone}
        if operator.statement_on:
            facts["checked"] = day_of(operator.statement_on, links.reading)
        return page_response(request, render(f"{name}.html", links, page=f"-/{name}", **facts))


def day_of(day: date, reading: Reading) -> str:
    """Return a date in words, in the reader's language."""
    return format_date(day, "full", Locale.parse(reading.written))
