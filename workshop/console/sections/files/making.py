"""Makes the files of a page's dialogue beside the event loop, one at a time for each page."""

import asyncio
from datetime import datetime
from functools import partial

from nicegui import run

from exports import preview_file, take_file, zip_results
from exports.previewed import Preview
from exports.progress import Progress
from exports.result_files import ResultFile
from exports.results import Results
from workshop.addresses import handouts_url
from workshop.console.frame.watched_page import WatchedPage
from workshop.domain.queries.results import results_of
from workshop.i18n import Gettext, catalogue


class FileMaking:
    """What the buttons of the section ask for files: who presses two of them gets one after the other."""

    def __init__(self, page: WatchedPage) -> None:
        self._page = page
        self._turn = asyncio.Lock()

    async def everything(self, at: datetime, progress: Progress) -> bytes | None:
        """Return all files as a ZIP; None if the server stops."""
        async with self._turn:
            results = await self.results()
            spoken = self._spoken()
            return await run.io_bound(zip_results, results, gettext=spoken, at=at, progress=progress)

    async def one(self, file: ResultFile, at: datetime) -> tuple[str, bytes] | None:
        """Return name and content of a file; None if there is nothing in it, or the server stops."""
        async with self._turn:
            results = await self.results()
            return await run.io_bound(take_file, results, file, gettext=self._spoken(), at=at)

    async def preview(self, file: ResultFile, at: datetime) -> tuple[Results, Preview | None]:
        """Return what a file looks like, and what it was drawn from."""
        async with self._turn:
            results = await self.results()
            shown = await run.io_bound(preview_file, results, file, gettext=self._spoken(), at=at)
            return results, shown

    async def results(self) -> Results:
        """Return what may get out now."""
        page = self._page
        async with page.store.read() as session:
            return await results_of(
                session,
                page.code,
                zone=page.store.keeping.zone,
                handouts_at=partial(handouts_url, page.services.settings),
            )

    def _spoken(self) -> Gettext:
        return catalogue("exports", self._page.picture.dialogue.lang).gettext
