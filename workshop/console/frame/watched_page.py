"""A page that follows one dialogue: it hears each change, and is locked when right or dialogue are gone."""

import asyncio
from abc import abstractmethod
from collections.abc import Sequence

from starlette.requests import Request

from workshop.console.frame.deeds import Need
from workshop.console.frame.drafts import Drafts
from workshop.console.frame.page import Page
from workshop.console.wording.log import turn_sentence
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.step import TurnView
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.live.watch import Watch

CHECK_SECONDS = 1.0


class WatchedPage(Page):
    """One dialogue as one person follows it; `tells_missing` lets that person know that it was deleted."""

    tells_missing = False

    def __init__(self, services: Services, request: Request, watch: Watch, *, title: str) -> None:
        super().__init__(services, request, title=title)
        self.watch = watch
        self.picture = watch.picture
        self.drafts = Drafts(self)
        self._checks_soon = False
        self._taken_back: set[int] = set()
        self._stop_listening = watch.listen(self._hear)
        self.client.on_delete(self.close)

    @property
    def code(self) -> str:
        """The dialogue's code."""
        return self.picture.dialogue.code

    @property
    def dialogue_id(self) -> int:
        """The dialogue's id."""
        return self.picture.dialogue.id

    def meets(self, actor: Actor, need: Need) -> bool:
        """Say whether the actor may call a handler with this need on this page."""
        return super().meets(actor, need) and (need != Need.MODERATOR or actor.moderates(self.dialogue_id))

    def close(self) -> None:
        """Stop listening."""
        self._stop_listening()

    @property
    def is_gone(self) -> bool:
        """Whether what the page shows is no longer part of the dialogue."""
        return False

    @abstractmethod
    def apply(self, delta: Delta) -> None:
        """Take a change in."""

    async def settle(self) -> None:
        """Do what need not be done with every change, some time after the first of several."""

    def _hear(self, delta: Delta | None) -> None:
        if self.is_locked or self.client.is_deleted:
            return
        if delta is None or self.is_gone:
            self.lock(is_missing=delta is None and self.tells_missing)
            return
        self._check()
        with self.client:
            self.apply(delta)
            if delta.turns:
                self.later(self._tell_turns(delta.turns), name="tell whose step was taken back")

    async def _tell_turns(self, turns: Sequence[TurnView]) -> None:
        """Say that another device took back what this one did, or what this one took back."""
        actor = await self.actor()
        if not self.permits(actor):
            self.lock()
            return
        hand = actor.hand_at(self.dialogue_id)
        for turn in turns:
            is_mine = turn.by == hand or turn.id in self._taken_back
            if hand == turn.turned_by:
                (self._taken_back.add if turn.is_undone else self._taken_back.discard)(turn.id)
            elif is_mine and not self.client.is_deleted:
                with self.client:
                    self.say(turn_sentence(turn, gettext=self.gettext))

    def _check(self) -> None:
        """After a change, ask soon whether the right is still there, once for many changes."""
        if not self._checks_soon:
            self._checks_soon = True
            self.later(self._check_soon(), name="check a console page")

    async def _check_soon(self) -> None:
        await asyncio.sleep(CHECK_SECONDS)
        self._checks_soon = False
        if self.permits(await self.actor()):
            await self.settle()
        else:
            self.lock()
