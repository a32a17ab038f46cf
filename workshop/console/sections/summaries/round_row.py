"""One round in the list of summaries: its text, what the table says to it, and the buttons."""

from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.summaries.dialogs import ask_redaction, ask_summary
from workshop.console.wording.cards import reason_name
from workshop.console.wording.summaries import counts_sentence, summary_name
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.queries.summary import AdditionView, SummaryView
from workshop.domain.rights import Actor
from workshop.domain.summary import decide_addition, offer_summary
from workshop.i18n import Gettext
from workshop.models import EntryState


class RoundRow:
    """Its elements stay while replies come in, so that nothing moves away under a finger."""

    def __init__(self, page: WatchedPage, table_id: int, number: int, *, is_moderated: bool) -> None:
        self._page, self._table_id, self._number, self._is_moderated = page, table_id, number, is_moderated
        self._summary: SummaryView | None = None
        self._additions_show: object = None
        self._place: int | None = None
        _ = page.gettext
        with box("summary-row", "section", data_round=number) as self._root:
            # Below the name of the table: the host's page says that at its top.
            self._heading = Tag("h4" if is_moderated else "h2", "", "summary-heading")
            self._text = Tag("p", "", "summary-text", dir="auto", lang=page.picture.dialogue.lang)
            self._note = Tag("p", "", "summary-note")
            self._counts = Tag("p", "", "summary-counts", role="status")
            with box("summary-buttons"):
                ask = opening(lambda: ask_summary(page, table_id, number))
                self._edit = button("", page.click(Deed.SUMMARIES_ASK, ask))
                self._offer = button("", page.click(Deed.SUMMARIES_OFFER, self._turn))
                ask = opening(lambda: ask_redaction(page, self._known()))
                self._redact = button(
                    _("Black out words"), page.click(Deed.SUMMARIES_ASK_REDACTION, ask), "quiet"
                )
            self._additions = box("summary-additions")

    def delete(self) -> None:
        """Take the row off the page."""
        self._root.delete()

    def place(self, place: int) -> None:
        """Let the row stand at a place of the list: the present round comes first."""
        if self._place != place:
            self._place = place
            self._root.move(target_index=place)

    def refresh(self, summary: SummaryView | None, *, is_open: bool) -> None:
        """Show a summary, or that there is none yet."""
        _, picture = self._page.gettext, self._page.picture
        self._summary = summary
        self._heading.set_text(summary_name(self._number, has_rounds=picture.speaks_of_rounds, gettext=_))
        self._heading.set_visibility(picture.speaks_of_rounds)
        self._text.set_text(summary.text if summary else _("Nothing is written yet."))
        self._text.classes(**({"remove": "nothing"} if summary else {"add": "nothing"}))
        self._edit.set_text(_("Change") if summary else _("Write the summary"))
        self._edit.set_visibility(is_open)
        self._offer.set_visibility(is_open and summary is not None)
        self._redact.set_visibility(summary is not None)
        note = counts = ""
        if summary:
            waits = summary.waits_to_be_asked
            self._offer.set_text(_offer_words(summary, gettext=_))
            self._offer.classes(**{"remove" if summary.offered else "add": "primary"})
            note = _("Changed – ask anew?") if waits else _("The phones of the table show it.")
            note = note if waits or (summary.offered and is_open) else ""
            counts = counts_sentence(summary.replies or summary.present, gettext=_)
            if counts and summary.replies != summary.present:
                counts = _("To the text before: %(counts)s") % {"counts": counts}
        self._note.set_text(note)
        self._note.set_visibility(bool(note))
        self._counts.set_text(counts)
        self._counts.set_visibility(bool(counts))
        self._show_additions(summary)

    def _show_additions(self, summary: SummaryView | None) -> None:
        additions = summary.replies.additions if summary and summary.replies else ()
        if additions == self._additions_show:
            return
        self._additions_show = additions
        _ = self._page.gettext
        self._additions.clear()
        shown = [each for each in additions if each.is_shown]
        held = [each for each in additions if each.state == EntryState.HELD]
        with self._additions:
            if shown:
                Tag("p", _("To be added"), "field-label")
                with box("additions", "ul"):
                    for each in shown:
                        self._line(each)
            if held and self._is_moderated:
                Tag("p", _("Held back: please look at it"), "field-label")
                with box("additions", "ul"):
                    for each in held:
                        self._line(each)
            elif held:
                told = self._page.ngettext(
                    "%(n)d addition is held back until a moderator has looked at it.",
                    "%(n)d additions are held back until a moderator has looked at them.",
                    len(held),
                )
                Tag("p", told % {"n": len(held)}, "field-note")

    def _line(self, addition: AdditionView) -> None:
        page, _ = self._page, self._page.gettext
        with box("addition", "li", data_addition=addition.id):
            Tag("p", addition.text, "addition-text", dir="auto", lang=addition.lang)
            if addition.state == EntryState.HELD:
                Tag("span", reason_name(addition.reason, gettext=_), "field-note")
                for word, shown in ((_("Show"), True), (_("Hide"), False)):
                    button(word, page.click(Deed.SUMMARIES_DECIDE, self._decide(addition, shown=shown)))
            ask = opening(lambda: ask_redaction(page, self._known(), addition))
            button(_("Black out words"), page.click(Deed.SUMMARIES_ASK_REDACTION, ask), "quiet")

    def _decide(self, addition: AdditionView, *, shown: bool) -> Click:
        async def decide(actor: Actor) -> None:
            page = self._page
            await decide_addition(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                reply_id=addition.id,
                seen=addition.text,
                shown=shown,
            )

        return decide

    def _known(self) -> SummaryView:
        if self._summary is None:
            raise NotFoundError(Refusal.SUMMARY_UNKNOWN)
        return self._summary

    async def _turn(self, actor: Actor) -> None:
        page, summary = self._page, self._known()
        await offer_summary(
            page.store,
            actor=actor,
            dialogue_id=page.dialogue_id,
            summary_id=summary.id,
            offered=not summary.offered,
            seen_version=summary.version,
        )


def _offer_words(summary: SummaryView, *, gettext: Gettext) -> str:
    _ = gettext
    if summary.offered:
        return _("No longer show at the table")
    return _("Ask anew at the table") if summary.waits_to_be_asked else _("Show at the table")
