"""The whole application: addresses that nobody has, and pages that cannot be built."""

import sqlite3
from contextlib import closing

import httpx
import pytest

from tests.conftest import LiveServer

pytestmark = pytest.mark.integration
GERMAN = {"Accept-Language": "de"}


@pytest.mark.parametrize(
    ("path", "goal"), [("/abcd2345", "/j/ABCD2345"), ("/ABCD%202345/", "/j/ABCD2345"), ("/", "/j")]
)
def test_code_typed_behind_the_host_leads_to_the_dialogue(live_server: LiveServer, path, goal) -> None:
    assert httpx.get(live_server.url + path, timeout=30).headers["location"] == goal


def test_address_that_nobody_has_is_answered_with_the_field_for_the_code(live_server: LiveServer) -> None:
    for path in ("/nirgends/hier", "/tafel", "/b", "/console/ABCD2345/nirgends", "/favicon.png"):
        answer = httpx.get(live_server.url + path, headers=GERMAN, timeout=30)
        assert (answer.status_code, '<input id="code" name="code"' in answer.text) == (404, True), path
    answer = httpx.get(f"{live_server.url}/_nicegui/nirgends.js", headers=GERMAN, timeout=30)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_page_that_cannot_be_built_says_so_and_shows_no_inside(live_server: LiveServer) -> None:
    with closing(sqlite3.connect(live_server.data / "workshop.sqlite")) as database:
        database.execute("ALTER TABLE grants RENAME TO away")
    cookies = {"workshop_staff": "x" * 43}
    answer = httpx.get(f"{live_server.url}/console", headers=GERMAN, cookies=cookies, timeout=30)
    assert answer.status_code == 500
    assert "Diese Seite ließ sich nicht öffnen" in answer.text
    assert "grants" not in answer.text
