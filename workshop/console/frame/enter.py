"""The way in: a one-use link opens a page with a button, which exchanges the link for a cookie."""

from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from workshop.console.frame.enter_page import HEADERS, enter_page
from workshop.console.frame.key import give_key, key_of
from workshop.console.wording.links import link_opens, link_title, why_link_is_closed
from workshop.console.wording.moments import day
from workshop.domain.errors import ForbiddenError, Refusal
from workshop.domain.grant import actor_of_key, exchange_link
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_id
from workshop.domain.queries.grant import LinkView, link_view
from workshop.domain.queries.table import TableView, tables_of
from workshop.domain.rights import Actor, Right
from workshop.i18n import catalogue, languages_of, negotiate
from workshop.live.services import Services
from workshop.models import Role

LANGUAGE_COOKIE = "workshop_lang"


@dataclass(frozen=True)
class Place:
    """What a right leads to; without a dialogue the list of dialogues."""

    dialogue: DialogueView | None = None
    table: TableView | None = None


def enter_routes(services: Services) -> list[Route]:
    """Return the routes of `/enter/{secret}`: only `POST` uses a link up, no preview."""

    async def enter(request: Request) -> Response:
        secret = request.path_params["secret"]
        async with services.store.read() as session:
            link = await link_view(session, secret)
        if link.closed is None and request.method == "POST":
            return await _exchange(services, request, secret)
        if link.closed is None and link.right:
            return await _button(services, request, link.right)
        return await _closed(services, request, link)

    return [Route("/enter/{secret}", enter, methods=["GET", "POST"])]


def language_of_request(request: Request) -> str:
    """Return the language that the reader chose, or the best of those the browser asks for."""
    offered = languages_of("console")
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in offered else negotiate(request.headers.get("accept-language", ""), offered)


async def _place_of(services: Services, right: Right) -> Place:
    if right.dialogue_id is None:
        return Place()
    async with services.store.read() as session:
        dialogue = await dialogue_by_id(session, right.dialogue_id)
        tables = await session.run_sync(tables_of, right.dialogue_id)
    return Place(dialogue, next((each for each in tables if each.id == right.table_id), None))


async def page_of(services: Services, right: Right) -> str:
    """Return the address of the page that a right opens; the start page for what is gone."""
    place = await _place_of(services, right)
    if place.dialogue is None:
        return "/console"
    code = place.dialogue.code
    if right.role == Role.HOST:
        return f"/host/{code}/{place.table.key}" if place.table else "/console"
    return f"/console/{code}/results" if right.role == Role.READER else f"/console/{code}"


def _holds(actor: Actor, right: Right) -> bool:
    if right.dialogue_id is None:
        return actor.is_organiser
    if right.role == Role.READER:
        return actor.reads(right.dialogue_id)
    if right.role == Role.MODERATOR or right.table_id is None:
        return actor.moderates(right.dialogue_id)
    return actor.hosts(right.dialogue_id, right.table_id)


async def _exchange(services: Services, request: Request, secret: str) -> Response:
    store, settings = services.store, services.settings
    try:
        key, right = await exchange_link(store, secret=secret, key=key_of(request, settings))
    except ForbiddenError as error:
        # Somebody else was quicker.
        async with store.read() as session:
            link = await link_view(session, secret)
        return await _closed(services, request, LinkView(link.right, error.key))
    answer = RedirectResponse(
        await page_of(services, right),
        status_code=303,
        headers=HEADERS,
        # Not before the browser has its new key: its open pages load themselves anew then.
        background=BackgroundTask(store.tell_rights_changed),
    )
    give_key(answer, key, settings)
    return answer


async def _button(services: Services, request: Request, right: Right) -> Response:
    place, lang = await _place_of(services, right), language_of_request(request)
    if right.role == Role.HOST and place.table is None:
        return await _closed(services, request, LinkView(right, Refusal.LINK_REVOKED))
    texts = catalogue("console", lang)
    _ = texts.gettext
    table = f"{place.table.number} {place.table.title(lang)}" if place.table else ""
    days = services.settings.access_days
    lines = (
        link_opens(right.role, gettext=_),
        _("The link can be used once. Press the button only on the device on which you want to work."),
        texts.ngettext(
            "A cookie keeps this browser known for %(n)d day after its last use. "
            "It holds a random key and nothing about you.",
            "A cookie keeps this browser known for %(n)d days after its last use. "
            "It holds a random key and nothing about you.",
            days,
        )
        % {"n": days},
    )
    facts = (
        (place.dialogue.title, place.dialogue.municipality, day(place.dialogue.held_on, lang=lang))
        if place.dialogue
        else ()
    )
    title = link_title(right.role, table=table, gettext=_)
    shown = " · ".join(fact for fact in facts if fact)
    return HTMLResponse(
        enter_page(lang, title, shown, lines, button=_("Open in this browser")), headers=HEADERS
    )


async def _closed(services: Services, request: Request, link: LinkView) -> Response:
    """Go on to the page if this browser holds the right of a used link already, else say what to do."""
    if link.right and link.closed == Refusal.LINK_USED:
        actor = await actor_of_key(services.store, key_of(request, services.settings))
        if _holds(actor, link.right):
            return RedirectResponse(await page_of(services, link.right), status_code=303, headers=HEADERS)
    lang = language_of_request(request)
    _ = catalogue("console", lang).gettext
    lines = [
        why_link_is_closed(link.closed or Refusal.LINK_UNKNOWN, gettext=_),
        _("Ask whoever gave it to you for a new one. In the console a new one takes two clicks."),
    ]
    if link.right is None or link.right.role == Role.ORGANISER:
        lines.append(
            _("Whoever runs the server gets a new link for organisers by the command “workshop access”.")
        )
    if link.closed == Refusal.LINK_USED:
        lines.append(_("If you opened the link on this device before, use the same browser as then."))
    title = _("This link no longer opens anything")
    return HTMLResponse(enter_page(lang, title, "", lines), status_code=410, headers=HEADERS)
