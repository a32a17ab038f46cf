"""The calm column: the clock, the cards that wait for a look, and how lively the hall is."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nicegui import ui

from workshop import look
from workshop.console.kit.controls import Tag, box, button, form, value
from workshop.console.wording.cards import question_name, reason_name
from workshop.console.wording.moments import ago
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.errors import RefusedError
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor
from workshop.domain.round import extend_round, start_round, stop_clock
from workshop.models import EntryState, HoldReason, Phase, now

if TYPE_CHECKING:
    from workshop.console.pages.dialogue import DialoguePage

USUAL_MINUTES = 20
FRESH = timedelta(minutes=1)
_LOOK_AGAIN_SECONDS = 10.0
# More waiting cards than this are shown on demand, twice as many each time; the oldest waits at the top.
FIRST_HELD = 8


class SideColumn:
    """The right column of the console of one dialogue."""

    def __init__(self, page: "DialoguePage", root: ui.element) -> None:
        self._page = page
        self._held: dict[str, tuple[int, ui.element]] = {}
        self._limit = FIRST_HELD
        self._waiting = 0
        self._clock_shows: tuple[object, ...] | None = None
        _ = page.gettext
        with root:
            self._clock = box("side-part clock-part", "section", aria_label=_("Clock"))
            with box("side-part held-part", "section"):
                self._held_title = Tag("h2", "")
                self._held_list = box("held-list")
                self._more = button("", page.guard(self._widen), "quiet")
                self._held_note = Tag("p", _("No card waits for you."), "field-note")
            self._fresh = Tag("p", "", "side-fresh")
            ui.timer(_LOOK_AGAIN_SECONDS, self._show_fresh)
        self._show_clock()
        self._show_held()
        self._show_fresh()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_clock()
        # A card that left may have waited out of sight, behind the first ones.
        is_fewer = self._waiting != self._page.picture.states[EntryState.HELD]
        if is_fewer or any(
            entry.id in self._held or entry.state == EntryState.HELD for entry in delta.entries
        ):
            self._show_held()
        if delta.entries:
            self._show_fresh()

    def _show_clock(self) -> None:
        dialogue = self._page.picture.dialogue
        shows = (dialogue.phase == Phase.COLLECT, dialogue.round, dialogue.rounds, dialogue.ends_at)
        if shows == self._clock_shows:
            return
        self._clock_shows = shows
        self._clock.clear()
        self._clock.set_visibility(dialogue.phase == Phase.COLLECT)
        if dialogue.phase == Phase.COLLECT:
            with self._clock:
                self._running_clock() if dialogue.ends_at else self._clock_form()

    def _round_text(self) -> str:
        dialogue = self._page.picture.dialogue
        text = self._page.gettext("Round %(round)d of %(rounds)d")
        return text % {"round": dialogue.round, "rounds": max(dialogue.rounds, dialogue.round)}

    def _running_clock(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        if dialogue.ends_at is None:
            return
        left = (dialogue.ends_at - now()).total_seconds()
        clock = Tag(
            "p",
            "",
            "clock",
            role="timer",
            data_seconds_left=round(left, 1),
            data_set=dialogue.ends_at.isoformat(),
        )
        clock.props["aria-label"] = _("Time left in this round")
        Tag("p", self._round_text(), "round")

        async def stop(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            await stop_clock(page.store, actor=actor, dialogue_id=page.dialogue_id)

        async def extend(actor: Actor, args: object) -> None:  # noqa: ARG001
            await extend_round(page.store, actor=actor, dialogue_id=page.dialogue_id)

        with box("pair"):
            button(_("Stop clock"), page.guard(stop))
            button(_("+ 1 minute"), page.guard(extend))

    def _clock_form(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        Tag("h2", _("Clock"))
        if dialogue.round:
            Tag("p", self._round_text() + " · " + _("without a clock"), "round")

        async def start(actor: Actor, values: Any) -> None:  # noqa: ANN401 - the form's values
            minutes = value(values, "minutes")
            if not minutes.isdigit():
                raise RefusedError("minutes_out_of_range")
            await start_round(page.store, actor=actor, dialogue_id=page.dialogue_id, minutes=int(minutes))

        with form(page.guard(start), "inline clock-form"):
            with box("field", "label"):
                Tag("span", _("Minutes"), "field-label")
                box(
                    "",
                    "input",
                    name="minutes",
                    type="number",
                    min=1,
                    max=180,
                    defaultValue=str(USUAL_MINUTES),
                )
            text = _("Start round %(round)d") % {"round": dialogue.round + 1}
            Tag("button", text, "button", type="submit")

    def _show_held(self) -> None:
        page = self._page
        waiting = page.picture.entries_in_state({EntryState.HELD})
        self._waiting = len(waiting)
        held = {entry.id: entry for entry in waiting[: self._limit]}
        for entry_id in [
            each for each in self._held if each not in held or held[each].version != self._held[each][0]
        ]:
            self._held.pop(entry_id)[1].delete()
        with self._held_list:
            for entry in held.values():
                if entry.id not in self._held:
                    self._held[entry.id] = (entry.version, self._held_card(entry))
        self._held_title.set_text(page.gettext("Held back") + (f" · {len(waiting)}" if held else ""))
        self._held_note.set_visibility(not held)
        rest = min(len(waiting) - len(held), self._limit)
        self._more.set_visibility(rest > 0)
        words = page.ngettext("Show %(n)d more card", "Show %(n)d more cards", rest)
        self._more.set_text(words % {"n": rest})

    async def _widen(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        self._limit *= 2
        self._show_held()

    def _held_card(self, entry: EntryView) -> ui.element:
        page, _ = self._page, self._page.gettext

        async def show(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            await show_entry(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                entry_id=entry.id,
                seen_version=entry.version,
            )
            page.say(_("The card is on the board now."))

        async def hide(actor: Actor, args: object) -> None:  # noqa: ARG001
            await hide_entry(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                entry_id=entry.id,
                reason=HoldReason(entry.hold_reason or HoldReason.OFF_TOPIC),
                seen_version=entry.version,
            )

            async def back(actor: Actor, args: object) -> None:  # noqa: ARG001
                await show_entry(page.store, actor=actor, dialogue_id=page.dialogue_id, entry_id=entry.id)

            page.say(_("The card is hidden."), action=_("Show it after all"), deed=back)

        card = look.EntryCard(entry, question_title=question_name(entry.question, gettext=_))
        with card.classes("held"), box("", lang=page.lang, dir="auto"):
            table = page.picture.tables.get(entry.table_id)
            where = _("Table %(n)d") % {"n": table.number} if table else ""
            when = ago(entry.created_at, ngettext=page.ngettext, gettext=_)
            why = _("looks like: %(reason)s") % {"reason": reason_name(entry.hold_reason, gettext=_)}
            Tag("p", " · ".join(part for part in (where, when, why) if part), "field-note")
            with box("pair"):
                button(_("Hide"), page.guard(hide))
                button(_("Show"), page.guard(show))
        return card

    def _show_fresh(self) -> None:
        since = now() - FRESH
        number = self._page.picture.count_since(since)
        words = self._page.ngettext("%(n)d card in the last minute", "%(n)d cards in the last minute", number)
        self._fresh.set_text(words % {"n": number})
