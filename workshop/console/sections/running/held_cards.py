"""The cards of all tables that wait for somebody to look at them, the oldest first."""

import contextlib

from nicegui import ui

from workshop import look
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.frame.page import Offer
from workshop.console.kit.controls import (
    Tag,
    Values,
    box,
    button,
    form,
    one_of,
    problem_line,
    select,
    value,
)
from workshop.console.wording.cards import card_words, reason_name
from workshop.console.wording.languages import tongue_label
from workshop.console.wording.moments import ago
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.errors import ConflictError, NotFoundError, Refusal
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor
from workshop.models import PERSONS_REASONS, EntryState, HoldReason

# More waiting cards than this are shown on demand, twice as many each time; the oldest waits at the top.
FIRST_HELD = 8


class HeldCards:
    """The part of the column with the cards that are held back."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._held: dict[str, tuple[int, ui.element]] = {}
        self._limit = FIRST_HELD
        self._waiting = 0
        with box("side-part held-part", "section"):
            self._title = Tag("h2", "")
            self._all = button("", page.click(Deed.RUNNING_SHOW_ALL, self._show_all), "quiet")
            self._list = box("held-list")
            self._more = button("", page.click(Deed.RUNNING_MORE_HELD, opening(self._widen)), "quiet")
            self._note = Tag("p", page.gettext("No card waits for you."), "field-note")
        self._refresh()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        # A card that left may have waited out of sight, behind the first ones.
        is_fewer = self._waiting != self._page.picture.states[EntryState.HELD]
        if is_fewer or any(
            entry.id in self._held or entry.state == EntryState.HELD for entry in delta.entries
        ):
            self._refresh()

    def _refresh(self) -> None:
        page = self._page
        waiting = page.picture.entries_in_state({EntryState.HELD})
        self._waiting = len(waiting)
        held = {entry.id: entry for entry in waiting[: self._limit]}
        for entry_id in [
            each for each in self._held if each not in held or held[each].version != self._held[each][0]
        ]:
            self._held.pop(entry_id)[1].delete()
        with self._list:
            for entry in held.values():
                if entry.id not in self._held:
                    self._held[entry.id] = (entry.version, self._card(entry))
        self._title.set_text(page.gettext("Held back") + (f" · {len(waiting)}" if held else ""))
        self._note.set_visibility(not held)
        looked_at = sum(entry.hold_reason == HoldReason.APPROVAL for entry in held.values())
        self._all.set_visibility(looked_at > 1)
        words = page.ngettext("Show %(n)d card", "Show %(n)d cards", looked_at)
        self._all.set_text(words % {"n": looked_at})
        rest = min(len(waiting) - len(held), self._limit)
        self._more.set_visibility(rest > 0)
        words = page.ngettext("Show %(n)d more card", "Show %(n)d more cards", rest)
        self._more.set_text(words % {"n": rest})

    def _widen(self) -> None:
        self._limit *= 2
        self._refresh()

    def _reasons(self) -> list[tuple[str, str]]:
        _ = self._page.gettext
        return [("", _("Please choose")), *((each, reason_name(each, gettext=_)) for each in PERSONS_REASONS)]

    async def _show_all(self, actor: Actor) -> None:
        """Show the cards in sight that wait for a look, as they were seen; what changed meanwhile stays."""
        page, shown = self._page, 0
        for entry_id, (version, _card) in list(self._held.items()):
            entry = page.picture.entries.get(entry_id)
            if entry is None or entry.hold_reason != HoldReason.APPROVAL:
                continue
            with contextlib.suppress(ConflictError, NotFoundError):
                await show_entry(
                    page.store,
                    actor=actor,
                    dialogue_id=page.dialogue_id,
                    entry_id=entry_id,
                    seen_version=version,
                )
                shown += 1
        words = page.ngettext("%(n)d card is on the board now.", "%(n)d cards are on the board now.", shown)
        page.say(words % {"n": shown})

    def _card(self, entry: EntryView) -> ui.element:
        page, _ = self._page, self._page.gettext

        async def show(actor: Actor) -> None:
            await show_entry(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                entry_id=entry.id,
                seen_version=entry.version,
            )
            page.say(_("The card is on the board now."))

        async def back(actor: Actor) -> None:
            await show_entry(page.store, actor=actor, dialogue_id=page.dialogue_id, entry_id=entry.id)

        async def hide(actor: Actor, reason: HoldReason) -> None:
            await hide_entry(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                entry_id=entry.id,
                reason=reason,
                seen_version=entry.version,
            )
            after_all = Offer(_("Show it after all"), Deed.RUNNING_SHOW_AFTER_ALL, back)
            page.say(_("The card is hidden."), after_all)

        async def hide_as_held(actor: Actor) -> None:
            await hide(actor, HoldReason(entry.hold_reason or HoldReason.OFF_TOPIC))

        async def hide_as_chosen(actor: Actor, values: Values) -> None:
            await hide(actor, one_of(PERSONS_REASONS, value(values, "reason"), Refusal.REASON_MISSING))

        card = look.EntryCard(entry, **card_words(entry, gettext=_))
        with card.classes("held"), box("", lang=page.lang, dir="auto"):
            table = page.picture.tables.get(entry.table_id)
            where = _("Table %(n)d") % {"n": table.number} if table else ""
            when = ago(entry.created_at, lang=page.lang, gettext=_)
            why = _("reason: %(reason)s") % {"reason": reason_name(entry.hold_reason, gettext=_)}
            spoken = tongue_label(entry.lang, lang=page.lang, home=page.picture.dialogue.lang)
            Tag("p", " · ".join(part for part in (where, when, why, spoken) if part), "field-note")
            if entry.hold_reason in PERSONS_REASONS:
                with box("pair"):
                    button(_("Hide"), page.click(Deed.RUNNING_HIDE, hide_as_held))
                    button(_("Show"), page.click(Deed.RUNNING_SHOW, show))
                return card
            # It waits as all cards do: whoever hides it says why.
            button(_("Show"), page.click(Deed.RUNNING_SHOW, show))
            with box("hide-why", "details"):
                Tag("summary", _("Hide …"))
                problem = problem_line()
                with form(page.submit(Deed.RUNNING_HIDE_WHY, hide_as_chosen, problem=problem)):
                    select(_("Reason"), "reason", self._reasons())
                    Tag("button", _("Hide"), "button", type="submit")
        return card
