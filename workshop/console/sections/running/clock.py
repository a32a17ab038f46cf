"""The clock in the column: the round that runs or is paused, the form of the next one, the way back."""

from collections.abc import Callable, Coroutine
from typing import Any

from nicegui import ui

from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.clock import round_clock, round_text, shown_by_clock
from workshop.console.kit.controls import Tag, Values, box, button, form, value
from workshop.console.sections.running.ending import EndingLines
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.errors import Refusal
from workshop.domain.rights import Actor
from workshop.domain.round import (
    extend_round,
    pause_round,
    resume_round,
    shorten_round,
    sound_gong,
    start_round,
    stop_clock,
    take_round_back,
)
from workshop.models import Phase


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
        plan = dialogue.planned_end, dialogue.time_zone, dialogue.round_minutes
        shows = (
            dialogue.phase == Phase.COLLECT,
            dialogue.round,
            dialogue.rounds,
            len(dialogue.round_history),
            shown_by_clock(dialogue),
            dialogue.gong,
            *plan,
        )
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
        elif told := round_text(dialogue, gettext=_):
            Tag("p", told + " · " + _("without a clock"), "round")
        self._form()
        with box("clock-more"):
            if has_clock:
                button(
                    _("Go on without a clock"),
                    page.click(Deed.RUNNING_STOP_CLOCK, self._deed(stop_clock)),
                    "quiet",
                )
            self._back()
            gong = page.click(Deed.RUNNING_SOUND_GONG, self._deed(sound_gong, sounds=not dialogue.gong))
            button(_("Switch the gong off") if dialogue.gong else _("Switch the gong on"), gong, "quiet")

    def _deed(self, verb: Callable[..., Coroutine[Any, Any, None]], **named: int) -> Click:
        page = self._page

        async def do(actor: Actor) -> None:
            await verb(page.store, actor=actor, dialogue_id=page.dialogue_id, **named)

        return do

    def _running(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        with box("clock-line"):
            round_clock("p", dialogue, classes="clock", gettext=_, counts_over=True)
        if told := round_text(dialogue, gettext=_):
            Tag("p", told, "round")
        ending = EndingLines(page)
        if dialogue.planned_end:
            # It moves on by itself with a clock that is over or paused; gone with what is drawn anew.
            ui.timer(EndingLines.SECONDS, ending.refresh)
        with box("pair"):
            button(_("− 1 minute"), page.click(Deed.RUNNING_SHORTEN_ROUND, self._deed(shorten_round)))
            button(_("+ 1 minute"), page.click(Deed.RUNNING_EXTEND_ROUND, self._deed(extend_round)))
        if dialogue.paused_seconds is not None:
            resume = page.click(Deed.RUNNING_RESUME_ROUND, self._deed(resume_round))
            button(_("Let the clock run"), resume, "primary")
        else:
            button(_("Pause the clock"), page.click(Deed.RUNNING_PAUSE_ROUND, self._deed(pause_round)))

    def _back(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        former = dialogue.former_round
        if former is None:
            return
        if former == dialogue.round or (former and not dialogue.has_rounds):
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
        dialogue = page.picture.dialogue
        following = dialogue.round + 1
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
                    defaultValue=str(dialogue.round_minutes),
                )
            numbered = _("Start round %(round)d") % {"round": following}
            text = numbered if dialogue.has_rounds else _("Start the clock")
            Tag("button", text, "button", type="submit")
