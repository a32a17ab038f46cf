"""How long each dialogue is kept and what has to be done before it goes, for organisers."""

from starlette.requests import Request

from workshop.console.frame.page import Page, language_switch
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.keeping import KeepingSection
from workshop.domain.rights import Actor
from workshop.live.services import Services


class KeepingPage(Page):
    """All dialogues by their day of deletion."""

    def __init__(self, services: Services, request: Request) -> None:
        super().__init__(services, request)
        _ = self.gettext
        self.root.classes("front")
        with self.root:
            with box("front-head", "header"):
                Tag(
                    "a", "‹", "back", href="/console", aria_label=_("All dialogues"), title=_("All dialogues")
                )
                Tag("h1", _("Keeping and deleting"))
                language_switch(self)
            with box("front-main", "main"):
                self._section = KeepingSection(self)

    async def build(self) -> None:
        """Fill the page."""
        await self._section.read()

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor runs the installation."""
        return actor.is_organiser
