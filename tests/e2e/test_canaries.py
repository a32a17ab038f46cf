"""Words that occur nowhere else are erased in each way, then looked for everywhere, byte by byte."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import make_url

from tests.board.conftest import Evening
from tests.e2e.installation import LoudServer, Site, post, seen, traces, words_in
from tests.entering import enter
from tests.ports import free_port
from tests.sampling import sampled
from tests.waiting import until
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.entry import PaperCard, add_paper_entry, hide_entry
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.redaction import redact_entry
from workshop.models import HoldReason, OutcomeKind, QuestionKey

pytestmark = pytest.mark.e2e
WITHDRAWN = ("Zwetschgenallee sperren", "Zwetschgenallee bitte sperren", "Zwetschgenallee bald sperren")
CORRECTED, PAPER = "Quittengasse pflastern", "Mirabellenhof lüften"
CANARIES = ("wetschgenallee", "uittengasse", "irabellenhof")
OLDER = "older"


@pytest.fixture(params=sampled(["sqlite", "postgresql"], ["sqlite"]))
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A loud server with a data directory and a database of its own."""
    data, port, postgres = tmp_path / "data", free_port(), None
    data.mkdir()
    server = LoudServer(f"http://127.0.0.1:{port}", data, port)
    if request.param == "postgresql":
        postgres = request.getfixturevalue("postgres")
        server.database_url = request.getfixturevalue("postgres_url")
    server.start()
    yield Site(server, postgres)
    server.stop()


@pytest.fixture
def empty(site: Site, tmp_path: Path) -> Iterator[Site]:
    """An installation without anything, to restore into; its list of erasures is that of the other one."""
    data, url = tmp_path / "restored", site.server.database_url
    data.mkdir()
    if not url:
        yield site.beside(data, "")
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {OLDER}")
        yield site.beside(data, make_url(url).set(database=OLDER).render_as_string(hide_password=False))
        connection.execute(f"DROP DATABASE {OLDER} WITH (FORCE)")


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


@pytest.fixture
def phone(site: Site) -> Iterator[httpx.Client]:
    """A phone that posts without a browser."""
    with httpx.Client(base_url=site.server.url, timeout=30) as client:
        yield client


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


def back_up_while_all_is_there(site: Site, file: Path) -> None:
    """Write a backup that holds all words, as the installation does."""
    assert site.server.command("backup", str(file)).returncode == 0
    assert words_in(file.read_bytes(), CANARIES) == set(CANARIES)
    site.analyse()
    # As a death without warning leaves it: the words are in the log of writes, or in the file.
    assert set().union(*site.traces(CANARIES).values()) == set(CANARIES)


def check_restored(site: Site, empty: Site, older: Path) -> None:
    """Restore an older backup elsewhere; none of the words may come back."""
    shutil.copy(site.server.data / "erasures.jsonl", empty.server.data)
    answer = empty.server.command("restore", str(older))
    empty.analyse()
    assert (answer.returncode, empty.traces(CANARIES)) == (0, {}), answer.stderr
    assert words_in(answer.stderr.encode(), CANARIES) == set()


def check_log(site: Site) -> None:
    """End the server: it was loud, and said nothing of the words at any time."""
    site.server.stop()
    assert "DEBUG" in site.server.log()
    assert site.traces(CANARIES) == {}


def test_erased_words_are_nowhere(
    site: Site, empty: Site, look: dict[str, Page], phone: httpx.Client, tmp_path: Path
) -> None:
    server, evening = site.server, Evening(site.server)
    withdrawn = [post(phone, evening.code, text) for text in WITHDRAWN]
    corrected = post(phone, evening.code, CORRECTED)
    paper = evening.do(add_paper_entry, card=PaperCard(1, QuestionKey.NEEDED, PAPER, "de"))
    open_pages(look, server, evening, phone)
    post(phone, evening.code, "Etwas anderes")
    until(lambda: seen(look, CANARIES).keys() == look.keys(), why=lambda: seen(look, CANARIES))
    # The machine has named the topic after these cards.
    expect(look["board"].locator("[data-group-id]").first).to_contain_text("Zwetschgenallee")
    older = tmp_path / "older.backup"
    back_up_while_all_is_there(site, older)

    # First what another process erases, which cleans up itself: then the server has to.
    evening.do(redact_entry, entry_id=paper, spans=[(0, PAPER.index(" "))])
    for each in withdrawn:
        phone.post(f"/j/{evening.code}/entries/{each}/withdraw", json={}).raise_for_status()
    address = f"/j/{evening.code}/entries/{corrected}/correct"
    phone.post(address, json={"text": "Wege pflastern"}).raise_for_status()
    post(phone, evening.code, "Zum Schluss")

    # Its author's other page hears of others' deeds only: it is loaded anew.
    look["phone"].reload()
    until(lambda: not seen(look, CANARIES), why=lambda: seen(look, CANARIES))
    until(lambda: not site.traces(CANARIES), why=lambda: site.traces(CANARIES))
    files, newer = tmp_path / "files", tmp_path / "newer.backup"
    for command in (("backup", str(newer)), ("export", evening.code, "--out", str(files))):
        assert server.command(*command).returncode == 0
    assert (words_in(newer.read_bytes(), CANARIES), traces(files, CANARIES)) == (set(), {})
    assert "███ lüften" in (files / "results.json").read_text(encoding="utf-8")
    check_restored(site, empty, older)
    check_log(site)


def write_everywhere(evening: Evening, phone: httpx.Client) -> None:
    """Put the words into all that a dialogue has: facts, cards shown and hidden, topic, result, steps."""
    facts = DialogueFacts(title="Abend in der Zwetschgenallee", goal="Quittengasse", promise="Mirabellenhof")
    evening.do(describe_dialogue, facts=facts)
    cards = [post(phone, evening.code, text) for text in (*WITHDRAWN, CORRECTED)]
    hidden = evening.do(add_paper_entry, card=PaperCard(1, QuestionKey.NEEDED, PAPER, "de"))
    evening.do(hide_entry, entry_id=hidden, reason=HoldReason.ADVERTISING)
    group = evening.do(gather_entries, entry_ids=cards, label="Rund um den Mirabellenhof")
    draft = Draft(OutcomeKind.PROJECT_IDEA, "Zwetschgenallee", "Quittengasse", table_id=1, group_ids=[group])
    evening.do(create_outcome, draft=draft)


def test_words_of_a_deleted_dialogue_are_nowhere(
    site: Site, empty: Site, look: dict[str, Page], phone: httpx.Client, tmp_path: Path
) -> None:
    server, evening = site.server, Evening(site.server)
    write_everywhere(evening, phone)
    open_pages(look, server, evening, phone)
    until(lambda: seen(look, CANARIES).keys() == look.keys(), why=lambda: seen(look, CANARIES))
    older = tmp_path / "older.backup"
    back_up_while_all_is_there(site, older)

    answer = server.command("delete", evening.code, "--yes")
    assert (answer.returncode, words_in(answer.stdout.encode(), CANARIES)) == (0, set()), answer.stderr
    until(lambda: not seen(look, CANARIES), why=lambda: seen(look, CANARIES))
    until(lambda: not site.traces(CANARIES), why=lambda: site.traces(CANARIES))
    files, newer = tmp_path / "files", tmp_path / "newer.backup"
    assert server.command("backup", str(newer)).returncode == 0
    assert words_in(newer.read_bytes(), CANARIES) == set()
    assert server.command("export", evening.code, "--out", str(files)).returncode == 1
    assert not files.exists()
    check_restored(site, empty, older)
    check_log(site)
