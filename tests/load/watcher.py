"""The beamer of the load tests: a real Chromium that notes when each card stood in the board's page."""

import time
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser import ARGUMENTS, chromium_path

VIEWPORT = {"width": 1920, "height": 1080}
# Runs before the page's own scripts; the browser's clock is this machine's.
OBSERVE = """
(() => {
  const seen = window.seenEntries = {};
  const note = element => { seen[element.dataset.entryId] ??= Date.now(); };
  const look = node => {
    if (node.nodeType !== 1) return;
    if (node.dataset.entryId) note(node);
    for (const each of node.querySelectorAll('[data-entry-id]')) note(each);
  };
  new MutationObserver(records => {
    for (const record of records) {
      if (record.type === 'attributes') { if (record.target.dataset.entryId) note(record.target); }
      else record.addedNodes.forEach(look);
    }
  }).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['data-entry-id'],
  });
})();
"""
# The number of all cards is the highest that the board tells; a board without a single card is blank.
TOLD = r"""() => {
  const found = [...document.body.innerText.matchAll(/([\d.]+)\s+Karten/g)];
  const told = found.map(each => +each[1].replaceAll('.', ''));
  return document.querySelector('[data-entry-id]') && told.length ? Math.max(...told) : null;
}"""


class Beamer:
    """Chromium with one board at a time."""

    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(
            executable_path=chromium_path(), args=ARGUMENTS
        )
        self._page: Page | None = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()

    def show(self, url: str) -> float:
        """Open a board; return the seconds until its page stood (with its first card, if there is one)."""
        self.clear()
        self._page = self._browser.new_page(viewport=VIEWPORT)  # type: ignore[arg-type]
        self._page.add_init_script(OBSERVE)
        began = time.monotonic()
        self._page.goto(url, wait_until="load", timeout=60_000)
        return time.monotonic() - began

    def wait_for_cards(self, count: int = 1, seconds: float = 30) -> float:
        """Wait until the page has seen so many cards; return the seconds that took."""
        began = time.monotonic()
        self._on_page.wait_for_function(
            f"() => Object.keys(window.seenEntries).length >= {count}", timeout=1000 * seconds, polling=20
        )
        return time.monotonic() - began

    def seen(self) -> dict[str, float]:
        """Return when each card stood in the page, in seconds since the epoch, by id."""
        found: dict[str, float] = self._on_page.evaluate("() => window.seenEntries")
        return {entry_id: moment / 1000 for entry_id, moment in found.items()}

    def told_now(self) -> int | None:
        """Return how many cards the board says there are; `None` while it is blank."""
        try:
            told: int | None = self._on_page.evaluate(TOLD)
        except PlaywrightError:
            return None
        return told

    def clear(self) -> None:
        """Close the board."""
        if self._page:
            self._page.close()
            self._page = None

    @property
    def _on_page(self) -> Page:
        assert self._page, "no board is open"
        return self._page
