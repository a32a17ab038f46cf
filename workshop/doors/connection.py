"""One connection under uvicorn: what each part of a request may weigh, and that none lasts for ever."""

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from workshop.doors.crowd import Crowd, Phase, room
from workshop.doors.door import DOOR, FULL
from workshop.doors.origin import SOCKETS

# Under this name the application's lifespan hands the server a function that ends what never ends by itself.
END_STREAMS = "end_streams"
MOST_HEAD = 32 * 1024
MOST_LINES = 100
# More than any form of ours; what a card may have is less, and the phone room says so in words.
MOST_BODY = 1024 * 1024
# For every part of this size a body gets its time anew.
BODY_PART = 64 * 1024
# With chunks of a byte each a body is six times as long on the way.
_CHUNKED = 6
# A request to such an address is answered for as long as the other side likes.
_EVENTS, _SOCKETS = b"/events", SOCKETS.encode()
_CROWD = "crowd"
_LONG_HEAD = "431 Request Header Fields Too Large"


class TooMuchError(Exception):
    """A request has a part that is longer than any of ours."""


def crowd_of(app_state: dict[str, Any], loop: asyncio.AbstractEventLoop) -> Crowd:
    """Return the crowd of a server, made with its first connection."""
    crowd: Crowd | None = app_state.get(_CROWD)
    if crowd is None:
        crowd = app_state[_CROWD] = Crowd(loop, room(), app_state.get(DOOR))
    return crowd


def _refusal_of(lines: list[tuple[bytes, bytes]]) -> str:
    """Return why the lines of a head are refused: too many, too long, or they announce too long a body."""
    weight = 0
    for name, value in lines:
        weight += len(name) + len(value)
        if name == b"content-length" and (not value.isdigit() or int(value[:20]) > MOST_BODY):
            return "413 Content Too Large"
    return _LONG_HEAD if weight > MOST_HEAD or len(lines) > MOST_LINES else ""


