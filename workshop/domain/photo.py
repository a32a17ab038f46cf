"""Photos of flip charts and walls: each with its words, of a table or of the whole hall, in an order.

What comes in here was made anew by `live/photo_process.py`; a file as somebody sent it is stored nowhere.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.photo_erasure import GONE, note_photo_erased
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.table import table_of
from workshop.domain.text import is_blank
from workshop.models import ErasureKind, Photo

_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True)
class TakenPicture:
    """A picture as it is kept: JPEG without anything but what is seen, and the same one small."""

    content: bytes
    small: bytes
    width: int
    height: int


async def add_photo(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    picture: TakenPicture,
    caption: str,
    table_id: int | None = None,
) -> int:
    """Add a photo behind the others of its table; return its id.

    Raises `RefusedError` without words that say what it shows, and if there are too many.
    """
    actor.require_place(dialogue_id, table_id)
    _check(picture)
    caption = _caption(caption)
    async with store.change(dialogue_id) as change:
        if table_id is not None:
            await table_of(change, table_id)
        await require_room(change)
        photo = Photo(
            key=str(uuid.uuid4()),
            dialogue_id=dialogue_id,
            table_id=table_id,
            position=await _last(change, table_id) + 1,
            caption=caption,
            **vars(picture),
        )
        await change.add(photo)
        return photo.id


async def describe_photo(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    photo_id: int,
    caption: str,
    table_id: int | None,
    seen_version: int | None = None,
) -> None:
    """Say in other words what a photo shows, or put it to another table."""
    actor.require_place(dialogue_id, table_id)
    caption = _caption(caption)
    async with store.change(dialogue_id) as change:
        photo = await _photo_of(change, actor, photo_id)
        check_version(photo, seen_version)
        position = photo.position
        if table_id != photo.table_id:
            if table_id is not None:
                await table_of(change, table_id)
            position = await _last(change, table_id) + 1
        change.set(photo, caption=caption, table_id=table_id, position=position)


async def move_photo(store: Store, *, actor: Actor, dialogue_id: int, photo_id: int, by: int) -> None:
    """Move a photo one place up (-1) or down (1) among those of its table; at the end nothing happens."""
    by = bounds.number(by, (-1, 1), Refusal.DETAILS_INVALID)
    async with store.change(dialogue_id) as change:
        photo = await _photo_of(change, actor, photo_id)
        beside = select(Photo).where(
            Photo.dialogue_id == dialogue_id,
            Photo.table_id == photo.table_id if photo.table_id else Photo.table_id.is_(None),
            Photo.deleted.is_(False),
        )
        row = list(await change.session.scalars(beside.order_by(Photo.position, Photo.id)))
        place = row.index(photo)
        goal = place + by
        if not 0 <= goal < len(row):
            return
        row[place], row[goal] = row[goal], row[place]
        for position, each in enumerate(row, start=1):
            if each.position != position:
                change.set(each, by_person=False, position=position)


async def blur_photo(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    photo_id: int,
    picture: TakenPicture,
    seen_version: int,
) -> None:
    """Put a picture with places made unrecognisable in the place of the one of this version, which is gone.

    Raises `ConflictError` if there is another one by now.
    """
    _check(picture)
    async with store.change(dialogue_id) as change:
        photo = await _photo_of(change, actor, photo_id, with_picture=True)
        check_version(photo, seen_version)
        note_photo_erased(change, photo, ErasureKind.REDACTED)
        change.set(photo, **vars(picture))


async def delete_photo(store: Store, *, actor: Actor, dialogue_id: int, photo_id: int) -> None:
    """Delete a photo for good; the list of erasures says that there was one."""
    async with store.change(dialogue_id) as change:
        photo = await _photo_of(change, actor, photo_id, with_picture=True)
        note_photo_erased(change, photo, ErasureKind.WITHDRAWN)
        change.set(photo, **GONE)


async def require_room(change: Change) -> None:
    """Raise `ConflictError` if a dialogue has as many photos as it may."""
    here = (Photo.dialogue_id == change.dialogue.id, Photo.deleted.is_(False))
    if (await change.session.scalar(select(func.count()).where(*here)) or 0) >= bounds.PHOTOS:
        raise ConflictError(Refusal.TOO_MANY_PHOTOS)


async def _photo_of(change: Change, actor: Actor, photo_id: int, *, with_picture: bool = False) -> Photo:
    number = bounds.row(photo_id, Refusal.PHOTO_UNKNOWN)
    sought = select(Photo).where(Photo.id == number, Photo.dialogue_id == change.dialogue.id)
    if with_picture:
        sought = sought.options(undefer(Photo.content), undefer(Photo.small))
    photo = await change.session.scalar(sought)
    if photo is None or photo.deleted:
        # Whoever has no right here hears nothing of what is there.
        actor.require_moderator(change.dialogue.id)
        raise NotFoundError(Refusal.PHOTO_UNKNOWN)
    actor.require_place(change.dialogue.id, photo.table_id)
    return photo


async def _last(change: Change, table_id: int | None) -> int:
    of_table = Photo.table_id == table_id if table_id else Photo.table_id.is_(None)
    here = (Photo.dialogue_id == change.dialogue.id, of_table)
    return await change.session.scalar(select(func.max(Photo.position)).where(*here)) or 0


def _caption(given: str) -> str:
    caption = bounds.one_line(given, bounds.PHOTO_CAPTION)
    if is_blank(caption):
        raise RefusedError(Refusal.CAPTION_MISSING)
    return caption


def _check(picture: TakenPicture) -> None:
    for content in (picture.content, picture.small):
        if not content.startswith(_JPEG) or len(content) > bounds.PHOTO_STORED:
            raise RefusedError(Refusal.PHOTO_UNREADABLE)
