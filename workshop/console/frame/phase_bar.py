"""The phases of the evening at the top of the console, and the button to the next one."""

from collections.abc import Callable

from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.frame.page import Offer
from workshop.console.kit.controls import Tag, box, button
from workshop.console.wording.phases import next_phase, phase_name, phase_told, phases
from workshop.domain.dialogue import set_phase
from workshop.domain.rights import Actor
from workshop.domain.round import resume_round
from workshop.models import Phase


class PhaseBar:
    """The phases, each a button; `on_enter` hears which one this person went to."""

    def __init__(self, page: DialogueFrame, *, on_enter: Callable[[Phase], None]) -> None:
        self._page, self._on_enter = page, on_enter
        self._shown: object = None
        self._phases = box("phases", "nav", aria_label=page.gettext("Steps of the evening"))

    def place_next(self) -> None:
        """Place the button to the next phase."""
        go_on = self._page.click(Deed.DIALOGUE_NEXT_PHASE, self._go_on)
        self._next: Tag = button("", go_on, "primary next-phase")

    def refresh(self) -> None:
        """Show the present phase."""
        present, weighs = self._page.picture.dialogue.phase, self._page.picture.dialogue.dots > 0
        following = next_phase(present, weighs=weighs, gettext=self._page.gettext)
        self._next.set_visibility(following is not None)
        self._next.set_text(following[1] if following else "")
        steps = phases(present, weighs=weighs)
        if self._shown == (present, steps):
            return
        self._shown = present, steps
        self._phases.clear()
        reached = steps.index(present)
        with self._phases, box("", "ol"):
            for place, phase in enumerate(steps):
                with box("", "li"):
                    self._button(phase, is_done=place < reached, is_present=place == reached)

    def _button(self, phase: Phase, *, is_done: bool, is_present: bool) -> None:
        page = self._page

        async def enter(actor: Actor) -> None:
            if phase != page.picture.dialogue.phase:
                await self._enter(actor, phase)

        name = phase_name(phase, gettext=page.gettext)
        made = button(f"✓ {name}" if is_done else name, page.click(Deed.DIALOGUE_ENTER_PHASE, enter), "phase")
        if is_done:
            made.classes("is-done")
        if is_present:
            made.props["aria-current"] = "step"

    async def _go_on(self, actor: Actor) -> None:
        dialogue = self._page.picture.dialogue
        following = next_phase(dialogue.phase, weighs=dialogue.dots > 0, gettext=self._page.gettext)
        if following:
            await self._enter(actor, following[0])

    async def _enter(self, actor: Actor, phase: Phase) -> None:
        page = self._page
        before, was_running = page.picture.dialogue.phase, page.picture.dialogue.ends_at is not None
        await set_phase(page.store, actor=actor, dialogue_id=page.dialogue_id, phase=phase)

        async def back(actor: Actor) -> None:
            await self._enter(actor, before)
            if was_running:
                await resume_round(page.store, actor=actor, dialogue_id=page.dialogue_id)

        told = phase_told(phase, gettext=page.gettext)
        page.say(told, Offer(page.gettext("Back"), Deed.DIALOGUE_PHASE_BACK, back))
        self._on_enter(phase)