class Connection(HttpToolsProtocol):
    """A connection that knows what it waits for.

    It also ends the open event streams when the server begins to stop: uvicorn tells only connections, and
    then waits for all answers; the streams would be waited for in vain.
    """

    address = ""
    phase = Phase.HEAD
    is_held = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Come in."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self._fed = self._lines = self._body = 0
        self._refusal = ""
        # What it is at by what was read, until the crowd hears of it: once for all that came together.
        self._at = self.phase
        self._is_going_on = False
        self._is_stream = False
        self._crowd = crowd_of(self.app_state, self.loop)
        self._crowd.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Be gone."""
        self._crowd.leave(self)
        super().connection_lost(exc)

    def cut(self) -> None:
        """Close at once; whoever sends half a request waits for no answer."""
        self.transport.abort()

    def is_waited_for(self) -> bool:
        """Say whether the other side does not go on; while we do not read it cannot."""
        return self.phase is not Phase.BODY or not self.flow.read_paused

    def data_received(self, data: bytes) -> None:
        """Read on, and no further than a request of ours can reach."""
        self._unset_keepalive_if_required()
        self._at = Phase.HEAD if self.phase is Phase.IDLE else self.phase
        for start in range(0, len(data), MOST_HEAD):
            if not self._feed(data[start : start + MOST_HEAD]):
                break
        if self._at is not self.phase or self._is_going_on:
            self._is_going_on = False
            self._crowd.move(self, self._at)

    def _feed(self, data: bytes) -> bool:
        """Let a part be read, which is no longer than a head; return whether it goes on."""
        self._fed += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            return False
        except httptools.HttpParserError:
            self._refuse(self._refusal or "400 Bad Request")
            return False
        most = _CHUNKED * MOST_BODY if self._at is Phase.BODY else MOST_HEAD
        if self._fed > most:
            self._refuse(_LONG_HEAD)
        # Lines that are new now belong to a head that goes on, or stand behind a body.
        elif self.headers and len(self.headers) != self._lines and (refusal := _refusal_of(self.headers)):
            self._refuse(refusal)
        return not self.transport.is_closing()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over to its socket, which comes in by itself."""
        self._crowd.leave(self)
        super().handle_websocket_upgrade()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        super().on_url(url)
        if len(self.url) > MOST_HEAD:
            self._stop("414 URI Too Long")

    def on_headers_complete(self) -> None:
        """Begin with the answer, if there is room for it."""
        if refusal := _refusal_of(self.headers):
            self._stop(refusal)
        if self.parser.should_upgrade() and self._should_upgrade():
            super().on_headers_complete()
            return
        self._lines, self._body = len(self.headers), 0
        self._is_stream = _EVENTS in self.url or _SOCKETS in self.url
        if self._is_stream and not self._crowd.admit(self):
            self.scope[FULL] = True  # type: ignore[literal-required]
        self._at = Phase.BODY
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, also of one that is no longer read."""
        before, self._body = self._body, self._body + len(body)
        if self._body > MOST_BODY:
            self._stop("413 Content Too Large")
        if before // BODY_PART != self._body // BODY_PART:
            self._is_going_on = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Know the whole request."""
        self._fed = 0
        super().on_message_complete()
        if self.cycle is None or self._at is not Phase.BODY:
            return
        if self.cycle.response_complete:
            self._rest()
        else:
            self._at = Phase.HELD if self._is_stream else Phase.ANSWER

    def on_response_complete(self) -> None:
        """Have answered."""
        super().on_response_complete()
        if self.phase in {Phase.ANSWER, Phase.HELD} and self.cycle.response_complete:
            self._crowd.move(self, Phase.IDLE)

    def _rest(self) -> None:
        """Idle after a request whose body came later than its answer."""
        self._at = Phase.IDLE
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def pause_writing(self) -> None:
        """Stop sending: the other side reads nothing."""
        super().pause_writing()
        self._crowd.stalls(self)

    def resume_writing(self) -> None:
        """Send again."""
        super().resume_writing()
        self._crowd.flows(self)

    def shutdown(self) -> None:
        """Begin to stop; called for each connection, in every worker process."""
        super().shutdown()
        if end_streams := self.app_state.get(END_STREAMS):
            end_streams()

    def _stop(self, refusal: str) -> None:
        """Leave the parser, which hands every error on as one of its own."""
        self._refusal = refusal
        raise TooMuchError

    def _refuse(self, status: str) -> None:
        """Say why, if nothing has been said yet, and close."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            text = status.encode()
            self.transport.write(
                b"HTTP/1.1 %b\r\ncontent-type: text/plain\r\ncontent-length: %d\r\nx-content-type-options: "
                b"nosniff\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r\n"
                b"connection: close\r\n\r\n%b" % (text, len(text), text)
            )
            if self.cycle is not None:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
        self.transport.close()


class Socket(WebSocketsSansIOProtocol):
    """A socket that counts as one that stays."""

    address = ""
    phase = Phase.HEAD
    is_held = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Come in; until it is a socket it is a request whose head is not over."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self._crowd = crowd_of(self.app_state, self.loop)
        self._crowd.enter(self)

    def handle_connect(self, event: Request) -> None:
        """Become a socket, if there is room."""
        self._crowd.move(self, Phase.HELD)
        if self._crowd.admit(self):
            super().handle_connect(event)
        else:
            self.cut()

    def connection_lost(self, exc: Exception | None) -> None:
        """Be gone."""
        self._crowd.leave(self)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Stop sending: the other side reads nothing."""
        super().pause_writing()
        self._crowd.stalls(self)

    def resume_writing(self) -> None:
        """Send again."""
        super().resume_writing()
        self._crowd.flows(self)

    def data_received(self, data: bytes) -> None:
        """Read on, unless there was no room."""
        if not self.transport.is_closing():
            super().data_received(data)

    def cut(self) -> None:
        """Close at once."""
        self.transport.abort()

    def is_waited_for(self) -> bool:
        """Say that it may be closed."""
        return True
