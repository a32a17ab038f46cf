"""What waits for a page is gone when its right is, and nothing follows its last word."""

import asyncio
from collections.abc import Iterator

import pytest
from nicegui import Client, core, ui
from starlette.requests import HTTPConnection, Request

from workshop.sockets.binding import bind, binding_of
from workshop.sockets.policy import CONSOLE, GUEST

pytestmark = pytest.mark.unit


def request(key: str = "") -> Request:
    headers = [(b"cookie", f"key={key}".encode())] if key else []
    return Request({"type": "http", "path": "/", "query_string": b"", "headers": headers})


def key_of(connection: HTTPConnection) -> str | None:
    return connection.cookies.get("key")


@pytest.fixture
def client() -> Iterator[Client]:
    """A page that is being built."""
    before, core.loop = core.loop, None
    with Client(ui.page("/"), request=request()) as made:
        yield made
    if not made.is_deleted:
        made.delete()
    core.loop = before


async def test_what_waits_is_dropped_and_only_the_last_word_is_sent(client: Client) -> None:
    binding = bind(client, CONSOLE, key="mine", key_of=key_of)
    box = client.outbox
    client.download(b"cards", "cards.zip")
    box.message_history.append((0, 0.0, (client.id, "update", {"text": "cards"})))
    with client:
        label, other = ui.label("a card"), ui.label("another card")
    binding.cut()
    assert (list(box.messages), list(box.message_history), dict(box.updates)) == ([], [], {})
    label.set_text("please ask for a link")
    assert dict(box.updates) == {label.id: label}
    await asyncio.sleep(0)
    client.download(b"cards", "cards.zip")
    client.open("/cards")
    other.set_text("one more card")
    assert not box.messages
    assert other.id not in box.updates


async def test_a_page_belongs_to_the_key_it_was_loaded_with(client: Client) -> None:
    binding = bind(client, CONSOLE, key="mine", key_of=key_of)
    tried = {key: binding.is_of(request(key)) for key in ("mine", "", "other", "Mine")}
    assert tried == {"mine": True, "": False, "other": False, "Mine": False}
    binding.cut()
    assert not binding.is_of(request("mine"))


async def test_a_page_that_nobody_bound_may_do_least(client: Client) -> None:
    bound = binding_of(client.id)
    assert bound is not None
    assert bound.policy is GUEST
    client.delete()
    assert binding_of(client.id) is None
