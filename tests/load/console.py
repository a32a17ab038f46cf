"""`python -m tests.load.console`: what console and host's page cost with ten and with a thousand cards.

--layout one       all cards at one table (default: first spread over all tables, then at one)
--cards 10,1000    how many cards there are when the pages are measured

Starts `workshop serve` on SQLite in an empty directory, posts cards over HTTP, opens each page in a real
Chromium with an empty cache, and prints what the opening costs; then posts single cards and prints what each
costs with that page open. The board is measured beside them. Everything stays on 127.0.0.1; both layouts take
about five minutes. "changes after" is the time from a post to the page's first change.
"""

import argparse
import itertools
import statistics
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright
from playwright.sync_api import Page as Tab

from tests.browser import ARGUMENTS, chromium_path
from tests.entering import enter
from tests.load.cards import endless_cards
from tests.load.servers import THEME_SET, Ours, fresh_directory

LAYOUTS = ("spread", "one")
SINGLE_CARDS = 10
# Longer than changes are gathered for, so that each card is a change of its own.
PAUSE_SECONDS = 0.5
IDLE_SECONDS = 2.0
SETTLE_SECONDS = 60.0
MOST_SECONDS = 1800.0
# Every so many cards hold a telephone number, and wait for a moderator.
HELD_EVERY = 20
CONNECTED = "() => window.did_handshake === true"
NOTE_CHANGES = """
(() => {
  const moments = window.changes = [];
  const outside = (node) => !(node.closest ? node : node.parentElement)?.closest('.pace, .clock');
  new MutationObserver((records) => {
    if (records.some((each) => outside(each.target))) moments.push(Date.now());
  }).observe(document, { childList: true, subtree: true, characterData: true });
})();
"""


@dataclass(frozen=True)
class Place:
    """A page to be measured: its address below the server's, and what must stand for it to be ready."""

    name: str
    path: str
    ready: str


@dataclass(frozen=True)
class Opening:
    """What opening a page took."""

    seconds: float
    http: float
    socket: float
    nodes: int


@dataclass(frozen=True)
class PerCard:
    """What one new card took, with a page open."""

    socket: float
    browser_ms: float
    server_ms: float
    seen_ms: float


class Hall:
    """The server with one dialogue, and phones that post into it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.ours = Ours(directory)
        self._cards = endless_cards(THEME_SET, seed=5)
        self._numbers = itertools.count(1)
        self._http = httpx.Client(timeout=30)

    def start(self) -> None:
        """Start the server and make a dialogue."""
        self.ours.start()
        served = [each for each in psutil.Process().children() if "serve" in each.cmdline()]
        self._process = served[0]

    def stop(self) -> None:
        """End the server."""
        self._http.close()
        self.ours.stop()

    def console_link(self) -> str:
        """Return the one-use address that the first start printed."""
        lines = (self._directory / "log").read_text().splitlines()
        return next(line.split()[-1] for line in lines if "/enter/" in line)

    def post(self, table: str) -> None:
        """Post one card from a phone of its own; raise `httpx.HTTPStatusError` if it is refused."""
        _, card = next(self._cards)
        body = card.as_json(str(uuid.uuid4()), table)
        if next(self._numbers) % HELD_EVERY == 0:
            body["text"] = f"{body['text'][:200]} – Telefon 0171 2345{next(self._numbers):03}"
        self._http.cookies.clear()
        self._http.post(f"{self.ours.url}/j/{self.ours.code}/entries", json=body).raise_for_status()

    def processor_seconds(self) -> float:
        """Return the processor time of the server itself, without the grouping beside it."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def settle(self) -> None:
        """Wait until the machine has placed all cards and the server rests."""
        until = time.monotonic() + SETTLE_SECONDS
        family = [self._process, *self._process.children(recursive=True)]
        while time.monotonic() < until:
            before = sum(sum(each.cpu_times()[:2]) for each in family)
            time.sleep(1)
            if sum(sum(each.cpu_times()[:2]) for each in family) - before < 0.06:
                return


