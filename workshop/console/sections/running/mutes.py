"""Whose further cards are held back: since when, why and by which role, and nobody by name."""

from nicegui import ui

from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box, button
from workshop.console.wording.cards import reason_name
from workshop.console.wording.log import role_name
from workshop.console.wording.moments import ago
from workshop.domain.mute import end_mute
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.mute import MuteView
from workshop.domain.rights import Actor


class Mutes:
    """The part of the column with the mutes; not there as long as there are none."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._rows: dict[int, ui.element] = {}
        with box("side-part mutes-part", "section") as self._root:
            Tag("h2", page.gettext("Further cards held back"))
            self._list = box("mutes")
        self._refresh()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.mutes:
            self._refresh()

    def _refresh(self) -> None:
        active = {mute.id: mute for mute in self._page.picture.mutes.values() if mute.active}
        for number in self._rows.keys() - active.keys():
            self._rows.pop(number).delete()
        with self._list:
            for number in sorted(active.keys() - self._rows.keys()):
                self._rows[number] = self._row(active[number])
        self._root.set_visibility(bool(active))

    def _row(self, mute: MuteView) -> ui.element:
        page, _ = self._page, self._page.gettext

        async def end(actor: Actor) -> None:
            await end_mute(page.store, actor=actor, dialogue_id=page.dialogue_id, mute_id=mute.id)
            page.say(_("Further cards of this person come to the board again. Held ones still wait for you."))

        with box("mute") as row:
            why = _("reason: %(reason)s") % {"reason": reason_name(mute.reason, gettext=_)}
            when = ago(mute.at, lang=page.lang, gettext=_)
            who = role_name(mute.role, gettext=_)
            Tag("p", " · ".join((_("One person"), when, why, who)), "field-note")
            button(_("End this"), page.click(Deed.RUNNING_END_MUTE, end))
        return row
