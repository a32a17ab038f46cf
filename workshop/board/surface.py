"""The board's surface in the browser: one Vue component that gets messages and draws keyed cards from them.

Messages (a scene, then patches) are numbered, and one at a time is on its way: it stays a value of the
element until the browser has shown and confirmed it, so that one lost with the connection comes again, and
one that comes twice is passed over. What happens meanwhile waits and goes as one patch: a slow browser gets
fewer and larger messages, and never the same twice. The value is JSON in a string, which nobody on the way
looks into. A card's text is only ever data here and a text node there. The first scene waits for the
connection: in the page's source it would stay in the DOM even after a card was hidden.
"""

from collections.abc import Callable

from nicegui import json, ui
from nicegui.events import GenericEventArguments

from workshop import look
from workshop.board.backlog import Backlog, follow
from workshop.board.facts import Data


class Surface(ui.element, component="surface.js", esm={"workshop-board": "pieces", **look.VUE}):
    """The surface; `on_go` hears which page is wanted at the keyboard, `scene` gives the present one.

    `address` says where the server is at home, and whether it knows the name under which it was opened.
    """

    def __init__(
        self, *, texts: Data, address: Data, scene: Callable[[], Data], on_go: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self._number = 0
        self._copy = 0
        self._on_its_way: Data | None = None
        self._backlog = Backlog()
        self._scene = scene
        self._on_go = on_go
        with self.props.suspend_updates():
            self.props["texts"] = texts
            self.props["address"] = address
        self.on("seen", self._seen)
        self.on("go", self._go)
        self.client.on_connect(self._begin)

    def _begin(self) -> None:
        if not self._number:
            self.show_scene()
        elif self._on_its_way is not None:
            self._keep(self._on_its_way)
            self.update()

    def show_scene(self) -> None:
        """Send everything anew."""
        self._backlog.take()
        self._send({"scene": self._scene()})

    def show_change(self, patch: Data) -> None:
        """Send what changed as soon as the browser is ready for it; the first scene will hold it anyway."""
        if not self._number:
            return
        if self._on_its_way is None:
            self._send({"patch": patch})
            return
        for content in self._on_its_way.values():
            if follow(content, patch):
                self._keep(self._on_its_way)
        self._backlog.add(patch)

    def _send(self, message: Data) -> None:
        self._number += 1
        self._keep(message)
        self.update()

    def _keep(self, message: Data | None) -> None:
        """Hold a message for whenever the element is sent, without sending it now."""
        self._on_its_way = message
        self._copy += 1
        with self.props.suspend_updates():
            # The browser only looks at a value that is another one than before.
            stamp = {"n": self._number, "copy": self._copy}
            self.props["message"] = json.dumps(stamp | message) if message else ""

    def _seen(self, event: GenericEventArguments) -> None:
        if event.args != self._number or self._on_its_way is None:
            return
        self._keep(None)
        if self._backlog.is_hopeless:
            self.show_scene()
        elif self._backlog:
            self._send({"patch": self._backlog.take()})

    def _go(self, event: GenericEventArguments) -> None:
        wish = event.args if isinstance(event.args, dict) else {}
        table, view = (
            each if isinstance(each, str) else "" for each in (wish.get("table"), wish.get("view"))
        )
        self._on_go(table, view)
