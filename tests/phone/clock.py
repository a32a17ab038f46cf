"""A page's clock that the test moves on."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.waiting import until

# A phone that was away asks again after this many seconds at the latest.
MOST_SECONDS = 120


def run_clock_until(page: Page, condition: Callable[[], bool]) -> None:
    """Let the page's seconds pass, with real time between them for the network, until the condition holds.

    Raises `AssertionError` after two of the page's minutes.
    """
    seconds = iter(range(MOST_SECONDS))

    def second_passes() -> bool:
        assert next(seconds, None) is not None, f"in vain for {MOST_SECONDS} s of the page's clock"
        page.clock.run_for(1000)
        return condition()

    until(second_passes)
