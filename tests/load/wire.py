"""A light HTTP/1.1 client for thousands of phones; it goes to loopback addresses and nowhere else."""

import asyncio
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httptools


class RefusedHostError(ValueError):
    """The load tools make load on this machine only."""


@dataclass(frozen=True)
class Target:
    """A server on this machine."""

    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Target":
        """Return the server of an address; raise `RefusedHostError` unless it is a loopback address."""
        parts = urlsplit(url)
        host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
        try:
            is_loopback = ipaddress.ip_address(host).is_loopback
        except ValueError:
            is_loopback = False
        if parts.scheme != "http" or not is_loopback:
            raise RefusedHostError(f"load goes to http://127.0.0.1 only, not to {url}")
        return cls(host, parts.port or 80)


@dataclass
class Answer:
    """What a server answered; `size` is what went over the wire, headers included."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    size: int = 0


class Wire(asyncio.Protocol):
    """One connection: one request after the other, or one endless stream of events."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer = Answer()
        self._done: asyncio.Future[Answer] | None = None
        self._on_chunk: Callable[[bytes], None] | None = None
        self._on_end: Callable[[], None] = lambda: None
        self.is_open = False

    @classmethod
    async def to(cls, target: Target, source: str | None = None) -> "Wire":
        """Connect, from a loopback address of its own if `source` names one."""
        local = (source, 0) if source else None
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(cls, target.host, target.port, local_addr=local)
        return wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note that the connection stands."""
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        self._answer.size += len(data)
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        self.is_open = False
        if self._done and not self._done.done():
            self._done.set_exception(exc or ConnectionResetError("closed before the answer"))
        if self._on_chunk:
            self._on_chunk = None
            self._on_end()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._answer.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Keep the status; a stream is answered by now."""
        self._answer.status = self._parser.get_status_code()
        if self._on_chunk:
            self._finish()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body, or hand a piece of the stream on."""
        if self._on_chunk:
            self._on_chunk(body)
        else:
            self._answer.body += body

    def on_message_complete(self) -> None:
        """Answer."""
        if self._on_chunk:
            self.close()
            return
        if not self._parser.should_keep_alive():
            self.close()
        self._finish()

    def _finish(self) -> None:
        if self._done and not self._done.done():
            self._done.set_result(self._answer)

    def _send(self, request: bytes) -> "asyncio.Future[Answer]":
        if self._transport is None or not self.is_open:
            raise ConnectionResetError("closed")
        self._parser = httptools.HttpResponseParser(self)
        self._answer = Answer()
        self._done = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._done

    async def ask(self, request: bytes, seconds: float = 30.0) -> Answer:
        """Send a request and return the whole answer; raises `OSError` if the connection breaks."""
        async with asyncio.timeout(seconds):
            return await self._send(request)

    async def follow(
        self,
        request: bytes,
        on_chunk: Callable[[bytes], None],
        on_end: Callable[[], None],
        seconds: float = 30.0,
    ) -> Answer:
        """Send a request for a stream; return its head, and call back for each piece and at the end."""
        self._on_chunk, self._on_end = on_chunk, on_end
        async with asyncio.timeout(seconds):
            return await self._send(request)

    def close(self) -> None:
        """Hang up."""
        self.is_open = False
        if self._transport:
            self._transport.close()


def request(
    method: str,
    target: Target,
    path: str,
    *,
    headers: str = "",
    body: bytes = b"",
    kind: str = "application/json",
) -> bytes:
    """Return a request as bytes; `headers` are whole lines that end in CRLF."""
    head = f"{method} {path} HTTP/1.1\r\nHost: {target.host}:{target.port}\r\n{headers}"
    if method == "POST":
        head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return head.encode("latin-1") + b"\r\n" + body
