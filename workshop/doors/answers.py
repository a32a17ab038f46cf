"""What the door itself answers: in plain words, in the reader's language, without any inside."""

from enum import StrEnum
from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from workshop.doors.headers import text_page_policy
from workshop.i18n import catalogue, direction_of, languages_of, negotiate, supported
from workshop.origins import shown_address

DOMAIN = "doors"
RETRY_SECONDS = 5


class Trouble(StrEnum):
    """Why the door answers instead of a room."""

    FOREIGN = "foreign_origin"
    HOST_UNKNOWN = "host_unknown"
    HOST_UNREADABLE = "host_unreadable"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"


def marked(msgid: str) -> str:
    """Return a text that is translated later."""
    return msgid


_NOT_NOW = marked("The server cannot answer just now. Please try again in a moment.")
_OTHER_NAME = marked(
    "This server has another address. Please use the address on the invitation or on the screen."
)
TROUBLES = {
    Trouble.FOREIGN: (
        403,
        marked(
            "This came from another website. Nothing was changed. Please open the page here and try again."
        ),
    ),
    Trouble.HOST_UNKNOWN: (421, _OTHER_NAME),
    Trouble.HOST_UNREADABLE: (400, _OTHER_NAME),
    Trouble.UNAVAILABLE: (503, _NOT_NOW),
    Trouble.BROKEN: (500, _NOT_NOW),
}
_STYLE = (
    "body{margin:0;background:#f4f1ea;color:#1b2430;font:17px/1.5 system-ui,sans-serif}"
    "main{max-width:34rem;margin:12vh auto;padding:2rem;background:#fffefb;border:1px solid #ddd7c9;"
    "border-radius:12px}p{margin:0;overflow-wrap:anywhere}p+p{margin-top:1rem}"
)
_POLICY = text_page_policy(_STYLE)


def answer(trouble: Trouble, scope: Scope, home: str = "") -> Response:
    """Return the answer: a page for who reads pages, JSON for a script.

    With `home`, the server's own `scheme://host[:port]`, the page has a link to the same place there.
    """
    request = Request(scope)
    lang = _language_of(request)
    status, msgid = TROUBLES[trouble]
    sentence = catalogue(DOMAIN, lang).gettext(msgid)
    headers = {"Cache-Control": "no-store"}
    if trouble is Trouble.UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if trouble in {Trouble.FOREIGN, Trouble.HOST_UNKNOWN, Trouble.HOST_UNREADABLE}:
        # A body that was sent along is not waited for.
        headers["Connection"] = "close"
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": trouble, "message": sentence}, status, headers)
    headers["Content-Security-Policy"] = _POLICY
    page = (
        f'<!doctype html><html lang="{lang.partition("-")[0]}" dir="{direction_of(lang)}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Workshop</title><style>{_STYLE}</style></head>"
        f"<body><main><p>{escape(sentence)}</p>{_link(home, scope)}</main></body></html>"
    )
    return HTMLResponse(page, status, headers)


def _link(home: str, scope: Scope) -> str:
    if not home:
        return ""
    address = home + quote(scope["path"])
    return f'<p dir="ltr"><a href="{escape(address)}">{escape(shown_address(address))}</a></p>'


def _language_of(request: Request) -> str:
    offered = languages_of(DOMAIN)
    for wish in (request.query_params.get("lang"), request.cookies.get("lang")):
        if wish and (tag := supported(wish, offered)):
            return tag
    return negotiate(request.headers.get("accept-language", ""), offered)
