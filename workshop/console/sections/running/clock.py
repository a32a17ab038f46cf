"""The clock in the column: the round that runs or is paused, the form of the next one, the way back."""

from collections.abc import Callable, Coroutine
from typing import Any

from nicegui import ui

from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.clock import is_over, round_clock, shown_by_clock
from workshop.console.kit.controls import Tag, Values, box, button, form, value
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.errors import Refusal
from workshop.domain.rights import Actor
from workshop.domain.round import (
    extend_round,
    pause_round,
    resume_round,
    start_round,
    stop_clock,
    take_round_back,
)
from workshop.models import Phase, now

USUAL_MINUTES = 20


class RoundClock:
    """The part of the column with the clock; there while cards are collected."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._shows: tuple[object, ...] | None = None
        self._root = box("side-part clock-part", "section", aria_label=page.gettext("Clock"))
        self.refresh()

    def refresh(self) -> None:
        """Show the present round."""
        dialogue = self._page.picture.dialogue
        facts = (
            dialogue.phase == Phase.COLLECT,
            dialogue.round,
            dialogue.rounds,
            len(dialogue.round_history),
        )
        shows = (*facts, shown_by_clock(dialogue), is_over(dialogue))
        if shows == self._shows:
            return
        self._shows = shows
        self._root.clear()
        self._root.set_visibility(dialogue.phase == Phase.COLLECT)
        if dialogue.phase == Phase.COLLECT:
            with self._root:
                self._show()

    def _show(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        Tag("h2", _("Clock"))
        has_clock = shown_by_clock(dialogue) is not None
        if has_clock:
            self._running()
        elif dialogue.round:
            Tag("p", self._round_text() + " · " + _("without a clock"), "round")
        self._form()
        with box("clock-more"):
            if has_clock:
                button(
                    _("Go on without a clock"),
                    page.click(Deed.RUNNING_STOP_CLOCK, self._deed(stop_clock)),
                    "quiet",
                )
            self._back()

    def _round_text(self) -> str:
        dialogue = self._page.picture.dialogue
        text = self._page.gettext("Round %(round)d of %(rounds)d")
        return text % {"round": dialogue.round, "rounds": max(dialogue.rounds, dialogue.round)}

    def _deed(self, verb: Callable[..., Coroutine[Any, Any, None]], **named: int) -> Click:
        page = self._page

        async def do(actor: Actor) -> None:
            await verb(page.store, actor=actor, dialogue_id=page.dialogue_id, **named)

        return do

    def _running(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        round_clock("p", dialogue, classes="clock", gettext=_)
        Tag("p", self._round_text(), "round")
        if is_over(dialogue):
            Tag("p", _("The time is up."), "round-over")
        elif dialogue.ends_at is not None:
            # When the time is up the next round is what comes: nothing in the database changes then.
            seconds = (dialogue.ends_at - now()).total_seconds() + 0.1
            ui.timer(seconds, self.refresh, once=True)
        with box("pair"):
            if dialogue.paused_seconds is not None:
                button(
                    _("Let the clock run"),
                    page.click(Deed.RUNNING_RESUME_ROUND, self._deed(resume_round)),
                    "primary",
                )
            else:
                button(_("Pause the clock"), page.click(Deed.RUNNING_PAUSE_ROUND, self._deed(pause_round)))
            button(_("+ 1 minute"), page.click(Deed.RUNNING_EXTEND_ROUND, self._deed(extend_round)))

    def _back(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        former = dialogue.former_round
        if former is None:
            return
        if former == dialogue.round:
            text = _("Clock as before")
        elif former:
            text = _("Back to round %(round)d") % {"round": former}
        else:
            text = _("Take the start back")
        steps = len(dialogue.round_history)
        back = page.click(Deed.RUNNING_TAKE_ROUND_BACK, self._deed(take_round_back, seen_steps=steps))
        button("↶ " + text, back, "quiet round-back")

    def _form(self) -> None:
        page, _ = self._page, self._page.gettext
        following = page.picture.dialogue.round + 1
        draft = page.drafts.of(Form.ROUND)

        async def start(actor: Actor, values: Values) -> None:
            minutes = value(values, "minutes")
            await start_round(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                minutes=bounds.number(minutes, bounds.MINUTES, Refusal.MINUTES_OUT_OF_RANGE),
                number=following,
            )
            draft.forget()

        begin = page.submit(Deed.RUNNING_START_ROUND, start)
        with form(begin, "inline clock-form", draft=draft.key):
            with box("field", "label"):
                Tag("span", _("Minutes"), "field-label")
                box(
                    "",
                    "input",
                    name="minutes",
                    type="number",
                    min=bounds.MINUTES[0],
                    max=bounds.MINUTES[1],
                    defaultValue=str(USUAL_MINUTES),
                )
            text = _("Start round %(round)d") % {"round": following}
            Tag("button", text, "button", type="submit")
