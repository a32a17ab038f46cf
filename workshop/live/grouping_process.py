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
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import structlog

from workshop.logs import configure_logs
from workshop.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from workshop.grouping import Embedder
    from workshop.live.grouping_worker import GroupingWorker

NICENESS = 19
# A deed that takes so much of the processor is lost with its process; a thousand cards take seconds.
# By the clock it may take much longer, where nothing is left for it.
STALLED_SECONDS = 60
STALLED_BY_THE_CLOCK_SECONDS = 900
# Lost so often within this time, the process begins without its sentence model: a card may be what kills it.
MOST_LOSSES = 2
LOSSES_SECONDS = 3600.0
# The deed that lets go of a dialogue.
FORGET = "forget"
log = structlog.get_logger()


class GroupingProcess:
    """The process beside the server, shared by all its dialogues.

    `life` rises when the process was lost and with it all that it knew. Lost twice in a row, it begins
    without its sentence model until the server is started again.
    """

    def __init__(self, settings: Settings) -> None:
        self.life = 0
        self._settings = settings
        self._executor: ProcessPoolExecutor | None = None
        # While this end is open the process lives.
        self._end: Connection | None = None
        self._is_closed = False
        self._lost_at: deque[float] = deque(maxlen=MOST_LOSSES)
        self._is_model_set_aside = False
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
            1, context, initializer=_begin, initargs=(self._settings, self._is_model_set_aside, theirs)
        )
        return self._executor

    def _lose(self, executor: ProcessPoolExecutor) -> None:
        if executor is self._executor and not self._is_closed:
            log.warning("grouping_process_lost")
            self._executor = None
            self.life += 1
            self._lost_at.append(now := time.monotonic())
            is_often = len(self._lost_at) == MOST_LOSSES and now - self._lost_at[0] < LOSSES_SECONDS
            if is_often and self._settings.embedding == "on" and not self._is_model_set_aside:
                self._is_model_set_aside = True
                log.warning("grouping_model_set_aside")

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
_is_model_set_aside = False
_workers: dict[int, "GroupingWorker"] = {}


def _begin(settings: Settings, is_model_set_aside: bool, end: "Connection") -> None:  # noqa: FBT001 - as the pool hands it on
    """Prepare the new process: only the server says when to stop, and its own death says so too."""
    global _settings, _is_model_set_aside
    _settings, _is_model_set_aside = settings, is_model_set_aside
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):  # not every sandbox allows it
            os.nice(NICENESS)
    take_one_core()
    configure_logs()
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()


def take_one_core() -> None:
    """Let numpy compute in one thread; asked before it is loaded.

    Its threads would wait for each other by spinning, on the core that the phones need: of a table of 200
    cards that was two thirds of what placing took.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def _end_with(end: "Connection") -> None:
    with contextlib.suppress(EOFError, OSError):
        end.recv()
    os._exit(0)


def _do(number: int, deed: str, arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - as above
    from workshop.live.grouping_worker import GroupingWorker  # noqa: PLC0415 - never in the server's own process

    if deed == FORGET:
        return _workers.pop(number, None) is not None
    with _ended_when_stalled():
        if number not in _workers:
            _workers[number] = GroupingWorker(_embedder())
        return getattr(_workers[number], deed)(*arguments)


def _embedder() -> "Embedder | None":
    from workshop.live.embedder import embedder_of  # noqa: PLC0415 - as above
    from workshop.live.kept_vectors import SetAside  # noqa: PLC0415

    embedder = embedder_of(_settings)
    return SetAside(embedder) if embedder and _is_model_set_aside else embedder


@contextlib.contextmanager
def _ended_when_stalled() -> Iterator[None]:
    """Let the system end this process if what runs here does not come back, even out of compiled code."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, STALLED_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, STALLED_BY_THE_CLOCK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
