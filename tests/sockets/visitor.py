"""A browser as the server sees it: cookies, pages, and sockets that speak NiceGUI's protocol or forge it."""

import ast
import asyncio
import contextlib
import html
import json
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.waiting import PATIENCE, soon

Element = dict[str, Any]
_ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
_QUERY = re.compile(r"^ *query: (\{.*\}),$", re.MULTILINE)
SOCKET_PATH = "/_nicegui_ws/socket.io/"


class Visitor:
    """One browser with its cookies; close it at the end, or use it with `async with`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.http = httpx.AsyncClient(base_url=self.url, timeout=PATIENCE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self.http.aclose()

    async def enter(self, link: str) -> httpx.Response:
        """Use a one-use link up, by the button of its page if it has one; return the last answer."""
        path = urlsplit(link).path
        answer = await self.http.get(path)
        if answer.status_code == 200:
            answer = await self.http.post(path, headers={"Origin": self.url})
        return answer

    async def open(self, path: str) -> "OpenPage":
        """Load a page of board, console or host; its socket is not connected yet."""
        answer = await self.http.get(path, headers={"Accept-Language": "de"})
        return OpenPage(self, answer)

    @property
    def cookie(self) -> str:
        """The header `Cookie` as this browser would send it."""
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())


class OpenPage:
    """A loaded page: what its source holds, kept up to date by what its socket says."""

    def __init__(self, visitor: Visitor, answer: httpx.Response) -> None:
        self.visitor = visitor
        self.status = answer.status_code
        self.html = answer.text
        elements, query = _ELEMENTS.search(self.html), _QUERY.search(self.html)
        self.elements: dict[int, Element] = {}
        if elements:
            read: dict[str, Element] = json.loads(html.unescape(elements[1]))
            self.elements = {int(number): element for number, element in read.items()}
        self.query: dict[str, Any] = ast.literal_eval(query[1]) if query else {}
        self.tab_id, self.document_id = str(uuid.uuid4()), str(uuid.uuid4())

    @property
    def client_id(self) -> str:
        """NiceGUI's name of the page."""
        return str(self.query.get("client_id", ""))

    @contextlib.asynccontextmanager
    async def socket(self, **forged: Any) -> AsyncIterator["Socket"]:
        """Open the page's socket, close it at the end; see `connect_socket`."""
        socket = await self.connect_socket(**forged)
        try:
            yield socket
        finally:
            await socket.close()

    async def connect_socket(
        self,
        *,
        cookie: str | None = None,
        origin: str | None = None,
        query: dict[str, Any] | None = None,
        says_hello: bool = True,
    ) -> "Socket":
        """Open the page's socket as the browser does; everything can be forged.

        `cookie` and `origin` replace the headers (empty: none), `query` what stands in the address. With
        `says_hello=False` nothing is sent yet.
        """
        asked = {"EIO": 4, "transport": "websocket", **_said(self.query)}
        asked |= {"tab_id": self.tab_id, "document_id": self.document_id, **_said(query or {})}
        cookie = self.visitor.cookie if cookie is None else cookie
        origin = self.visitor.url if origin is None else origin
        headers = {"Cookie": cookie} if cookie else {}
        address = self.visitor.url.replace("http", "ws", 1) + SOCKET_PATH + "?" + urlencode(asked)
        connection = await connect(
            address,
            additional_headers=headers,
            origin=origin or None,  # type: ignore[arg-type] - the type is a name for text
            max_size=None,
            open_timeout=PATIENCE,
            close_timeout=2,
            ping_interval=None,
            proxy=None,
        )
        socket = Socket(self, connection)
        if says_hello:
            await socket.hello()
        return socket

    def walk(self, *, text: str = "", classes: str = "", tag: str = "", **props: Any) -> Iterator[Element]:
        """Yield the elements with these classes and properties, and this text in or below them."""
        wanted = set(classes.split())
        for number, element in sorted(self.elements.items()):
            has = element.get("props", {})
            fits = wanted <= set(element.get("class", [])) and (not tag or element.get("tag") == tag)
            fits = fits and all(has.get(name) == value for name, value in props.items())
            if fits and (not text or text in self.text_of(number)):
                yield element | {"id": number}

    def find(self, **wanted: Any) -> Element:
        """Return the first element that `walk` yields."""
        found = next(self.walk(**wanted), None)
        assert found, f"no element with {wanted}"
        return found

    def text_of(self, number: int) -> str:
        """Return the text in and below an element."""
        element = self.elements.get(number, {})
        own = [element.get("text"), element.get("props", {}).get("innerHTML")]
        below = [self.text_of(child) for child in element.get("children", [])]
        for slot in (element.get("slots") or {}).values():
            below += [self.text_of(child) for child in slot.get("ids", [])]
        return " ".join(part for part in (*own, *below) if part)

    def listeners(self, event: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each registered handler of the page with the number of its element."""
        for number, element in sorted(self.elements.items()):
            for listener in element.get("events", []):
                if event in {"", listener["type"]}:
                    yield number, listener


class Socket:
    """A page's socket; what comes is kept in `heard`, and updates are put into the page's elements."""

    def __init__(self, page: OpenPage, connection: ClientConnection) -> None:
        self.page = page
        self.connection = connection
        self.heard: list[tuple[str, Any]] = []
        self.frames: list[str | bytes] = []
        self.answers: dict[int, Any] = {}
        self.refusal: Any = None
        self.is_open = False
        self.is_closed = False
        self._asked = 0
        self._listening = asyncio.create_task(self._listen())

    async def hello(self) -> None:
        """Say what a browser says first, and wait until the server has taken or refused it."""
        await self.send("40")
        await soon(lambda: self.is_open or self.is_closed or self.refusal is not None)

    async def send(self, frame: str | bytes) -> None:
        """Send a frame as it is; a socket that the server has closed takes nothing."""
        with contextlib.suppress(ConnectionClosed):
            await self.connection.send(frame)

    async def emit(self, event: str, *data: Any) -> None:
        """Send a socket.io event."""
        await self.send("42" + json.dumps([event, *data]))

    async def ask(self, event: str, *data: Any) -> Any:
        """Send a socket.io event and return what it is answered with; `None` when the socket is closed."""
        self._asked += 1
        number = self._asked
        await self.send(f"42{number}" + json.dumps([event, *data]))
        await soon(lambda: number in self.answers or self.is_closed)
        return self.answers.get(number)

    def message(self, element: int, listener: str, *args: Any) -> dict[str, Any]:
        """Return what the browser sends when a handler is called."""
        said = [None if arg is None else json.dumps(arg) for arg in args]
        return {"id": element, "client_id": self.page.client_id, "listener_id": listener, "args": said}

    async def fire(self, element: Element | int, event: str = "click", *args: Any) -> None:
        """Call the handler that an element has for an event."""
        number = element if isinstance(element, int) else int(element["id"])
        listeners = self.page.elements[number].get("events", [])
        listener = next(each["listener_id"] for each in listeners if each["type"] == event)
        await self.emit("event", self.message(number, listener, *args))

    async def wait_for(self, **wanted: Any) -> Element:
        """Wait until the page has an element, and return it."""
        return await soon(lambda: next(self.page.walk(**wanted), None), why=lambda: wanted)

    async def closed(self, *, within: float = PATIENCE) -> None:
        """Wait until the server has closed the socket."""
        await soon(lambda: self.is_closed, within=within, why=lambda: "the socket is still open")

    async def close(self) -> None:
        """Close the socket."""
        await self.connection.close()
        await asyncio.wait([self._listening], timeout=PATIENCE)

    async def _listen(self) -> None:
        try:
            async for frame in self.connection:
                self.frames.append(frame)
                if isinstance(frame, str):
                    await self._take(frame)
        except ConnectionClosed:
            pass
        finally:
            self.is_closed = True

    async def _take(self, frame: str) -> None:
        if frame == "2":
            await self.send("3")
        elif frame.startswith("40"):
            self.is_open = True
        elif frame.startswith("44"):
            self.refusal = json.loads(frame[2:])
        elif frame.startswith("42"):
            event, *data = json.loads(frame[2:])
            self.heard.append((event, data[0] if data else None))
            if event == "update":
                self._update(data[0])
        elif match := re.match(r"43(\d+)(.*)", frame, re.DOTALL):
            values = json.loads(match[2] or "[]")
            self.answers[int(match[1])] = values[0] if values else None

    def _update(self, elements: dict[str, Element | None]) -> None:
        for number, element in elements.items():
            if number == "_id":
                continue
            if element is None:
                self.page.elements.pop(int(number), None)
            else:
                self.page.elements[int(number)] = element


def _said(query: dict[str, Any]) -> dict[str, str]:
    """Write a query as a browser does."""
    return {name: json.dumps(said) if isinstance(said, bool) else str(said) for name, said in query.items()}
