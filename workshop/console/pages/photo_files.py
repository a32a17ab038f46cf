"""Photos on their way in, and pictures on their way to a page: never to anybody without a right to them."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from workshop.console.frame.enter import language_of_request
from workshop.console.frame.key import key_of
from workshop.console.wording.errors import error_sentence
from workshop.domain import bounds
from workshop.domain.code import normalise_code
from workshop.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    Refusal,
    RefusedError,
)
from workshop.domain.grant import actor_of_key
from workshop.domain.photo import add_photo
from workshop.domain.photo_marks import Mark, checked_marks
from workshop.domain.queries.photo import picture_of
from workshop.domain.rights import Actor
from workshop.i18n import catalogue
from workshop.live.services import Services
from workshop.live.watch import Watch

# What is said of a picture stands in the first line, in JSON; the picture is all that follows.
MOST_SAID = 128 * 1024
_STATUS: dict[type[DomainError], HTTPStatus] = {
    ForbiddenError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
}


@dataclass(frozen=True)
class Sent:
    """A picture as it came, what it shows in words, and the places that shall be made unrecognisable."""

    content: bytes
    caption: str
    marks: tuple[Mark, ...]


async def take_photo(services: Services, request: Request, code: str) -> Response:
    """Answer whoever sends a photo: `?table=` names its table, without it the photo is of the whole hall."""
    try:
        actor, watch = await _entering(services, request, code)
        dialogue_id, key = watch.picture.dialogue.id, request.query_params.get("table", "")
        table = watch.picture.table_by_key(key) if key else None
        if key and table is None:
            actor.require_moderator(dialogue_id)
            raise NotFoundError(Refusal.TABLE_UNKNOWN)
        # Asked before anything is read, and once more when it is stored.
        actor.require_place(dialogue_id, table.id if table else None)
        sent = _sent(await _body(request))
        number = await add_photo(
            services.store,
            actor=actor,
            dialogue_id=dialogue_id,
            picture=await services.photos.take(sent.content, sent.marks),
            caption=sent.caption,
            table_id=table.id if table else None,
        )
    except DomainError as error:
        texts = catalogue("console", language_of_request(request))
        said = {"error": error.key.value, "message": error_sentence(error, gettext=texts.gettext)}
        return JSONResponse(said, _STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY))
    return JSONResponse({"id": number}, HTTPStatus.CREATED)


async def give_picture(
    services: Services, request: Request, code: str, photo: str, *, small: bool = False
) -> Response:
    """Answer whoever looks at a photo; the door lets no cache keep it."""
    try:
        actor, watch = await _entering(services, request, code)
        dialogue_id = watch.picture.dialogue.id
        async with services.store.read() as session:
            found = await picture_of(session, dialogue_id, photo, small=small)
        actor.require_place(dialogue_id, found.table_id)
    except NotFoundError:
        # What is not there and what is somebody else's are told apart by moderators only.
        return Response(status_code=_status_of_nothing(actor, dialogue_id))
    except DomainError:
        return Response(status_code=HTTPStatus.FORBIDDEN)
    return Response(found.content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


def _status_of_nothing(actor: Actor, dialogue_id: int) -> HTTPStatus:
    return HTTPStatus.NOT_FOUND if actor.moderates(dialogue_id) else HTTPStatus.FORBIDDEN


async def _entering(services: Services, request: Request, code: str) -> tuple[Actor, Watch]:
    """Return who asks, and the dialogue; raise `ForbiddenError` for everybody without a right anywhere."""
    actor = await actor_of_key(services.store, key_of(request, services.settings))
    watch = await services.watches.by_code(normalise_code(code)) if actor.rights else None
    if watch is None:
        raise ForbiddenError(Refusal.FORBIDDEN)
    return actor, watch


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > bounds.PHOTO_SENT:
            raise RefusedError(Refusal.PHOTO_TOO_LARGE)
    return bytes(body)


def _sent(body: bytes) -> Sent:
    line, _, content = body.partition(b"\n")
    try:
        said = json.loads(line) if len(line) <= MOST_SAID else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("caption"), str):
        raise RefusedError(Refusal.DETAILS_INVALID)
    return Sent(content, said["caption"], checked_marks(said.get("marks", [])))
