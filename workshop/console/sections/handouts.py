"""The handouts: what everybody takes home and what hangs on the wall, to print and to release."""

from collections.abc import Sequence
from functools import partial

from nicegui import ui

from exports.look import REHEARSAL
from exports.qr import qr_picture
from workshop import look
from workshop.addresses import handouts_url
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.links import copy_field
from workshop.console.frame.page import Offer
from workshop.console.kit.controls import Tag, box, button
from workshop.console.wording.moments import moment
from workshop.domain.handout import release_handouts, take_handouts_back
from workshop.domain.queries.changes import Delta
from workshop.domain.rights import Actor
from workshop.live.handouts import Handout

_BOTH = tuple(Handout)


class HandoutsSection(Section):
    """One button that makes both, when they were made, and whether everybody may read them."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        _ = page.gettext
        with box("section-head"):
            Tag("h2", _("Evening edition"))
        with box("panel files handouts"):
            Tag(
                "p",
                _(
                    "Four pages A4 for everybody, and a sheet A3 for each table: what was said, "
                    "what was agreed, what happens next. Made of what is there now."
                ),
            )
            both = page.click(Deed.HANDOUTS_PRINT, partial(self._print, _BOTH))
            edition = page.click(Deed.HANDOUTS_PRINT, partial(self._print, [Handout.EDITION]))
            wall = page.click(Deed.HANDOUTS_PRINT, partial(self._print, [Handout.WALL]))
            with box("actions"):
                self._buttons = [
                    button(_("Print the evening edition"), both, "primary"),
                    button(_("Only the four pages (A4)"), edition, "quiet"),
                    button(_("Only the wall sheets (A3)"), wall, "quiet"),
                ]
            self._made = Tag("p", "", "field-note", role="status")
            with box("fold handouts-open", "details"):
                self._open_told = Tag("summary")
                self._open = box("", "div")
        self._show_made()
        self._show_release()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_made()
        if delta.dialogue.handouts_since != self._since:
            self._show_release()

    async def _print(self, which: Sequence[Handout], _actor: Actor) -> None:
        page = self._page
        dialogue = page.picture.dialogue
        self._made.set_text(page.gettext("The pages are being made …"))
        for each in self._buttons:
            each.props["disabled"] = True
        try:
            made = [await page.services.handouts.now(dialogue.id, dialogue.code, each) for each in which]
        finally:
            for each in self._buttons:
                each.props["disabled"] = None
            self._show_made()
        # Making them took a while.
        if not page.permits(await page.actor()):
            return
        mark = f"{REHEARSAL}-" if dialogue.rehearsal else ""
        # Whoever asked for them may be at another place by now.
        with page.client:
            for handout, found in zip(which, made, strict=True):
                if found is not None:
                    ui.download.content(found.content, f"{mark}{handout}", "application/pdf")

    def _show_made(self) -> None:
        if self._made.is_deleted:
            return
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        made = page.services.handouts.last(dialogue.id, Handout.EDITION)
        if made is None:
            self._made.set_text(_("Not made yet."))
            return
        is_present = made.revision >= page.picture.revision
        told = (
            _("Made at %(time)s.") if is_present else _("Made at %(time)s; something has changed since then.")
        )
        zone = dialogue.zone(page.services.settings.zone)
        self._made.set_text(told % {"time": moment(made.at, lang=page.lang, zone=zone)})

    def _show_release(self) -> None:
        page, _ = self._page, self._page.gettext
        self._since = page.picture.dialogue.handouts_since
        self._open.clear()
        is_open = self._since is not None
        self._open_told.set_text(
            _("For everybody: released") if is_open else _("For everybody: not released")
        )
        with self._open:
            if self._since is None:
                told = _(
                    "Nobody but you can open them. Look at them before you release them: "
                    "the names of those who see to something are in them."
                )
            else:
                zone = page.picture.dialogue.zone(page.services.settings.zone)
                told = _(
                    "Released at %(time)s. Everybody with the address or the QR code reads them as they are "
                    "now; what is hidden later is no longer in them."
                ) % {"time": moment(self._since, lang=page.lang, zone=zone)}
            Tag("p", told)
            address = handouts_url(page.services.settings, page.code)
            with box("copy-rows"), box("copy-row"):
                Tag("span", _("Address of the evening edition"), "field-label")
                copy_field(page, address, _("Copy link"), _("Address of the evening edition"))
            with box("actions"):
                if self._since is None:
                    button(_("Release"), page.click(Deed.HANDOUTS_RELEASE, self._release))
                else:
                    back = page.click(Deed.HANDOUTS_TAKE_BACK, self._take_back)
                    button(_("Take the release back"), back, "danger")
                code = page.click(Deed.HANDOUTS_CODE, partial(self._code, address))
                button(_("Download the QR code"), code, "quiet")
            look.qr_code(address, label=_("QR code to the evening edition"))

    async def _release(self, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        await release_handouts(page.store, actor=actor, dialogue_id=page.dialogue_id)
        undo = Offer(_("Undo"), Deed.HANDOUTS_TAKE_BACK, self._take_back)
        page.say(_("The evening edition is released."), undo)

    async def _take_back(self, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        await take_handouts_back(page.store, actor=actor, dialogue_id=page.dialogue_id)
        undo = Offer(_("Undo"), Deed.HANDOUTS_RELEASE, self._release)
        page.say(_("The evening edition is taken back."), undo)

    async def _code(self, address: str, _actor: Actor) -> None:
        ui.download.content(qr_picture(address).encode(), "abendausgabe-qr-code.svg", "image/svg+xml")
