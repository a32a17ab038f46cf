"""What the law asks the operator for, on a page of its own, for organisers."""

from starlette.requests import Request

from workshop.console.frame.page import Page, language_switch
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.law import LawSection
from workshop.domain.rights import Actor
from workshop.live.services import Services


class LawPage(Page):
    """Privacy and accessibility of the whole installation."""

    def __init__(self, services: Services, request: Request) -> None:
        super().__init__(services, request)
        _ = self.gettext
        self.root.classes("front")
        with self.root:
            with box("front-head", "header"):
                Tag(
                    "a", "‹", "back", href="/console", aria_label=_("All dialogues"), title=_("All dialogues")
                )
                Tag("h1", _("Privacy and accessibility"))
                language_switch(self)
            with box("front-main", "main"):
                LawSection(self)

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor runs the installation."""
        return actor.is_organiser
