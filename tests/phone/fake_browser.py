"""The phone page's outbox in a JavaScript engine: the test is clock, network, storage and chance."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from workshop.phone.shorten import joined

FAKES = Path(__file__).with_name("fake_browser.js")
MOST_POSTS = 200


@dataclass(frozen=True)
class Answer:
    """What the network brings back; a text that is no JSON is what a hotspot's login page sends."""

    status: int
    said: dict[str, Any] | str = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A post of the outbox; `at` is in seconds since the browser was started."""

    at: float
    address: str
    card: dict[str, Any]


# What becomes of a card on its way: an answer, the error of a dead network (False), or nothing ever (None).
Network = Callable[[dict[str, Any]], Answer | bool | None]


UNKNOWN = Answer(404, {"error": "entry_unknown", "message": "This card no longer exists."})


class Server:
    """Stores each id once, as the real one does."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def __call__(self, card: dict[str, Any]) -> Answer:
        """Answer with 201 to what is new, with 200 to a repeat."""
        if "text" not in card:
            withdrawn = self.texts.pop(card["id"], None) is not None
            return Answer(200, {"entries": []}) if withdrawn else UNKNOWN
        is_new = card["id"] not in self.texts
        self.texts.setdefault(card["id"], card["text"])
        return Answer(201 if is_new else 200, {"id": card["id"], "state": "shown", "revision": 1})


def dead(_card: dict[str, Any]) -> bool:
    """Fail like a network that is away."""
    return False


def silent(_card: dict[str, Any]) -> None:
    """Never answer."""


class FakeBrowser:
    """One storage and one clock, for any number of tabs."""

    def __init__(self) -> None:
        self._engine = MiniRacer()
        self._engine.eval(FAKES.read_text(encoding="utf-8") + joined("chance", "storage", "outbox"))
        self._began = self.get("browser.now")
        self._answered = 0
        self.server = Server()
        self.network: Network = self.server

    def get(self, expression: str) -> Any:
        """Return the value of an expression."""
        said = self._engine.eval(f"JSON.stringify({expression} ?? null)")
        return json.loads(str(said))

    def run(self, code: str) -> None:
        """Run code, and let the network answer what it asked for."""
        self._engine.eval(f"{{ {code} }}")
        while self._answered < self.get("browser.requests.length"):
            at = self._answered
            self._answered += 1
            assert at < MOST_POSTS, "the outbox posts without end"
            answer = self.network(self.requests[at].card)
            if isinstance(answer, Answer):
                text = answer.said if isinstance(answer.said, str) else json.dumps(answer.said)
                parts = ", ".join(json.dumps(part) for part in (at, answer.status, text, answer.headers))
                self._engine.eval(f"browser.answer({parts})")
            elif answer is False:
                self._engine.eval(f"browser.requests[{at}].reject(new TypeError('Failed to fetch'))")

    def pass_time(self, seconds: float) -> None:
        """Let time pass, timer by timer."""
        until = self.get("browser.now") + 1000 * seconds
        while self.get(f"browser.timers.some((timer) => timer.at <= {until})"):
            self.run(f"browser.fire({until})")
        self.run(f"browser.now = {until}")

    def open_tab(self) -> "Tab":
        """Open the page in one more tab; it starts as the page does."""
        tab = Tab(self, self.get("browser.openTab()"))
        tab.wake_up()
        return tab

    def close_tabs(self) -> None:
        """End all tabs as a killed browser does: without a farewell."""
        self.run("browser.closeTabs()")

    @property
    def requests(self) -> list[Request]:
        """All posts so far."""
        found = self.get("browser.requests.map(({ at, address, body }) => ({ at, address, body }))")
        return [
            Request((each["at"] - self._began) / 1000, each["address"], json.loads(each["body"]))
            for each in found
        ]

    @property
    def waits(self) -> list[float]:
        """Seconds between one post and the next."""
        times = [request.at for request in self.requests]
        return [round(after - before, 3) for before, after in pairwise(times)]


@dataclass(frozen=True)
class Tab:
    """One open page with its outbox."""

    browser: FakeBrowser
    number: int

    def add(self, card: str, *, at: float = 0, text: str = "") -> None:
        """Put a card in, written so many seconds after the browser started."""
        written = {"id": card, "table": "wohnen", "question": "works", "text": text or f"Text of {card}"}
        stored = written | {"lang": "de", "at": 1_000_000 + 1000 * at, "state": "waiting"}
        self.browser.run(f"{self._outbox}.add({json.dumps(stored)})")

    def find(self, card: str) -> dict[str, Any]:
        """Return what is stored of a card; empty for none."""
        found = self.browser.get(f"{self._outbox}.find({json.dumps(card)})")
        assert isinstance(found, dict)
        return found

    def retry(self, card: str) -> None:
        """Press the button that sends a card now."""
        self.browser.run(f"{self._outbox}.retry({json.dumps(card)})")

    def discard(self, card: str) -> bool:
        """Press the button that throws a card away."""
        self.browser.run(f"browser.said = {self._outbox}.discard({json.dumps(card)})")
        return bool(self.browser.get("browser.said"))

    def wake_up(self) -> None:
        """Tell that the phone is online, or looked at, again."""
        self.browser.run(f"{self._outbox}.wakeUp()")

    def check(self) -> None:
        """Tell that another tab wrote into the storage."""
        self.browser.run(f"{self._outbox}.check()")

    def unlock(self) -> None:
        """Tell that the page is left."""
        self.browser.run(f"{self._outbox}.unlock()")

    @property
    def states(self) -> dict[str, str]:
        """The state of each card, in the outbox' order."""
        return {card["id"]: card["state"] for card in self.browser.get(f"{self._outbox}.cards()")}

    @property
    def keeps(self) -> bool:
        """Whether the browser stores what it is given."""
        return bool(self.browser.get(f"{self._tab}.store.keeps"))

    def told(self, what: str) -> list[list[Any]]:
        """Return what the page was told of one kind, call by call."""
        return [said for kind, *said in self.browser.get(f"{self._tab}.told") if kind == what]

    @property
    def _tab(self) -> str:
        return f"browser.tabs[{self.number}]"

    @property
    def _outbox(self) -> str:
        return f"{self._tab}.outbox"
