"""Pictures that are gone for good, as the list of erasures and a restored copy know them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.store import Change
from workshop.models import Erasure, ErasureKind, Photo

# What is left of a photo: nobody sees it, and no other one comes under its number.
GONE: Mapping[str, Any] = {
    "deleted": True,
    "caption": "",
    "content": b"",
    "small": b"",
    "width": 0,
    "height": 0,
}


def note_photo_erased(change: Change, photo: Photo, kind: ErasureKind) -> None:
    """Put a photo on the list of erasures, before its picture changes."""
    row = Erasure(kind=kind, dialogue=change.dialogue.code, entry_id=photo.key, version=photo.version)
    change.session.add(row)
    change.has_erased = True


async def erase_photo_again(session: AsyncSession, dialogue_id: int, key: str | None) -> int:
    """Erase a photo once more that an older copy brought back; return how many that are.

    Which places were made unrecognisable nobody knows any more, so the whole picture goes.
    """
    sought = (Photo.dialogue_id == dialogue_id, Photo.key == key, Photo.deleted.is_(False))
    number = await session.scalar(select(Photo.id).where(*sought))
    if number is None:
        return 0
    await session.execute(update(Photo).where(Photo.id == number).values(**GONE))
    return 1
