"""The strip at the top of small screens: what waits in the column that has no room there."""

from nicegui import ui

from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.clock import round_clock, round_text, shown_by_clock
from workshop.console.kit.controls import Tag, box
from workshop.models import EntryState


class WaitingStrip:
    """Clock and number of held cards; its button opens the column, in the browser alone (`column.js`)."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._shows: object = ()
        _ = page.gettext
        with box("strip", "section", aria_label=_("What waits")):
            self._clock = box("strip-clock")
            self._toggle = Tag(
                "button",
                "",
                "button strip-toggle",
                type="button",
                aria_expanded="false",
                data_column_toggle="",
            )
        self.refresh()

    def opens(self, column: ui.element) -> None:
        """Say what the button opens."""
        self._toggle.props["aria-controls"] = column.html_id

    def refresh(self) -> None:
        """Show the present round and how many cards wait."""
        page, _ = self._page, self._page.gettext
        dialogue, held = page.picture.dialogue, page.picture.states[EntryState.HELD]
        self._toggle.set_text(_("Held back") + f" · {held}" if held else _("Clock and held cards"))
        shows = (dialogue.phase, dialogue.round, dialogue.rounds, shown_by_clock(dialogue))
        if shows == self._shows:
            return
        self._shows = shows
        self._clock.clear()
        with self._clock:
            round_clock("span", dialogue, classes="clock small", gettext=_, counts_over=True)
            if told := round_text(dialogue, gettext=_):
                Tag("span", told, "field-note")
