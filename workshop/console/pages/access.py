"""Who has access to the whole installation: links and devices of all dialogues, for organisers."""

from starlette.requests import Request

from workshop.console.frame.page import Page, language_switch
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.access import AccessSection
from workshop.domain.rights import Actor
from workshop.live.services import Services


class AccessPage(Page):
    """All access, on a page of its own."""

    def __init__(self, services: Services, request: Request) -> None:
        super().__init__(services, request)
        _ = self.gettext
        self.root.classes("front")
        with self.root:
            with box("front-head", "header"):
                Tag(
                    "a", "‹", "back", href="/console", aria_label=_("All dialogues"), title=_("All dialogues")
                )
                Tag("h1", _("Access to all dialogues"))
                language_switch(self)
            with box("front-main", "main"):
                AccessSection(self, None)

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor runs the installation."""
        return actor.is_organiser
