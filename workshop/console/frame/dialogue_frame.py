"""The frame around the sections of one dialogue: what they ask of their page, and what it asks of them."""

from abc import abstractmethod
from urllib.parse import urlencode

from workshop.console.frame.focus import Focus
from workshop.console.frame.watched_page import WatchedPage
from workshop.domain.queries.changes import Delta
from workshop.domain.rights import Actor


class Section:
    """What fills the middle of the page."""

    def apply(self, delta: Delta) -> None:
        """Take a change in."""

    async def settle(self) -> None:
        """Do what need not be done with every change."""


class Sections(Section):
    """Several sections, one below the other."""

    def __init__(self, *sections: Section) -> None:
        self._sections = sections

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        for section in self._sections:
            section.apply(delta)

    async def settle(self) -> None:
        """Do what need not be done with every change."""
        for section in self._sections:
            await section.settle()


class DialogueFrame(WatchedPage):
    """One dialogue in the hands of a moderator."""

    tells_missing = True

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor moderates this dialogue."""
        return actor.moderates(self.dialogue_id)

    def address(self, place: str, table: str = "") -> str:
        """Return the address of a place on this page."""
        query = {"view": place} | ({"table": table} if table else {})
        return f"/console/{self.code}?{urlencode(query)}"

    @abstractmethod
    def go(self, place: str, *, table: str = "", focus: Focus | None = None, remember: bool = True) -> None:
        """Show a place in the middle; `focus` is the topic or card to be looked at there."""
