"""What making all files of an evening costs 150 phones that post meanwhile.

``python -m tests.load.files [--cards 1000] [--outcomes 40] [--phones 150] [--rounds 3]``.
An organiser takes all files as a ZIP out of the console of the running server. In each round a crowd posts
one card each without that, and another one while the files are made; who comes first changes. Printed:
seconds until the ZIP was there, acknowledgements with and without and their ratio, and the most memory of the
server with all its processes. Everything stays on 127.0.0.1.
"""

import argparse
import asyncio
import statistics
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from exports.field import Day, Lines, Text
from exports.outcome_fields import OutcomeKind, fields_of
from tests.browser import ARGUMENTS, chromium_path
from tests.entering import enter
from tests.load.burst import GROUPED_WITHIN, left, seconds_until
from tests.load.crowds import Crowds
from tests.load.generator import percentile
from tests.load.servers import Ours, fresh_directory
from tests.load.telling import number, say
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.live.services import open_store
from workshop.settings import Settings

MOST_CARDS, MOST_OUTCOMES, MOST_PHONES, MOST_ROUNDS = 2000, 60, 500, 9
SECONDS = 10.0
LOOK_EVERY = 0.1
Numbers = dict[str, float]


async def harvest(data: Path, code: str, outcomes: int) -> int:
    """Make so many outcomes of the topics, of all kinds; return how many topics there were."""
    async with open_store(Settings(data_dir=data, database_url="").ready()) as store:
        async with store.read() as session:
            dialogue = await dialogue_by_code(session, code)
            results = await results_of(session, code)
        assert dialogue is not None
        topics = [group.id for group in results.groups]
        kinds = list(OutcomeKind)
        for n in range(outcomes):
            kind = kinds[n % len(kinds)]
            details = {
                each.name: _filled(each) for each in fields_of(kind) if isinstance(each, Text | Lines | Day)
            }
            draft = Draft(kind, f"Ergebnis {n}", "Probe", None, topics[n % len(topics) :][:1], None, details)
            await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
        return len(topics)


def _filled(field: Text | Lines | Day) -> str | list[str]:
    if isinstance(field, Lines):
        return ["Stadtverwaltung", "Volkshochschule"]
    return "2026-05-21" if isinstance(field, Day) else "Die Stadt fragt bei den Vereinen nach, wer Räume hat."


class Memory(threading.Thread):
    """Notes the most memory that the servers of a place have together."""

    def __init__(self, place: Ours) -> None:
        super().__init__(daemon=True)
        self._place, self._ended, self.most = place, threading.Event(), 0

    def run(self) -> None:
        """Look until told to end."""
        while not self._ended.wait(LOOK_EVERY):
            self.most = max(self.most, sum(each.memory() for each in self._place.servers()))

    def end(self) -> int:
        """End, and return the most, in bytes."""
        self._ended.set()
        self.join()
        return self.most


def posted(place: Ours, phones: int, seed: int, page: Page | None = None, out: Path | None = None) -> Numbers:
    """Let a crowd post one card each, while the files are made if there is a page; return what that cost."""
    with Crowds(place, phones=phones, seed=seed) as crowd:
        crowd.do("join", seconds=SECONDS / 2)
        memory = Memory(place)
        memory.start()
        crowd.begin("burst", seconds=SECONDS)
        made = _take(page, out) if page and out else 0.0
        rows = [row for each in crowd.finish() for row in each["posted"]]
        most = memory.end()
        crowd.do("leave")
    lost = {row[0] for row in rows if row[2]} - place.stored_ids()
    acknowledged = [1000 * (row[2] - row[1]) for row in rows if row[2]]
    return {
        "cards": len(rows),
        "lost": len(lost),
        "acknowledged p50, ms": percentile(acknowledged, 0.5),
        "acknowledged p95, ms": percentile(acknowledged, 0.95),
        "most memory, MB": most / 1024**2,
        "ZIP after, s": made,
    }


def _take(page: Page, out: Path) -> float:
    began = time.monotonic()
    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("button", name="Alles herunterladen").click()
    took = time.monotonic() - began
    download.value.save_as(out)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        say(f"{len(archive.namelist())} files, {out.stat().st_size / 1024:.0f} kB, after {took:.1f} s")
    return took


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--outcomes", type=int, default=40)
    parser.add_argument("--phones", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    phones, rounds = min(options.phones, MOST_PHONES), min(options.rounds, MOST_ROUNDS)
    alone: list[Numbers] = []
    beside: list[Numbers] = []
    with fresh_directory() as directory, sync_playwright() as playwright:
        place = Ours(directory)
        place.start()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            with Crowds(place, phones=min(options.cards, MOST_CARDS), seed=99) as crowd:
                crowd.do("join", seconds=20)
                crowd.do("burst", seconds=30)
                crowd.do("leave")
            seconds_until(lambda: left(directory / "workshop.sqlite") == 0, within=GROUPED_WITHIN)
            # Playwright has this thread's loop.
            with ThreadPoolExecutor() as threads:
                work = harvest(directory, place.code, min(options.outcomes, MOST_OUTCOMES))
                topics = threads.submit(asyncio.run, work).result()
            page = browser.new_page(locale="de-DE")
            enter(page, place.console_url)
            page.goto(f"{place.serve_url}/console/{place.code}?view=files")
            say(f"{options.cards} cards, {topics} topics, {options.outcomes} outcomes; files alone:")
            _take(page, directory / "alone.zip")
            for turn in range(rounds):
                for kind in ("alone", "beside") if turn % 2 else ("beside", "alone"):
                    if kind == "alone":
                        alone.append(posted(place, phones, 2 * turn))
                    else:
                        beside.append(posted(place, phones, 2 * turn + 1, page, directory / f"{turn}.zip"))
        finally:
            browser.close()
            place.stop()
    for what in alone[0]:
        without, along = (statistics.median(each[what] for each in every) for every in (alone, beside))
        ratio = f" (ratio {along / without:.2f})" if without else ""
        say(f"{what}: without {number(without)} | while files are made {number(along)}{ratio}")


if __name__ == "__main__":
    main()
