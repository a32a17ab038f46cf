"""When the evening will end, below the clock: as planned, or later by what was lost."""

from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box
from workshop.console.wording.moments import hour
from workshop.domain.plan import ending_of
from workshop.models import now


class EndingLines:
    """Two calm lines; empty where no end is planned."""

    # What they say changes with the minutes of a clock on the wall.
    SECONDS = 5.0

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        with box("endings"):
            self._expected = Tag("p", "", "ending")
            self._planned = Tag("p", "", "field-note")
        self.refresh()

    def refresh(self) -> None:
        """Say it anew."""
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        found = ending_of(dialogue, dialogue.zone(page.services.settings.zone), at=now())
        expected, planned = "", ""
        if found:
            expected, planned = (hour(each, lang=page.lang) for each in (found.expected, found.planned))
        if expected == planned:
            first, second = _("End planned at %(time)s") % {"time": planned} if found else "", ""
        else:
            first = _("End expected at %(time)s") % {"time": expected}
            second = _("planned at %(time)s") % {"time": planned}
        self._expected.set_text(first)
        self._planned.set_text(second)
        self._expected.set_visibility(bool(first))
        self._planned.set_visibility(bool(second))
