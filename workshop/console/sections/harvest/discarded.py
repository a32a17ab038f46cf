"""The results that were discarded; each can be brought back, with all that was written in it."""

from workshop import look
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box, button
from workshop.console.wording.outcomes import kind_name
from workshop.domain.outcome import restore_outcome
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.rights import Actor


class DiscardedOutcomes:
    """A fold at the end of the results; it is not there while nothing is discarded."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        with box("panel fold discarded", "details") as self._fold:
            self._summary = Tag("summary")
            self._list = box("", "div")
        self.show()

    def show(self) -> None:
        """Show what is discarded now."""
        page = self._page
        discarded = [outcome for outcome in page.picture.outcomes.values() if outcome.discarded]
        self._fold.set_visibility(bool(discarded))
        self._summary.set_text(page.gettext("Discarded results (%(n)d)") % {"n": len(discarded)})
        self._list.clear()
        with self._list:
            for outcome in discarded:
                self._line(outcome)

    def _line(self, outcome: OutcomeView) -> None:
        page, _ = self._page, self._page.gettext

        async def back(actor: Actor) -> None:
            await restore_outcome(
                page.store, actor=actor, dialogue_id=page.dialogue_id, outcome_id=outcome.id
            )
            page.say(_("The result is back."))

        with box("line", data_discarded_outcome=outcome.id):
            with box("line-text"):
                Tag("strong", look.soft_hyphens(outcome.title, page.lang))
                Tag("p", kind_name(outcome.kind, gettext=_), "field-note")
            bring_back = page.click(Deed.HARVEST_RESTORE, back)
            button(
                _("Bring back"), bring_back, aria_label=_("Bring back: %(what)s") % {"what": outcome.title}
            )
