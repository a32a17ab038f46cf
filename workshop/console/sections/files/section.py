"""The files of the evening: everything as one ZIP, and what is in it."""

from datetime import date, datetime

from nicegui import run

from exports import zip_results
from exports.look import REHEARSAL
from exports.result_files import RESULT_FILES
from exports.text import file_stem
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.download import Download
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor
from workshop.i18n import Gettext, catalogue
from workshop.live.picture import Picture
from workshop.models import EntryState, Window


def zip_name(dialogue: DialogueView, *, today: date) -> str:
    """Return the name of the ZIP: town (without one the title) and day, marked if it is a rehearsal."""
    when = dialogue.held_on or today
    mark = f"{REHEARSAL}-" if dialogue.rehearsal else ""
    where = file_stem(dialogue.municipality) or file_stem(dialogue.title) or dialogue.code
    return f"{mark}{where}-dialogabend-{when.isoformat()}.zip"


def file_descriptions(*, gettext: Gettext) -> list[tuple[str, str]]:
    """Return each file in the ZIP with what it is good for."""
    return [(file.name, gettext(file.purpose)) for file in RESULT_FILES]


def late_told(picture: Picture, *, gettext: Gettext) -> str:
    """Return how many of the cards in the files were handed in later; an empty text for none."""
    _ = gettext
    shown = picture.states_in(Window.AFTER)[EntryState.SHOWN]
    if not shown:
        return ""
    late = (each for each in picture.entries.values() if each.window == Window.AFTER and each.is_shown)
    single = sum(each.group_id is None for each in late)
    return _("Cards handed in later: %(n)d, of them without a topic: %(single)d.") % {
        "n": shown,
        "single": single,
    }


class FilesSection(Section):
    """Download."""

    def __init__(self, page: WatchedPage) -> None:
        self._page = page
        _ = page.gettext
        with box("section-head"):
            Tag("h2", _("Files"))
        with box("panel files"):
            Tag(
                "p",
                _(
                    "Everything of this evening in one ZIP file. "
                    "Cards that are hidden or held back are not in it."
                ),
            )
            self._late = Tag("p", "", "field-note late")
            Download(page, Deed.FILES_DOWNLOAD, _("Download everything"), self._make)
            with box("file-list", "dl"):
                for name, text in file_descriptions(gettext=_):
                    Tag("dt", name)
                    Tag("dd", text)

        self._tell_late()

    def apply(self, delta: Delta) -> None:
        """Say how many cards were handed in later, when one came or somebody sorted one."""
        if delta.entries:
            self._tell_late()

    def _tell_late(self) -> None:
        told = late_told(self._page.picture, gettext=self._page.gettext)
        self._late.set_text(told)
        self._late.set_visibility(bool(told))

    async def _make(self, _actor: Actor, at: datetime) -> tuple[bytes | None, str]:
        page = self._page
        async with page.store.read() as session:
            results = await results_of(session, page.code, zone=page.store.keeping.zone)
        spoken = catalogue("exports", page.picture.dialogue.lang).gettext
        content = await run.io_bound(zip_results, results, gettext=spoken, at=at)
        return content, zip_name(page.picture.dialogue, today=at.date())
