"""Waiting until something has come about, with a deadline: tests pause here and nowhere else."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Answer = TypeVar("Answer")

# Seconds after which a wait is in vain, on a machine that has much else to do.
PATIENCE = 30.0
PAUSE = 0.02


def until(
    condition: Callable[[], Answer],
    *,
    within: float = PATIENCE,
    why: Callable[[], object] = lambda: "",
) -> Answer:
    """Ask until the answer is true and return it.

    Raises `AssertionError` with what `why` says when that takes longer than `within` seconds.
    """
    end = time.monotonic() + within
    while not (answer := condition()):
        assert time.monotonic() < end, f"waited {within} s in vain: {why()}"
        time.sleep(PAUSE)
    return answer


async def soon(
    condition: Callable[[], Answer | Awaitable[Answer]],
    *,
    within: float = PATIENCE,
    why: Callable[[], object] = lambda: "",
) -> Answer:
    """Do the same as `until` while the event loop goes on; the condition may be a coroutine function."""
    end = time.monotonic() + within
    while True:
        asked = condition()
        answer: Answer = await asked if inspect.isawaitable(asked) else asked
        if answer:
            return answer
        assert time.monotonic() < end, f"waited {within} s in vain: {why()}"
        await asyncio.sleep(PAUSE)
