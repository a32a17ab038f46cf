"""Makes pictures anew, in a process that is called for one picture and ends: see `photo_process.py`.

Nothing of the file stays but what is seen on it: no place, no time, no device, no thumbnail, no text. What a
picture may be is asked before it is decoded, and what decoding may take the system bounds.
"""

import contextlib
import io
import json
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageDraw, ImageOps

from workshop.domain import bounds
from workshop.domain.errors import Refusal
from workshop.domain.photo_marks import PARTS

FORMATS: Final = ("JPEG", "PNG", "WEBP")
# Tried one after the other until a picture is small enough to be kept.
QUALITIES = (84, 76, 66, 54)
SMALL_QUALITY = 74
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
NICENESS = 10
# Where a picture was made unrecognisable its longer side has so many squares at most, and what was painted
# over in one place has so many: a face is two or three, however large it is.
SQUARES = 24
SQUARES_OF_A_PLACE = 3
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
Mark = Sequence[int]


class UnfitError(Exception):
    """A file that cannot be taken, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def kind_of(content: bytes) -> str:
    """Return which of our formats a file has by what it begins with; raise `UnfitError` for any other."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise UnfitError(Refusal.PHOTO_HEIC)
    raise UnfitError(Refusal.PHOTO_KIND)


def cleaned(content: bytes) -> Image.Image:
    """Return what is seen on a picture, upright and not larger than it is kept; raise `UnfitError`."""
    kind = kind_of(content)
    # What a header announces is looked at here, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
        width, height = picture.size
        if width * height > bounds.PHOTO_DOTS:
            raise UnfitError(Refusal.PHOTO_TOO_LARGE)
        # A telephone's JPEG may have a second picture behind the first, which is not read.
        if getattr(picture, "is_animated", False) and kind != "JPEG":
            raise UnfitError(Refusal.PHOTO_MOVES)
        picture.draft("RGB", (bounds.PHOTO_SIDE, bounds.PHOTO_SIDE))
        picture.load()
        upright = _upright(picture)
        flat = _on_white(upright)
    flat.thumbnail((bounds.PHOTO_SIDE, bounds.PHOTO_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _bare(flat)


def _upright(picture: Image.Image) -> Image.Image:
    # What says how it was held may itself be broken; then the picture stays as it is.
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        return paper.convert("RGB")
    if picture.mode.startswith("I"):
        # Grey in 16 bits: converting would cut everything but black off.
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    """Return only the dots of a picture: writing JPEG takes comments and profiles along otherwise."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


@dataclass(frozen=True)
class Place:
    """What was painted over and hangs together: marks as thickness and points, and the box around them."""

    marks: tuple[tuple[float, tuple[tuple[float, float], ...]], ...]
    box: tuple[float, float, float, float]

    def meets(self, other: "Place") -> bool:
        """Say whether the boxes of both overlap."""
        (left, top, right, bottom), (further_left, higher, further_right, lower) = self.box, other.box
        return left <= further_right and further_left <= right and top <= lower and higher <= bottom

    def joined(self, other: "Place") -> "Place":
        """Return both as one."""
        both = tuple(zip(self.box, other.box, strict=True))
        (left, top), (right, bottom) = map(min, both[:2]), map(max, both[2:])
        return Place((*self.marks, *other.marks), (left, top, right, bottom))


def places_of(marks: Sequence[Mark], size: tuple[int, int]) -> list[Place]:
    """Return what was painted over in a picture: who dabs at a face with a small brush has painted one place.

    A mark is a radius and points: a line as thick as a brush, or with no radius the corners of a rectangle.
    """
    width, height = size
    places: list[Place] = []
    for radius, *flat in marks:
        points = tuple(
            (x * width / PARTS, y * height / PARTS) for x, y in zip(flat[::2], flat[1::2], strict=True)
        )
        thick = max(1.0, radius * max(size) / PARTS) if radius else 0.0
        (left, right), (top, bottom) = [(min(each), max(each)) for each in zip(*points, strict=True)]
        place = Place(((thick, points),), (left - thick, top - thick, right + thick, bottom + thick))
        while met := [each for each in places if place.meets(each)]:
            for each in met:
                places.remove(each)
                place = place.joined(each)
        places.append(place)
    return places


def blurred(picture: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """Return a picture whose marked places are a few large squares, of which nothing can be computed back."""
    painted = picture.copy()
    for place in places_of(marks, picture.size):
        _blur(painted, picture, place)
    return painted


def _blur(painted: Image.Image, picture: Image.Image, place: Place) -> None:
    left, top, right, bottom = place.box
    square = max(max(picture.size) / SQUARES, max(right - left, bottom - top) / SQUARES_OF_A_PLACE)
    # At least one square around what is smaller: its own mean would be what is seen there.
    more = (max(0.0, square - (right - left)) / 2, max(0.0, square - (bottom - top)) / 2)
    left, top = max(0, math.floor(left - more[0])), max(0, math.floor(top - more[1]))
    right, bottom = math.ceil(right + more[0]) + 1, math.ceil(bottom + more[1]) + 1
    part = picture.crop((left, top, min(picture.width, right), min(picture.height, bottom)))
    few = (max(1, int(part.width / square)), max(1, int(part.height / square)))
    soft = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.BICUBIC)
    mask = Image.new("L", part.size, 0)
    drawing = ImageDraw.Draw(mask)
    for thick, points in place.marks:
        inside = [(x - left, y - top) for x, y in points]
        if not thick:
            (x, y), (further, lower) = inside
            drawing.rectangle((min(x, further), min(y, lower), max(x, further), max(y, lower)), fill=255)
            continue
        if len(inside) > 1:
            drawing.line(inside, fill=255, width=round(2 * thick), joint="curve")
        for x, y in inside:
            drawing.ellipse((x - thick, y - thick, x + thick, y + thick), fill=255)
    painted.paste(soft, (left, top), mask)


def written(picture: Image.Image) -> tuple[bytes, Image.Image]:
    """Return a picture as it is kept, and what of it was written: smaller, where it would be too heavy."""
    while True:
        for quality in QUALITIES:
            content = _jpeg(picture, quality)
            if len(content) <= bounds.PHOTO_STORED:
                return content, picture
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def answered(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what is told of a picture, and the picture and the small one behind it."""
    try:
        picture = cleaned(content)
        if marks := asked.get("marks"):
            picture = blurred(picture, marks)
    except UnfitError as error:
        return {"refused": error.refusal.value}, b""
    except Exception:  # noqa: BLE001 - decoders raise whatever they like at a file that is none
        return {"refused": Refusal.PHOTO_UNREADABLE.value}, b""
    large, picture = written(picture)
    small = picture.copy()
    small.thumbnail((bounds.PHOTO_SMALL_SIDE, bounds.PHOTO_SMALL_SIDE))
    told = {"width": picture.width, "height": picture.height, "content": len(large)}
    return told, large + _jpeg(small, SMALL_QUALITY)


def bound_itself() -> None:
    """Let the system end this process if it takes too much, and let everybody else go first."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system can
        import resource  # noqa: PLC0415 - only where there is such a thing

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICENESS)


def main() -> None:
    """Read what is asked (a line of JSON) and the picture behind it; write the answer in the same form."""
    bound_itself()
    asked, _, content = sys.stdin.buffer.read().partition(b"\n")
    told, pictures = answered(json.loads(asked), content)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pictures)


if __name__ == "__main__":
    main()
