"""Reads of photos: what is said of all, and the picture of one."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal
from workshop.models import Photo, ThemeTable


@dataclass(frozen=True)
class PhotoView:
    """What is said of a photo; `version` tells its present picture and words from former ones."""

    id: int
    table_id: int | None
    caption: str
    width: int
    height: int
    version: int


@dataclass(frozen=True)
class PictureView:
    """One picture of a photo, as large as it is kept or small."""

    table_id: int | None
    content: bytes
    version: int


async def photos_of(session: AsyncSession, dialogue_id: int) -> tuple[PhotoView, ...]:
    """Return the photos of a dialogue without their pictures: table by table, then those of the hall."""
    return tuple(_view(row) for row in await session.scalars(_in_order(dialogue_id)))


async def pictures_of(session: AsyncSession, dialogue_id: int) -> tuple[tuple[PhotoView, bytes], ...]:
    """Return the photos of a dialogue in the same order, each with its picture as it is kept."""
    rows = await session.scalars(_in_order(dialogue_id).options(undefer(Photo.content)))
    return tuple((_view(row), row.content) for row in rows)


async def picture_of(
    session: AsyncSession, dialogue_id: int, photo_id: int | str, *, small: bool = False
) -> PictureView:
    """Return the picture of a photo; raise `NotFoundError` if this dialogue has none of that number."""
    number = bounds.row(photo_id, Refusal.PHOTO_UNKNOWN)
    picture = Photo.small if small else Photo.content
    sought = select(Photo.table_id, picture, Photo.version).where(
        Photo.id == number, Photo.dialogue_id == dialogue_id, Photo.deleted.is_(False)
    )
    row = (await session.execute(sought)).one_or_none()
    if row is None:
        raise NotFoundError(Refusal.PHOTO_UNKNOWN)
    return PictureView(*row)


def _in_order(dialogue_id: int) -> Select[Photo]:
    shown = select(Photo).outerjoin(ThemeTable, ThemeTable.id == Photo.table_id)
    shown = shown.where(Photo.dialogue_id == dialogue_id, Photo.deleted.is_(False))
    return shown.order_by(ThemeTable.position.is_(None), ThemeTable.position, Photo.position, Photo.id)


def _view(row: Photo) -> PhotoView:
    return PhotoView(row.id, row.table_id, row.caption, row.width, row.height, row.version)
