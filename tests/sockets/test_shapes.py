"""Every handler of every page is called with what no page of ours sends: none of them stumbles."""

import pytest

from tests.console.conftest import Evening, House
from tests.sockets.visitor import OpenPage, Visitor
from workshop.sockets.gate import MOST_REFUSED

pytestmark = pytest.mark.integration
SHAPES = (
    None,
    "x",
    7,
    -(2**60),
    [],
    [["x"], None],
    {"": [""]},
    {"act": {}, "group": [], "kind": 1, "n": None},
)
PLACES = ("tables", "topics", "outcomes", "files", "print", "facts", "log")


async def call_all(page: OpenPage) -> int:
    """Call all handlers that the page has at first, in all shapes; return how many there are."""
    listeners = [(number, each["listener_id"]) for number, each in page.listeners()]
    async with page.socket() as socket:
        for shape in SHAPES:
            for number, listener in listeners:
                await socket.emit("event", socket.message(number, listener, shape))
        # What was said before is heard before.
        for _ in range(MOST_REFUSED * 2):
            await socket.send(b"x")
        await socket.closed()
    return len(listeners)


async def test_no_handler_stumbles_over_what_it_is_told(
    visitor: Visitor, house: House, evening: Evening
) -> None:
    before, number, code = len(house.server.log()), 0, evening.dialogue.code
    await visitor.enter(house.organiser_link())
    addresses = ["/console", *(f"/console/{code}?view={place}&table=bildung" for place in PLACES)]
    for address in (*addresses, f"/host/{code}/bildung", f"/b/{code}", f"/b/{code}/bildung"):
        page = await visitor.open(address)
        number += await call_all(page)
    assert number > 150
    assert (await visitor.open("/console")).status == 200
    log = house.server.log()[before:]
    for word in ("Traceback", "page_failed", "console_deed_failed", "console_background_failed"):
        assert word not in log, log
