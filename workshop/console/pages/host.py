"""The host's page: the topics of one table, for a phone or a tablet."""

from starlette.requests import Request

from workshop import look
from workshop.console.frame.page import Page, language_switch
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.sorting.group_list import TopicList
from workshop.console.wording.phases import phase_name
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.live.watch import Watch
from workshop.models import now


class HostPage(Page):
    """One table in the hands of its host."""

    def __init__(self, services: Services, request: Request, watch: Watch, table: TableView) -> None:
        super().__init__(services, request, title=f"{table.number} {table.title('de')}")
        self.watch, self.table = watch, table
        self.picture = watch.picture
        self._clock_shows: tuple[object, ...] | None = None
        self._stop_listening = watch.listen(self._hear)
        self.client.on_delete(self.close)
        with self.root:
            self._build()

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor sorts at this table."""
        return actor.hosts(self.picture.dialogue.id, self.table.id)

    def close(self) -> None:
        """Stop listening."""
        self._stop_listening()

    def _build(self) -> None:
        _, dialogue = self.gettext, self.picture.dialogue
        self.root.classes("host")
        with box("host-bar", "header"):
            with box("host-title"):
                facts = dialogue.title + (f" · {_('REHEARSAL')}" if dialogue.rehearsal else "")
                Tag("p", facts, "field-note")
                title = look.soft_hyphens(self.table.title(self.lang), self.lang)
                Tag("h1", f"{self.table.number} {title}")
            self._state = box("host-state")
            language_switch(self)
        with box("host-main", "main"):
            self.topics = TopicList(self, self.picture, self.table.id, parent=box("topics-section"))
        self._show_state()

    def _show_state(self) -> None:
        _, dialogue = self.gettext, self.picture.dialogue
        shows = (dialogue.phase, dialogue.round, dialogue.ends_at)
        if shows == self._clock_shows:
            return
        self._clock_shows = shows
        self._state.clear()
        with self._state:
            Tag("span", phase_name(dialogue.phase, gettext=_), "phase-now")
            if dialogue.ends_at:
                left = (dialogue.ends_at - now()).total_seconds()
                Tag(
                    "span",
                    "",
                    "clock small",
                    role="timer",
                    data_seconds_left=round(left, 1),
                    data_set=dialogue.ends_at.isoformat(),
                    aria_label=_("Time left in this round"),
                )

    def _hear(self, delta: Delta | None) -> None:
        if self.is_locked or self.client.is_deleted:
            return
        if delta is None or self.table.id not in self.picture.tables:
            self.lock()
            return
        self._look_after()
        with self.client:
            self._show_state()
            self.topics.apply(delta)
