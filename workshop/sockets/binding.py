"""Which browser a page belongs to, and what it may send: kept for each page as long as NiceGUI keeps it."""

import asyncio
import hmac
from collections.abc import Callable
from typing import Protocol

from nicegui import Client, core
from starlette.requests import HTTPConnection

from workshop.sockets.policy import GUEST, Policy

# Engine.IO's number for what is said, and not for the socket itself.
_MESSAGE = 4
KeyOf = Callable[[HTTPConnection], str | None]
# One page has one socket, for a moment two when its connection was lost; the newest stay.
MOST_SOCKETS = 3
# So many pages that anybody can open may wait for their socket; the oldest go first.
MOST_WAITING = 300
# What a page says last is on its way within this; then its socket ends. An answer that brings the browser
# another key has arrived by then, too.
LAST_WORD_SECONDS = 1.0


class Ending(Protocol):
    """A socket that can be ended."""

    def end(self) -> None:
        """End it; what it would have said is lost."""
        ...


def _no_key(_connection: HTTPConnection) -> None:
    return None


class Binding:
    """One page: the browser's key when it was loaded, the bounds of what it sends, its sockets."""

    def __init__(self, client_id: str, policy: Policy, key: str | None, key_of: KeyOf) -> None:
        self._client_id = client_id
        self.policy = policy
        self._key = key
        self._key_of = key_of
        self._sockets: list[Ending] = []
        self.is_cut = False

    def is_of(self, connection: HTTPConnection) -> bool:
        """Say whether a socket comes from the browser that loaded the page, with the key that it had then."""
        if self.is_cut:
            return False
        return hmac.compare_digest((self._key_of(connection) or "").encode(), (self._key or "").encode())

    def add(self, socket: Ending) -> None:
        """Take a socket in; the oldest of too many ends."""
        self._sockets.append(socket)
        while len(self._sockets) > MOST_SOCKETS:
            self._sockets.pop(0).end()

    def remove(self, socket: Ending) -> None:
        """Let go of a socket that ended."""
        if socket in self._sockets:
            self._sockets.remove(socket)

    def cut(self) -> None:
        """Send nothing of what waits, take nothing any more, and end the sockets after a last word.

        What is done to the page in the same breath is that last word. The browser then loads the page anew,
        with the key that it has by then.
        """
        if self.is_cut:
            return
        self.is_cut = True
        client = Client.instances.get(self._client_id)
        if client is None:
            return
        _forget_waiting(client)
        loop = asyncio.get_running_loop()
        # All that is said after this turn of the loop comes from work that was under way.
        loop.call_soon(_silence, client)
        loop.call_later(LAST_WORD_SECONDS, self._end_sockets)

    def _end_sockets(self) -> None:
        for socket in tuple(self._sockets):
            socket.end()


_bindings: dict[str, Binding] = {}


def bind(client: Client, policy: Policy, *, key: str | None = None, key_of: KeyOf = _no_key) -> Binding:
    """Note to whom a page belongs that is being built, and what it may send.

    `key_of` reads from a request the key that `key` was in the request for the page.
    """
    made = Binding(client.id, policy, key, key_of)
    if client.id not in _bindings:
        client.on_delete(lambda: _bindings.pop(client.id, None))
    _bindings[client.id] = made
    _make_room()
    return made


def binding_of(client_id: str) -> Binding | None:
    """Return the binding of a page that NiceGUI still has; a page that nobody bound is a guest's."""
    client = Client.instances.get(client_id)
    if client is None:
        return None
    return _bindings.get(client_id) or bind(client, GUEST)


def _make_room() -> None:
    """Let the oldest pages go that anybody could open and that have no socket; last those that had one."""
    waiting = [
        client
        for client in tuple(Client.instances.values())
        if not client.has_socket_connection
        and ((bound := _bindings.get(client.id)) is None or bound.policy.is_open_to_all)
    ]
    if len(waiting) <= MOST_WAITING:
        return
    waiting.sort(key=lambda client: bool(client._delete_tasks))  # noqa: SLF001 - set when a socket was lost
    for client in waiting[: len(waiting) - MOST_WAITING]:
        for document in tuple(client._delete_tasks):  # noqa: SLF001 - as above
            client._cancel_delete_task(document)  # noqa: SLF001 - it would delete the page a second time
        client.delete()


def _forget_waiting(client: Client) -> None:
    """Drop what waits for a browser: in the page's outbox, for a lost connection, and on the way to it."""
    box = client.outbox
    box.updates.clear()
    box.messages.clear()
    box.message_history.clear()
    engine = core.sio.eio
    for sid in tuple(client._socket_to_document_id):  # noqa: SLF001 - NiceGUI has no other list of sockets
        socket = engine.sockets.get(core.sio.manager.eio_sid_from_sid(sid, "/"))
        if socket is None:
            continue
        kept = []
        while not socket.queue.empty():
            packet = socket.queue.get_nowait()
            socket.queue.task_done()
            # `None` and pings keep the socket's own order.
            if packet is None or packet.packet_type != _MESSAGE:
                kept.append(packet)
        for packet in kept:
            socket.queue.put_nowait(packet)


def _silence(client: Client) -> None:
    """Let no work that is still under way say anything more, a download not either."""

    def drop(*_: object) -> None:
        return None

    client.outbox.messages.clear()
    client.outbox.enqueue_message = drop  # type: ignore[assignment, method-assign]
    client.outbox.enqueue_update = drop  # type: ignore[assignment, method-assign]
