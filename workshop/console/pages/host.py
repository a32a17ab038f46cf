"""The host's page: the topics of one table, for a phone or a tablet."""

from functools import partial

from starlette.requests import Request

from workshop import look
from workshop.console.frame.page import language_switch
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.clock import clock_told, round_clock, round_text, shown_by_clock
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.house_rules.section import HouseRulesSection
from workshop.console.sections.measures.rows import measures_of
from workshop.console.sections.photos.section import PhotosSection
from workshop.console.sections.sorting.group_list import GroupList
from workshop.console.sections.sorting.held_sign import HeldSign
from workshop.console.sections.sorting.pause_button import PauseButton
from workshop.console.sections.summaries.fold import SummariesFold
from workshop.console.sections.verdicts.dialog import ask_verdict
from workshop.console.wording.phases import coming_next, happening_now, phase_name
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.live.rotation import moves_on, neighbour
from workshop.live.services import Services
from workshop.live.watch import Watch
from workshop.models import Phase


class HostPage(WatchedPage):
    """One table in the hands of its host."""

    def __init__(self, services: Services, request: Request, watch: Watch, table: TableView) -> None:
        super().__init__(services, request, watch, title=f"{table.number} {table.title('de')}")
        self.table = table
        self._state_shows: tuple[object, ...] | None = None
        with self.root:
            self._build()

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor sorts at this table."""
        return actor.hosts(self.dialogue_id, self.table.id)

    @property
    def is_gone(self) -> bool:
        """Whether the table was taken out."""
        return self.table.id not in self.picture.tables

    def _build(self) -> None:
        _, dialogue = self.gettext, self.picture.dialogue
        self.root.classes("host")
        with box("host-bar", "header"):
            with box("host-title"):
                facts = dialogue.title + (f" · {_('REHEARSAL')}" if dialogue.rehearsal else "")
                Tag("p", facts, "field-note")
                self._name = Tag("h1", self._named())
                self._guests = Tag("p", "", "field-note host-guests")
            language_switch(self)
        with box("host-state", "section", aria_label=_("What waits")):
            self._state = box("strip-clock")
            self._held = HeldSign(self, self.table.id)
        clock_told()
        with box("host-main", "main"):
            self._told = Tag("p", "", "phase-told")
            # Not above, where it would cover cards on a phone as long as one scrolls.
            with box("host-pause"):
                self._pause = PauseButton(self, self.table.id)
            self._summaries = SummariesFold(self, self.table.id, is_moderated=False)
            Tag("h2", _("Topics"), "visually-hidden")
            parent = box("topics-section")
            self._list = GroupList(self, self.table.id, answer=partial(ask_verdict, self), parent=parent)
            href = f"/host/{self.code}/{self.table.key}/measures"
            self._measures = Tag("a", _("Measures of this table"), "button host-measures", href=href)
            with box("host-rules", "details"):
                Tag("summary", _("Photos of this table"))
                self._photos = PhotosSection(self, self.table.id)
            with box("host-rules", "details"):
                Tag("summary", _("House rules"))
                HouseRulesSection(self)
        self._held.leads_to(self._list)
        self._show_state()
        self._show_measures()

    def _named(self) -> str:
        table = self.picture.tables.get(self.table.id, self.table)
        return f"{table.number} {look.soft_hyphens(table.title(self.lang), self.lang)}"

    def _show_state(self) -> None:
        _, dialogue = self.gettext, self.picture.dialogue
        self._guests.set_text(self._guests_text())
        rounds = dialogue.round, dialogue.rounds, dialogue.dots > 0, dialogue.tally_closed_at
        shows = (dialogue.phase, *rounds, shown_by_clock(dialogue))
        if shows == self._state_shows:
            return
        self._state_shows = shows
        self._state.clear()
        with self._state:
            Tag("span", phase_name(dialogue.phase, gettext=_), "phase-now")
            round_clock("span", dialogue, classes="clock small", gettext=_)
            if dialogue.phase == Phase.COLLECT and (told := round_text(dialogue, gettext=_)):
                Tag("span", told, "field-note")
        self._told.set_text(
            " ".join(filter(None, (happening_now(dialogue, gettext=_), coming_next(dialogue, gettext=_))))
        )

    def _show_measures(self) -> None:
        """Lead to the measures of the table as soon as there is one."""
        self._measures.set_visibility(any(m.table_id == self.table.id for m in measures_of(self.picture)))

    def _guests_text(self) -> str:
        """Say where the guests come from and where they go, where everybody moves on after a round."""
        _, dialogue = self.gettext, self.picture.dialogue
        if dialogue.phase != Phase.COLLECT or not dialogue.round or not moves_on(self.picture):
            return ""
        came, goes = (neighbour(self.picture, self.table, step).number for step in (-1, 1))
        parts = []
        if dialogue.round > 1:
            parts.append(_("In this round: guests of table %(number)d") % {"number": came})
        if dialogue.round < dialogue.rounds:
            parts.append(_("After this round: on to table %(number)d") % {"number": goes})
        return "\n".join(parts)

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.tables is not None:
            self._name.set_text(self._named())
        self._pause.refresh()
        self._show_state()
        self._held.refresh()
        self._summaries.refresh()
        self._photos.apply(delta)
        self._list.apply(delta)
        if delta.outcomes:
            self._show_measures()
