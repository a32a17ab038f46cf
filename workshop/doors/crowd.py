"""All connections of one process: how long each may keep us waiting, and who goes first when room is short.

A hall of a thousand phones shares one address, so there is hardly anything that an address may not do. What
makes room is what nobody waits for: heads of requests that do not come, then connections that idle, then
bodies that do not come, then answers that nobody takes. Streams and sockets, which stay, leave a part of
the room to everybody else.
"""

import asyncio
import contextlib
import os
import sys
from collections import Counter
from enum import IntEnum
from itertools import chain, takewhile
from typing import Protocol

from workshop.doors.door import Door

if sys.platform != "win32":
    import resource

# From the first byte that could come to the last one of a request's head, and for each part of a body.
HEAD_SECONDS = 10.0
BODY_SECONDS = 20.0
# An answer that the other side takes no byte of.
WRITE_SECONDS = 120.0
# uvicorn itself closes what idles, sooner; this is for what does not take its last answer.
IDLE_SECONDS = 30.0
# Streams and sockets of one address: several halls.
MOST_HELD_OF_ONE = 6000
# So long a stream may stay before it gives its place to a new one of the same address; phones come back.
HELD_SECONDS = 20.0
# Half-sent heads of one address; a thousand phones that come back at once are this for a moment.
MOST_HEADS_OF_ONE = 4000
# What streams and sockets may take of all room.
HELD_SHARE = 0.8
# A process asks for so many descriptors where it may have them, and keeps some for files and the database.
MOST_DESCRIPTORS = 65_536
LEAST_ROOM = 16
_TICK_SECONDS = 1.0


class Phase(IntEnum):
    """What a connection is at; the order is that in which it has to make room."""

    HEAD = 0
    IDLE = 1
    BODY = 2
    ANSWER = 3
    HELD = 4


_SECONDS = {Phase.HEAD: HEAD_SECONDS, Phase.IDLE: IDLE_SECONDS, Phase.BODY: BODY_SECONDS}


class Guest(Protocol):
    """A connection, as the crowd knows it."""

    address: str
    phase: Phase
    is_held: bool

    def cut(self) -> None:
        """Close it at once."""

    def is_waited_for(self) -> bool:
        """Say whether it is the other side that does not go on."""


def raise_descriptors() -> None:
    """Let this process open as many files as it may."""
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def room() -> int:
    """Return how many connections fit beside the files that this process has open and may still need."""
    if sys.platform == "win32":
        return MOST_DESCRIPTORS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = MOST_DESCRIPTORS if soft == resource.RLIM_INFINITY else min(soft, MOST_DESCRIPTORS)
    try:
        used = len(os.listdir("/dev/fd"))  # noqa: PTH208 - names are enough
    except OSError:
        used = 64
    return max(limit - used - 32 - limit // 16, LEAST_ROOM)


class Crowd:
    """Keeps count; `door` knows which addresses are proxies of ours, behind which a whole hall may be."""

    def __init__(self, loop: asyncio.AbstractEventLoop, capacity: int, door: Door | None = None) -> None:
        self._loop = loop
        self._capacity = capacity
        self._most_held = int(capacity * HELD_SHARE)
        self._door = door
        self._in: dict[Phase, dict[Guest, float]] = {phase: {} for phase in Phase}
        self._held_by: Counter[str] = Counter()
        self._heads_by: Counter[str] = Counter()
        self._stalled: dict[Guest, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    @property
    def size(self) -> int:
        """How many connections there are."""
        return sum(map(len, self._in.values()))

    def enter(self, guest: Guest) -> None:
        """Take a connection in; another one may have to go for it."""
        self._put(guest, Phase.HEAD)
        address = guest.address
        if self._heads_by[address] > MOST_HEADS_OF_ONE and not self._is_free(address):
            self._cut(next(each for each in self._in[Phase.HEAD] if each.address == address))
        if self.size > self._capacity:
            self._make_room(guest)
        if self._timer is None:
            self._timer = self._loop.call_later(_TICK_SECONDS, self._tick)

    def leave(self, guest: Guest) -> None:
        """Forget a connection; one that is forgotten already stays so."""
        self._stalled.pop(guest, None)
        self._take(guest)
        self._release(guest)

    def move(self, guest: Guest, phase: Phase) -> None:
        """Note what a connection is at now."""
        if self._take(guest):
            self._put(guest, phase)
            if phase is Phase.IDLE:
                self._release(guest)

    def admit(self, guest: Guest) -> bool:
        """Say whether a connection may stay for long, as a stream or a socket; if so it is counted as one.

        When all places are taken, whoever has most gives one to whoever has fewer.
        """
        if guest.is_held:
            return True
        address = guest.address
        mine = self._held_by[address]
        if mine >= MOST_HELD_OF_ONE and not self._is_free(address):
            return False
        if self._held_by.total() >= self._most_held:
            most, count = self._held_by.most_common(1)[0]
            oldest = next((each for each in self._in[Phase.HELD] if each.address == most), None)
            if oldest is None:
                return False
            age = self._loop.time() - self._in[Phase.HELD][oldest]
            if count <= mine + 1 and (most != address or age < HELD_SECONDS):
                return False
            self._cut(oldest)
        guest.is_held = True
        self._held_by[address] += 1
        return True

    def stalls(self, guest: Guest) -> None:
        """Note that the other side takes nothing of its answer."""
        self._stalled[guest] = self._loop.time() + WRITE_SECONDS

    def flows(self, guest: Guest) -> None:
        """Note that it takes something again."""
        self._stalled.pop(guest, None)

    def _put(self, guest: Guest, phase: Phase) -> None:
        guest.phase = phase
        self._in[phase][guest] = self._loop.time() + _SECONDS.get(phase, 0.0)
        if phase is Phase.HEAD:
            self._heads_by[guest.address] += 1

    def _take(self, guest: Guest) -> bool:
        if self._in[guest.phase].pop(guest, None) is None:
            return False
        if guest.phase is Phase.HEAD:
            _less(self._heads_by, guest.address)
        return True

    def _release(self, guest: Guest) -> None:
        if guest.is_held:
            guest.is_held = False
            _less(self._held_by, guest.address)

    def _make_room(self, newcomer: Guest) -> None:
        waiting = (self._in[Phase.HEAD], self._in[Phase.IDLE], self._in[Phase.BODY], self._stalled)
        self._cut(next((guest for guest in chain(*waiting) if guest is not newcomer), newcomer))

    def _cut(self, guest: Guest) -> None:
        self.leave(guest)
        guest.cut()

    def _is_free(self, address: str) -> bool:
        return self._door is not None and (not self._door.is_limiting or self._door.proxies.has(address))

    def _tick(self) -> None:
        """Close what has kept us waiting for too long; the oldest stand first."""
        now = self._loop.time()
        for phase in _SECONDS:
            for guest in _late(self._in[phase], now):
                if guest.is_waited_for():
                    self._cut(guest)
                else:
                    self.move(guest, phase)
        for guest in _late(self._stalled, now):
            self._cut(guest)
        self._timer = self._loop.call_later(_TICK_SECONDS, self._tick) if self.size else None


def _late(waiting: dict[Guest, float], now: float) -> list[Guest]:
    return list(takewhile(lambda guest: waiting[guest] <= now, waiting))


def _less(counter: Counter[str], address: str) -> None:
    counter[address] -= 1
    if counter[address] <= 0:
        del counter[address]
