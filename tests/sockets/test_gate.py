"""The gate on a real server: foreign browsers, forged names, events that are not on the list, floods."""

import asyncio
import contextlib
import time
import uuid

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.console.conftest import Evening, House
from tests.sockets.test_message import BROKEN_EVENTS, BROKEN_FRAMES, BROKEN_OTHERS, said
from tests.sockets.visitor import OpenPage, Socket, Visitor
from tests.waiting import soon
from workshop.sockets.gate import HELLO_SECONDS, MOST_REFUSED

pytestmark = pytest.mark.integration
REFUSED = {"message": "Implicit handshake failed"}
SECRET = "Zitronenfalter"


@pytest.fixture
async def console(visitor: Visitor, evening: Evening) -> OpenPage:
    """The console of the evening, its socket not yet open."""
    await visitor.enter(evening.invitation.console_url)
    return await visitor.open(f"/console/{evening.dialogue.code}")


@pytest.fixture
async def board(visitor: Visitor, evening: Evening) -> OpenPage:
    """The board of the evening, its socket not yet open."""
    return await visitor.open(f"/b/{evening.dialogue.code}")


async def opens_files(socket: Socket) -> None:
    """Go to the files by a click, and see that they come."""
    await socket.fire(socket.page.find(text="Dateien", classes="nav-link"))
    await socket.wait_for(classes="download")


async def test_a_socket_without_the_pages_cookie_is_told_to_load_the_page(console: OpenPage) -> None:
    async with console.socket(cookie="") as socket:
        await soon(lambda: socket.refusal)
        assert (socket.refusal, socket.is_open) == (REFUSED, False)
        await socket.fire(console.find(text="Dateien", classes="nav-link"))
        await socket.closed()
        assert not socket.heard
    async with console.socket() as socket:
        await opens_files(socket)


async def test_a_socket_with_another_persons_cookie_is_told_the_same(
    console: OpenPage, house: House, evening: Evening
) -> None:
    async with Visitor(house.server.url) as host:
        await host.enter(evening.host_link("bildung"))
        async with console.socket(cookie=host.cookie) as socket:
            await soon(lambda: socket.refusal)
            assert not socket.is_open


async def test_a_browser_that_opens_another_link_goes_on(
    visitor: Visitor, console: OpenPage, house: House, evening: Evening
) -> None:
    """Its open page goes on as well, or is told to load itself, which it may."""
    async with console.socket() as socket:
        before = visitor.cookie
        await visitor.enter(house.evening(cards=False).invitation.console_url)
        if visitor.cookie != before:
            await socket.closed()
    page = await visitor.open(f"/console/{evening.dialogue.code}")
    assert page.status == 200
    async with page.socket() as socket:
        await opens_files(socket)


async def test_a_socket_for_a_page_that_is_gone_is_told_the_same(visitor: Visitor, board: OpenPage) -> None:
    async with board.socket(query={"client_id": str(uuid.uuid4())}) as socket:
        await soon(lambda: socket.refusal)
        assert socket.refusal == REFUSED


async def test_a_page_is_not_spoken_for_over_the_socket_of_another(
    console: OpenPage, house: House, evening: Evening
) -> None:
    """The host's browser knows all names of the moderator's page, and has a good socket of its own."""
    async with Visitor(house.server.url) as host:
        await host.enter(evening.host_link("bildung"))
        page = await host.open(f"/host/{evening.dialogue.code}/bildung")
        async with console.socket() as theirs, page.socket() as socket:
            link = console.find(text="Dateien", classes="nav-link")
            listener = link["events"][0]["listener_id"]
            forged = socket.message(link["id"], listener) | {"client_id": console.client_id}
            names = {"client_id": console.client_id, "next_message_id": 0}
            shake = names | {"tab_id": console.tab_id, "document_id": console.document_id}
            for _ in range(MOST_REFUSED):
                await socket.emit("event", forged)
                await socket.emit("ack", names)
                await socket.emit("handshake", shake)
            await socket.closed()
            assert not list(console.walk(classes="download"))
            await opens_files(theirs)


@pytest.mark.parametrize(
    "query",
    [
        {"client_id": ""},
        {"client_id": "x" * 300},
        {"tab_id": ""},
        {"document_id": "x" * 65},
        {"next_message_id": "x"},
        {"next_message_id": "-1"},
        {"next_message_id": "9" * 500},
        {"EIO": 3},
        {"transport": "polling"},
        {"sid": "x"},
    ],
)
async def test_a_socket_with_an_address_that_no_page_makes_does_not_open(
    board: OpenPage, query: dict[str, object]
) -> None:
    with pytest.raises(InvalidStatus):
        await board.connect_socket(query=query)


async def test_a_page_of_another_site_gets_no_socket(board: OpenPage) -> None:
    with pytest.raises(InvalidStatus):
        await board.connect_socket(origin="https://evil.example")


async def test_a_page_that_was_loaded_ahead_shakes_hands_when_it_is_looked_at(
    visitor: Visitor, evening: Evening
) -> None:
    visitor.http.headers["Sec-Purpose"] = "prefetch"
    page = await visitor.open(f"/b/{evening.dialogue.code}")
    assert page.query["implicit_handshake"] is False
    assert not visitor.http.cookies, "a board needs no cookie"
    shake = page.query | {"tab_id": page.tab_id, "old_tab_id": None, "document_id": page.document_id}
    async with page.socket() as socket:
        assert await socket.ask("handshake", shake) is True
        await soon(lambda: any(event == "update" for event, _ in socket.heard))
    async with page.socket() as socket:
        await socket.fire(next(page.listeners("go"))[0], "go", {"table": "bildung"})
        await socket.closed()


