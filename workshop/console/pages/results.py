"""The results of one dialogue and its files, for somebody who only reads."""

from starlette.requests import Request

from workshop import look
from workshop.console.frame.deeds import Need
from workshop.console.frame.page import language_switch
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.console.kit.plan_link import plan_link
from workshop.console.sections.files.section import FilesSection
from workshop.console.sections.reading import ReadingSection
from workshop.console.wording.moments import day
from workshop.domain.queries.changes import Delta
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.live.watch import Watch


class ResultsPage(WatchedPage):
    """What a reader sees: results as they are, and the files to take along."""

    def __init__(self, services: Services, request: Request, watch: Watch, *, is_moderated: bool) -> None:
        super().__init__(services, request, watch, title=watch.picture.dialogue.title)
        _, dialogue = self.gettext, self.picture.dialogue
        self.root.classes("front")
        with self.root:
            with box("front-head", "header"):
                self._title = Tag("h1", "")
                language_switch(self)
            with box("front-main", "main"):
                facts = [dialogue.municipality, day(dialogue.held_on, lang=self.lang)]
                Tag("p", " · ".join(fact for fact in facts if fact), "field-note")
                if is_moderated:
                    with box("actions"):
                        plan_link(self.code, gettext=_)
                self._files = FilesSection(self)
                self._results = ReadingSection(self)
        self._show_title()

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor may read the results of this dialogue."""
        return actor.reads(self.dialogue_id)

    def meets(self, actor: Actor, need: Need) -> bool:
        """Say whether the actor may call a handler here: a reader only those of readers."""
        return super().meets(actor, need) and (need == Need.READER or actor.moderates(self.dialogue_id))

    def _show_title(self) -> None:
        dialogue = self.picture.dialogue
        mark = f"{self.gettext('REHEARSAL')} · " if dialogue.rehearsal else ""
        self._title.set_text(mark + look.soft_hyphens(dialogue.title, dialogue.lang))

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_title()
        self._files.apply(delta)
        self._results.apply(delta)
