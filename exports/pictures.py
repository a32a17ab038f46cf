"""Pictures of documents: how large they stand there, and what they are called while a page is set."""

from hashlib import sha256

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

from exports.blocks import Picture
from exports.errors import UnwritableError

_KINDS = ("jpg", "png")
_TALLEST_CM = 20.0  # beside a caption there is no more room on a page


def name_of(picture: Picture) -> str:
    """Return a file name for what is in it; equal pictures have one file."""
    return f"{sha256(picture.content).hexdigest()[:32]}.{_read(picture).ext}"


def width_cm(picture: Picture, *, room: float) -> float:
    """Return how wide it stands where there is `room`: as wide as it was asked for, if it is not too tall."""
    image = _read(picture)
    return min(picture.width_cm, room, _TALLEST_CM * image.px_width / max(image.px_height, 1))


def _read(picture: Picture) -> Image:
    try:
        image = Image.from_blob(picture.content)
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError):
        image = None
    if image is None or image.ext not in _KINDS or not image.px_width:
        raise UnwritableError("a picture is neither PNG nor JPEG")
    return image
