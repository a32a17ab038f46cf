"""The places that somebody marked on a picture, to be made unrecognisable."""

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError

# Into so many parts the width and the height of a picture are cut by whoever marks places on it.
PARTS = 10_000
_CORNERS = 4
Mark = tuple[int, ...]


def checked_marks(given: object) -> tuple[Mark, ...]:
    """Return the places that somebody marked on a picture; raise `RefusedError` for anything else.

    Each is a radius and points: a line as thick as a brush, or with no radius two corners of a rectangle.
    """
    if not isinstance(given, list) or len(given) > bounds.PHOTO_MARKS:
        raise RefusedError(Refusal.DETAILS_INVALID)
    left = bounds.PHOTO_MARK_POINTS
    for mark in given:
        if not isinstance(mark, list) or not all(type(each) is int and 0 <= each <= PARTS for each in mark):
            raise RefusedError(Refusal.DETAILS_INVALID)
        radius, *flat = mark or [0]
        left -= len(flat) // 2
        if not flat or len(flat) % 2 or left < 0 or (radius == 0 and len(flat) != _CORNERS):
            raise RefusedError(Refusal.DETAILS_INVALID)
    return tuple(tuple(mark) for mark in given)
