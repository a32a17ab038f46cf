"""The clock in the column: the round that runs, or the form that starts the next one."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.clock import round_clock
from workshop.console.kit.controls import Tag, Values, box, button, form, value
from workshop.console.wording.forms import Form
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.rights import Actor
from workshop.domain.round import extend_round, start_round, stop_clock
from workshop.models import Phase

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
        shows = (dialogue.phase == Phase.COLLECT, dialogue.round, dialogue.rounds, dialogue.ends_at)
        if shows == self._shows:
            return
        self._shows = shows
        self._root.clear()
        self._root.set_visibility(dialogue.phase == Phase.COLLECT)
        if dialogue.phase == Phase.COLLECT:
            with self._root:
                self._running() if dialogue.ends_at else self._form()

    def _round_text(self) -> str:
        dialogue = self._page.picture.dialogue
        text = self._page.gettext("Round %(round)d of %(rounds)d")
        return text % {"round": dialogue.round, "rounds": max(dialogue.rounds, dialogue.round)}

    def _running(self) -> None:
        page, _ = self._page, self._page.gettext
        ends_at = page.picture.dialogue.ends_at
        if ends_at is None:
            return
        round_clock("p", ends_at, classes="clock", gettext=_)
        Tag("p", self._round_text(), "round")

        async def stop(actor: Actor) -> None:
            await stop_clock(page.store, actor=actor, dialogue_id=page.dialogue_id)

        async def extend(actor: Actor) -> None:
            await extend_round(page.store, actor=actor, dialogue_id=page.dialogue_id)

        with box("pair"):
            button(_("Stop clock"), page.click(Deed.RUNNING_STOP_CLOCK, stop))
            button(_("+ 1 minute"), page.click(Deed.RUNNING_EXTEND_ROUND, extend))

    def _form(self) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = page.picture.dialogue
        draft = page.drafts.of(Form.ROUND)
        Tag("h2", _("Clock"))
        if dialogue.round:
            Tag("p", self._round_text() + " · " + _("without a clock"), "round")

        async def start(actor: Actor, values: Values) -> None:
            minutes = value(values, "minutes")
            if not minutes.isdigit():
                raise RefusedError(Refusal.MINUTES_OUT_OF_RANGE)
            await start_round(page.store, actor=actor, dialogue_id=page.dialogue_id, minutes=int(minutes))
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
                    min=1,
                    max=180,
                    defaultValue=str(USUAL_MINUTES),
                )
            text = _("Start round %(round)d") % {"round": dialogue.round + 1}
            Tag("button", text, "button", type="submit")
