"""One file: what it is for, a look at it, and the button that takes it."""

from collections.abc import Callable
from datetime import datetime

from exports.errors import UnwritableError
from exports.previewed import Preview
from exports.progress import Progress
from exports.result_files import ResultFile
from exports.results import Results
from workshop.console.frame.deeds import Deed
from workshop.console.frame.download import Download, Made, hall_time
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.files.making import FileMaking
from workshop.domain.rights import Actor
from workshop.logs import log_error

# What was drawn, of which results and when.
Open = Callable[[ResultFile, Preview | None, Results, datetime], None]


class FileRow:
    """A row of the list, at the present place."""

    def __init__(self, page: WatchedPage, file: ResultFile, making: FileMaking, *, opens: Open) -> None:
        self._page, self._file, self._making, self._open = page, file, making, opens
        _ = page.gettext
        name = {"name": file.name}
        with box("file-row", "li"):
            with box("file-about"):
                Tag("h3", file.name, "file-name", dir="ltr")
                Tag("p", _(file.purpose), "field-note")
                told = box("file-told")
            with box("file-buttons"):
                self._preview = button(
                    _("Preview"),
                    page.click(Deed.FILES_PREVIEW, self._look),
                    aria_label=_("Preview: %(name)s") % name,
                )
                label = _("Download: %(name)s") % name
                take = Download(page, Deed.FILES_TAKE, _("Download"), self._make, classes="", label=label)
            with told:
                self._line = take.place_line()

    async def _make(self, _actor: Actor, at: datetime, _progress: Progress) -> Made | str | None:
        made = await self._making.one(self._file, at)
        return Made(made[1], made[0]) if made else self._page.gettext("There is nothing in this file yet.")

    async def _look(self, _actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        at = hall_time(page)
        self._preview.props["disabled"] = True
        self._line.set_text(_("The preview is being made …"))
        told = ""
        try:
            results, preview = await self._making.preview(self._file, at)
        except UnwritableError as error:
            log_error("file_not_made", error, deed=Deed.FILES_PREVIEW)
            told = _("This file cannot be shown just now. Please try again, or download it.")
            return
        finally:
            self._preview.props["disabled"] = None
            self._line.set_text(told)
        # Drawing it took a while.
        if page.permits(await page.actor()) and not page.is_locked and not page.client.is_deleted:
            self._open(self._file, preview, results, at)
