"""Everybody at a page of their own, with a good socket, who knows all names on somebody else's page."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any, Self

from tests.doors.conftest import Crowd
from tests.doors.walker import Handler
from tests.doors.who import Who
from tests.sockets.visitor import OpenPage, Socket, Visitor
from tests.waiting import soon
from workshop.sockets.gate import MOST_REFUSED
from workshop.sockets.policy import BOARD

# Each time two messages are refused, and so many in a row end a socket.
_MOST_FORGED = MOST_REFUSED // 2 - 2
_SHORT = BOARD.most_bytes // 2


def pages_of(crowd: Crowd) -> Mapping[Who, str]:
    """Return a page that each may open; nobody's says to ask for a link, a participant's is the board."""
    evening, other = crowd.hall.evening, crowd.hall.other
    return {
        Who.NOBODY: "/console",
        Who.PARTICIPANT: f"/b/{evening.code}",
        Who.READER: f"/console/{evening.code}/results",
        Who.HOST_ELSEWHERE: f"/host/{evening.code}/{evening.there.key}",
        Who.HOST: f"/host/{evening.code}/{evening.here.key}",
        Who.MODERATOR_ELSEWHERE: f"/console/{other.code}",
        Who.MODERATOR: f"/console/{evening.code}",
        Who.ORGANISER: "/console/access",
    }


class Intruder:
    """One of them; comes back with a new socket, and with a new page where the old one was locked."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self.visitor = visitor
        self._address = address
        self._page: OpenPage | None = None
        self._socket: Socket | None = None
        self._forged = 0
        self._was_locked = False

    async def forge(self, victim: OpenPage, handler: Handler, args: Sequence[Any]) -> None:
        """Call a handler of another page in its name, and as if it were one of the own page."""
        if self._socket is None or self._socket.is_closed or self._forged >= _MOST_FORGED:
            self._socket = await self._come()
            self._forged = 0
        self._forged += 1
        number, listener = handler
        said = self._socket.message(number, listener["listener_id"], *args)
        if self._is_open_to_all and len(json.dumps(said)) > _SHORT:
            # That would be refused for its length alone.
            said["args"] = []
        await self._socket.emit("event", said | {"client_id": victim.client_id})
        await self._socket.emit("event", said)

    @property
    def _is_open_to_all(self) -> bool:
        return self._page is not None and (self._page.status != 200 or self._address.startswith("/b/"))

    async def _come(self) -> Socket:
        if self._socket:
            await self._socket.close()
        if self._page:
            again = await self._page.connect_socket()
            if again.is_open:
                return again
            await again.close()
            self._was_locked = True
        self._page = await self.visitor.open(self._address)
        socket = await self._page.connect_socket()
        assert socket.is_open, self._address
        return socket

    async def leave(self) -> None:
        """Close what is open."""
        if self._socket:
            await self._socket.close()
        await self.visitor.close()

    @property
    def is_out(self) -> bool:
        """Whether the own page has lost its socket, also if another was opened since."""
        return self._was_locked or (self._socket is not None and self._socket.is_closed)


class Intruders:
    """All of them; use it with `async with`. `forged` counts what was sent in another page's name."""

    def __init__(self, crowd: Crowd) -> None:
        addresses = pages_of(crowd)
        self._crowd = crowd
        self._each = {who: Intruder(crowd.visitor(who), addresses[who]) for who in Who}
        self.forged = 0

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        for each in self._each.values():
            self._stack.push_async_callback(each.leave)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def forge(self, victim: OpenPage, handler: Handler, args: Sequence[Any]) -> None:
        """Let everybody call a handler of a page."""
        await asyncio.gather(*(each.forge(victim, handler, args) for each in self._each.values()))
        self.forged += len(self._each)

    async def locked(self, *who: Who) -> None:
        """Wait until one of these has lost the socket with the right."""
        await soon(lambda: any(self._each[each].is_out for each in who), why=lambda: who)

    async def take_page(self, victim: OpenPage) -> list[Who]:
        """Let everybody try to open the socket of a page that was loaded by another; return who could."""
        could = []
        for who, each in self._each.items():
            if each.visitor.cookie != victim.visitor.cookie:
                async with victim.socket(cookie=each.visitor.cookie) as socket:
                    could += [who] if socket.is_open else []
        return could
