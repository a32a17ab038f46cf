"""The place where a table's summaries stand: one for each round, folded away until somebody wants it."""

from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, Values, box
from workshop.console.sections.summaries.dialogs import ask_summary
from workshop.console.sections.summaries.round_row import RoundRow
from workshop.console.wording.forms import Form
from workshop.console.wording.summaries import counts_sentence, summary_name
from workshop.domain.queries.summary import SummaryView
from workshop.domain.summary import are_summaries_open, present_round


class SummariesFold:
    """A fold with a row for each round that has begun; on its edge stands how it is with the last one.

    Moderators see what is held of that which people want to be added, and decide about it.
    """

    def __init__(self, page: WatchedPage, table_id: int, *, is_moderated: bool) -> None:
        self._page, self._table_id, self._is_moderated = page, table_id, is_moderated
        self._rows: dict[int, RoundRow] = {}
        with box("panel fold summaries", "details", data_summaries="") as self._fold:
            self._edge = Tag("summary")
            self._list = box("summary-rows")
        page.drafts.can_open(Form.SUMMARY, self._fold, self._go_on, scope=f"{table_id}/")
        self.refresh()

    def _go_on(self, subject: str, _values: Values) -> None:
        if subject.isdecimal() and int(subject) in self._rows:
            ask_summary(self._page, self._table_id, int(subject))

    def refresh(self) -> None:
        """Show the present state; a row that is there stays where it is."""
        picture = self._page.picture
        known = {each.round: each for each in picture.summaries_of(self._table_id)}
        is_open = are_summaries_open(picture.dialogue.phase)
        begun = range(1, present_round(picture.dialogue.round) + 1) if is_open else ()
        rounds = sorted({*known, *begun})
        self._fold.set_visibility(bool(rounds))
        for number in [each for each in self._rows if each not in rounds]:
            self._rows.pop(number).delete()
        for number in rounds:
            if number not in self._rows:
                with self._list:
                    self._rows[number] = RoundRow(
                        self._page, self._table_id, number, is_moderated=self._is_moderated
                    )
        for place, number in enumerate(reversed(rounds)):
            self._rows[number].place(place)
            self._rows[number].refresh(known.get(number), is_open=is_open)
        if rounds:
            has_rounds = picture.speaks_of_rounds
            name = summary_name(rounds[-1], has_rounds=has_rounds, gettext=self._page.gettext)
            self._edge.set_text(f"{name} · {self._state_of(known.get(rounds[-1]))}")

    def _state_of(self, last: SummaryView | None) -> str:
        _ = self._page.gettext
        if last is None:
            return _("not written yet")
        if last.waits_to_be_asked:
            return _("changed – ask anew?")
        counts = counts_sentence(last.present, gettext=_)
        return counts or (_("the table reads it") if last.offered else _("written"))
