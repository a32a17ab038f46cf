"""A button that makes files and gives them to the browser, with a line that says how far it is."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from workshop.console.frame.deeds import Deed
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, button
from workshop.domain.rights import Actor
from workshop.models import now

# Content and name of a ZIP, made for somebody at a moment on the clock in the hall; `None`: the server stops.
Make = Callable[[Actor, datetime], Awaitable[tuple[bytes | None, str]]]


class Download:
    """The button and its line, at the present place."""

    def __init__(self, page: WatchedPage, deed: Deed, text: str, make: Make) -> None:
        self._page, self._make = page, make
        self._button = button(text, page.click(deed, self._download), "primary download")
        self._progress = Tag("p", "", "field-note", role="status")

    async def _download(self, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        self._button.props["disabled"] = True
        at = now().astimezone(page.picture.dialogue.zone(page.services.settings.zone))
        self._progress.set_text(_("The files are being made …"))
        try:
            content, name = await self._make(actor, at)
        except Exception:
            self._progress.set_text("")
            raise
        finally:
            self._button.props["disabled"] = None
        # Making them took a while.
        if content is None or not page.permits(await page.actor()):
            return
        ui.download.content(content, name, "application/zip")
        self._progress.set_text(
            _("Done: %(name)s (%(size)d kB)") % {"name": name, "size": -(-len(content) // 1000)}
        )
