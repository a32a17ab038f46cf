"""The way in: a one-use link is exchanged for a cookie that holds the right from then on."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from workshop.domain.errors import ForbiddenError
from workshop.domain.grant import actor_of_key, exchange_link
from workshop.domain.queries.dialogue import dialogue_by_id
from workshop.domain.queries.grant import right_of_link
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import Actor, Right
from workshop.i18n import catalogue, languages_of, negotiate
from workshop.live.services import Services
from workshop.models import Role

COOKIE = "workshop_staff"
LANGUAGE_COOKIE = "workshop_lang"
# A series of evenings, its follow-up meetings included; rights can be taken back at any time.
COOKIE_SECONDS = 400 * 24 * 3600
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def enter_routes(services: Services) -> list[Route]:
    """Return the route `GET /enter/{secret}`; only a real visit uses the link up, no HEAD and no prefetch."""

    async def enter(request: Request) -> Response:
        if request.method == "HEAD" or _is_prefetch(request):
            return Response(headers=_HEADERS)
        secret = request.path_params["secret"]
        try:
            key, right = await exchange_link(services.store, secret=secret, key=request.cookies.get(COOKIE))
        except ForbiddenError:
            return await _used(services, request, secret)
        answer = RedirectResponse(await page_of(services, right), status_code=303, headers=_HEADERS)
        answer.set_cookie(
            COOKIE,
            key,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=services.settings.is_https,
            path="/",
        )
        return answer

    return [Route("/enter/{secret}", enter, methods=["GET"])]


def language_of_request(request: Request) -> str:
    """Return the language that the reader chose, or the best of those the browser asks for."""
    offered = languages_of("console")
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in offered else negotiate(request.headers.get("accept-language", ""), offered)


async def page_of(services: Services, right: Right) -> str:
    """Return the address of the page that a right opens; the start page for what is gone."""
    if right.dialogue_id is None:
        return "/console"
    async with services.store.read() as session:
        dialogue = await dialogue_by_id(session, right.dialogue_id)
        tables = await session.run_sync(tables_of, right.dialogue_id)
    if dialogue is None:
        return "/console"
    if right.role == Role.MODERATOR:
        return f"/console/{dialogue.code}"
    table = next((each for each in tables if each.id == right.table_id), None)
    return f"/host/{dialogue.code}/{table.key}" if table else "/console"


def _is_prefetch(request: Request) -> bool:
    purposes = (request.headers.get("sec-purpose", ""), request.headers.get("purpose", ""))
    return any("prefetch" in purpose for purpose in purposes)


def _holds(actor: Actor, right: Right) -> bool:
    if right.dialogue_id is None:
        return actor.is_organiser
    if right.role == Role.MODERATOR or right.table_id is None:
        return actor.moderates(right.dialogue_id)
    return actor.hosts(right.dialogue_id, right.table_id)


async def _used(services: Services, request: Request, secret: str) -> Response:
    """Go on to the page if this browser holds the right already, else say what to do."""
    async with services.store.read() as session:
        right = await right_of_link(session, secret)
    if right and _holds(await actor_of_key(services.store, request.cookies.get(COOKIE)), right):
        return RedirectResponse(await page_of(services, right), status_code=303, headers=_HEADERS)
    lang = language_of_request(request)
    _ = catalogue("console", lang).gettext
    title = _("This link no longer opens anything")
    lines = (
        _("Each link can be used once, on one device. This one has been used already or was taken back."),
        _(
            "Please ask the person who gave it to you for a new one. "
            "In the console a new one takes two clicks."
        ),
        _("If you opened the link on this device before, use the same browser as then."),
    )
    return HTMLResponse(_page(lang, title, lines), status_code=410, headers=_HEADERS)


def _page(lang: str, title: str, lines: tuple[str, ...]) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{paragraphs}</main></body></html>"
    )


_STYLE = (
    "body{margin:0;background:#f4f1ea;color:#1b2430;font:17px/1.5 system-ui,sans-serif}"
    "main{max-width:34rem;margin:12vh auto;padding:2rem;background:#fffefb;border:1px solid #ddd7c9;"
    "border-radius:12px}h1{font-size:1.5rem;margin:0 0 1rem}p{margin:0 0 .75rem}"
)
