"""The whole product behind its door: every route of every room, a real browser, a database that is gone."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus

from tests.conftest import LiveServer
from tests.doors.conftest import DoorsServer
from tests.doors.test_door import STRICT
from tests.ports import free_port
from tests.sockets.visitor import Visitor

pytestmark = pytest.mark.integration
EVIL = {"Origin": "https://evil.example"}
FORWARDED = {"X-Forwarded-Prefix": "/evil", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}


def new_dialogue(server: LiveServer) -> str:
    """Make a dialogue that collects; return its code."""
    options = ("--theme-set", "gmuend", "--title", "Abend", "--phase", "collect", "--json")
    return str(json.loads(server.command("new", *options).stdout)["code"])


class Product(LiveServer):
    """A running server with one dialogue."""

    def begin(self) -> None:
        """Make the dialogue."""
        self.code = new_dialogue(self)

    def addresses(self) -> list[str]:
        """Return an address of each kind."""
        rich = (f"/b/{self.code}", f"/console/{self.code}", f"/host/{self.code}/wohnen")
        more = ("", "/wohnen", "/state", "/mine", "/topics", "/-/tables", "/-/privacy", "/nirgends/x")
        plain = ("/", "/j", "/healthz", "/console", "/console/", "/enter/x", "/nirgends/x", "/favicon.ico")
        files = (
            "/_nicegui/nirgends.js",
            "/_nicegui_ws/socket.io/?transport=polling&EIO=4",
            "//evil.example/",
        )
        known = ("/.well-known/security.txt", f"/b/{self.code}/wohnen", "/j/NICHTDA2", "/static/nirgends.js")
        return [*plain, *files, *known, *rich, *(f"/j/{self.code}{each}" for each in more)]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    port = free_port()
    made = Product(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("data"), port)
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr(
            LiveServer,
            "environment",
            staticmethod(
                lambda plain=LiveServer.environment: plain() | {"WORKSHOP_OPERATOR_MAIL": "amt@example.org"}
            ),
        )
        made.start()
        made.begin()
    yield made
    made.stop()


def test_every_answer_of_every_room_is_strict_and_leads_nowhere_else(product: Product) -> None:
    with httpx.Client(base_url=product.url, timeout=30) as client:
        for path in product.addresses():
            for headers in ({}, FORWARDED | {"Host": "evil.example"}):
                answer = client.get(product.url + path, headers=headers | {"Accept": "text/html"})
                assert {name: answer.headers.get(name) for name in STRICT} == STRICT, path
                policy = answer.headers["content-security-policy"]
                assert policy.startswith("default-src 'none'"), path
                assert "frame-ancestors 'none'" in policy, path
                assert "'unsafe-inline'" not in re.sub("style-src[^;]+", "", policy)
                location = answer.headers.get("location", "/")
                assert (location[:1], location[:2] == "//") == ("/", False), path
                assert "/evil/" not in answer.text, path
                assert "//evil.example" not in answer.text.replace("evil.example&#34;", ""), path


def test_every_route_refuses_what_a_foreign_page_sends(product: Product, doors: DoorsServer) -> None:
    routes = [route.partition(" ")[2] for route in doors.lists()["routes"]]
    found = {re.sub(r"\{[^}]+\}", product.code, each) for each in routes}
    found |= {path.partition("?")[0] for path in product.addresses()}
    found |= {
        f"/j/{product.code}/entries",
        f"/j/{product.code}/entries/x/withdraw",
        f"/j/{product.code}/dots",
    }
    assert len(found) > 30
    ways = (EVIL, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"})
    with httpx.Client(timeout=30) as client:
        for path in sorted(found):
            for headers in ways:
                answer = client.post(
                    product.url + path, headers=headers | {"Content-Type": "text/plain"}, content=b"{}"
                )
                assert answer.status_code == 403, (path, headers)
                assert "set-cookie" not in answer.headers


async def test_socket_of_a_foreign_page_does_not_open(product: Product) -> None:
    async with Visitor(product.url) as visitor:
        page = await visitor.open(f"/b/{product.code}")
        for origin in ("https://evil.example", "null", product.url.replace(str(product.port), "1")):
            with pytest.raises(InvalidStatus) as refused:
                await page.connect_socket(origin=origin)
            assert refused.value.response.status_code == 403
            polling = f"{product.url}/_nicegui_ws/socket.io/?EIO=4&transport=polling"
            assert (await visitor.http.get(polling, headers={"Origin": origin})).status_code == 403
        async with page.socket(origin=product.url) as opened:
            assert opened.is_open


def test_whom_to_tell_of_a_hole_is_said(product: Product) -> None:
    answer = httpx.get(f"{product.url}/.well-known/security.txt", timeout=30)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:amt@example.org"
    assert lines["Canonical"] == f"{product.url}/.well-known/security.txt"
    left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


@pytest.mark.e2e
def test_no_page_breaks_its_own_policy(product: Product, browser: Browser) -> None:
    context = browser.new_context(locale="de-DE")
    said: list[str] = []

    def visit(path: str, shows: str) -> None:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.log(e.violatedDirective, e.blockedURI))"
        )
        page.goto(path if path.startswith("http") else product.url + path)
        if page.locator("form button").count() and "/enter/" in page.url:
            page.locator("form button").click()
        page.get_by_text(shows).first.wait_for()
        page.close()

    visit(product.console_link(), "Abend")
    visit(f"/console/{product.code}", "Bauen & Wohnen")
    visit(f"/host/{product.code}/wohnen", "Bauen & Wohnen")
    visit(f"/b/{product.code}", "Bauen & Wohnen")
    visit(f"/b/{product.code}/wohnen", "Bauen & Wohnen")
    visit(f"/j/{product.code}/wohnen", "Bauen & Wohnen")
    context.close()
    assert said == []


@pytest.mark.e2e
def test_script_that_somebody_got_into_a_page_does_not_run(product: Product, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{product.url}/b/{product.code}")
    page.get_by_text("Bauen & Wohnen").first.wait_for()
    page.evaluate(
        """() => {
            const put = (html) => document.body.append(document.createRange().createContextualFragment(html));
            put('<script>window.ran = 1</script>');
            put('<img src=x onerror="window.ran = 1">');
            put('<a id=trap href="javascript:window.ran = 1">x</a>');
            document.getElementById('trap').click();
        }"""
    )
    page.wait_for_function("document.querySelector('img[onerror]').complete")
    assert page.evaluate("window.ran") is None
    page.close()


def test_database_that_is_gone_is_told_calmly(live_server: LiveServer) -> None:
    code = new_dialogue(live_server)
    card = {"table": "wohnen", "question": "needed", "text": "Ein Klavier", "lang": "de"}
    with httpx.Client(base_url=live_server.url, headers={"Accept-Language": "de"}, timeout=30) as phone:
        assert phone.get("/healthz").status_code == 200
        posted = phone.post(f"/j/{code}/entries", json=card | {"id": "0f8fad5b-d9cb-469f-a165-70867728950e"})
        assert posted.status_code == 201
        with closing(sqlite3.connect(live_server.data / "workshop.sqlite")) as database:
            database.execute("ALTER TABLE entries RENAME TO away")
        assert phone.get("/healthz").status_code == 503
        for path in ("/mine", "/wohnen", "", "/state", "/topics", "/-/tables"):
            answer = phone.get(f"/j/{code}{path}", headers={"Accept": "*/*"})
            assert answer.status_code in {200, 503}, path
            if answer.status_code == 503:
                assert answer.headers["retry-after"] == "5"
                assert "Der Server kann gerade nicht antworten" in answer.json()["message"]
        assert phone.get(f"/j/{code}/mine").status_code == 503
        page = phone.get(f"/j/{code}/wohnen", headers={"Accept": "text/html"})
        assert (page.status_code, "Der Server kann gerade nicht" in page.text) == (503, True)
        with closing(sqlite3.connect(live_server.data / "workshop.sqlite")) as database:
            database.execute("ALTER TABLE away RENAME TO entries")
        assert phone.get("/healthz").status_code == 200
        (live_server.data / "workshop.sqlite").rename(live_server.data / "elsewhere")
        assert phone.get("/healthz").status_code == 503
        assert not (live_server.data / "workshop.sqlite").exists()
    assert "Klavier" not in live_server.log()
    assert "Traceback" not in live_server.log()


@pytest.mark.parametrize("command", [("serve",), ("phones",), ("new", "--theme-set", "gmuend"), ("access",)])
def test_public_url_with_a_path_is_refused_by_every_command(tmp_path: Path, command: tuple[str, ...]) -> None:
    server = LiveServer("", tmp_path, 0)
    title = ("--title", "x") if command[0] == "new" else ()
    answer = server.command(*command, *title, "--public-url", "https://stadt.example/dialog")
    assert answer.returncode != 0
    assert "must end after the host" in answer.stderr
    assert "Traceback" not in answer.stderr
