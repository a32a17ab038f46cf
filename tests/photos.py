"""Pictures as telephones and others make them, for tests that send some."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

from workshop.domain.photo import TakenPicture

SECRET = b"Zwetschgenkuchen"


def drawn(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is dark red and whose right half has fine black stripes."""
    picture = Image.new("RGB", size, "white")
    drawing = ImageDraw.Draw(picture)
    width, height = size
    drawing.rectangle((0, 0, width // 2 - 1, height), fill=(140, 20, 20))
    for x in range(width // 2, width, 4):
        drawing.rectangle((x, 0, x + 1, height), fill="black")
    return picture.convert(mode)


def saved(picture: Image.Image | None = None, kind: str = "JPEG", **options: object) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    (picture or drawn()).save(out, kind, **options)
    return out.getvalue()


def taken(size: tuple[int, int] = (64, 48)) -> TakenPicture:
    """Return a picture as it would be kept."""
    content = saved(drawn(size))
    return TakenPicture(content, content, *size)


def moving(kind: str) -> bytes:
    """Return a picture that moves."""
    return saved(kind=kind, save_all=True, append_images=[drawn().rotate(9)])


def told_tale() -> bytes:
    """Return a JPEG that lies on its side and says where, when and by what it was taken, in every place."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    exif[0x010F] = SECRET.decode()
    exif[0x9286] = SECRET
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 48.0, 1.0), "E", (9.0, 47.0, 1.0)
    gps[29] = SECRET.decode()
    return saved(
        exif=exif.tobytes(),
        comment=SECRET,
        xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>",
        icc_profile=SECRET,
    )


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a few bytes that announces billions of dots."""

    def chunk(name: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    dots = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")
