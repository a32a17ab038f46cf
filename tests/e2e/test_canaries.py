"""Words that occur nowhere else are erased in each way, then looked for everywhere, byte by byte."""

import io
import os
import shutil
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.board.conftest import Evening
from tests.conftest import LiveServer
from tests.entering import enter
from tests.ports import free_port
from tests.waiting import until
from workshop.domain.entry import PaperCard, add_paper_entry
from workshop.domain.redaction import redact_entry
from workshop.models import QuestionKey

pytestmark = pytest.mark.e2e
WITHDRAWN = ("Zwetschgenallee sperren", "Zwetschgenallee bitte sperren", "Zwetschgenallee bald sperren")
CORRECTED, PAPER = "Quittengasse pflastern", "Mirabellenhof lüften"
CANARIES = ("wetschgenallee", "uittengasse", "irabellenhof")
# Python loads it before anything else, in every process: all loggers write all that they have.
LOUD = """
import logging
import structlog
plain = logging.basicConfig
def loud(**given):
    plain(**{**given, "level": 1})
logging.basicConfig = loud
bound = structlog.make_filtering_bound_logger
structlog.make_filtering_bound_logger = lambda _level: bound(0)
"""


class LoudServer(LiveServer):
    """A server whose libraries write all that they have into its log."""

    def environment(self) -> dict[str, str]:  # type: ignore[override]
        """Return the environment that makes it loud."""
        folder = self.data.parent / "loud"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(LOUD)
        path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
        return super().environment() | {"PYTHONPATH": path, "PYTHONASYNCIODEBUG": "1"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LoudServer]:
    """A loud server with a data directory of its own."""
    data, port = tmp_path / "data", free_port()
    data.mkdir()
    made = LoudServer(f"http://127.0.0.1:{port}", data, port)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def look(browser: Browser) -> Iterator[dict[str, Page]]:
    """Three devices: board, console and phone."""
    contexts = {
        name: browser.new_context(locale="de-DE", viewport={"width": 1920, "height": 1080})
        for name in ("board", "console", "phone")
    }
    yield {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


def words_in(content: bytes) -> set[str]:
    """Return the canaries in a file's bytes, or in any part of it that is packed."""
    found = {each for each in CANARIES if each.encode() in content}
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found |= words_in(archive.read(name))
    return found


def traces(folder: Path) -> dict[str, set[str]]:
    """Return which files of a folder hold which canaries."""
    found = {str(each): words_in(each.read_bytes()) for each in folder.rglob("*") if each.is_file()}
    return {name: words for name, words in found.items() if words}


def seen(pages: Mapping[str, Page]) -> dict[str, list[str]]:
    """Return which open pages hold which canaries."""
    contents = {name: page.content() for name, page in pages.items()}
    found = {name: [each for each in CANARIES if each in content] for name, content in contents.items()}
    return {name: words for name, words in found.items() if words}


def post(phone: httpx.Client, evening: Evening, text: str) -> str:
    """Post a card as one and the same phone; return its id."""
    form = {"table": "wohnen", "question": "needed", "text": text, "lang": "de"}
    card_id = str(uuid.uuid4())
    answer = phone.post(f"/j/{evening.code}/entries", json=form | {"id": card_id})
    assert answer.status_code == 201, answer.text
    return card_id


def open_pages(look: Mapping[str, Page], server: LoudServer, evening: Evening, phone: httpx.Client) -> None:
    """Open the board, the moderator's list, and the phone with its own cards."""
    look["board"].goto(f"{server.url}/b/{evening.code}/wohnen?view=topics")
    enter(look["console"], server.console_link())
    look["console"].goto(f"{server.url}/console/{evening.code}?view=topics&table=wohnen")
    cookies = [
        {"name": each.name, "value": each.value or "", "url": f"{server.url}{each.path}"}
        for each in phone.cookies.jar
    ]
    look["phone"].context.add_cookies(cookies)  # type: ignore[arg-type]
    look["phone"].goto(f"{server.url}/j/{evening.code}/wohnen")


def test_erased_words_are_nowhere(server: LoudServer, look: dict[str, Page], tmp_path: Path) -> None:
    evening = Evening(server)
    with httpx.Client(base_url=server.url, timeout=30) as phone:
        _play(server, look, tmp_path, evening, phone)


def _play(
    server: LoudServer, look: dict[str, Page], tmp_path: Path, evening: Evening, phone: httpx.Client
) -> None:
    withdrawn = [post(phone, evening, text) for text in WITHDRAWN]
    corrected = post(phone, evening, CORRECTED)
    card = PaperCard(1, QuestionKey.NEEDED, PAPER, "de")
    paper = evening.do(add_paper_entry, card=card)
    open_pages(look, server, evening, phone)
    post(phone, evening, "Etwas anderes")
    until(lambda: seen(look).keys() == look.keys(), why=lambda: seen(look))
    # The machine has named the topic after these cards.
    expect(look["board"].locator("[data-group-id]").first).to_contain_text("Zwetschgenallee")
    older = tmp_path / "older.backup"
    assert server.command("backup", str(older)).returncode == 0
    assert words_in(older.read_bytes()) == set(CANARIES)
    # As a death without warning leaves it: the words are in the log of writes, or in the file.
    assert set().union(*traces(server.data).values()) == set(CANARIES)

    # First what another process erases, which cleans up itself: then the server has to.
    evening.do(redact_entry, entry_id=paper, spans=[(0, PAPER.index(" "))])
    for each in withdrawn:
        phone.post(f"/j/{evening.code}/entries/{each}/withdraw", json={}).raise_for_status()
    address = f"/j/{evening.code}/entries/{corrected}/correct"
    phone.post(address, json={"text": "Wege pflastern"}).raise_for_status()
    post(phone, evening, "Zum Schluss")

    # Its author's other page hears of others' deeds only: it is loaded anew.
    look["phone"].reload()
    until(lambda: not seen(look), why=lambda: seen(look))
    until(lambda: not traces(server.data), why=lambda: traces(server.data))
    files, newer = tmp_path / "files", tmp_path / "newer.backup"
    for command in (("backup", str(newer)), ("export", evening.code, "--out", str(files))):
        assert server.command(*command).returncode == 0
    assert (words_in(newer.read_bytes()), traces(files)) == (set(), {})
    assert "███ lüften" in (files / "results.json").read_text(encoding="utf-8")

    restored = LoudServer(server.url, tmp_path / "restored", server.port)
    restored.data.mkdir()
    shutil.copy(server.data / "erasures.jsonl", restored.data)
    answer = restored.command("restore", str(older))
    assert (answer.returncode, traces(restored.data)) == (0, {}), answer.stderr
    assert not {each for each in CANARIES if each in answer.stderr}

    server.stop()
    log = server.log()
    # It was loud, and said nothing of them at any time.
    assert "DEBUG" in log
    assert traces(server.data) == {}
