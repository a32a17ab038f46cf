"""A hall with everybody in it: a moderator, two hosts, three phones, two boards, each with a browser."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import LiveServer
from tests.entering import enter
from tests.load.watcher import OBSERVE
from tests.waiting import until

LAPTOP = {"width": 1440, "height": 900}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 360, "height": 740}
BEAMER = {"width": 1920, "height": 1080}
QUESTIONS = {"works": "Was läuft gut?", "improve": "Was muss verbessert werden?", "needed": "Was braucht es?"}


class Hall:
    """One evening on a server, and all who take part; `ada` and `ben` have a script, `cem` has none."""

    def __init__(self, server: LiveServer, browser: Browser) -> None:
        self.server, self._browser = server, browser
        self._contexts: list[BrowserContext] = []
        # What scripts of any page stumbled over.
        self.errors: list[str] = []
        made = server.command("new", "--theme-set", "gmuend", "--title", "Dialogabend", "--json")
        assert made.returncode == 0, made.stderr
        told: Mapping[str, Any] = json.loads(made.stdout)
        self.code: str = told["code"]
        self.moderator = self._device(LAPTOP)
        enter(self.moderator, self._here(told["console_url"]))
        self.hosts: dict[str, Page] = {}
        for table in told["tables"]:
            if table["key"] in {"bildung", "wohnen"}:
                self.hosts[table["key"]] = self._device(TABLET)
                enter(self.hosts[table["key"]], self._here(table["host_url"]))
        self.ada, self.ben = self._phone("bildung"), self._phone("wohnen")
        self.cem = self._phone("wohnen", java_script_enabled=False)
        self.board, self.table_board = self._board(""), self._board("/bildung")

    @property
    def boards(self) -> tuple[Page, Page]:
        """The boards of all tables, and of one."""
        return self.board, self.table_board

    def _here(self, url: str) -> str:
        """Return the address on this server: who makes a dialogue beside it does not know its port."""
        return self.server.url + urlsplit(url).path

    def _device(self, viewport: Mapping[str, int], **options: Any) -> Page:
        context = self._browser.new_context(locale="de-DE", viewport=dict(viewport), **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def _phone(self, table: str, **options: Any) -> Page:
        page = self._device(PHONE, has_touch=True, **options)
        page.goto(f"{self.server.url}/j/{self.code}/{table}")
        return page

    def _board(self, path: str) -> Page:
        page = self._device(BEAMER)
        page.add_init_script(OBSERVE)
        page.goto(f"{self.server.url}/b/{self.code}{path}")
        page.wait_for_selector(".board")
        return page

    def go_on(self, button: str, phase: str) -> None:
        """Let the moderator go to the next phase."""
        self.moderator.get_by_role("button", name=button).click()
        expect(self.moderator.locator('[aria-current="step"]')).to_have_text(phase)

    def let_cards_come(self, showing: str, told: str, *, seconds: int) -> None:
        """Let the moderator say when new cards come on the board; phones are told so."""
        page = self.moderator
        if not page.locator(".facts-form").count():
            page.get_by_role("link", name="Angaben zum Abend").click()
        page.locator("[name=showing]").select_option(showing)
        page.locator("[name=show_after]").fill(str(seconds))
        page.locator(".facts-form").get_by_role("button", name="Speichern").click()
        address = f"{self.server.url}/j/{self.code}/-/goal"
        until(lambda: told in httpx.get(address, headers={"Accept-Language": "de"}, timeout=30).text)

    def on_boards(self, text: str) -> None:
        """Wait until a card of the table `bildung` is on both boards."""
        for board in self.boards:
            expect(board.locator("[data-entry-id]", has_text=text).first).to_be_attached()

    def was_on_a_board(self, entry_id: str) -> bool:
        """Say whether a card stood on a board at any time, be it for a moment."""
        return any(board.evaluate("id => id in window.seenEntries", entry_id) for board in self.boards)

    def totals(self, folder: Path) -> dict[str, int]:
        """Return how many dots the topics have in the files."""
        made = self.server.command("export", self.code, "--out", str(folder))
        assert made.returncode == 0, made.stderr
        found = json.loads((folder / "results.json").read_text(encoding="utf-8"))["groups"]
        return {each["label"]: each["dots"] for each in found}

    def leave(self) -> None:
        """Put all devices away."""
        for context in self._contexts:
            context.close()


def write(phone: Page, question: str, text: str) -> None:
    """Write a card and send it."""
    phone.get_by_label(QUESTIONS[question]).check(force=True)
    phone.locator("#text").fill(text)
    phone.locator("#send").click()
    expect(phone.locator("#cards li", has_text=text)).to_be_visible()


def gather(host: Page, text: str, label: str) -> str:
    """Make a topic of one card; return its id."""
    topics = host.locator(".topic")
    before = set(ids_of(topics))
    host.locator(".single .entry", has_text=text).locator("input[type=checkbox]").check()
    host.get_by_role("button", name="Neues Thema daraus").click()
    name = host.get_by_role("dialog").get_by_label("Name des Themas")
    name.fill(label)
    name.press("Enter")
    expect(topics).to_have_count(len(before) + 1)
    (made,) = set(ids_of(topics)) - before
    return made


def ids_of(topics: Locator) -> list[str]:
    """Return the ids of topics in their order."""
    found: list[str] = topics.evaluate_all("all => all.map(each => each.dataset.groupId)")
    return found


def dot(phone: Page, topic: str, *, more: bool = True) -> None:
    """Press the button for one dot more or less; a blocked one can be pressed too."""
    name = "Ein Punkt mehr" if more else "Ein Punkt weniger"
    phone.locator(f"#g{topic}").get_by_role("button", name=name).click(force=True)
