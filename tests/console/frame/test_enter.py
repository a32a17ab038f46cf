"""The door: what uses a link up, what the cookie looks like, what a used link says."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from workshop.console.frame.enter import COOKIE, enter_routes
from workshop.domain.dialogue import DialogueFacts
from workshop.domain.grant import make_link
from workshop.domain.rights import operator
from workshop.invitation import first_link, new_dialogue
from workshop.live.services import Services, open_services
from workshop.models import Role
from workshop.settings import Settings

pytestmark = pytest.mark.unit


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    async with open_services(Settings(data_dir=tmp_path, public_url="https://abend.example")) as opened:
        yield opened


@pytest.fixture
async def visitor(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=enter_routes(services)))
    async with httpx.AsyncClient(transport=transport, base_url="https://abend.example") as client:
        yield client


async def organiser_path(services: Services) -> str:
    link = await first_link(services.store, services.settings)
    return link.removeprefix("https://abend.example")


async def test_link_sets_a_careful_cookie_and_leads_to_the_console(services, visitor):
    answer = await visitor.get(await organiser_path(services))
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    parts = {part.strip().split("=")[0].lower() for part in cookie.split(";")[1:]}
    assert parts >= {"httponly", "secure", "samesite", "path", "max-age"}
    assert "samesite=lax" in cookie.lower()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_head_and_prefetch_do_not_use_the_link_up(services, visitor):
    path = await organiser_path(services)
    assert (await visitor.head(path)).status_code == 200
    assert (
        "set-cookie" not in (await visitor.get(path, headers={"Sec-Purpose": "prefetch;prerender"})).headers
    )
    assert (await visitor.get(path)).status_code == 303


async def test_used_link_leads_its_own_browser_on_and_tells_others_what_to_do(services, visitor):
    path = await organiser_path(services)
    await visitor.get(path)
    again = await visitor.get(path)
    assert (again.status_code, again.headers["location"]) == (303, "/console")
    visitor.cookies.clear()
    stranger = await visitor.get(path, headers={"Accept-Language": "en"})
    assert stranger.status_code == 410
    assert "This link no longer opens anything" in stranger.text
    assert "set-cookie" not in stranger.headers
    german = await visitor.get(path)
    assert "Dieser Link öffnet nichts mehr" in german.text


async def test_invented_link_opens_nothing(visitor):
    assert (await visitor.get("/enter/invented")).status_code == 410


async def test_links_lead_to_the_page_of_their_right(services, visitor):
    made = await new_dialogue(
        services.store, services.settings, facts=DialogueFacts(title="Abend"), theme_set="gmuend"
    )
    moderator = await visitor.get(made.console_url)
    assert moderator.headers["location"] == f"/console/{made.code}"
    key = visitor.cookies[COOKIE]
    host = await visitor.get(made.tables[1].host_url)
    assert host.headers["location"] == f"/host/{made.code}/{made.tables[1].key}"
    assert visitor.cookies[COOKIE] == key


async def test_one_browser_keeps_its_key_when_it_gains_another_right(services, visitor):
    await visitor.get(await organiser_path(services))
    first = visitor.cookies[COOKIE]
    secret = await make_link(services.store, actor=operator(), role=Role.ORGANISER)
    await visitor.get(f"/enter/{secret}")
    assert visitor.cookies[COOKIE] == first
