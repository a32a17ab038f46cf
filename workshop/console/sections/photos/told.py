"""What the browser tells of a photo."""

from dataclasses import dataclass

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.photo_marks import Mark, checked_marks


@dataclass(frozen=True)
class Described:
    """What a photo shall say, at which table it shall stand, and which version was seen."""

    photo: int
    caption: str
    table: str
    seen: int


@dataclass(frozen=True)
class Moved:
    """By how many places a photo moves."""

    photo: int
    by: int


@dataclass(frozen=True)
class Blurred:
    """The places of a photo that shall be made unrecognisable, and on which version they were marked."""

    photo: int
    marks: tuple[Mark, ...]
    seen: int


def described_of(sent: object) -> Described:
    """Return what is said of a photo; raise `RefusedError` for anything that no list sends."""
    told = _told(sent)
    caption, table = told.get("caption"), told.get("table")
    if not isinstance(caption, str) or not isinstance(table, str) or len(table) > bounds.KEY:
        raise RefusedError(Refusal.DETAILS_INVALID)
    return Described(photo_of(sent), bounds.arrived(caption, bounds.PHOTO_CAPTION), table, _seen(told))


def moved_of(sent: object) -> Moved:
    """Return where a photo moves; raise `RefusedError` for anything else."""
    return Moved(photo_of(sent), -1 if _told(sent).get("up") is True else 1)


def blurred_of(sent: object) -> Blurred:
    """Return what was marked on a photo; raise `RefusedError` for anything else, and for nothing."""
    told = _told(sent)
    marks = checked_marks(told.get("marks"))
    if not marks:
        raise RefusedError(Refusal.DETAILS_INVALID)
    return Blurred(photo_of(sent), marks, _seen(told))


def photo_of(sent: object) -> int:
    """Return which photo is meant; raise `RefusedError` for anything else."""
    return bounds.number(_told(sent).get("photo"), (1, bounds.LAST_ROW), Refusal.DETAILS_INVALID)


def _seen(told: dict[str, object]) -> int:
    return bounds.number(told.get("seen"), (1, bounds.LAST_ROW), Refusal.DETAILS_INVALID)


def _told(sent: object) -> dict[str, object]:
    if not isinstance(sent, dict):
        raise RefusedError(Refusal.DETAILS_INVALID)
    return sent
