"""Pictures are decoded aside: a hostile one must neither stall the hall nor read what the server knows.

Each has a process of its own, which the system bounds in memory and time and which ends with it. They are
rare, so that one after the other is enough.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import structlog

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.photo import TakenPicture

# By the clock: where phones take all there is, the process waits.
MOST_SECONDS = 60.0
# How many may wait for their turn.
MOST_WAITING = 8
_COMMAND = (sys.executable, "-m", "workshop.live.photo_worker")
log = structlog.get_logger()


class PhotoProcess:
    """One picture after the other."""

    def __init__(self, command: Sequence[str] = _COMMAND, seconds: float = MOST_SECONDS) -> None:
        self._command, self._seconds = command, seconds
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def take(self, content: bytes, marks: Sequence[Sequence[int]] = ()) -> TakenPicture:
        """Return a picture made anew, with the marked places made unrecognisable.

        Raises `RefusedError` for what is no picture of ours, and when too many wait.
        """
        if len(content) > bounds.PHOTO_SENT:
            raise RefusedError(Refusal.PHOTO_TOO_LARGE)
        if self._waiting >= MOST_WAITING:
            raise RefusedError(Refusal.PHOTOS_BUSY)
        asked = json.dumps({"marks": [list(mark) for mark in marks]}).encode()
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._ask, asked + b"\n" + content)
        finally:
            self._waiting -= 1

    def _ask(self, sent: bytes) -> TakenPicture:
        # What the server was told must not be there to be read by a decoder that went astray.
        around = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                self._command, input=sent, capture_output=True, timeout=self._seconds, env=around, check=True
            )
            told, _, pictures = done.stdout.partition(b"\n")
            return _picture(json.loads(told), pictures)
        except (subprocess.SubprocessError, OSError, ValueError, KeyError) as error:
            log.warning("photo_not_read", why=type(error).__name__)
            raise RefusedError(Refusal.PHOTO_UNREADABLE) from None


def _picture(told: dict[str, Any], pictures: bytes) -> TakenPicture:
    if "refused" in told:
        raise RefusedError(Refusal(told["refused"]))
    length = told["content"]
    return TakenPicture(pictures[:length], pictures[length:], told["width"], told["height"])
