"""`python -m tests.load.newcomer`: what a newcomer waits for, and what the three pages weigh.

Clones this repository into an empty directory, runs `make demo` there, and prints the seconds from the clone
to the first card on the board in a real browser, and the bytes and requests of phone, board and console as
transferred. Bounded in time; port 8080 must be free.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from tests.waiting import until

HERE = Path(__file__).parents[2]
LONGEST_SECONDS = 600
SETTLE_MILLISECONDS = 3000


def addresses(log: Path, deadline: float) -> dict[str, str]:
    """Wait until the demo has printed its addresses; return them by name."""

    def found() -> dict[str, str]:
        names = dict(re.findall(r"^  (Board|Join|Console) +(\S+)", log.read_text(), re.MULTILINE))
        return names if len(names) == 3 else {}

    return until(found, within=deadline - time.monotonic(), why=log.read_text)


def weight(browser: Browser, address: str) -> tuple[int, int]:
    """Open a page with an empty cache; return bytes over the wire, headers included, and requests."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    context.close()
    return round(sum(sizes)), len(sizes)


def main() -> int:
    """Measure once and print."""
    with (
        tempfile.TemporaryDirectory(prefix="workshop-newcomer-") as directory,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        clone, log = Path(directory) / "workshop", Path(directory) / "demo.log"
        began = time.monotonic()
        deadline = began + LONGEST_SECONDS
        subprocess.run(["git", "clone", "--quiet", str(HERE), str(clone)], check=True)
        with log.open("w") as output:
            demo = subprocess.Popen(["make", "demo"], cwd=clone, stdout=output, stderr=output)
        try:
            found = addresses(log, deadline)
            board = browser.new_page(viewport={"width": 1920, "height": 1080})
            board.goto(found["Board"])
            board.wait_for_selector("[data-entry-id]", state="attached", timeout=120_000)
            sys.stdout.write(f"git clone to the first card on the board: {time.monotonic() - began:.0f} s\n")
            board.close()
            pages = {"phone": found["Join"] + "/wohnen", "board": found["Board"], "console": found["Console"]}
            for name, address in pages.items():
                size, requests = weight(browser, address)
                sys.stdout.write(f"{name:8} {size:8} bytes, {requests} requests\n")
        finally:
            subprocess.run(["pkill", "-P", str(demo.pid)], check=False)
            demo.wait(30)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
