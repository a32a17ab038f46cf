"""Grouping runs aside, in a process of its own: it must never hold up a phone that posts a card.

A thread would not do, for it shares the interpreter lock with the server. The process begins with the first
card, has lower priority than the server, and ends with it. Should it be lost (out of memory, killed), the
next one learns everything anew from the picture.
"""

import asyncio
import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from multiprocessing.process import parent_process
from typing import TYPE_CHECKING, Any

import structlog

from workshop.settings import Settings

if TYPE_CHECKING:
    from workshop.live.places import DialoguePlaces

NICENESS = 10
# The deed that lets go of a dialogue.
FORGET = "forget"
log = structlog.get_logger()


class Aside:
    """The process beside the server, shared by all its dialogues.

    `life` rises when the process was lost and with it all that it knew.
    """

    def __init__(self, settings: Settings) -> None:
        self.life = 0
        self._settings = settings
        self._executor: Executor | None = None
        self._numbers = itertools.count(1)

    def new_number(self) -> int:
        """Return a number under which a dialogue is kept there."""
        return next(self._numbers)

    async def do(self, number: int, deed: str, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the deed returns
        """Call a method of the `DialoguePlaces` kept under `number`; the first call makes it.

        Raises `BrokenExecutor` if the process was lost, and whatever the method raises.
        """
        if self._executor is None:
            # `fork` would copy the server's threads and open streams.
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(self._settings,))
        executor = self._executor
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(executor, _do, number, deed, arguments)
        except BrokenExecutor:
            if executor is self._executor:
                log.warning("grouping_process_lost")
                self._executor = None
                self.life += 1
            raise

    def forget(self, number: int) -> None:
        """Let go of a dialogue there."""
        if self._executor is not None:
            with contextlib.suppress(RuntimeError):  # it is being closed anyway
                self._executor.submit(_do, number, FORGET, ())

    async def close(self) -> None:
        """Let the process end after what it is doing, and wait for that."""
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(executor.shutdown, cancel_futures=True)


_settings: Settings
_places: dict[int, "DialoguePlaces"] = {}


def _begin(settings: Settings) -> None:
    """Prepare the new process: the server says when to stop, and its own death says so too."""
    global _settings  # noqa: PLW0603 - a process has nothing else to keep it in
    _settings = settings
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(0)


def _do(number: int, deed: str, arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - as above
    from workshop.live.embedder import embedder_of  # noqa: PLC0415 - never in the server's own process
    from workshop.live.places import DialoguePlaces  # noqa: PLC0415

    if deed == FORGET:
        return _places.pop(number, None) is not None
    if number not in _places:
        _places[number] = DialoguePlaces(embedder_of(_settings))
    return getattr(_places[number], deed)(*arguments)
