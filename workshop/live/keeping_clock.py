"""The clock of the server that erases what is due: at the start, and every hour from then on."""

import asyncio

import structlog

from workshop.domain.deletion import delete_due
from workshop.domain.participant import forget_participants
from workshop.domain.store import Store
from workshop.logs import log_error

HOUR = 3600.0
log = structlog.get_logger()


async def keep_time(store: Store) -> None:
    """Erase what is due, again and again; what fails is tried again in an hour."""
    while True:
        await erase_due(store)
        await asyncio.sleep(HOUR)


async def erase_due(store: Store) -> None:
    """Erase what is due now, and say so in the log by numbers and codes."""
    try:
        for code, loss in await delete_due(store):
            log.info("dialogue_deleted", dialogue=code, **vars(loss))
    except Exception as error:  # noqa: BLE001 - the participants below are erased all the same
        log_error("dialogues_not_deleted", error)
    try:
        if cards := await forget_participants(store):
            log.info("participants_forgotten", cards=cards)
    except Exception as error:  # noqa: BLE001 - tried again in an hour
        log_error("participants_not_forgotten", error)
