"""After words were erased: the database's files are cleaned of them, the list beside it gets its line."""

import asyncio
from pathlib import Path

import structlog

from workshop.domain.erasure import listed
from workshop.domain.store import Store
from workshop.live.erasure_list import write_list

# What is erased within this time is cleaned together.
TOGETHER_SECONDS = 0.5
RETRY_SECONDS = 1.0
# Other processes erase too.
LOOK_ANYWAY_SECONDS = 60.0
log = structlog.get_logger()


async def note(store: Store, file: Path) -> None:
    """Bring the list beside the database up to date."""
    async with store.read() as session:
        erased = await listed(session)
    await asyncio.to_thread(write_list, file, erased)


async def scrub(store: Store, file: Path) -> bool:
    """Bring the list up to date and clean the database; `False` if a reader is in the way."""
    await note(store, file)
    return await store.database.scrub()


async def keep_clean(store: Store, file: Path) -> None:
    """Clean after each erasure, until it is cancelled; at first after those of a server that was cut off.

    What other processes erase they clean themselves; the list gets it from time to time.
    """
    store.erased.set()
    is_silent = False
    while True:
        has_erased = await _erased_within(store, LOOK_ANYWAY_SECONDS)
        store.erased.clear()
        is_done = False
        try:
            if has_erased:
                is_done = await scrub(store, file)
            else:
                await note(store, file)
                is_done = True
            is_silent = False
        except Exception as error:  # noqa: BLE001 - the database or the disk may be away for a moment
            if not is_silent:
                log.warning("not_scrubbed", why=type(error).__name__)
            is_silent = True
        if not is_done:
            store.erased.set()
            await asyncio.sleep(RETRY_SECONDS)


async def _erased_within(store: Store, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await store.erased.wait()
    except TimeoutError:
        return False
    await asyncio.sleep(TOGETHER_SECONDS)
    return True
