"""A server that is told to stop: what is open ends, what is being stored is answered."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.running import Running, read_to_the_end
from tests.waiting import until
from workshop.server import SHUTDOWN_SECONDS

pytestmark = pytest.mark.integration

# What uvicorn writes when it had to cut answers.
CUT = "timeout graceful shutdown exceeded"
END_OF_ANSWER = b"0\r\n\r\n"
PROCESSES = {
    "serve-sqlite": ("serve",),
    "serve-postgresql": ("serve",),
    "phones-postgresql": ("phones",),
    "two-phones-postgresql": ("phones", "--workers", "2"),
}


@pytest.fixture(params=PROCESSES)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    database_url = f"sqlite:///{tmp_path / 'workshop.sqlite'}"
    if request.param.endswith("postgresql"):
        database_url = request.getfixturevalue("postgres_url")
    made = Running(*PROCESSES[request.param], database_url=database_url, folder=tmp_path)
    made.start()
    yield made
    made.kill()


def test_stop_ends_streams_and_answers_the_card_that_is_being_stored(server: Running) -> None:
    code = server.new_dialogue()
    with server.writer_held(code):
        card = server.send_card(code)
        streams = [server.open_stream(code) for _ in range(8)]
        server.wait_for_a_blocked_card()
        server.begin_to_stop()
        ends = [read_to_the_end(stream) for stream in streams]
    answer = read_to_the_end(card)
    server.wait()
    assert [end.endswith(END_OF_ANSWER) for end in ends] == [True] * 8
    assert answer.split(b"\r\n")[0] == b"HTTP/1.1 201 Created"
    assert b'"state":"shown"' in answer.replace(b" ", b"")
    assert CUT not in server.log


def test_card_of_a_phone_that_hangs_up_is_in_no_log(server: Running) -> None:
    code = server.new_dialogue()
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", server.port)) as phone:
            phone.sendall(
                f"POST /j/{code}/entries HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n".encode()
                + b'{"text": "Geheimes Wort, 0171 2345678'
            )
            # Nothing tells from outside when the server has read what will never be a whole request.
            time.sleep(0.1)
    server.begin_to_stop()
    server.wait()
    assert "Geheimes" not in server.log
    assert "Traceback" not in server.log


def test_card_that_cannot_be_stored_is_refused_and_in_no_log(server: Running) -> None:
    code = server.new_dialogue()
    server.store_card(code)
    server.take_cards_away()
    with server.send_card(code) as card:
        assert card.recv(65536).startswith(b"HTTP/1.1 50")
    server.begin_to_stop()
    server.wait()
    assert "no such table" in server.log or "does not exist" in server.log
    assert "Ein Klavier" not in server.log


@pytest.mark.parametrize("server", ["two-phones-postgresql"], indirect=True)
def test_worker_that_dies_is_replaced_and_all_end_with_the_command(server: Running) -> None:
    code = server.new_dialogue()
    first = server.workers()
    first[0].kill()

    def others() -> list[psutil.Process]:
        now = server.workers()
        return now if len(now) >= 2 and first[0] not in now else []

    now = until(others, why=lambda: server.log)
    for _ in range(8):
        server.store_card(code)
    server.begin_to_stop()
    server.wait()
    assert not any(each.is_running() for each in now)


def test_nobody_who_only_keeps_connections_shuts_others_out_or_holds_up_the_stop(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'workshop.sqlite'}"
    server = Running("serve", database_url=url, folder=tmp_path, descriptors=256)
    server.start()
    with ExitStack() as held:
        held.callback(server.kill)
        code = server.new_dialogue()
        for _ in range(260):
            held.enter_context(server.send(f"GET /j/{code}/events"))
            half = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            half.sendall(b"GET /j HTTP/1.1\r\nHost: x\r\nX-Never: en")
        body = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        body.sendall(f"POST /j/{code}/entries HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{{".encode())
        for _ in range(3):
            server.store_card(code)
        begun = time.monotonic()
        server.begin_to_stop()
        server.wait()
        assert time.monotonic() - begun < 3 * SHUTDOWN_SECONDS
    assert "Traceback" not in server.log


@pytest.mark.e2e
@pytest.mark.parametrize("server", ["serve-sqlite"], indirect=True)
def test_open_board_does_not_hold_up_the_stop_and_comes_back(server: Running, browser: Browser) -> None:
    code = server.new_dialogue()
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"http://127.0.0.1:{server.port}/b/{code}")
    expect(page.locator("body")).to_contain_text("0 Karten")
    server.store_card(code)
    expect(page.locator("body")).to_contain_text("1 Karte")
    server.begin_to_stop()
    server.wait()
    assert CUT not in server.log
    server.start()
    server.store_card(code)
    expect(page.locator("body")).to_contain_text("2 Karten", timeout=60_000)
    page.close()
