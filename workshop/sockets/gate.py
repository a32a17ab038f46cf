"""The gate before NiceGUI's sockets: it knows the browser, reads each message and lets little through."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from nicegui import Client
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workshop.sockets.binding import Binding, binding_of
from workshop.sockets.complaints import Fault, complain
from workshop.sockets.message import Kind, Unwelcome, is_shake, read

IsOurs = Callable[[str | None, dict[str, Any]], bool]
# A browser says hello at once; a page that was loaded ahead of its use shakes hands when it is looked at.
HELLO_SECONDS = 5.0
HANDSHAKE_SECONDS = 10.0
# Sockets of pages that we do not have, at the same time: all of a hall after a restart.
MOST_STRANGERS = 200
# Sockets of pages that anybody can open.
MOST_OPEN_TO_ALL = 400
# So many refused messages in a row end a socket; one is forgiven each second.
MOST_REFUSED = 20
# A long message counts as several.
BYTES_OF_ONE = 8192
_END: Message = {"type": "websocket.disconnect", "code": 1000}
_TOO_MUCH_QUERY = 2048


class Gate:
    """Stands before the sockets of NiceGUI (`app`); `is_ours` judges the origin of a socket."""

    def __init__(self, app: ASGIApp, is_ours: IsOurs) -> None:
        self._app = app
        self._is_ours = is_ours
        self._strangers = 0
        self._open_to_all = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a socket, or say no."""
        if scope["type"] != "websocket":
            # Polling would be a second way in, with rules of its own.
            await PlainTextResponse("only websockets\n", 404)(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        asked = dict(
            parse_qsl(scope["query_string"][:_TOO_MUCH_QUERY].decode("latin-1"), keep_blank_values=True)
        )
        fault = self._fault_of(connection, asked)
        binding = None if fault else binding_of(asked["client_id"])
        if binding and binding.policy.is_open_to_all and self._open_to_all >= MOST_OPEN_TO_ALL:
            fault = Fault.TOO_MANY
        if fault is None and (binding is None or not binding.is_of(connection)):
            await self._send_home(receive, send)
        elif fault or binding is None:
            complain(fault or Fault.ADDRESS)
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._let_in(binding, asked, scope, receive, send)

    def _fault_of(self, connection: HTTPConnection, asked: Mapping[str, str]) -> Fault | None:
        headers = connection.headers
        origin, hosts = (
            headers.get("origin"),
            {
                "HTTP_HOST": headers.get("host"),
                "HTTP_X_FORWARDED_HOST": headers.get("x-forwarded-host"),
            },
        )
        if origin and not self._is_ours(origin, hosts):
            return Fault.FOREIGN_PAGE
        if asked.get("transport") != "websocket" or asked.get("EIO") != "4" or "sid" in asked:
            return Fault.ADDRESS
        if asked.get("implicit_handshake") == "false":
            return None if asked.get("client_id") else Fault.ADDRESS
        return None if all(is_shake(asked)) else Fault.ADDRESS

    async def _send_home(self, receive: Receive, send: Send) -> None:
        """Tell the browser that we do not have its page, or that it is another's: it loads it anew."""
        if self._strangers >= MOST_STRANGERS:
            complain(Fault.TOO_MANY)
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        self._strangers += 1
        try:
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.send", "text": _OPENING})
            with suppress(TimeoutError):
                async with asyncio.timeout(HELLO_SECONDS):
                    if (await receive())["type"] == "websocket.disconnect":
                        return
                    await send({"type": "websocket.send", "text": _RELOAD})
                    # The browser ends the socket itself when it has read that.
                    if (await receive())["type"] == "websocket.disconnect":
                        return
            await send({"type": "websocket.close"})
        finally:
            self._strangers -= 1

    async def _let_in(
        self, binding: Binding, asked: Mapping[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        is_open = binding.policy.is_open_to_all
        self._open_to_all += is_open
        socket = _Guarded(
            binding, asked["client_id"], receive, shakes_later=asked.get("implicit_handshake") == "false"
        )
        binding.add(socket)
        try:
            await self._app(scope, socket.receive, send)
        finally:
            binding.remove(socket)
            self._open_to_all -= is_open


# What Engine.IO and Socket.IO say first, and how NiceGUI refuses a handshake.
_OPENING = '0{"sid":"-","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000}'
_RELOAD = '44{"message":"Implicit handshake failed"}'


class _Guarded:
    """A socket that was let in: it hands on what may pass."""

    def __init__(self, binding: Binding, client_id: str, receive: Receive, *, shakes_later: bool) -> None:
        self._binding = binding
        self._policy = binding.policy
        self._client_id = client_id
        self._receive = receive
        self._ending = asyncio.Event()
        self._waits_for = [Kind.HELLO, *([Kind.HANDSHAKE] if shakes_later else [])]
        self._deadline = time.monotonic() + (HANDSHAKE_SECONDS if shakes_later else HELLO_SECONDS)
        self._tokens = self._policy.burst
        self._refused = 0.0
        self._counted_at = time.monotonic()

    def end(self) -> None:
        """End the socket as if the browser had left."""
        self._ending.set()

    async def receive(self) -> Message:
        """Return the next message that may pass, later for who sends too many; the end if it must end."""
        while not self._ending.is_set():
            message = await self._next()
            if message["type"] != "websocket.receive":
                return message
            await self._pay_for(message)
            try:
                if self._passes(message):
                    return message
            except Unwelcome as refused:
                complain(refused.fault)
                self._refused += 1
                if self._waits_for or self._refused > MOST_REFUSED:
                    break
        return _END

    async def _next(self) -> Message:
        """Wait for a message, for the end, or for too long a silence at the start."""
        taking = asyncio.ensure_future(self._receive())
        ending = asyncio.ensure_future(self._ending.wait())
        seconds = max(0.0, self._deadline - time.monotonic()) if self._waits_for else None
        try:
            await asyncio.wait({taking, ending}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if taking.done() and not self._ending.is_set():
                return taking.result()
            if not self._ending.is_set():
                complain(Fault.TOO_LATE)
            return _END
        finally:
            taking.cancel()
            ending.cancel()

    async def _pay_for(self, message: Message) -> None:
        """Take the message's price; wait until there is enough for it. The wire reads nothing meanwhile."""
        now = time.monotonic()
        self._tokens = min(
            self._policy.burst, self._tokens + (now - self._counted_at) * self._policy.per_second
        )
        self._refused = max(0.0, self._refused - (now - self._counted_at))
        self._counted_at = now
        self._tokens -= 1 + len(message.get("text") or "") / BYTES_OF_ONE
        if self._tokens < 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(-self._tokens / self._policy.per_second):
                    await self._ending.wait()

    def _passes(self, message: Message) -> bool:
        """Say whether a message is handed on; raise `Unwelcome` for what no page of ours sends."""
        text = message.get("text")
        if text is None:
            raise Unwelcome(Fault.BINARY)
        if len(text) > self._policy.most_bytes:
            raise Unwelcome(Fault.TOO_LONG)
        said = read(text, self._client_id)
        if said.kind == Kind.END:
            self.end()
            return False
        if self._waits_for and said.kind not in {self._waits_for[0], Kind.PONG}:
            raise Unwelcome(Fault.FORM)
        if said.kind in {Kind.HELLO, Kind.HANDSHAKE}:
            if not self._waits_for:
                raise Unwelcome(Fault.FORM)
            self._waits_for.pop(0)
        if self._binding.is_cut:
            return False
        if said.kind == Kind.EVENT:
            return self._has(said.element, said.listener)
        return True

    def _has(self, element_id: int, listener_id: str) -> bool:
        """Say whether the page has this handler; what was just taken off it is passed over."""
        client = Client.instances.get(self._client_id)
        element = client.elements.get(element_id) if client else None
        if element is None:
            return False
        listener = element._event_listeners.get(listener_id)  # noqa: SLF001 - NiceGUI would raise a KeyError
        if listener is None or not (self._policy.types is None or listener.type in self._policy.types):
            raise Unwelcome(Fault.UNKNOWN_HANDLER)
        return True
