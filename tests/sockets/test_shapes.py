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
PLACES = ("tables", "topics", "outcomes", "photos", "files", "print", "facts", "log", "access")


Kind = tuple[str, ...]


def kind_of(page: OpenPage, number: int, event: str) -> Kind:
    """Return what handlers of the same sort share: the event, and the element's tag, classes and text."""
    element = page.elements[number]
    return (event, element.get("tag", ""), *element.get("class", []), page.text_of(number))


async def call_all(page: OpenPage, known: set[Kind]) -> int:
    """Call the handlers that the page has at first, in all shapes; return how many there are.

    Those of a kind that is known are left out.
    """
    listeners = [
        (number, each["listener_id"])
        for number, each in page.listeners()
        if kind_of(page, number, each["type"]) not in known
    ]
    known |= {kind_of(page, number, each["type"]) for number, each in page.listeners()}
    for shape in SHAPES:
        # Each has its own socket, which may say as much at once.
        async with page.socket() as socket:
            for number, listener in listeners:
                await socket.emit("event", socket.message(number, listener, shape))
            # What was said before is heard before.
            for _ in range(MOST_REFUSED + 2):
                await socket.send(b"x")
            await socket.closed()
    return len(listeners)


@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.soak)])
async def test_no_handler_stumbles_over_what_it_is_told(
    visitor: Visitor, house: House, evening: Evening, *, everywhere: bool
) -> None:
    """Short: what stands on many pages, as the frame of a dialogue, is called on the first of them."""
    known: set[Kind] = set()
    before, number, code = len(house.server.log()), 0, evening.dialogue.code
    await visitor.enter(house.organiser_link())
    addresses = ["/console", "/console/access", f"/console/{code}/results", f"/console/{code}/measures"]
    addresses += [f"/console/{code}?view={place}&table=bildung" for place in PLACES]
    for address in (*addresses, f"/host/{code}/bildung", f"/b/{code}", f"/b/{code}/bildung"):
        page = await visitor.open(address)
        number += await call_all(page, set() if everywhere else known)
    assert number > (150 if everywhere else 80)
    assert (await visitor.open("/console")).status == 200
    log = house.server.log()[before:]
    for word in ("Traceback", "page_failed", "console_deed_failed", "console_background_failed"):
        assert word not in log, log
