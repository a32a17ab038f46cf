"""The outer door: what it refuses, what it takes away, and what each answer carries."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.catalogues import translated
from workshop.doors.answers import TROUBLES
from workshop.doors.door import Door, failed
from workshop.i18n import LANGUAGES
from workshop.settings import Settings

pytestmark = pytest.mark.unit

ADDRESS = "http://saal.example:8080"
SENT: list[str] = []
STRICT = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


async def _take(request: Request) -> Response:
    SENT.append(request.method)
    return PlainTextResponse("taken")


async def _told(request: Request) -> Response:
    seen = {"scheme": request.url.scheme, "client": request.client.host if request.client else ""}
    return JSONResponse(seen | dict(request.headers))


async def _lead(request: Request) -> Response:
    return RedirectResponse(request.query_params["to"])


async def _own_policy(request: Request) -> Response:
    return PlainTextResponse("x", headers={"Content-Security-Policy": "default-src 'none'; img-src data:"})


async def _kept(request: Request) -> Response:
    keeping = {"Cache-Control": "public, max-age=31536000, immutable"}
    return PlainTextResponse("x", int(request.query_params["status"]), headers=keeping)


async def _break(request: Request) -> Response:
    raise (OSError if request.query_params["kind"] == "away" else KeyError)("Geheimes Wort")


METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def behind_door(**settings: object) -> httpx.AsyncClient:
    SENT.clear()
    app = Starlette(
        routes=[
            Route("/take", _take, methods=METHODS),
            Route("/_nicegui_ws/socket.io/", _take, methods=METHODS),
            Route("/healthz", _take),
            Route("/told", _told),
            Route("/lead", _lead),
            Route("/policy", _own_policy),
            Route("/kept", _kept),
            Route("/break", _break),
        ],
        exception_handlers={Exception: failed},
    )
    door = Door(app, Settings(data_dir=Path("none"), **settings))
    transport = httpx.ASGITransport(app=door, client=("10.1.2.3", 4000))
    return httpx.AsyncClient(transport=transport, base_url=ADDRESS)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with behind_door() as opened:
        yield opened


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "https://evil.example", "Content-Type": "text/plain"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://saal.example"},
    {"Origin": "http://saal.example:8081"},
    {"Origin": "http://saal.example:8080.evil.example"},
    {"Origin": "http://evil.example/http://saal.example:8080"},
    {"Origin": "http://x@saal.example:8080@evil.example"},
    {"Origin": "file://"},
    {"Origin": "http://" + "a" * 5000},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "Cross-Site"},
    {"Sec-Fetch-Site": "what-comes-later"},
    {"Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"},
]
OWN = [
    {},
    {"Origin": ADDRESS},
    {"Origin": "http://SAAL.example:8080"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://127.0.0.1:8080"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_what_a_foreign_page_sends_changes_nothing(client, method, headers):
    answer = await client.request(method, "/take", headers=headers, content=b"{}")
    assert (answer.status_code, answer.json()["error"], SENT) == (403, "foreign_origin", [])


@pytest.mark.parametrize("headers", OWN)
async def test_what_our_pages_and_old_browsers_send_comes_in(client, headers):
    assert (await client.post("/take", headers=headers)).text == "taken"


async def test_a_method_that_nobody_knows_is_not_taken_for_a_harmless_one(client):
    assert (await client.request("BREW", "/take", headers=FOREIGN[0])).status_code == 403


async def test_foreign_page_may_only_link_to_ours(client):
    for method in ("GET", "HEAD"):
        assert (await client.request(method, "/take", headers=FOREIGN[11])).status_code == 200
        assert (
            await client.request(method, "/_nicegui_ws/socket.io/", headers=FOREIGN[0])
        ).status_code == 403


async def test_socket_of_a_foreign_page_is_closed_before_it_opens():
    seen: list[str] = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    for headers, reaches in [(FOREIGN[0], False), (FOREIGN[11], False), (OWN[1], True)]:
        seen.clear()
        said: list[dict] = []
        raw = [(b"host", b"saal.example:8080")] + [
            (name.lower().encode(), value.encode()) for name, value in headers.items()
        ]
        scope = {"type": "websocket", "path": "/_nicegui_ws/socket.io/", "headers": raw, "client": None}

        async def receive():
            return {"type": "websocket.connect"}

        async def send(message, said=said):
            said.append(message)

        await Door(app, Settings(data_dir=Path("none")))(scope, receive, send)
        assert bool(seen) is reaches
        assert [each["type"] for each in said] == ([] if reaches else ["websocket.close"])


async def test_public_address_behind_a_proxy_with_tls_is_our_own():
    async with behind_door(public_url="https://dialog.example.org") as client:
        for headers in ({"Host": "dialog.example.org"}, {"Host": "serve-1:8080"}):
            own = {"Origin": "https://dialog.example.org"} | headers
            assert (await client.post("/take", headers=own)).status_code == 200
            answer = await client.get("/take", headers=own)
            assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("dialog.example.org", 200),
        ("saal.example", 200),
        ("SAAL.example:81", 200),
        ("127.0.0.1:8080", 200),
        ("evil.example", 421),
        ("saal.example.evil.example", 421),
        ("10.0.0.9", 421),
        ("saal.example/evil", 400),
        ('saal.example"><script>', 400),
        ("saal.example, evil.example", 400),
        ("", 400),
    ],
)
async def test_only_allowed_hosts_are_answered(host, status):
    async with behind_door(public_url="https://dialog.example.org", allowed_hosts="saal.example") as client:
        for method in ("GET", "POST"):
            answer = await client.request(method, "/take", headers={"Host": host, "Accept-Language": "de"})
            assert answer.status_code == status
            if status != 200:
                assert "Adresse auf der Einladung" in answer.json()["message"]


async def test_whoever_watches_over_a_process_may_call_it_as_it_likes():
    async with behind_door(allowed_hosts="saal.example") as client:
        assert (await client.get("/healthz", headers={"Host": "10.0.0.9:8080"})).text == "taken"


async def test_two_hosts_are_none(client):
    headers = [("Host", "saal.example:8080"), ("Host", "evil.example")]
    assert (await client.get("/take", headers=headers)).status_code == 400


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "99",
    "Forwarded": "for=203.0.113.9;host=evil.example",
}


async def test_what_anybody_forwards_is_taken_away(client):
    told = (await client.get("/told", headers=FORWARDED)).json()
    assert (told["scheme"], told["client"], told["host"]) == ("http", "10.1.2.3", "saal.example:8080")
    assert not any("forwarded" in name for name in told)


async def test_no_cookie_comes_in_with_escapes_that_are_slow_to_read(client):
    sent = {"cookie": 'lang="' + "\\" * 25_000 + '"; participant=a.b'}
    assert (await client.get("/told", headers=sent)).json()["cookie"] == 'lang=""; participant=a.b'
    begun = time.process_time()
    foreign = await client.post("/take", headers=sent | {"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert time.process_time() - begun < 1


async def test_what_a_proxy_of_ours_forwards_is_believed_but_for_a_path():
    async with behind_door(trusted_proxies="10.0.0.0/8, 192.0.2.7") as client:
        told = (await client.get("/told", headers=FORWARDED)).json()
        assert (told["scheme"], told["client"], told["host"]) == ("https", "203.0.113.9", "evil.example")
        assert not any("forwarded" in name for name in told)
        told = (await client.get("/told", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})).json()
        assert told["client"] == "203.0.113.9", "what stands further left anybody may have written"


@pytest.mark.parametrize(
    ("to", "location"),
    [
        ("http://evil.example/console?x=1", "/console?x=1"),
        ("//evil.example/x", "/evil.example/x"),
        ("https://evil.example", "/"),
        ("/j/ABCD2345?lang=de", "/j/ABCD2345?lang=de"),
    ],
)
async def test_no_redirect_leads_to_another_host(client, to, location):
    assert (await client.get("/lead", params={"to": to})).headers["location"] == location


@pytest.mark.parametrize(
    ("asked", "keeping"),
    [
        ("/take", "no-store"),
        ("/lead?to=/take", "no-store"),
        ("/nowhere", "no-store"),
        ("/kept?status=200", "public, max-age=31536000, immutable"),
        ("/kept?status=304", "public, max-age=31536000, immutable"),
        ("/kept?status=404", "no-store"),
        ("/kept?status=503", "no-store"),
    ],
)
async def test_nothing_is_kept_but_what_its_room_lets_be_kept_and_no_error(client, asked, keeping):
    assert (await client.get(asked)).headers.get_list("cache-control") == [keeping]


async def test_every_answer_is_strict(client):
    paths = ("/take", "/told", "/lead?to=/x", "/policy", "/nowhere", "/break?kind=away", "/break?kind=bug")
    for path in paths:
        answer = await client.get(path)
        assert {name: answer.headers.get(name) for name in STRICT} == STRICT, path
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert len(answer.headers.get_list("content-security-policy")) == 1
    assert "img-src data:" in (await client.get("/policy")).headers["content-security-policy"]
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(("kind", "status"), [("away", 503), ("bug", 500)])
async def test_what_a_handler_raises_is_told_calmly_and_logged_by_its_kind(client, kind, status, capsys):
    page = await client.get("/break", params={"kind": kind}, headers={"Accept": "text/html"})
    data = await client.get("/break", params={"kind": kind}, headers={"Accept-Language": "fr"})
    assert (page.status_code, data.status_code) == (status, status)
    assert "Der Server kann gerade nicht antworten." in page.text
    assert data.json()["message"].startswith("Le serveur ne peut pas répondre")
    assert data.headers.get("retry-after") == ("5" if kind == "away" else None)
    assert "Geheimes Wort" not in page.text + data.text + "".join(capsys.readouterr())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_door_says_stands_in_every_language(lang):
    texts = translated("doors", lang)
    assert {msgid for _, msgid in TROUBLES.values()} == set(texts)
    if lang == "de-simple":
        sentences = [each for text in texts.values() for each in text.split(". ")]
        assert max(len(each.split()) for each in sentences) <= 12
