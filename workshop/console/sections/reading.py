"""The results as they are, to read and not to change: without topics and cards behind them."""

from workshop import look
from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.console.kit.outcome_facts import outcome_facts
from workshop.console.wording.outcomes import KINDS, kind_heading
from workshop.domain.queries.changes import Delta


class ReadingSection(Section):
    """All results by kind."""

    def __init__(self, page: WatchedPage) -> None:
        self._page = page
        with box("section-head"):
            Tag("h2", page.gettext("Results"))
        self._list = box("reading")
        self._show()

    def apply(self, delta: Delta) -> None:
        """Show them anew if one changed."""
        if delta.outcomes:
            self._show()

    def _show(self) -> None:
        page, _ = self._page, self._page.gettext
        live = page.picture.live_outcomes()
        self._list.clear()
        with self._list:
            if not live:
                Tag("p", _("No results yet"), "empty-note")
            for kind in KINDS:
                if outcomes := [each for each in live if each.kind == kind]:
                    with box("outcome-kind", "section"):
                        Tag("h3", kind_heading(kind, gettext=_))
                        with box("outcomes"):
                            for outcome in outcomes:
                                with box("panel outcome", "article", data_outcome_id=outcome.id):
                                    title = look.soft_hyphens(outcome.title, page.lang)
                                    Tag("h4", title, "outcome-title")
                                    if outcome.description:
                                        Tag("p", outcome.description, "outcome-text")
                                    outcome_facts(outcome, lang=page.lang, gettext=_)
