"""Every route answers everybody as the table says, and tells nobody what is not theirs."""

import re
import uuid
from collections import Counter
from collections.abc import Mapping

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute

from tests.doors.conftest import Crowd, Writes
from tests.doors.deed_rows import ROUTE_OF
from tests.doors.hall import HELD, TITLES, digest_of, rows_of
from tests.doors.intruders import pages_of
from tests.doors.real import events_of, routes_of
from tests.doors.table import EVENTS, HOSTS, MODERATORS, ORGANISERS, ROUTES
from tests.doors.who import Who, rights_of
from tests.sockets.visitor import OpenPage, Visitor
from tests.waiting import soon
from workshop.phone.assets import assets
from workshop.sockets.complaints import Fault
from workshop.sockets.gate import MOST_REFUSED

pytestmark = pytest.mark.integration
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


# Style sheets and scripts of the rich pages, which become routes when the first page needs them.
FILE = re.compile(r"(?<=^GET /static/)(look|console)/\w+\.[0-9a-f]{12}\.(?:css|js)$")


def named(pattern: str) -> str:
    """Return a pattern of the table as the server of today has it."""
    import nicegui  # noqa: PLC0415 - slow, and only its version is asked for

    for path in (assets().script_path, assets().weigh_script_path, assets().summary_script_path):
        start, digest, _ = path.split(".")
        pattern = pattern.replace(f"{start}.{{hash}}", f"{start}.{digest}")
    return pattern.replace("{version}", nicegui.__version__)


