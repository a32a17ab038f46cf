"""The clock that shows cards whose moment has come, where a dialogue lets each wait for some seconds."""

import asyncio

import structlog

from workshop.domain.showing import show_due
from workshop.domain.store import Store

# Nobody notices a second more.
LOOK_SECONDS = 1.0
log = structlog.get_logger()


async def show_in_time(store: Store) -> None:
    """Show what is due, again and again; what fails is tried again in a second."""
    is_silent = False
    while True:
        try:
            await show_due(store)
            is_silent = False
        except Exception as error:  # noqa: BLE001 - the database or the disk may be away for a moment
            if not is_silent:
                log.warning("cards_not_shown", why=type(error).__name__)
            is_silent = True
        await asyncio.sleep(LOOK_SECONDS)
