"""QR codes as one SVG path, drawn by the library qrcode."""

from dataclasses import dataclass
from functools import lru_cache

import qrcode
from qrcode.image.svg import SvgPathImage

# The quiet zone that ISO/IEC 18004 asks for, in modules.
QUIET_ZONE = 4


@dataclass(frozen=True)
class QrPath:
    """The path `d` in a square view box of `size` units, the quiet zone included."""

    d: str
    size: int


@lru_cache(maxsize=256)
def qr_path(text: str) -> QrPath:
    """Return the QR code of `text` with error correction M, as a path."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M,
        box_size=10,
        border=QUIET_ZONE,
        image_factory=SvgPathImage,
    )
    code.add_data(text)
    code.make(fit=True)
    image = code.make_image()
    if image.path is None:
        raise RuntimeError("qrcode drew no path")
    return QrPath(d=image.path.attrib["d"], size=code.modules_count + 2 * QUIET_ZONE)


def qr_svg(text: str) -> str:
    """Return the QR code of `text` as a small SVG document; it holds modules only, never the text itself."""
    path = qr_path(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {path.size} {path.size}" class="qr" '
        f'aria-hidden="true" shape-rendering="crispEdges"><path d="{path.d}" fill="#1b2430"/></svg>'
    )
