"""The console of one dialogue: phases at the top, sections on the left, the calm column on the right."""

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlencode

from nicegui import ui
from starlette.requests import Request

from workshop import look
from workshop.addresses import board_url
from workshop.console.frame.focus import Focus
from workshop.console.frame.page import Page, language_switch
from workshop.console.kit.controls import OPEN_HERE, Tag, box, button
from workshop.console.sections.facts import FactsSection
from workshop.console.sections.files import FilesSection
from workshop.console.sections.harvest.dialog import open_harvest
from workshop.console.sections.harvest.outcomes import OutcomesSection
from workshop.console.sections.log import LogSection
from workshop.console.sections.prints import PrintSection
from workshop.console.sections.running.column import SideColumn
from workshop.console.sections.sorting.section import TopicsSection
from workshop.console.sections.tables import TablesSection
from workshop.console.wording.phases import PHASES, next_phase, phase_name, phase_told
from workshop.domain.dialogue import set_phase
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.step import count_steps
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.live.watch import Watch
from workshop.models import Phase


class Section(Protocol):
    """What fills the middle of the page."""

    def apply(self, delta: Delta) -> None:
        """Take a change in."""


class DialoguePage(Page):
    """One dialogue in the hands of a moderator."""

    def __init__(self, services: Services, request: Request, watch: Watch) -> None:
        super().__init__(services, request, title=watch.picture.dialogue.title)
        self.watch = watch
        self.picture = watch.picture
        self.section: Section | None = None
        self.place = request.query_params.get("view", "tables")
        self.table_key = request.query_params.get("table", "")
        self._links: dict[str, tuple[ui.element, Tag]] = {}
        self._shown_phase: Phase | None = None
        self._stop_listening = watch.listen(self._hear)
        self.client.on_delete(self.close)
        with self.root:
            self._build()
        self.go(self.place, table=self.table_key, remember=False)
        self.later(self.count_log(), name="count steps")

    @property
    def code(self) -> str:
        """The dialogue's code."""
        return self.picture.dialogue.code

    @property
    def dialogue_id(self) -> int:
        """The dialogue's id."""
        return self.picture.dialogue.id

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor moderates this dialogue."""
        return actor.moderates(self.dialogue_id)

    def close(self) -> None:
        """Stop listening."""
        self._stop_listening()

    def _build(self) -> None:
        _ = self.gettext
        self.root.classes("with-columns")
        with box("topbar", "header"):
            with box("brandline"):
                Tag(
                    "a", "‹", "back", href="/console", aria_label=_("All dialogues"), title=_("All dialogues")
                )
                self._title = Tag("h1", "", "dialogue-title")
                self._rehearsal = Tag("span", _("REHEARSAL"), "rehearsal-mark")
            self._phases = box("phases", "nav", aria_label=_("Steps of the evening"))
            with box("topbar-buttons"):
                Tag(
                    "a",
                    _("Open board"),
                    "button",
                    href=board_url(self.services.settings, self.code),
                    target="_blank",
                    rel="noopener",
                )
                self._next = button("", self.guard(self._go_on), "primary next-phase")
        with box("columns"):
            with box("sidenav", "nav", aria_label=_("Places")):
                self._nav()
            self.middle = box("middle", "main", tabindex="-1")
            self.side = SideColumn(self, box("side", "aside", aria_label=_("Clock and held cards")))
        self._show_facts()

    def _nav(self) -> None:
        _ = self.gettext
        self._nav_link("tables", _("Tables"))
        self._nav_link("topics", _("Topics"))
        self._nav_link("outcomes", _("Results"))
        self._nav_link("files", _("Files"))
        Tag("p", _("Evening"), "nav-heading")
        self._nav_link("print", _("Invitation and print"))
        self._nav_link("facts", _("Rules and goal"))
        self._nav_link("log", _("Log of interventions"))
        with box("nav-foot"):
            language_switch(self)

    def _nav_link(self, place: str, text: str) -> None:
        async def open_place(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            self.go(place)

        with box("nav-link", "a", href=self.address(place)) as link:
            link.on("click", self.guard(open_place), js_handler=OPEN_HERE)
            Tag("span", look.soft_hyphens(text, self.lang))
            count = Tag("span", "", "nav-count")
        self._links[place] = (link, count)

    def address(self, place: str, table: str = "") -> str:
        """Return the address of a place on this page."""
        query = {"view": place} | ({"table": table} if table else {})
        return f"/console/{self.code}?{urlencode(query)}"

    def go(self, place: str, *, table: str = "", focus: Focus | None = None, remember: bool = True) -> None:
        """Show a place in the middle; `focus` is the topic or card to be looked at there."""
        self.place = place if place in self._links else "tables"
        if remember:
            ui.navigate.history.push(self.address(self.place, table))
        for name, (link, _count) in self._links.items():
            link.props["aria-current"] = "page" if name == self.place else "false"
        self.middle.clear()
        with self.middle:
            self.section = self._section(table, focus or Focus())
        self._show_counts()

    def _section(self, table: str, focus: Focus) -> Section:
        if self.place == "topics":
            return TopicsSection(self, table, focus)
        sections: dict[str, Callable[[DialoguePage], Section]] = {
            "outcomes": OutcomesSection,
            "files": FilesSection,
            "print": PrintSection,
            "facts": FactsSection,
            "log": LogSection,
        }
        return sections.get(self.place, TablesSection)(self)

    async def _go_on(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        following = next_phase(self.picture.dialogue.phase, gettext=self.gettext)
        if following:
            await self._enter(actor, following[0])

    async def _enter(self, actor: Actor, phase: Phase) -> None:
        before = self.picture.dialogue.phase
        await set_phase(self.store, actor=actor, dialogue_id=self.dialogue_id, phase=phase)

        async def back(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            await self._enter(actor, before)

        told = phase_told(phase, gettext=self.gettext)
        self.say(told, action=self.gettext("Back"), deed=back)
        goal = {Phase.SORT: "topics", Phase.HARVEST: "topics", Phase.CLOSED: "files"}.get(phase)
        if goal and self.place == "tables":
            self.go(goal)

    def _hear(self, delta: Delta | None) -> None:
        if self.is_locked or self.client.is_deleted:
            return
        if delta is None:
            self.lock(is_missing=True)
            return
        self._look_after()
        with self.client:
            self._show_facts()
            self._show_counts()
            self.side.apply(delta)
            if self.section:
                self.section.apply(delta)

    async def count_log(self) -> None:
        """Show how long the log is."""
        async with self.store.read() as session:
            number = await count_steps(session, self.dialogue_id)
        self._count("log", number)

    def _show_facts(self) -> None:
        _, dialogue = self.gettext, self.picture.dialogue
        self._title.set_text(look.soft_hyphens(dialogue.title, dialogue.lang))
        self._rehearsal.set_visibility(dialogue.rehearsal)
        following = next_phase(dialogue.phase, gettext=_)
        self._next.set_visibility(following is not None)
        self._next.set_text(following[1] if following else "")
        if self._shown_phase != dialogue.phase:
            self._shown_phase = dialogue.phase
            self._show_phases()

    def _show_phases(self) -> None:
        self._phases.clear()
        present = self.picture.dialogue.phase
        reached = PHASES.index(present) if present in PHASES else PHASES.index(Phase.SORT)
        with self._phases, box("", "ol"):
            for place, phase in enumerate(PHASES):
                with box("", "li"):
                    self._phase_button(phase, is_done=place < reached, is_present=place == reached)

    def _phase_button(self, phase: Phase, *, is_done: bool, is_present: bool) -> None:
        async def enter(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            if phase != self.picture.dialogue.phase:
                await self._enter(actor, phase)

        name = phase_name(phase, gettext=self.gettext)
        made = button(f"✓ {name}" if is_done else name, self.guard(enter), "phase")
        if is_done:
            made.classes("is-done")
        if is_present:
            made.props["aria-current"] = "step"

    def _show_counts(self) -> None:
        picture = self.picture
        self._count("tables", sum(picture.counts(table_id).total() for table_id in picture.tables))
        # As many as the board shows: what is parked waits for another time.
        groups = (group for table_id in picture.tables for group in picture.groups_of(table_id))
        self._count("topics", sum(not group.parked for group in groups))
        self._count("outcomes", len(picture.live_outcomes()))

    def _count(self, place: str, number: int) -> None:
        if not self.client.is_deleted and not self.is_locked:
            self._links[place][1].set_text(str(number) if number else "")

    async def look_after(self) -> None:
        """Do what need not be done with every change."""
        await self.count_log()
        if isinstance(self.section, LogSection):
            await self.section.look_after()

    def harvest(self, group_id: int) -> None:
        """Open the dialog that makes a topic a result."""
        open_harvest(self, [group_id])
