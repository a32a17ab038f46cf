"""The measures table of one dialogue on a page of its own: for the beamer, and for whoever writes there."""

from starlette.requests import Request

from workshop import look
from workshop.console.frame.page import language_switch
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.measures.section import MeasuresSection
from workshop.domain.queries.changes import Delta
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.live.watch import Watch


class MeasuresPage(WatchedPage):
    """Who does what by when, in the hands of a moderator."""

    tells_missing = True

    def __init__(self, services: Services, request: Request, watch: Watch) -> None:
        super().__init__(services, request, watch, title=watch.picture.dialogue.title)
        _ = self.gettext
        self.root.classes("plan")
        with self.root:
            with box("plan-head", "header"):
                back = _("To the results")
                href = f"/console/{self.code}?view=outcomes"
                Tag("a", "‹", "back", href=href, aria_label=back, title=back)
                with box("plan-title"):
                    with box("plan-name"):
                        Tag("h1", _("Who does what by when?"))
                        self._rehearsal = Tag("span", _("REHEARSAL"), "rehearsal-mark")
                    self._title = Tag("p", "", "field-note")
                head = box("measures-sum")
                language_switch(self)
            with box("plan-main", "main"):
                self._table = MeasuresSection(self, head)
        self._show_title()

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor moderates this dialogue."""
        return actor.moderates(self.dialogue_id)

    def _show_title(self) -> None:
        dialogue = self.picture.dialogue
        self._rehearsal.set_visibility(dialogue.rehearsal)
        title = look.soft_hyphens(dialogue.title, dialogue.lang)
        self._title.set_text(f"{self.gettext('Measures table')} · {title}")

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_title()
        self._table.apply(delta)
