"""The dots in the column: whether phones still give them, and the button that lets them be counted."""

from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box, button
from workshop.domain.dot import close_tally
from workshop.domain.rights import Actor
from workshop.models import Phase


class TallyPart:
    """The part of the column that is there while people weigh."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._shows: object = None
        self._root = box("side-part", "section", aria_label=page.gettext("Dots"))
        self.refresh()

    def refresh(self) -> None:
        """Show whether the tally is open."""
        dialogue = self._page.picture.dialogue
        is_closed, weighs = dialogue.tally_closed_at is not None, dialogue.phase == Phase.WEIGH
        if (is_closed, weighs) == self._shows:
            return
        self._shows = is_closed, weighs
        self._root.clear()
        self._root.set_visibility(weighs)
        if weighs:
            with self._root:
                self._show(is_closed=is_closed)

    def _show(self, *, is_closed: bool) -> None:
        page, _ = self._page, self._page.gettext
        Tag("h2", _("Dots"))
        if is_closed:
            Tag("p", _("The dots are counted. The board shows the ranking."))
            reopen = page.click(Deed.RUNNING_OPEN_TALLY, self._deed(closed=False))
            button(_("Let phones change them again"), reopen, "quiet")
        else:
            Tag("p", _("Phones give and move dots. Nobody sees how many a topic has."))
            count = page.click(Deed.RUNNING_CLOSE_TALLY, self._deed(closed=True))
            button(_("Count the dots"), count, "primary")

    def _deed(self, *, closed: bool) -> Click:
        page = self._page

        async def do(actor: Actor) -> None:
            await close_tally(page.store, actor=actor, dialogue_id=page.dialogue_id, closed=closed)

        return do