def files_of(lists: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the addresses of those files by their rows."""
    found: dict[str, list[str]] = {}
    for route in lists["routes"]:
        if match := FILE.search(route):
            found.setdefault(f"GET /static/{match[1]}/{{file}}", []).append(route.removeprefix("GET "))
    return found


def check_lists(lists: Mapping[str, list[str]]) -> tuple[set[str], set[str]]:
    """Return the routes and events that only one of both sides has."""
    files = files_of(lists)
    real = {route for route in lists["routes"] if not FILE.search(route)} | files.keys()
    return real ^ {named(pattern) for pattern in ROUTES}, set(lists["events"]) ^ EVENTS.keys()


@pytest.mark.unit
def test_new_route_is_found_wherever_it_hangs() -> None:
    async def answer(*_: object) -> PlainTextResponse: ...

    class Around:
        def __init__(self, app: object) -> None:
            self._app = app

    rich = FastAPI(openapi_url=None)
    rich.add_api_route("/planted/{code}", answer, methods=["GET", "DELETE"])
    app = Starlette(
        routes=[
            Route("/top", answer, methods=["POST"]),
            Mount(
                "/below", Around(Starlette(routes=[Route("/inner", answer), WebSocketRoute("/ws", answer)]))
            ),
            Mount("/bare", answer),
            Mount("/", rich),
        ]
    )
    assert routes_of(Around(app)) == [
        "* /bare",
        "DELETE /planted/{code}",
        "GET /below/inner",
        "GET /planted/{code}",
        "POST /top",
        "WEBSOCKET /below/ws",
    ]


@pytest.mark.unit
def test_new_socket_event_is_found() -> None:
    import socketio  # noqa: PLC0415 - only here

    sio = socketio.AsyncServer(async_mode="asgi")
    sio.on("planted", lambda *_: None)
    sio.on("planted", lambda *_: None, namespace="/other")
    sio.register_namespace(socketio.AsyncNamespace("/third"))
    assert "planted" in events_of(sio)
    assert "/other planted" in events_of(sio)
    assert any(event.startswith("/third ") for event in events_of(sio))


async def visit_every_page(visitors: Mapping[Who, Visitor], crowd: Crowd) -> None:
    """Open each page once, for a page may add routes."""
    for who, address in pages_of(crowd).items():
        await visitors[who].open(address)


async def test_every_route_and_event_of_the_server_has_a_row(
    crowd: Crowd, visitors: dict[Who, Visitor]
) -> None:
    await visit_every_page(visitors, crowd)
    lists = crowd.server.lists()
    assert check_lists(lists) == (set(), set())
    planted = {"routes": [*lists["routes"], "GET /planted"], "events": [*lists["events"], "planted"]}
    assert check_lists(planted) == ({"GET /planted"}, {"planted"})


async def test_every_event_passes_the_gate_for_whom_the_table_says(
    crowd: Crowd, visitors: dict[Who, Visitor]
) -> None:
    """What is refused ends the socket when it comes too often; what passes does not."""
    for who, address in pages_of(crowd).items():
        page = await visitors[who].open(address)
        told = {"client_id": page.client_id}
        for event, passes in EVENTS.items():
            if event in {"connect", "disconnect", "handshake"}:
                continue
            said = {"ack": told | {"next_message_id": 0}, "event": message_to_nobody(page)}
            async with page.socket() as socket:
                assert socket.is_open
                before = refused(crowd)
                for _ in range(MOST_REFUSED + 2):
                    await socket.emit(event, said.get(event, told | {"level": "info", "message": "x"}))
                if who in passes:
                    # What is said after it is heard after it, and is all that is refused.
                    await socket.emit("planted", told)
                    await soon(lambda before=before: refused(crowd) != before)
                    assert refused(crowd) - before == {Fault.EVENT: 1}, (who, event)
                else:
                    await socket.closed()


def refused(crowd: Crowd) -> Counter[str]:
    """Return how much was refused at the sockets so far, by its kind."""
    return Counter(crowd.server.lists()["refused"])


def message_to_nobody(page: OpenPage) -> dict[str, object]:
    """Return an event for an element that is not there any more, which the gate passes over."""
    return {"id": 10**9, "client_id": page.client_id, "listener_id": "x", "args": []}


async def knock(visitor: Visitor, method: str, address: str, **options: object) -> tuple[int, str]:
    """Return the status and, of what ends by itself, the text."""
    async with visitor.http.stream(method, address, **options) as answer:
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            return answer.status_code, ""
        return answer.status_code, (await answer.aread()).decode("utf-8", "replace")


def filled(text: str, crowd: Crowd, own: str, **more: str) -> str:
    evening = crowd.hall.evening
    names = {"{code}": evening.code, "{table}": evening.here.key, "{own}": own, "{new}": str(uuid.uuid4())}
    names |= {"{group}": str(evening.here.group), "{summary}": str(evening.here.summary)}
    names["{photo}"] = str(evening.here.photo)
    for name, value in (names | {f"{{{name}}}": value for name, value in more.items()}).items():
        text = text.replace(name, value)
    return named(text)


# Who may read the held cards, on some page.
READ_HELD = {"/host/": HOSTS, "/console/": MODERATORS}


async def test_every_route_answers_everybody_as_the_table_says(
    crowd: Crowd, visitors: dict[Who, Visitor], writes: Writes
) -> None:
    participant, own = await crowd.participant()
    visitors[Who.PARTICIPANT] = participant
    await visit_every_page(visitors, crowd)
    files, link = files_of(crowd.server.lists()), await crowd.link(Who.MODERATOR)
    wrong, told, listed = [], [], {}
    for pattern, door in ROUTES.items():
        method = "GET" if pattern.startswith("*") else pattern.split()[0]
        # Whoever may change something comes last, and finds what the others left.
        for who in sorted(Who, key=lambda each: each in door.who):
            address = filled(door.address, crowd, own, link=link)
            sends = {name: filled(text, crowd, own) for name, text in door.sends.items()}
            options = {"json": sends} if method == "POST" else {}
            writes.any()
            for each in files.get(pattern, [address]):
                status, text = await knock(visitors[who], method, each, **options)
                if status != door.expected(who):
                    wrong.append((pattern, who, status))
            # A look changes nothing, whoever looks.
            if writes.any() and (method == "GET" or who not in door.who):
                wrong.append((pattern, who, "changed something"))
            place = next((place for place in READ_HELD if address.startswith(place)), "")
            if HELD in text and who not in READ_HELD.get(place, ()):
                told.append((pattern, who))
            if pattern == "GET /console":
                listed[who] = [title for title in TITLES if title in text]
    assert wrong == []
    assert told == []
    here, there = TITLES
    nothing = {who: [] for who in Who}
    assert listed == nothing | {
        Who.MODERATOR: [here],
        Who.MODERATOR_ELSEWHERE: [there],
        Who.ORGANISER: [here, there],
    }


async def test_held_cards_are_there_for_those_who_look_at_them(
    crowd: Crowd, visitors: dict[Who, Visitor]
) -> None:
    code = crowd.hall.evening.code
    for who in MODERATORS:
        assert HELD in (await knock(visitors[who], "GET", f"/console/{code}"))[1], who


async def test_a_page_of_staff_opens_nothing_of_another_dialogue(
    crowd: Crowd, visitors: dict[Who, Visitor]
) -> None:
    other = crowd.hall.other
    for who in set(Who) - ORGANISERS - {Who.MODERATOR_ELSEWHERE}:
        at = f"/console/{other.code}"
        for address in (at, f"{at}/results", f"/host/{other.code}/{other.here.key}"):
            status, text = await knock(visitors[who], "GET", address)
            assert (status, TITLES[1] in text) == (403, False), (who, address)


async def test_a_link_opens_what_the_table_gives_its_holder_and_opens_once(crowd: Crowd) -> None:
    pages = {pattern: door for pattern, door in ROUTES.items() if pattern in ROUTE_OF.values()}
    for who in rights_of(crowd.hall.place):
        address = f"/enter/{await crowd.link(who)}"
        async with Visitor(crowd.server.url) as visitor, Visitor(crowd.server.url) as late:
            assert (await visitor.enter(address)).status_code == 303
            opened = {
                pattern: (await knock(visitor, "GET", filled(door.address, crowd, "")))[0]
                for pattern, door in pages.items()
            }
            assert opened == {pattern: door.expected(who) for pattern, door in pages.items()}, who
            headers = {"Origin": crowd.server.url}
            assert (await knock(late, "POST", address, headers=headers))[0] == 410
            assert not late.http.cookies


async def test_what_does_not_exist_is_told_only_to_whoever_runs_the_installation(
    crowd: Crowd, visitors: dict[Who, Visitor]
) -> None:
    code = crowd.hall.evening.code
    for address in (
        "/console/ABCD2345",
        "/console/ABCD2345/results",
        "/host/ABCD2345/wohnen",
        f"/host/{code}/keiner",
    ):
        for who in Who:
            status, _ = await knock(visitors[who], "GET", address)
            assert status == (404 if who == Who.ORGANISER else 403), (who, address)


async def test_no_route_takes_another_method(crowd: Crowd, visitors: dict[Who, Visitor]) -> None:
    before, wrong = digest_of(rows_of(crowd.server.database)), []
    addresses: dict[str, set[str]] = {}
    for pattern, door in ROUTES.items():
        method, _, _ = pattern.partition(" ")
        address = door.address if "/enter/" not in pattern else "/enter/nobody-made-this-link"
        address, _, _ = filled(address, crowd, "x").partition("?")
        addresses.setdefault(address, set()).add("GET" if method == "*" else method)
    for address, listed in addresses.items():
        for method in set(METHODS) - listed:
            status, _ = await knock(visitors[Who.ORGANISER], method, address)
            if status not in {404, 405}:
                wrong.append((method, address, status))
    assert wrong == []
    assert digest_of(rows_of(crowd.server.database)) == before


async def test_only_the_author_of_a_card_finds_and_changes_it(
    crowd: Crowd, visitors: dict[Who, Visitor]
) -> None:
    (author, own), (other, _) = [await crowd.participant() for _ in range(2)]
    code = crowd.hall.evening.code
    address = f"/j/{code}/entries/{own}"
    for each in (other, *(visitors[who] for who in Who)):
        assert own not in (await knock(each, "GET", f"/j/{code}/mine"))[1]
        for what in ("correct", "withdraw"):
            status, text = await knock(each, "POST", f"{address}/{what}", json={"text": "Anders"})
            assert (status, own in text) == (403, False)
    assert own in (await knock(author, "GET", f"/j/{code}/mine"))[1]
    # Nor is it changed under the code of another dialogue, where the author is nobody.
    elsewhere = f"/j/{crowd.hall.other.code}/entries/{own}/withdraw"
    assert (await knock(author, "POST", elsewhere, json={}))[0] == 403
    assert (await knock(author, "POST", f"{address}/withdraw", json={}))[0] == 200
    for each in (author, other):
        await each.close()
