"""Grouping runs aside, in a process of its own: it must never hold up a phone that posts a card.

A thread would not do, for it shares the interpreter lock with the server. The process begins with the first
card or question, has lower priority than the server, and ends with it. Should it be lost (out of memory,
killed), the next one learns everything anew from the picture.
"""

import asyncio
import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import structlog

from workshop.logs import configure_logs
from workshop.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from workshop.live.grouping_worker import GroupingWorker

NICENESS = 19
# The deed that lets go of a dialogue.
FORGET = "forget"
log = structlog.get_logger()


class GroupingProcess:
    """The process beside the server, shared by all its dialogues.

    `life` rises when the process was lost and with it all that it knew.
    """

    def __init__(self, settings: Settings) -> None:
        self.life = 0
        self._settings = settings
        self._executor: ProcessPoolExecutor | None = None
        # While this end is open the process lives.
        self._end: Connection | None = None
        self._is_closed = False
        self._numbers = itertools.count(1)

    def new_number(self) -> int:
        """Return a number under which a dialogue is kept there."""
        return next(self._numbers)

    async def do(self, number: int, deed: str, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the deed returns
        """Call a method of the `GroupingWorker` kept under `number`; the first call makes it.

        Raises `BrokenExecutor` if the process was lost or cannot begin, and whatever the method raises.
        """
        executor = self._executor or self._open()
        try:
            return await asyncio.wrap_future(_submit(executor, number, deed, arguments))
        except BrokenExecutor:
            self._lose(executor)
            raise

    def _open(self) -> ProcessPoolExecutor:
        if self._is_closed:
            raise BrokenExecutor("it was closed")
        # `fork` would copy the server's threads and open streams.
        context = multiprocessing.get_context("spawn")
        theirs, self._end = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            1, context, initializer=_begin, initargs=(self._settings, theirs)
        )
        return self._executor

    def _lose(self, executor: ProcessPoolExecutor) -> None:
        if executor is self._executor and not self._is_closed:
            log.warning("grouping_process_lost")
            self._executor = None
            self.life += 1

    def forget(self, number: int) -> None:
        """Let go of a dialogue there."""
        if self._executor is not None:
            with contextlib.suppress(RuntimeError, OSError):  # it is being closed anyway, or cannot begin
                self._executor.submit(_do, number, FORGET, ())

    async def close(self) -> None:
        """End the process, whatever it is doing: the next one learns everything anew."""
        self._is_closed = True
        if self._end is not None:
            self._end.close()
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(executor.shutdown, cancel_futures=True)


def _submit(executor: ProcessPoolExecutor, number: int, deed: str, arguments: tuple[Any, ...]) -> Future[Any]:
    try:
        return executor.submit(_do, number, deed, arguments)
    except OSError as error:
        raise BrokenExecutor("the process cannot begin") from error


_settings: Settings
_workers: dict[int, "GroupingWorker"] = {}


def _begin(settings: Settings, end: "Connection") -> None:
    """Prepare the new process: only the server says when to stop, and its own death says so too."""
    global _settings  # noqa: PLW0603 - a process has nothing else to keep it in
    _settings = settings
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):  # not every sandbox allows it
            os.nice(NICENESS)
    configure_logs()
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()


def _end_with(end: "Connection") -> None:
    with contextlib.suppress(EOFError, OSError):
        end.recv()
    os._exit(0)


def _do(number: int, deed: str, arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - as above
    from workshop.live.embedder import embedder_of  # noqa: PLC0415 - never in the server's own process
    from workshop.live.grouping_worker import GroupingWorker  # noqa: PLC0415

    if deed == FORGET:
        return _workers.pop(number, None) is not None
    if number not in _workers:
        _workers[number] = GroupingWorker(embedder_of(_settings))
    return getattr(_workers[number], deed)(*arguments)
