"""The measures table on a page of its own: of a dialogue, for the beamer, or of one table, for its host."""

from abc import abstractmethod

from starlette.requests import Request

from workshop import look
from workshop.console.frame.page import language_switch
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.measures.section import MeasuresSection
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.live.watch import Watch


class _Plan(WatchedPage):
    """Who does what by when; with `table` only of that one."""

    def __init__(
        self, services: Services, request: Request, watch: Watch, table: TableView | None = None
    ) -> None:
        super().__init__(services, request, watch, title=watch.picture.dialogue.title)
        _, (back, href) = self.gettext, self._back()
        self.root.classes("plan")
        with self.root:
            with box("plan-head", "header"):
                Tag("a", "‹", "back", href=href, aria_label=back, title=back)
                with box("plan-title"):
                    with box("plan-name"):
                        Tag("h1", _("Who does what by when?"))
                        self._rehearsal = Tag("span", _("REHEARSAL"), "rehearsal-mark")
                    self._title = Tag("p", "", "field-note")
                head = box("measures-sum")
                language_switch(self)
            with box("plan-main", "main"):
                self._section = MeasuresSection(self, head, table)
        self._show_title()

    @abstractmethod
    def _back(self) -> tuple[str, str]:
        """Return where the page leads back to: what that is called, and its address."""

    def _about(self) -> str:
        """Say whose measures these are."""
        return self.gettext("Measures table")

    def _show_title(self) -> None:
        dialogue = self.picture.dialogue
        self._rehearsal.set_visibility(dialogue.rehearsal)
        title = look.soft_hyphens(dialogue.title, dialogue.lang)
        self._title.set_text(f"{self._about()} · {title}")

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_title()
        self._section.apply(delta)


class MeasuresPage(_Plan):
    """The measures of the whole dialogue, in the hands of a moderator."""

    tells_missing = True

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor moderates this dialogue."""
        return actor.moderates(self.dialogue_id)

    def _back(self) -> tuple[str, str]:
        return self.gettext("To the results"), f"/console/{self.code}?view=outcomes"


class HostMeasuresPage(_Plan):
    """The measures of one table, in the hands of its host."""

    def __init__(self, services: Services, request: Request, watch: Watch, table: TableView) -> None:
        self.table = table
        super().__init__(services, request, watch, table)

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor sorts at this table."""
        return actor.hosts(self.dialogue_id, self.table.id)

    @property
    def is_gone(self) -> bool:
        """Whether the table was taken out."""
        return self.table.id not in self.picture.tables

    def _back(self) -> tuple[str, str]:
        return self.gettext("To the table"), f"/host/{self.code}/{self.table.key}"

    def _about(self) -> str:
        table = self.picture.tables.get(self.table.id, self.table)
        return f"{table.number} {look.soft_hyphens(table.title(self.lang), self.lang)}"
