"""How lively the hall is: cards and people in a minute, and a calm word where a hall does less."""

from datetime import timedelta

from nicegui import ui

from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import count_people
from workshop.live.post_rate import is_more_than_a_hall_does
from workshop.models import now

FRESH = timedelta(minutes=1)
_COUNT_AGAIN_SECONDS = 10.0


class Pace:
    """The lines at the end of the column."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._people, self._joined = 0, 0
        with box("pace"):
            self._cards = Tag("p", "", "side-fresh")
            self._new = Tag("p", "", "side-joined")
            self._word = Tag("p", "", "side-alarm", role="status")
            # From the moment when somebody looks.
            ui.timer(_COUNT_AGAIN_SECONDS, self._count)
        self._show()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.entries:
            self._show()

    async def _count(self) -> None:
        page = self._page
        async with page.store.read() as session:
            self._people, self._joined = await count_people(session, page.dialogue_id, now() - FRESH)
        if not self._word.is_deleted:
            self._show()

    def _show(self) -> None:
        page, _ = self._page, self._page.gettext
        cards = page.picture.count_since(now() - FRESH)
        words = page.ngettext("%(n)d card in the last minute", "%(n)d cards in the last minute", cards)
        self._cards.set_text(words % {"n": cards})
        words = page.ngettext(
            "%(n)d person wrote the first card", "%(n)d people wrote the first card", self._joined
        )
        self._new.set_text(words % {"n": self._joined})
        is_much = is_more_than_a_hall_does(cards=cards, joined=self._joined, people=self._people)
        self._word.set_text(
            _(
                "That is more than a hall usually sends. Look at the last cards in peace; you can hold the "
                "boards still, let nobody new in or pause a table."
            )
            if is_much
            else ""
        )
