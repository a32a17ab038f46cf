"""The column beside every section: clock, dots, the cards that wait for a look, how lively the hall is."""

from nicegui import ui

from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.sections.running.calm import CalmPart
from workshop.console.sections.running.clock import RoundClock
from workshop.console.sections.running.held_cards import HeldCards
from workshop.console.sections.running.mutes import Mutes
from workshop.console.sections.running.pace import Pace
from workshop.console.sections.running.tally import TallyPart
from workshop.domain.queries.changes import Delta


class RunningColumn(Section):
    """The right column of the console of one dialogue."""

    def __init__(self, page: DialogueFrame, root: ui.element) -> None:
        with root:
            self._clock = RoundClock(page)
            self._tally = TallyPart(page)
            self._held = HeldCards(page)
            self._mutes = Mutes(page)
            self._calm = CalmPart(page)
            self._pace = Pace(page)

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._clock.refresh()
        self._tally.refresh()
        self._held.apply(delta)
        self._mutes.apply(delta)
        self._calm.refresh()
        self._pace.apply(delta)
