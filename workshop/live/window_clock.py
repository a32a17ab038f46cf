"""The clock by which pages hear that a window for cards opened or shut; the door reads its own."""

import asyncio

import structlog

from workshop.domain.store import Store
from workshop.domain.window import tell_windows
from workshop.models import now

# So much later at most a page that is open shows the form, or shows it no more.
LOOK_SECONDS = 3.0
log = structlog.get_logger()


async def tell_in_time(store: Store) -> None:
    """Tell of windows, again and again; what fails is told with the next look."""
    is_silent, since = False, now()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        until = now()
        try:
            await tell_windows(store, since, until)
            since = until
            is_silent = False
        except Exception as error:  # noqa: BLE001 - the database or the disk may be away for a moment
            if not is_silent:
                log.warning("windows_not_told", why=type(error).__name__)
            is_silent = True
