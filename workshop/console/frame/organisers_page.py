"""A page beside the list of dialogues, about all of them, for organisers."""

from starlette.requests import Request

from workshop.console.frame.page import Page, language_switch
from workshop.console.kit.controls import Tag, box
from workshop.domain.rights import Actor
from workshop.live.services import Services


class OrganisersPage(Page):
    """The head with the way back, the page's name and the languages; each page fills the rest."""

    def __init__(self, services: Services, request: Request) -> None:
        super().__init__(services, request)
        back = self.gettext("All dialogues")
        self.root.classes("front")
        with self.root:
            with box("front-head", "header"):
                Tag("a", "‹", "back", href="/console", aria_label=back, title=back)
                Tag("h1", self.name())
                language_switch(self)
            with box("front-main", "main"):
                self.place()

    def name(self) -> str:
        """Return the heading."""
        raise NotImplementedError

    def place(self) -> None:
        """Place what the page is about."""
        raise NotImplementedError

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor runs the installation."""
        return actor.is_organiser
