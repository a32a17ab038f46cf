"""The files of the evening: each by itself, or everything as one ZIP, while it runs and years later."""

from collections.abc import Iterable
from datetime import date, datetime

from exports.look import REHEARSAL
from exports.previewed import Preview
from exports.progress import Progress
from exports.result_files import RESULT_FILES, ResultFile
from exports.results import Results
from exports.text import file_stem
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.download import Download, Made
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.files.gone_words import shows_gone_words
from workshop.console.sections.files.making import FileMaking
from workshop.console.sections.files.preview import PreviewDialog
from workshop.console.sections.files.row import FileRow
from workshop.console.wording.moments import hour
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.summary import SummaryView
from workshop.domain.rights import Actor
from workshop.i18n import Gettext
from workshop.live.picture import Picture
from workshop.models import EntryState, Window


def zip_name(dialogue: DialogueView, *, today: date) -> str:
    """Return the name of the ZIP: town (without one the title) and day, marked if it is a rehearsal."""
    when = dialogue.held_on or today
    mark = f"{REHEARSAL}-" if dialogue.rehearsal else ""
    where = file_stem(dialogue.municipality) or file_stem(dialogue.title) or dialogue.code
    return f"{mark}{where}-dialogabend-{when.isoformat()}.zip"


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
    """Look at files and take them."""

    def __init__(self, page: WatchedPage) -> None:
        self._page = page
        self._making = FileMaking(page)
        self._shown: tuple[PreviewDialog, Results] | None = None
        self._photos_at = 0  # the revision at which one of them last changed
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
            self._empty = Tag("p", _("There are no cards yet: the files hold headings only."), "empty-note")
            Download(page, Deed.FILES_DOWNLOAD, _("Download everything"), self._everything).place_line()
        with box("panel file-rows", "section", aria_label=_("One by one")), box("", "ul"):
            for file in RESULT_FILES:
                FileRow(page, file, self._making, opens=self._open)
        self._tell_cards()

    def apply(self, delta: Delta) -> None:
        """Take a change in; a preview goes when words that it shows may not be seen any more."""
        if delta.entries:
            self._tell_cards()
        if delta.photos:
            self._photos_at = delta.revision
        if self._shown and self._is_gone(self._shown[1], delta.entries, delta.summaries):
            self._shown[0].close()
            self._say_gone()

    def _tell_cards(self) -> None:
        picture = self._page.picture
        told = late_told(picture, gettext=self._page.gettext)
        self._late.set_text(told)
        self._late.set_visibility(bool(told))
        self._empty.set_visibility(not picture.states[EntryState.SHOWN])

    def _say_gone(self) -> None:
        _ = self._page.gettext
        self._page.say(
            _("Something in it was changed or taken out meanwhile. Please open the preview again.")
        )

    def _is_gone(
        self, results: Results, entries: Iterable[EntryView], summaries: Iterable[SummaryView]
    ) -> bool:
        # Which photo was painted over nobody tells here.
        if results.photos and self._photos_at > results.dialogue.revision:
            return True
        tables = self._page.picture.tables
        said = ((tables[each.table_id].key, each) for each in summaries if each.table_id in tables)
        return shows_gone_words(results, entries, said)

    async def _everything(self, _actor: Actor, at: datetime, progress: Progress) -> Made | str | None:
        content = await self._making.everything(at, progress)
        return Made(content, zip_name(self._page.picture.dialogue, today=at.date())) if content else None

    def _open(self, file: ResultFile, preview: Preview | None, results: Results, at: datetime) -> None:
        page, picture = self._page, self._page.picture
        if self._is_gone(results, picture.entries.values(), picture.summaries.values()):
            self._say_gone()
            return
        told = page.gettext("As of %(time)s. What comes later is not in it.") % {
            "time": hour(at, lang=page.lang)
        }
        self._shown = (PreviewDialog(page, file.name, preview, told, on_close=self._forget), results)

    def _forget(self) -> None:
        self._shown = None
