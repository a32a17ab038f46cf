"""Turning templates into pages: language, links, compression and the strict headers."""

import gzip
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from workshop.i18n import NATIVE_NAMES, catalogue, direction_of
from workshop.phone.assets import assets, chosen
from workshop.phone.language import DOMAIN, Reading, offered

TEMPLATES = Path(__file__).parent / "templates"
# Fast enough to be done per request, and within 3 % of the best size.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6


@cache
def environment(tag: str) -> Environment:
    """Return the templates in a language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.install_gettext_translations(catalogue(DOMAIN, tag), newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"assets": assets(), "native_names": NATIVE_NAMES, "direction_of": direction_of}
    return made


@dataclass(frozen=True)
class Links:
    """The addresses on a page; they keep a language and a table that somebody chose, and since when."""

    reading: Reading
    code: str = ""
    table: str = ""
    seat: str = ""

    def to(self, name: str) -> str:
        """Return the address of a page or deed of this dialogue."""
        start = f"/j/{self.code}" if self.code else "/j"
        return f"{start}/{name}" + self._query(table=self.table, seat=self.seat)

    def deed(self, name: str) -> str:
        """Return the address that a form of this dialogue is sent to."""
        return f"/j/{self.code}/{name}" + self._query()

    def form(self) -> str:
        """Return the address of the page where one writes, or where one chooses a table."""
        start = f"/j/{self.code}" if self.code else "/j"
        return (f"{start}/{self.table}" if self.table else start) + self._query(seat=self.seat)

    def own(self) -> str:
        """Return the address of the page with one's own cards, also while people weigh."""
        start = f"/j/{self.code}"
        return (f"{start}/{self.table}" if self.table else start) + self._query(cards="1", seat=self.seat)

    def tables(self) -> str:
        """Return the address of the page where one chooses a table."""
        return f"/j/{self.code}/-/tables" + self._query()

    def at(self, table: str) -> str:
        """Return the address of a table."""
        return f"/j/{self.code}/{table}" + self._query()

    def in_language(self, tag: str, name: str | None) -> str:
        """Return the address of the page `name` (`None`: where one writes) in another language."""
        other = replace(self, reading=Reading(tag, chosen=True))
        return other.form() if name is None else other.to(name)

    def _query(self, **more: str) -> str:
        named = {name: value for name, value in more.items() if value}
        if self.reading.chosen:
            named["lang"] = self.reading.tag
        return "?" + urlencode(named) if named else ""


def render(name: str, links: Links, **facts: Any) -> str:  # noqa: ANN401 - what a template needs is its own affair
    """Return a template as text in the language of `links`."""
    reading = links.reading
    template = environment(reading.tag).get_template(name)
    return template.render(links=links, reading=reading, languages=offered(), **facts)


@cache
def page_headers() -> dict[str, str]:
    """Return the headers of every phone page beside those of every answer (`workshop.doors.headers`)."""
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src " + " ".join(f"'{each}'" for each in assets().style_hashes),
        "img-src data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "private, no-cache",
    }


def page_response(
    request: Request, html: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return a page, compressed for this browser."""
    plain = html.encode()
    body, encoding = chosen(
        request,
        plain,
        gzipped=lambda: gzip.compress(plain, GZIP_LEVEL, mtime=0),
        brotlied=lambda: brotli.compress(plain, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    )
    encoding["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return Response(
        body,
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers=page_headers() | encoding | (headers or {}),
    )
