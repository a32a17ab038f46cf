"""Somebody at an open page of the console, who calls its handlers as the browser would, by their deeds."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from tests.doors.server import DONE
from tests.sockets.visitor import OpenPage, Socket
from tests.waiting import soon

# A part of the page that was built anew just then has other handlers; after this one looks for them again.
LOST_SECONDS = 2.0
Handler = tuple[int, dict[str, Any]]


class Walker:
    """A page and its socket."""

    def __init__(self, page: OpenPage, socket: Socket) -> None:
        self.page, self.socket = page, socket
        # How many deeds were done, and how many handlers were gone when they were called.
        self.calls = self.lost = 0

    def handlers(self, deed: str = "", *, event: str = "") -> Iterator[Handler]:
        """Yield the handlers that the page has now, in the order of their elements."""
        for number, listener in self.page.listeners(event):
            if listener.get("deed") and deed in {"", listener["deed"]}:
                yield number, listener

    def deeds(self) -> set[str]:
        """Return the deeds that can be done on the page now."""
        return {listener["deed"] for _, listener in self.handlers()}

    def handler(self, deed: str, *, event: str = "", nth: int = 0) -> Handler | None:
        """Return a handler of a deed, if the page has it now."""
        every = list(self.handlers(deed, event=event))
        return every[nth] if -len(every) <= nth < len(every) else None

    def messages(self, handler: Handler, args: Sequence[Any]) -> dict[str, Any]:
        """Return what a browser sends to call a handler."""
        number, listener = handler
        return self.socket.message(number, listener["listener_id"], *args)

    async def call(self, handler: Handler, *args: Any) -> bool:
        """Call a handler and wait until its deed is over; say whether it was still there to be called."""
        before, end = len(self.done()), time.monotonic() + LOST_SECONDS
        await self.socket.emit("event", self.messages(handler, args))
        await soon(
            lambda: (
                len(self.done()) > before or (time.monotonic() > end and handler[0] not in self.page.elements)
            ),
            why=lambda: handler,
        )
        is_done = len(self.done()) > before
        self.calls += is_done
        self.lost += not is_done
        return is_done

    async def escape(self) -> None:
        """Close all dialogs, as the browser does when it is asked to, or somebody presses Escape."""
        for number in [each["id"] for each in self.page.walk(tag="dialog")]:
            await self.socket.fire(number, "close", {})
            await soon(lambda number=number: number not in self.page.elements, within=10)

    async def unfold(self) -> None:
        """Open all that is folded."""
        for number, listener in list(self.page.listeners("toggle")):
            await self.socket.emit("event", self.messages((number, listener), []))

    def done(self) -> list[dict[str, Any]]:
        """Return what was told of each deed on this page that is over."""
        return [told for event, told in self.socket.heard if event == DONE]

    async def settle(self) -> None:
        """Wait until no deed is under way on the server, whoever began it."""
        while True:
            handler = self.handler("drafts.list")
            assert handler
            await self.call(handler, [])
            told = self.done()[-1]
            if told["begun"] == told["ended"]:
                return

    def form(self, number: int) -> dict[str, list[str]]:
        """Return what a form holds, as the browser would send it."""
        values: dict[str, list[str]] = {}
        for element in self._below(number):
            props = element.get("props", {})
            if not (name := props.get("name")):
                continue
            tag, kind = element.get("tag"), props.get("type")
            if tag == "select":
                chosen = [each for each in self._children(element) if each["props"].get("selected")]
                values[name] = [str(chosen[0]["props"]["value"])] if chosen else []
            elif kind in {"checkbox", "radio"}:
                values.setdefault(name, [])
                if props.get("defaultChecked"):
                    values[name].append(str(props["value"]))
            elif tag == "textarea":
                values[name] = [element.get("text") or ""]
            else:
                values.setdefault(name, []).append(str(props.get("value", props.get("defaultValue", ""))))
        return values

    def texts(self, number: int, word: str) -> list[str]:
        """Return the texts below an element in which a word stands."""
        texts = [str(each.get("text") or "") for each in self._below(number)]
        return [text for text in texts if word.lower() in text.lower()]

    def options(self, number: int, name: str) -> list[str]:
        """Return what can be chosen or ticked under a name in a form."""
        found = []
        for element in self._below(number):
            props = element.get("props", {})
            if props.get("name") == name:
                of = self._children(element) if element.get("tag") == "select" else [element]
                found += [str(each["props"]["value"]) for each in of]
        return found

    def _children(self, element: dict[str, Any]) -> list[dict[str, Any]]:
        ids = list(element.get("children", []))
        for slot in (element.get("slots") or {}).values():
            ids += slot["ids"]
        return [self.page.elements[each] for each in ids if each in self.page.elements]

    def _below(self, number: int) -> Iterator[dict[str, Any]]:
        waiting = [self.page.elements[number]]
        while waiting:
            element = waiting.pop(0)
            yield element
            waiting = self._children(element) + waiting
