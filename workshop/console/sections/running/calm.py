"""What calms the hall, in the column: all boards calm or still, and whether somebody new may come in."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box, button
from workshop.domain.board import calm_boards, free_boards, still_boards
from workshop.domain.dialogue import admit_newcomers
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.rights import Actor
from workshop.models import BoardMode

_LETTERS = "(v) => workshopLetters(v.el)"


class CalmPart:
    """Buttons that stay where they are and say what holds; the first answers to the key (`console.js`)."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        _ = page.gettext
        calm = page.click(Deed.RUNNING_CALM_BOARDS, self._calm_boards)
        still = page.click(Deed.RUNNING_STILL_BOARDS, self._still_boards)
        clock = page.click(Deed.RUNNING_CALM_CLOCK, self._wish_clock)
        code = page.click(Deed.RUNNING_CALM_CODE, self._wish_code)
        door = page.click(Deed.RUNNING_CLOSE_DOOR, self._close_door)
        with box("side-part calm-part", "section"):
            Tag("h2", _("Boards"))
            with box("pair"):
                self._calm = button(
                    _("Boards calm (B)"), calm, "board-calm", data_board_key="", aria_keyshortcuts="B ."
                )
                self._still = button(_("Hold boards still"), still, "board-still")
            with box("tick letters", "label"):
                # What it says is this device's: the browser keeps it, and nobody else hears of it.
                box("", "input", type="checkbox", data_letters="").on("vnode-mounted", js_handler=_LETTERS)
                Tag("span", _("Keys B and . on this device"))
            with box("pair") as self._wishes:
                self._clock = button(_("Clock on it"), clock, "quiet")
                self._code = button(_("Code on it"), code, "quiet")
            self._note = Tag("p", "", "field-note", role="status")
            self._door = button(_("Let nobody new in"), door)
            self._door_note = Tag("p", "", "field-note", role="status")
        self.refresh()

    @property
    def _dialogue(self) -> DialogueView:
        return self._page.picture.dialogue

    def refresh(self) -> None:
        """Show what holds now."""
        dialogue, mode, _ = self._dialogue, self._dialogue.board_mode, self._page.gettext
        pressed = {
            self._calm: mode == BoardMode.CALM,
            self._still: mode == BoardMode.STILL,
            self._clock: dialogue.board_clock,
            self._code: dialogue.board_code,
            self._door: not dialogue.admits,
        }
        for each, is_on in pressed.items():
            each.props["aria-pressed"] = "true" if is_on else "false"
        self._wishes.set_visibility(mode == BoardMode.CALM)
        self._note.set_text(
            {
                BoardMode.LIVE: "",
                BoardMode.CALM: _(
                    "All boards show the calm slide. Press the button or B once more to go on."
                ),
                BoardMode.STILL: _(
                    "All boards stay as they are; what you hold back or hide still leaves them at once. "
                    "Press the button once more to go on."
                ),
            }[mode]
        )

        self._door_note.set_text(
            ""
            if dialogue.admits
            else _(
                "Who has the page open or has written a card goes on. Whoever opens it now reads that nobody "
                "new can take part at the moment. Press the button once more to let them in."
            )
        )

    async def _close_door(self, actor: Actor) -> None:
        page, admitted = self._page, not self._dialogue.admits
        await admit_newcomers(page.store, actor=actor, dialogue_id=page.dialogue_id, admitted=admitted)

    async def _calm_boards(self, actor: Actor) -> None:
        if self._dialogue.board_mode == BoardMode.CALM:
            await self._free(actor)
        else:
            await calm_boards(self._page.store, actor=actor, dialogue_id=self._page.dialogue_id)

    async def _still_boards(self, actor: Actor) -> None:
        if self._dialogue.board_mode == BoardMode.STILL:
            await self._free(actor)
        else:
            await still_boards(self._page.store, actor=actor, dialogue_id=self._page.dialogue_id)

    async def _free(self, actor: Actor) -> None:
        await free_boards(self._page.store, actor=actor, dialogue_id=self._page.dialogue_id)

    async def _wish_clock(self, actor: Actor) -> None:
        await self._wish(actor, clock=not self._dialogue.board_clock, code=self._dialogue.board_code)

    async def _wish_code(self, actor: Actor) -> None:
        await self._wish(actor, clock=self._dialogue.board_clock, code=not self._dialogue.board_code)

    async def _wish(self, actor: Actor, *, clock: bool, code: bool) -> None:
        page = self._page
        await calm_boards(page.store, actor=actor, dialogue_id=page.dialogue_id, clock=clock, code=code)
