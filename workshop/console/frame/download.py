"""A button that makes files and gives them to the browser, with a line that says how far it is."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from nicegui import ui

from exports.errors import UnwritableError
from exports.progress import Progress
from workshop.console.frame.deeds import Deed
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box, button
from workshop.domain.rights import Actor
from workshop.logs import log_error
from workshop.models import now


class Made(NamedTuple):
    """A file that is ready to be taken."""

    content: bytes
    name: str


# Makes a file for somebody at a moment on the clock in the hall, and tells how far it is. A sentence says why
# there is none; `None`: the server stops.
Make = Callable[[Actor, datetime, Progress], Awaitable[Made | str | None]]


def hall_time(page: WatchedPage) -> datetime:
    """Return what the clock in the hall shows now."""
    return now().astimezone(page.picture.dialogue.zone(page.services.settings.zone))


class Download:
    """The button at the present place; its line, and the bar beside that, where `place_line` is called."""

    def __init__(
        self,
        page: WatchedPage,
        deed: Deed,
        text: str,
        make: Make,
        *,
        classes: str = "primary",
        label: str = "",
    ) -> None:
        self._page, self._deed, self._make = page, deed, make
        self._button = button(
            text, page.click(deed, self._download), f"{classes} download", aria_label=label or None
        )

    def place_line(self) -> Tag:
        """Place and return the line that says how far it is."""
        self._line = Tag("p", "", "field-note", role="status")
        self._bar = box("made-bar", "progress", aria_label=self._page.gettext("How far it is"))
        self._bar.set_visibility(False)
        return self._line

    async def _download(self, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        self._button.props["disabled"] = True
        self._line.set_text(_("The files are being made …"))
        try:
            made = await self._make(actor, hall_time(page), self._progress())
        except UnwritableError as error:
            log_error("file_not_made", error, deed=self._deed)
            made = _("A file could not be made. Please try again; files that are not concerned can be taken.")
        except Exception:
            self._line.set_text("")
            raise
        finally:
            self._bar.set_visibility(False)
            self._button.props["disabled"] = None
        # Making them took a while.
        if made is None or not page.permits(await page.actor()):
            return
        if isinstance(made, str):
            self._line.set_text(made)
            return
        ui.download.content(made.content, made.name)
        size = -(-len(made.content) // 1000)
        self._line.set_text(_("Done: %(name)s (%(size)d kB)") % {"name": made.name, "size": size})

    def _progress(self) -> Progress:
        loop = asyncio.get_running_loop()

        def tell(number: int, of: int, name: str) -> None:
            # From the thread that makes them; a server that stops has no loop any more.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._show, number, of, name)

        return tell

    def _show(self, number: int, of: int, name: str) -> None:
        if self._button.is_deleted or self._button.props.get("disabled") is None:
            return
        _ = self._page.gettext
        told = _("File %(n)d of %(of)d is being made: %(name)s")
        self._line.set_text(told % {"n": number, "of": of, "name": name})
        self._bar.props["max"], self._bar.props["value"] = of, number - 1
        self._bar.set_visibility(True)
