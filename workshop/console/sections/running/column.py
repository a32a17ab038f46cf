"""The column beside every section: the clock, the cards that wait for a look, and how lively the hall is."""

from datetime import timedelta

from nicegui import ui

from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.kit.controls import Tag
from workshop.console.sections.running.calm import CalmPart
from workshop.console.sections.running.clock import RoundClock
from workshop.console.sections.running.held_cards import HeldCards
from workshop.domain.queries.changes import Delta
from workshop.models import now

FRESH = timedelta(minutes=1)
_COUNT_AGAIN_SECONDS = 10.0


class RunningColumn(Section):
    """The right column of the console of one dialogue."""

    def __init__(self, page: DialogueFrame, root: ui.element) -> None:
        self._page = page
        with root:
            self._clock = RoundClock(page)
            self._held = HeldCards(page)
            self._calm = CalmPart(page)
            self._fresh = Tag("p", "", "side-fresh")
            ui.timer(_COUNT_AGAIN_SECONDS, self._count_fresh)
        self._count_fresh()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._clock.refresh()
        self._held.apply(delta)
        self._calm.refresh()
        if delta.entries:
            self._count_fresh()

    def _count_fresh(self) -> None:
        since = now() - FRESH
        number = self._page.picture.count_since(since)
        words = self._page.ngettext("%(n)d card in the last minute", "%(n)d cards in the last minute", number)
        self._fresh.set_text(words % {"n": number})
