"""What a file looks like, in a dialog: a page, a table or some lines at a time."""

from base64 import b64encode
from collections.abc import Callable
from functools import partial

from exports.previewed import LinesView, PageView, Preview, TableView, View
from workshop.console.frame.deeds import Deed
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Modal, Tag, box, button
from workshop.domain.rights import Actor

_LONG = 24  # letters, from which a cell needs a line of some length


class PreviewDialog:
    """One file; `told` says of which moment it is."""

    def __init__(
        self,
        page: WatchedPage,
        name: str,
        preview: Preview | None,
        told: str,
        *,
        on_close: Callable[[], None],
    ) -> None:
        self._page, self._name = page, name
        self._views = preview.views if preview else ()
        self._at = 0
        _ = page.gettext
        title = _("Preview: %(name)s") % {"name": name}
        self._modal = Modal(page.overlay, title, classes="preview", on_close=lambda _values: on_close())
        with self._modal.body:
            Tag("p", told, "field-note")
            if preview is None:
                Tag("p", _("Files of this kind are not shown here. Please download it to look at it."))
            elif not self._views:
                Tag("p", _("There is nothing in this file yet."))
            else:
                if len(self._views) > 1:
                    self._place_turning()
                self._shown = box("preview-shown")
                if preview.of > len(self._views):
                    left = _("Here are the first %(n)d of %(of)d pages; the file has all of them.")
                    Tag("p", left % {"n": len(self._views), "of": preview.of}, "field-note")
            with box("modal-buttons"):
                button(_("Close"), self._modal.close, "quiet", autofocus=True)
        if self._views:
            self._show()

    def close(self) -> None:
        """Take it off the page."""
        self._modal.close()

    def _place_turning(self) -> None:
        _ = self._page.gettext
        with box("preview-turning"):
            self._back = self._turner("‹", _("Previous page"), -1)
            self._place = Tag("p", "", role="status")
            self._on = self._turner("›", _("Next page"), 1)

    def _turner(self, sign: str, label: str, step: int) -> Tag:
        turn = self._page.click(Deed.FILES_TURN, partial(self._turn, step))
        return button(sign, turn, "preview-turn", aria_label=label, title=label)

    async def _turn(self, step: int, _actor: Actor) -> None:
        self._at = min(max(self._at + step, 0), len(self._views) - 1)
        if not self._modal.closed:
            self._show()

    def _show(self) -> None:
        _ = self._page.gettext
        if len(self._views) > 1:
            self._place.set_text(_("Page %(n)d of %(of)d") % {"n": self._at + 1, "of": len(self._views)})
            # Not `disabled`: who turns pages by keyboard keeps the place.
            self._back.props["aria-disabled"] = "true" if self._at == 0 else "false"
            self._on.props["aria-disabled"] = "true" if self._at == len(self._views) - 1 else "false"
        self._shown.clear()
        with self._shown:
            self._place_view(self._views[self._at])

    def _place_view(self, view: View) -> None:
        _ = self._page.gettext
        match view:
            case PageView(picture, media, name):
                told = _("Page %(n)d of %(name)s as a picture") % {"n": self._at + 1, "name": self._name}
                source = f"data:{media};base64,{b64encode(picture).decode('ascii')}"
                if name:
                    self._name_part(name)
                box("preview-page", "img", src=source, alt=name or told)
            case TableView(name=name):
                self._name_part(name)
                with box("preview-scroll", role="region", tabindex="0", aria_label=name):
                    _place_table(view)
                self._tell_left(view.left, _("Further rows in the file: %(n)d"))
                if not view.rows:
                    Tag("p", _("There is nothing in this table yet."), "field-note")
            case LinesView(name, lines, left):
                self._name_part(name)
                with box("preview-scroll", role="region", tabindex="0", aria_label=name):
                    Tag("pre", "\n".join(lines), "preview-lines", dir="ltr")
                self._tell_left(left, _("Further lines in the file: %(n)d"))

    def _name_part(self, name: str) -> None:
        if name != self._name:
            Tag("h3", name)

    def _tell_left(self, left: int, sentence: str) -> None:
        if left:
            Tag("p", sentence % {"n": left}, "field-note")


def _place_table(view: TableView) -> None:
    with box("preview-table", "table"):
        with box("", "thead"), box("", "tr"):
            for heading in view.headings:
                Tag("th", heading, scope="col")
        with box("", "tbody"):
            for row in view.rows:
                with box("", "tr"):
                    for cell in row:
                        long = "is-long" if len(cell.text) > _LONG else ""
                        Tag("td", cell.text, long, dir="rtl" if cell.mirrored else None)
