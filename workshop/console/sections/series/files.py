"""The files of all evenings of a series as one ZIP, for whoever moderates each of them."""

from datetime import date, datetime
from functools import partial

from nicegui import run

from exports import zip_series
from exports.look import REHEARSAL
from exports.progress import Progress
from exports.results import SeriesResults
from exports.text import file_stem
from workshop.addresses import handouts_url
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.download import Download, Made
from workshop.console.kit.controls import Tag, box
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.results import results_of_series
from workshop.domain.queries.series import SeriesPlace, series_of
from workshop.domain.rights import Actor
from workshop.i18n import Gettext, catalogue


def series_zip_name(series: SeriesResults, *, today: date) -> str:
    """Return the name of the ZIP: heading and last day, marked if all are rehearsals."""
    dialogues = [evening.dialogue for evening in series.evenings]
    last = max((each.held_on for each in dialogues if each.held_on), default=today)
    mark = f"{REHEARSAL}-" if dialogues[0].rehearsal else ""
    return f"{mark}{file_stem(series.title) or dialogues[0].code}-reihe-{last.isoformat()}.zip"


def series_file_descriptions(*, gettext: Gettext) -> list[tuple[str, str]]:
    """Return each joint file in the ZIP with what it is good for."""
    _ = gettext
    return [
        ("ergebnisse.xlsx", _("The tables of all evenings; a column names the evening.")),
        ("protokoll.docx", _("The minutes of all evenings in one document, a chapter for each.")),
        ("protokoll.pdf", _("The same minutes to be read, printed and kept, also with a screen reader.")),
        ("runde-tische.ics", _("The dates of all evenings, for calendar programs.")),
        ("csv/", _("The joint tables one by one, for other programs.")),
        ("reihe.json", _("For machines: which evenings there are, and the folder of each.")),
        ("…/", _("A folder for each evening with all files of its own.")),
    ]


def spoken(lang: str) -> Gettext:
    """Return what turns the words of files into a language."""
    return catalogue("exports", lang).gettext


class SeriesFilesSection(Section):
    """Download of the whole series; nothing where the evening stands by itself."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._place = page.picture.series
        self._box = box("series-files")
        page.later(self._fill(), name="look for the series")

    def apply(self, delta: Delta) -> None:
        """Look again if the series is another one."""
        if delta.series is not None and self._place != self._page.picture.series:
            self._place = self._page.picture.series
            self._page.later(self._fill(), name="look for the series")

    async def _fill(self) -> None:
        page, place = self._page, self._page.picture.series
        if place.title:
            actor = await page.actor()
            if not await self._may_take(actor, place):
                place = SeriesPlace()
        if not self._box.is_deleted and not page.is_locked:
            self._box.clear()
            if place.title:
                with self._box:
                    self._show(place)

    async def _may_take(self, actor: Actor, place: SeriesPlace) -> bool:
        page = self._page
        async with page.store.read() as session:
            series = await series_of(session, actor, page.dialogue_id)
        is_rehearsal = page.picture.dialogue.rehearsal
        known = (
            [each for each in series.evenings if each.dialogue.rehearsal == is_rehearsal] if series else []
        )
        return len(known) == place.of

    def _show(self, place: SeriesPlace) -> None:
        page, _ = self._page, self._page.gettext
        Tag("h3", _("The whole series"))
        with box("panel files"):
            told = page.ngettext(
                "The only evening so far of “%(title)s” in one ZIP file.",
                "All %(n)d evenings of “%(title)s” together in one ZIP file.",
                place.of,
            )
            Tag("p", told % {"n": place.of, "title": place.title})
            Download(page, Deed.SERIES_DOWNLOAD, _("Download the series"), self._make).place_line()
            with box("file-list", "dl"):
                for name, text in series_file_descriptions(gettext=_):
                    Tag("dt", name)
                    Tag("dd", text)

    async def _make(self, actor: Actor, at: datetime, progress: Progress) -> Made | str | None:
        page = self._page
        async with page.store.read() as session:
            series = await results_of_series(
                session,
                actor,
                page.code,
                zone=page.store.keeping.zone,
                handouts_at=partial(handouts_url, page.services.settings),
            )
        content = await run.io_bound(zip_series, series, gettext_of=spoken, at=at, progress=progress)
        return Made(content, series_zip_name(series, today=at.date())) if content else None