async def test_there_is_no_second_way_in_by_polling(visitor: Visitor, board: OpenPage) -> None:
    query = {"EIO": "4", "transport": "polling", **{name: str(each) for name, each in board.query.items()}}
    for method in ("GET", "POST", "OPTIONS"):
        answer = await visitor.http.request(method, "/_nicegui_ws/socket.io/", params=query)
        assert (answer.status_code, answer.text) == (404, "only websockets\n")


async def test_nobody_writes_into_the_log(board: OpenPage, house: House) -> None:
    async with board.socket() as socket:
        for _ in range(MOST_REFUSED * 3):
            told = {"client_id": board.client_id, "level": "error", "message": SECRET * 50}
            await socket.emit("log", told)
        await socket.closed()
    log = house.server.log()
    assert SECRET not in log
    assert log.count("an event that is not on the list") <= 1


async def test_broken_messages_leave_no_trace_and_end_the_socket(console: OpenPage, house: House) -> None:
    broken = [said("event", each | {"client_id": console.client_id}) for each in BROKEN_EVENTS]
    before = house.server.log()
    for frames in (BROKEN_FRAMES, broken, BROKEN_OTHERS, [b"\x00\xff", b"4"] * 20):
        async with console.socket() as socket:
            for frame in [*frames, *frames]:
                await socket.send(frame)
            await socket.closed()
    async with console.socket() as socket:
        await opens_files(socket)
    log = house.server.log()[len(before) :]
    assert "Traceback" not in log
    assert "Error" not in log
    assert log.count("socket_refused") <= 3


async def test_a_handler_that_the_page_does_not_have_is_not_called(board: OpenPage, house: House) -> None:
    async with board.socket() as socket:
        number, listener = next(board.listeners("go"))
        for element, name in [(10**9, listener["listener_id"]), (0, "x"), (number, str(uuid.uuid4()))]:
            await socket.emit("event", socket.message(element, name, {}))
        for args in ({"table": "x" * 500, "view": 7}, "x", [], 7, {"table": {"a": 1}}):
            await socket.emit("event", socket.message(number, listener["listener_id"], args))
        await socket.fire(number, "go", {"table": "bildung", "view": "topics"})
        await soon(lambda: any("bildung" in str(frame) for frame in socket.frames))
    assert "Traceback" not in house.server.log()


async def test_what_is_no_text_ends_the_socket_without_a_word_in_the_log(
    visitor: Visitor, board: OpenPage, house: House
) -> None:
    async with board.socket() as socket:
        # A frame that says it is text, masked with nothing.
        socket.connection.transport.write(b"\x81\x83\x00\x00\x00\x00\xff\xfe\xfd")
        await socket.closed()
    assert "Traceback" not in house.server.log()


@pytest.mark.parametrize("size", [4_000, 1_000_000])
async def test_a_board_takes_no_long_message(board: OpenPage, size: int) -> None:
    async with board.socket() as socket:
        for _ in range(MOST_REFUSED + 2):
            await socket.emit("event", {"x": "y" * size})
        await soon(lambda: socket.is_closed)


async def test_a_compressed_bomb_is_not_unpacked(console: OpenPage) -> None:
    async with console.socket() as socket:
        assert socket.connection.protocol.extensions, "nothing is compressed"
        # 200 kB on the way, 200 MB unpacked.
        await socket.emit("event", {"x": "y" * 20_000_000})
        await socket.closed()


async def test_idle_sockets_go_and_let_others_in(board: OpenPage, visitor: Visitor) -> None:
    began, strangers = time.monotonic(), []
    for _ in range(300):
        with contextlib.suppress(InvalidStatus):
            query = {"client_id": str(uuid.uuid4())}
            strangers.append(await board.connect_socket(query=query, says_hello=False))
    silent = [await board.connect_socket(says_hello=False) for _ in range(2)]
    async with board.socket() as socket:
        assert socket.is_open
        for each in (*strangers, *silent):
            await each.closed(within=HELLO_SECONDS * 3)
        assert not socket.is_closed
    assert len(strangers) >= 200
    assert time.monotonic() - began < 60
    await asyncio.gather(*(each.close() for each in (*strangers, *silent)))


async def test_a_page_has_few_sockets(board: OpenPage) -> None:
    sockets = [await board.connect_socket() for _ in range(5)]
    await sockets[0].closed()
    await sockets[1].closed()
    assert [each.is_closed for each in sockets[2:]] == [False] * 3
    for each in sockets:
        await each.close()


async def test_somebody_fast_loses_nothing(console: OpenPage) -> None:
    """More clicks than a burst holds, all at once: the last one counts as well."""
    async with console.socket() as socket:
        link = console.find(text="Dateien", classes="nav-link")
        for _ in range(350):
            await socket.emit("ack", {"client_id": console.client_id, "next_message_id": 0})
        await socket.fire(link)
        await socket.wait_for(classes="download")
        assert not socket.is_closed


async def test_pages_without_a_socket_do_not_pile_up(
    house: House, evening: Evening, visitor: Visitor
) -> None:
    await visitor.enter(evening.invitation.console_url)
    console = await visitor.open(f"/console/{evening.dialogue.code}")
    async with Visitor(house.server.url) as stranger:
        first = await stranger.open("/b/NIRGENDS")
        for _ in range(320):
            await stranger.http.get("/b/NIRGENDS")
        async with first.socket() as socket:
            await soon(lambda: socket.refusal)
    async with console.socket() as socket:
        await opens_files(socket)


@pytest.mark.parametrize(
    "path",
    ["/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"],
)
def test_the_framework_shows_nothing_of_its_own(house: House, path: str) -> None:
    answer = httpx.get(house.server.url + path, timeout=30)
    assert answer.status_code == 404
    assert "nicegui" not in answer.text.lower()
