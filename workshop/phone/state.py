"""Where a dialogue stands, for phones: as JSON here, as events in `events`."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from workshop.domain.summary import are_summaries_open
from workshop.domain.window import window_at
from workshop.models import Window, now

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from workshop.domain.queries.summary import SummaryView
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture
    from workshop.phone.context import PhoneContext

HEADERS = {"Cache-Control": "private, no-cache"}


def moment(at: datetime | None) -> str | None:
    """Return a moment as every browser reads it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def state_json(picture: Picture) -> str:
    """Return revision, phase, round and the end of the clock as one line of JSON."""
    dialogue = picture.dialogue
    state = {
        "revision": picture.revision,
        "phase": dialogue.phase,
        "round": dialogue.round,
        "ends_at": moment(dialogue.ends_at),
    }
    return json.dumps(state, separators=(",", ":"))


def halts_of(picture: Picture) -> str:
    """Return what halts, for the script: the keys of tables that pause, `!` while nobody new comes in.

    While a window is open before or after the evening, `+` stands among them: what the phase halts goes on;
    and once more with the moment of its end, so that pages hear of another. Beside them what tables may read:
    `=table/id.edition` for each summary. No key of a table holds a blank or one of these signs.
    """
    tables = picture.tables.values()
    paused = [table.key for table in tables if table.paused]
    told = [f"={at.key}/{s.id}.{s.edition}" for at in tables for s in offered_summaries(picture, at)]
    signs = [] if picture.dialogue.admits else ["!"]
    if window := window_at(picture.dialogue, now()):
        until = picture.dialogue.after_until if window == Window.AFTER else None
        signs += ["+", f"+{until.timestamp():.0f}"] if until else ["+"]
    return " ".join([*signs, *paused, *told])


def offered_summaries(picture: Picture, table: TableView) -> list[SummaryView]:
    """Return the summaries that phones of a table show now, the first round first."""
    if not are_summaries_open(picture.dialogue.phase):
        return []
    return [each for each in picture.summaries_of(table.id) if each.offered]


def unknown_dialogue(request: Request, context: PhoneContext) -> Response:
    """Answer a script that there is no such dialogue."""
    refusal = context.guessed(request, request.path_params["code"])
    return JSONResponse(refusal.body, refusal.status, HEADERS | refusal.headers)


class StateAnswers:
    """The handler for phones that must ask, because a proxy swallows events."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context

    async def show(self, request: Request) -> Response:
        """Answer with the state, or with 304 if the phone knows it."""
        watch = await self._context.watch(request)
        if watch is None:
            return unknown_dialogue(request, self._context)
        etag = f'"{watch.picture.revision}"'
        headers = HEADERS | {"ETag": etag}
        if halts := halts_of(watch.picture):
            headers["Halt"] = halts
        left = watch.picture.dialogue.paused_seconds
        if left is not None:
            headers["Pause"] = str(left)
        known = {
            tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")
        }
        if etag in known or "*" in known:
            return Response(status_code=304, headers=headers)
        return Response(state_json(watch.picture), media_type="application/json", headers=headers)
