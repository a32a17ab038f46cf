"""The scripts and the style sheets: read once, compressed once, named by their content."""

import base64
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import brotli  # type: ignore[import-untyped]
from rcssmin import cssmin
from starlette.requests import Request
from starlette.responses import Response

from workshop.phone.shorten import BUILT, SCRIPTS, STATIC

STYLES = ("phone.css", "reading.css", "weigh.css", "summary.css")


@dataclass(frozen=True)
class Encoded:
    """A body in the encodings that browsers take."""

    plain: bytes
    gzip: bytes
    brotli: bytes

    def response(self, request: Request, *, media_type: str, headers: dict[str, str]) -> Response:
        """Return the smallest body that the browser takes."""
        body, encoding = chosen(request, self.plain, gzipped=lambda: self.gzip, brotlied=lambda: self.brotli)
        return Response(body, media_type=media_type, headers=headers | encoding)


def chosen(
    request: Request, plain: bytes, *, gzipped: Callable[[], bytes], brotlied: Callable[[], bytes]
) -> tuple[bytes, dict[str, str]]:
    """Return the body in the best encoding that the request accepts, with its headers."""
    accepted = {
        name.strip().lower()
        for name, _, quality in (
            part.partition(";") for part in request.headers.get("accept-encoding", "").split(",")
        )
        if quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    }
    vary = {"Vary": "Accept-Encoding"}
    if "br" in accepted:
        return brotlied(), vary | {"Content-Encoding": "br"}
    if "gzip" in accepted:
        return gzipped(), vary | {"Content-Encoding": "gzip"}
    return plain, vary


@dataclass(frozen=True)
class Assets:
    """What every page needs beside its text."""

    style: str
    # What only pages need on which one does not write: the others are smaller without it.
    reading_style: str
    weigh_style: str
    summary_style: str
    style_hashes: tuple[str, ...]
    script: Encoded
    script_path: str
    weigh_script: Encoded
    weigh_script_path: str
    summary_script: Encoded
    summary_script_path: str


@cache
def assets() -> Assets:
    """Return script and style, ready to be sent."""
    styles = [cssmin((STATIC / name).read_text(encoding="utf-8")) for name in STYLES]
    script, weigh_script, summary_script = map(_script, SCRIPTS)
    digests = [hashlib.sha256(style.encode()).digest() for style in styles]
    return Assets(
        style=styles[0],
        reading_style=styles[1],
        weigh_style=styles[2],
        summary_style=styles[3],
        style_hashes=tuple("sha256-" + base64.b64encode(digest).decode("ascii") for digest in digests),
        script=script,
        script_path=_path("phone", script),
        weigh_script=weigh_script,
        weigh_script_path=_path("weigh", weigh_script),
        summary_script=summary_script,
        summary_script_path=_path("summary", summary_script),
    )


def _script(name: str) -> Encoded:
    plain = (BUILT / f"{name}.js").read_bytes()
    return Encoded(plain, gzip.compress(plain, 9, mtime=0), brotli.compress(plain, quality=11))


def _path(name: str, script: Encoded) -> str:
    return f"/static/phone/{name}.{hashlib.sha256(script.plain).hexdigest()[:12]}.js"


async def send_script(request: Request) -> Response:
    """Answer with a script; its name changes with its content, so it may be kept for ever."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    others = {
        assets().weigh_script_path: assets().weigh_script,
        assets().summary_script_path: assets().summary_script,
    }
    script = others.get(request.url.path, assets().script)
    return script.response(request, media_type="text/javascript; charset=utf-8", headers=headers)
