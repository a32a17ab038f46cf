"""The board's surface in the browser: one Vue component that gets messages and draws keyed cards from them.

Messages (a scene, then patches) travel as a value of the element, numbered, and stay in it until the browser
has confirmed them: one that was lost with the connection comes again, one that comes twice is passed over. A
card's text is only ever data here and a text node there. The first scene waits for the connection: in the
page's source it would stay in the DOM even after a card was hidden.
"""

from collections.abc import Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from workshop.board.facts import Data

# So many unconfirmed messages mean a browser that sleeps; one scene is then shorter than all of them.
MOST_WAITING = 100


class Wall(ui.element, component="wall.js", esm={"workshop-board": "pieces"}):
    """The surface; `on_go` hears which page is wanted at the keyboard, `scene` gives the present one."""

    def __init__(self, *, texts: Data, scene: Callable[[], Data], on_go: Callable[[str, str], None]) -> None:
        super().__init__()
        self._number = 0
        self._waiting: list[Data] = []
        self._scene = scene
        self._on_go = on_go
        with self.props.suspend_updates():
            self.props["texts"] = texts
        self.on("seen", self._seen)
        self.on("go", self._go)
        self.client.on_connect(self._begin)

    def _begin(self) -> None:
        if not self._number:
            self.show_scene()

    def show_scene(self) -> None:
        """Send everything anew."""
        self._waiting.clear()
        self._send({"scene": self._scene()})

    def show_change(self, patch: Data) -> None:
        """Send what changed; the first scene will hold it anyway."""
        if not self._number:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.show_scene()
        else:
            self._send({"patch": patch})

    def _send(self, message: Data) -> None:
        self._number += 1
        self._waiting.append({"n": self._number, **message})
        self.props["messages"] = list(self._waiting)

    def _seen(self, event: GenericEventArguments) -> None:
        if isinstance(event.args, int):
            self._waiting = [message for message in self._waiting if message["n"] > event.args]
            with self.props.suspend_updates():
                self.props["messages"] = list(self._waiting)

    def _go(self, event: GenericEventArguments) -> None:
        wish = event.args if isinstance(event.args, dict) else {}
        self._on_go(str(wish.get("table") or ""), str(wish.get("view") or ""))