class Opened:
    """A page in a browser window of its own, with what came over the wire so far."""

    def __init__(self, browser: Browser, place: Place, url: str, state: dict[str, object]) -> None:
        self._context: BrowserContext = browser.new_context(
            viewport={"width": 1440, "height": 900},
            locale="de-DE",
            storage_state=state,  # type: ignore[arg-type]
        )
        self.tab: Tab = self._context.new_page()
        self.tab.add_init_script(NOTE_CHANGES)
        self._wire: CDPSession = self._context.new_cdp_session(self.tab)
        self._http: list[float] = []
        self._socket: list[int] = []
        self._wire.on("Network.loadingFinished", lambda event: self._http.append(event["encodedDataLength"]))
        self._wire.on(
            "Network.webSocketFrameReceived",
            lambda event: self._socket.append(len(event["response"]["payloadData"].encode())),
        )
        self._wire.send("Network.enable")
        self._wire.send("Performance.enable")
        began = time.monotonic()
        self.tab.goto(url + place.path, wait_until="commit", timeout=60_000)
        self.tab.wait_for_selector(place.ready, state="attached", timeout=60_000)
        self.tab.wait_for_function(CONNECTED, timeout=60_000)
        seconds = time.monotonic() - began
        self.tab.wait_for_timeout(1000)
        nodes = self.tab.evaluate("() => document.querySelectorAll('*').length")
        self.opening = Opening(seconds, sum(self._http), sum(self._socket), nodes)

    def _task_seconds(self) -> float:
        metrics = self._wire.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    def take_cards(self, hall: Hall, tables: Iterator[str]) -> PerCard:
        """Post single cards and say what each cost, without what the resting page costs."""
        began, tasks, cpu = time.monotonic(), self._task_seconds(), hall.processor_seconds()
        self.tab.wait_for_timeout(1000 * IDLE_SECONDS)
        rest = time.monotonic() - began
        idle_tasks = (self._task_seconds() - tasks) / rest
        idle_cpu = (hall.processor_seconds() - cpu) / rest
        began, tasks, cpu = time.monotonic(), self._task_seconds(), hall.processor_seconds()
        frames = len(self._socket)
        posted: list[float] = []
        here = hall.ours.tables[0]
        for _ in range(SINGLE_CARDS):
            table = next(tables)
            if table == here:
                posted.append(1000 * time.time())
            hall.post(table)
            self.tab.wait_for_timeout(1000 * PAUSE_SECONDS)
        self.tab.wait_for_timeout(1000)
        took = time.monotonic() - began
        changes: list[float] = self.tab.evaluate("() => window.changes")
        seen = [min((each - moment for each in changes if each > moment), default=0.0) for moment in posted]
        return PerCard(
            socket=sum(self._socket[frames:]) / SINGLE_CARDS,
            browser_ms=1000 * (self._task_seconds() - tasks - idle_tasks * took) / SINGLE_CARDS,
            server_ms=1000 * (hall.processor_seconds() - cpu - idle_cpu * took) / SINGLE_CARDS,
            seen_ms=statistics.median(seen),
        )

    def make_result(self) -> tuple[float, int]:
        """Open the dialog that makes the largest topic a result; return the seconds, and its cards."""
        began = time.monotonic()
        self.tab.locator("[data-act=harvest]").first.click()
        self.tab.wait_for_selector("dialog[open] .card-tick", timeout=60_000)
        return time.monotonic() - began, self.tab.locator("dialog .card-tick").count()

    def close(self) -> None:
        """Close the window."""
        self._context.close()


def places(code: str, table: str) -> list[Place]:
    """Return the pages of the evening."""
    topics = ".sorting [data-group-id], .sorting [data-entry-id]"
    return [
        Place("board, all tables", f"/b/{code}", "[data-entry-id]"),
        Place("board, one table", f"/b/{code}/{table}", "[data-entry-id]"),
        Place("console: tables, held", f"/console/{code}", ".table-panel .big-number"),
        Place("console: topics", f"/console/{code}?view=topics&table={table}", topics),
        Place("host", f"/host/{code}/{table}", topics),
        Place("console: results", f"/console/{code}?view=outcomes", ".outcome-kind"),
    ]


def measure_layout(browser: Browser, layout: str, sizes: Sequence[int]) -> None:
    """Measure all pages with each number of cards in one dialogue and print a table for each."""
    with fresh_directory() as directory:
        hall = Hall(directory)
        hall.start()
        try:
            context = browser.new_context()
            enter(context.new_page(), hall.console_link())
            state = context.storage_state()
            context.close()
            used = hall.ours.tables[:1] if layout == "one" else hall.ours.tables
            tables, number = itertools.cycle(used), 0
            for size in sizes:
                for _ in range(size - number):
                    hall.post(next(tables))
                hall.settle()
                say(f"\n{layout}: {size} cards at {len(used)} table(s)")
                measure_pages(browser, hall, tables, state)  # type: ignore[arg-type]
                number = size
        finally:
            hall.stop()


def measure_pages(browser: Browser, hall: Hall, tables: Iterator[str], state: dict[str, object]) -> None:
    """Print what each page costs now."""
    say(
        f"{'page':24}{'opens, s':>9}{'HTTP kB':>9}{'socket kB':>11}{'elements':>10}"
        f"{'socket B/card':>15}{'browser ms/card':>17}{'server ms/card':>16}{'changes after, ms':>19}"
    )
    cpu, began = hall.processor_seconds(), time.monotonic()
    time.sleep(IDLE_SECONDS)
    idle = (hall.processor_seconds() - cpu) / (time.monotonic() - began)
    cpu, began = hall.processor_seconds(), time.monotonic()
    for _ in range(SINGLE_CARDS):
        hall.post(next(tables))
        time.sleep(PAUSE_SECONDS)
    time.sleep(1)
    spent = hall.processor_seconds() - cpu - idle * (time.monotonic() - began)
    alone = 1000 * spent / SINGLE_CARDS
    say(f"{'no page open':24}{'':39}{'':15}{'':17}{alone:16.1f}")
    for place in places(hall.ours.code, hall.ours.tables[0]):
        opened = Opened(browser, place, hall.ours.url, state)
        at_start = opened.opening
        each = opened.take_cards(hall, tables)
        opened.close()
        say(
            f"{place.name:24}{at_start.seconds:9.2f}{at_start.http / 1000:9.0f}{at_start.socket / 1000:11.1f}"
            f"{at_start.nodes:10}{each.socket:15.0f}{each.browser_ms:17.1f}{each.server_ms:16.1f}"
            f"{each.seen_ms:19.0f}"
        )
    topics = Opened(browser, places(hall.ours.code, hall.ours.tables[0])[3], hall.ours.url, state)
    if topics.tab.locator("[data-act=harvest]").count():
        seconds, cards = topics.make_result()
        say(f"{'dialog: make a result':24}{seconds:9.2f}   with the {cards} cards of the largest topic")
    topics.close()


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What console and host cost with few and many cards")
    parser.add_argument("--layout", choices=LAYOUTS, action="append")
    parser.add_argument("--cards", default="10,1000")
    wanted = parser.parse_args()
    sizes = sorted(int(size) for size in wanted.cards.split(","))
    until = time.monotonic() + MOST_SECONDS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for layout in wanted.layout or LAYOUTS:
            if time.monotonic() < until:
                measure_layout(browser, layout, sizes)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
