"""The door: what uses a link up, what the cookie looks like, what a link says that opens nothing."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from workshop.console.frame.enter import enter_routes
from workshop.console.frame.key import KeepsKeys, key_of
from workshop.domain.dialogue import DialogueFacts
from workshop.domain.grant import actor_of_key, make_link, revoke_hosts
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import operator
from workshop.invitation import Invitation, first_link, new_dialogue
from workshop.live.services import Services, open_services
from workshop.models import Grant, Role, now
from workshop.settings import Settings

pytestmark = pytest.mark.unit
COOKIE = "__Host-workshop_staff"
PREVIEWS = [
    {},
    {"Sec-Purpose": "prefetch;prerender"},
    {"User-Agent": "WhatsApp/2.23 A"},
    {"User-Agent": "Slackbot-LinkExpanding 1.0"},
    {"User-Agent": "Mozilla/5.0 (compatible; SkypeUriPreview)"},
]


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    async with open_services(Settings(data_dir=tmp_path, public_url="https://abend.example")) as opened:
        yield opened


def visitor_of(services: Services, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=enter_routes(services)))
    return httpx.AsyncClient(transport=transport, base_url=services.settings.base_url, headers=headers)


@pytest.fixture
async def visitor(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor_of(services, **{"Accept-Language": "en"}) as client:
        yield client


@pytest.fixture
async def evening(services: Services) -> Invitation:
    facts = DialogueFacts(title="Abend <b>", municipality="Gmünd", held_on=date(2026, 11, 22))
    return await new_dialogue(services.store, services.settings, facts=facts, theme_set="gmuend")


async def organiser_path(services: Services) -> str:
    link = await first_link(services.store, services.settings)
    return link.removeprefix("https://abend.example")


async def link_of(services: Services, evening: Invitation, role: Role) -> str:
    if role == Role.HOST:
        return evening.tables[1].host_url
    if role == Role.MODERATOR:
        return evening.console_url
    if role == Role.ORGANISER:
        return await organiser_path(services)
    async with services.store.read() as session:
        dialogue = await dialogue_by_code(session, evening.code)
    assert dialogue is not None
    return "/enter/" + await make_link(services.store, actor=operator(), role=role, dialogue_id=dialogue.id)


async def test_button_sets_a_careful_cookie_and_leads_to_the_console(services, visitor):
    answer = await visitor.post(await organiser_path(services))
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == COOKIE
    attributes = {part.strip().lower() for part in rest.split(";")[1:]}
    assert attributes == {"httponly", "secure", "samesite=lax", "path=/", f"max-age={30 * 24 * 3600}"}
    assert answer.headers["cache-control"] == "no-store"


async def test_cookie_of_a_hall_without_tls_has_a_plain_name(tmp_path):
    settings = Settings(data_dir=tmp_path, access_days=3)
    async with open_services(settings) as services, visitor_of(services) as visitor:
        answer = await visitor.post(await first_link(services.store, settings))
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("workshop_staff=")
    assert "secure" not in cookie
    assert f"max-age={3 * 24 * 3600}" in cookie
    assert "httponly" in cookie


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", PREVIEWS)
async def test_no_preview_uses_a_link_up(services, visitor, method, headers):
    path = await organiser_path(services)
    for _ in range(3):
        answer = await visitor.request(method, path, headers=headers)
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert (await visitor.post(path)).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_change_nothing(services, visitor, method):
    path = await organiser_path(services)
    assert (await visitor.request(method, path)).status_code == 405
    assert (await visitor.post(path)).status_code == 303


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.ORGANISER, ["Open the console of all dialogues"]),
        (Role.MODERATOR, ["Moderate a dialogue evening", "Abend &lt;b&gt; · Gmünd · November 22, 2026"]),
        (Role.READER, ["Read the results", "Abend &lt;b&gt;", "You can change nothing"]),
        (Role.HOST, ["Host of table 2 Volunteering &amp; Participation", "Abend &lt;b&gt;"]),
    ],
)
async def test_page_has_one_button_and_says_what_it_opens(services, visitor, evening, role, words):
    answer = await visitor.get(await link_of(services, evening, role))
    assert answer.status_code == 200
    for word in [*words, "can be used once", "for 30 days after its last use"]:
        assert word in answer.text
    assert answer.text.count("<button") == 1
    assert re.findall(r"<form[^>]*>", answer.text) == ['<form method="post">']
    # Nothing of anybody else, and no script or style but the two whose hashes the policy names.
    assert not re.search(r"(src|href|action)=", answer.text)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    german = await visitor.get(await link_of(services, evening, role), headers={"Accept-Language": "de"})
    assert "In diesem Browser öffnen" in german.text
    assert '<html lang="de">' in german.text


@pytest.mark.parametrize(
    ("role", "goal"),
    [
        (Role.ORGANISER, "/console"),
        (Role.MODERATOR, "/console/{code}"),
        (Role.READER, "/console/{code}/results"),
        (Role.HOST, "/host/{code}/{table}"),
    ],
)
async def test_links_lead_to_the_page_of_their_right(services, visitor, evening, role, goal):
    answer = await visitor.post(await link_of(services, evening, role))
    assert answer.headers["location"] == goal.format(code=evening.code, table=evening.tables[1].key)


async def test_used_link_leads_its_own_browser_on_and_tells_others_what_to_do(services, visitor):
    path = await organiser_path(services)
    await visitor.post(path)
    for method in ("GET", "POST"):
        again = await visitor.request(method, path)
        assert (again.status_code, again.headers["location"]) == (303, "/console")
        assert "set-cookie" not in again.headers
    visitor.cookies.clear()
    for method in ("GET", "POST"):
        stranger = await visitor.request(method, path)
        assert stranger.status_code == 410
        assert "This link no longer opens anything" in stranger.text
        assert "It has been used already" in stranger.text
        assert "<button" not in stranger.text
        assert "set-cookie" not in stranger.headers
    german = await visitor.get(path, headers={"Accept-Language": "de"})
    assert "Dieser Link öffnet nichts mehr" in german.text


async def test_links_that_open_nothing_say_why(services, visitor, evening):
    assert "There is no such link" in (await visitor.get("/enter/invented")).text
    assert "There is no such link" in (await visitor.post("/enter/" + "x" * 5000)).text
    async with services.store.read() as session:
        dialogue = await dialogue_by_code(session, evening.code)
        tables = {each.key: each for each in evening.tables}
    assert dialogue is not None
    waiting = await organiser_path(services)
    async with services.store.database.write() as session:
        await session.execute(update(Grant).values(link_expires_at=now() - timedelta(seconds=1)))
    for method in ("GET", "POST"):
        answer = await visitor.request(method, waiting)
        assert (answer.status_code, "Nobody used it in time" in answer.text) == (410, True)
        assert "workshop access" in answer.text
    table = tables["wohnen"]
    await revoke_hosts(services.store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    for method in ("GET", "POST"):
        answer = await visitor.request(method, table.host_url)
        assert (answer.status_code, "It was taken back" in answer.text) == (410, True)


async def test_each_exchange_makes_a_new_key_that_has_what_the_old_one_had(services, visitor, evening):
    await visitor.post(evening.tables[0].host_url)
    first = visitor.cookies[COOKIE]
    before = await actor_of_key(services.store, first)
    await visitor.post(await organiser_path(services))
    second = visitor.cookies[COOKIE]
    assert second != first
    now_held = await actor_of_key(services.store, second)
    assert now_held.is_organiser
    assert before.rights < now_held.rights
    assert now_held.device == before.device
    # A copy of the old one gains nothing.
    assert not (await actor_of_key(services.store, first)).rights


async def test_open_pages_hear_of_a_new_key_after_the_answer(services, visitor, evening):
    follower = services.store.follow_rights()
    await visitor.post(evening.console_url)
    assert await follower.wait(5)
    follower.close()


async def test_two_who_press_at_once_do_not_both_get_in(services, evening):
    async with visitor_of(services) as one, visitor_of(services) as other:
        answers = [await each.post(evening.console_url) for each in (one, other)]
    assert sorted(each.status_code for each in answers) == [303, 410]


@pytest.mark.parametrize(("hours", "renewed"), [(0, False), (2, True)])
async def test_cookie_lives_on_with_the_pages_that_its_key_opens(services, visitor, hours, renewed):
    async def page(scope, receive, send):
        actor = await actor_of_key(services.store, key_of(Request(scope), services.settings))
        await Response("", status_code=200 if actor.rights else 403)(scope, receive, send)

    await visitor.post(await organiser_path(services))
    async with services.store.database.write() as session:
        await session.execute(update(Grant).values(last_used_at=now() - timedelta(hours=hours)))
    transport = httpx.ASGITransport(KeepsKeys(page, lambda: services))
    url = services.settings.base_url
    async with httpx.AsyncClient(transport=transport, base_url=url, cookies=visitor.cookies) as browser:
        answer = await browser.get("/console")
        assert ("set-cookie" in answer.headers) == renewed
        if renewed:
            assert answer.headers["set-cookie"].startswith(f"{COOKIE}={visitor.cookies[COOKIE]};")
        assert "set-cookie" not in (await browser.get("/b/ABCD2345")).headers
        browser.cookies.clear()
        browser.cookies.set(COOKIE, "invented")
        assert "set-cookie" not in (await browser.get("/console")).headers
