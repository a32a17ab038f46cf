"""Connections under uvicorn: what is cut when, and who still gets in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from tests.ports import free_port
from tests.waiting import soon
from workshop.doors import connection, crowd
from workshop.doors.door import Door
from workshop.server import options_of
from workshop.settings import Settings

pytestmark = pytest.mark.unit
GET = b"GET /x HTTP/1.1\r\nHost: saal.example\r\n\r\n"
STREAM = b"GET /j/X/events HTTP/1.1\r\nHost: saal.example\r\n\r\n"
UPGRADE = (
    b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
# A frame's second byte says that four bytes of a mask follow, and how long it is.
PING, PONG, BEGUN, PIECE = (bytes([kind, 0x80]) + b"mask" for kind in (0x89, 0x8A, 0x01, 0x00))
Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        if scope["path"] == "/large":
            await send({"type": "websocket.send", "bytes": b"x" * 30_000_000})
            await send({"type": "websocket.send", "bytes": b"x"})
        await receive()
        return
    path = scope["path"]
    if path == "/body":
        while (await receive()).get("more_body"):
            pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    body = b"x" * 30_000_000 if path == "/large" else b"ok"
    await send({"type": "http.response.body", "body": body, "more_body": path.endswith("/events")})
    while path.endswith("/events") and (await receive())["type"] != "http.disconnect":
        pass


class Server:
    """A small application behind the door and under uvicorn, as the product runs."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pairs: list[Pair] = []
        self.uvicorn: uvicorn.Server | None = None

    async def open(self, sent: bytes = b"", *, host: str = "127.0.0.1") -> Pair:
        pair = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(host, 0))
        self.pairs.append(pair)
        pair[1].write(sent)
        return pair

    async def ask(self, sent: bytes, *, host: str = "127.0.0.1") -> bytes:
        reader, _ = await self.open(sent, host=host)
        return await first_line(reader)

    @property
    def count(self) -> int:
        assert self.uvicorn is not None
        return len(self.uvicorn.server_state.connections)


async def first_line(reader: asyncio.StreamReader) -> bytes:
    with contextlib.suppress(ConnectionError):
        return await asyncio.wait_for(reader.readline(), 20)
    return b""


async def ends(pair: Pair) -> bool:
    """Read on until the other side closes."""
    with contextlib.suppress(ConnectionError):
        while await asyncio.wait_for(pair[0].read(65536), 20):
            pass
    return True


@contextlib.asynccontextmanager
async def serving(capacity: int | None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    if capacity is not None:
        monkeypatch.setattr(connection, "room", lambda: capacity)
    settings = Settings(port=free_port(), data_dir=Path("none"))
    made = Server(settings.port)
    made.uvicorn = uvicorn.Server(uvicorn.Config(Door(_app, settings), **options_of(settings)))
    made.uvicorn.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    made.uvicorn.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
    task = asyncio.create_task(made.uvicorn.serve())
    await soon(lambda: made.uvicorn.started)
    try:
        yield made
    finally:
        for _, writer in made.pairs:
            writer.close()
        made.uvicorn.should_exit = True
        await asyncio.wait_for(task, 20)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    short = {crowd.Phase.HEAD: 0.4, crowd.Phase.IDLE: 0.4, crowd.Phase.BODY: 0.4}
    monkeypatch.setattr(crowd, "_SECONDS", short)
    monkeypatch.setattr(crowd, "WRITE_SECONDS", 0.4)
    monkeypatch.setattr(crowd, "_TICK_SECONDS", 0.1)
    async with serving(None, monkeypatch) as made:
        yield made


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GE",
        b"GET /x HTTP/1.1\r\nHost: saal.exa",
        GET + b"GET /x HT",
        b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
        b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
        # Requests for a socket that no library of ours can read to their end.
        UPGRADE.replace(b"GET", b"POST") + b"Content-Length: 3\r\n\r\nabc",
        UPGRADE + b"Transfer-Encoding: chunked\r\n\r\n",
        UPGRADE + b"X-Long: " + b"x" * 20_000 + b"\r\n\r\n",
        UPGRADE.replace(b"/x", b"/" + b"x" * 20_000) + b"\r\n",
        UPGRADE.replace(b"/x", b"/large") + b"\r\n",
    ],
)
async def test_what_does_not_go_on_is_cut(server: Server, sent: bytes) -> None:
    await server.open(sent)
    await soon(lambda: server.count == 1)
    await soon(lambda: server.count == 0)
    assert server.count == 0


async def test_who_sends_a_byte_now_and_then_is_cut_all_the_same(server: Server) -> None:
    async def trickle(start: bytes, more: bytes) -> None:
        reader, writer = await server.open(start)
        gone = asyncio.create_task(ends((reader, writer)))
        while not gone.done():
            with contextlib.suppress(ConnectionError):
                writer.write(more)
                await writer.drain()
            await asyncio.wait({gone}, timeout=0.05)

    head = trickle(b"GET /x HTTP/1.1\r\nHost: x\r\nA: ", b"a")
    body = trickle(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", b"a")
    await asyncio.wait_for(asyncio.gather(head, body), 20)
    assert server.count == 0


async def test_stream_stays_and_takes_no_second_endless_head(server: Server) -> None:
    reader, writer = await server.open(STREAM)
    assert await first_line(reader) == b"HTTP/1.1 200 OK\r\n"
    await server.ask(GET)
    await soon(lambda: server.count == 1)
    writer.write(b"GET /x HTTP/1.1\r\nA: " + b"a" * 200_000)
    assert await ends((reader, writer))


# A body, and then lines that belong to a head.
CHUNKED = b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /x HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 101 + b"\r\n", b"431"),
        (b"GET /x HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 40_000 + b"\r\n\r\n", b"431"),
        (b"GET /x HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 400_000, b"431"),
        (b"GET /x HTTP/1.1\r\nHost: x\r\n" + (b"A: " + b"b" * 1000 + b"\r\n") * 50 + b"\r\n", b"431"),
        (b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", b"413"),
        (b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n", b"413"),
        (
            b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 17,
            b"413",
        ),
        (CHUNKED + b"A: b\r\n" * 101 + b"\r\n", b"431"),
        (CHUNKED + b"A: " + b"b" * 40_000 + b"\r\n\r\n", b"431"),
        (CHUNKED + b"A: b\r\n" * 3 + b"\r\n", b"200"),
        (GET.replace(b"\r\n\r\n", b"\r\n" + b"A: b\r\n" * 101 + b"\r\n"), b"431"),
        (b"nonsense\r\n\r\n", b"400"),
        (GET, b"200"),
        (b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 1_000_000, b"200"),
        (
            b"GET /x HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 60 + b"B: " + b"c" * 9000 + b"\r\n\r\n",
            b"200",
        ),
    ],
)
async def test_no_part_of_a_request_may_be_endless(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, sent: bytes, status: bytes
) -> None:
    async with serving(None, monkeypatch) as server:
        assert (await server.ask(sent)).split()[1] == status
    assert caplog.text == ""


async def test_short_of_room_the_oldest_half_requests_go_and_others_get_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(40, monkeypatch) as server:
        for _ in range(120):
            await server.open(b"GET /x HTTP/1.1\r\nHost: x\r\n")
        assert (await server.ask(GET)).startswith(b"HTTP/1.1 200")
        await soon(lambda: server.count <= 40)


async def test_short_of_room_answers_that_nobody_takes_go(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(20, monkeypatch) as server:
        for _ in range(60):
            await server.open(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await server.ask(GET)).startswith(b"HTTP/1.1 200")
        await soon(lambda: server.count <= 20)


async def test_streams_leave_room_for_others_and_who_has_most_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(40, monkeypatch) as server:
        taken = [await server.ask(STREAM) for _ in range(60)]
        assert sum(each.startswith(b"HTTP/1.1 200") for each in taken) == 32
        assert sum(each.startswith(b"HTTP/1.1 503") for each in taken) == 28
        assert (await server.ask(GET)).startswith(b"HTTP/1.1 200")
        other = [await server.ask(STREAM, host="127.0.0.2") for _ in range(20)]
        assert sum(each.startswith(b"HTTP/1.1 200") for each in other) == 16


async def test_stream_that_was_there_for_long_gives_its_place_to_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crowd, "HELD_SECONDS", 0.0)
    async with serving(20, monkeypatch) as server:
        taken = [await server.ask(STREAM) for _ in range(20)]
        assert all(each.startswith(b"HTTP/1.1 200") for each in taken)
        assert await ends(server.pairs[0])
        await soon(lambda: server.count == 16)


async def test_place_of_a_stream_that_ended_is_free_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(20, monkeypatch) as server:
        for _ in range(40):
            reader, writer = await server.open(STREAM)
            assert (await first_line(reader)).startswith(b"HTTP/1.1 200")
            writer.close()
            await soon(lambda: server.count == 0)
        assert server.count == 0


async def test_sockets_count_as_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(20, monkeypatch) as server:
        answers = [await server.ask(UPGRADE + b"\r\n") for _ in range(24)]
        assert [each[:12] for each in answers] == [b"HTTP/1.1 101"] * 16 + [b""] * 8
        foreign = UPGRADE + b"Origin: https://evil.example\r\n\r\n"
        server.pairs[0][1].close()
        await soon(lambda: server.count == 15)
        assert (await server.ask(foreign)).startswith(b"HTTP/1.1 403")
        assert (await server.ask(GET)).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [PING * 100, PONG * 100, BEGUN + PIECE * 2000])
async def test_socket_that_sends_frames_of_no_weight_without_end_is_cut(server: Server, sent: bytes) -> None:
    few, many = await server.open(UPGRADE + b"\r\n"), await server.open(UPGRADE + b"\r\n")
    assert [(await first_line(each[0]))[:12] for each in (few, many)] == [b"HTTP/1.1 101"] * 2
    few[1].write(PING * 20 + PONG * 20 + BEGUN + PIECE * 20)
    many[1].write(sent)
    assert await ends(many)
    assert server.count == 1
