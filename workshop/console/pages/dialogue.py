"""The console of one dialogue: phases at the top, places on the left, the evening's column on the right."""

from collections.abc import Callable
from functools import partial

from nicegui import ui
from starlette.requests import Request

from workshop import look
from workshop.addresses import board_url
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section, Sections
from workshop.console.frame.focus import Focus
from workshop.console.frame.page import language_switch
from workshop.console.frame.phase_bar import PhaseBar
from workshop.console.kit.clock import clock_told
from workshop.console.kit.controls import OPEN_HERE, Tag, box
from workshop.console.kit.plan_link import plan_link
from workshop.console.sections.access import AccessSection
from workshop.console.sections.facts.section import FactsSection
from workshop.console.sections.files.section import FilesSection
from workshop.console.sections.handouts import HandoutsSection
from workshop.console.sections.harvest.dialog import offer_drafts, open_harvest
from workshop.console.sections.harvest.outcomes import OutcomesSection
from workshop.console.sections.house_rules.section import HouseRulesSection
from workshop.console.sections.log import LogSection
from workshop.console.sections.paper_facts import PaperFactsSection
from workshop.console.sections.photos.section import PhotosSection
from workshop.console.sections.prints import PrintSection
from workshop.console.sections.running.column import RunningColumn
from workshop.console.sections.running.strip import WaitingStrip
from workshop.console.sections.series.files import SeriesFilesSection
from workshop.console.sections.series.section import SeriesSection
from workshop.console.sections.sorting.section import SortingSection, table_to_sort
from workshop.console.sections.summaries.fold import SummariesFold
from workshop.console.sections.tables import TablesSection
from workshop.console.sections.verdicts.answers import TopicAnswers
from workshop.console.sections.verdicts.dialog import ask_verdict
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.step import count_steps
from workshop.live.services import Services
from workshop.live.watch import Watch
from workshop.models import Phase

_SECTIONS: dict[str, Callable[[DialogueFrame], Section]] = {
    "outcomes": lambda page: Sections(HandoutsSection(page), OutcomesSection(page), TopicAnswers(page)),
    "files": lambda page: Sections(HandoutsSection(page), FilesSection(page), SeriesFilesSection(page)),
    "facts": lambda page: Sections(FactsSection(page), PaperFactsSection(page), SeriesSection(page)),
    "photos": PhotosSection,
    "log": LogSection,
    "rules": HouseRulesSection,
    "access": lambda page: AccessSection(page, page.dialogue_id),
}
# Where a moderator goes with a phase, from the tables.
_PLACE_OF_PHASE = {Phase.SORT: "topics", Phase.HARVEST: "topics", Phase.CLOSED: "files"}


class DialoguePage(DialogueFrame):
    """One dialogue in the hands of a moderator; the only place that knows which section stands where."""

    def __init__(self, services: Services, request: Request, watch: Watch) -> None:
        super().__init__(services, request, watch, title=watch.picture.dialogue.title)
        self.place = request.query_params.get("view", "tables")
        self._sheet_lang = request.query_params.get("sheets", "")
        self._links: dict[str, tuple[ui.element, Tag]] = {}
        with self.root:
            self._build()
        offer_drafts(self, self.root)
        self.go(self.place, table=request.query_params.get("table", ""), remember=False)
        self.later(self._count_log(), name="count steps")

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
            self._phases = PhaseBar(self, on_enter=self._follow_phase)
            with box("topbar-buttons"):
                Tag(
                    "a",
                    _("Open board"),
                    "button",
                    href=board_url(self.services.settings, self.code),
                    target="_blank",
                    rel="noopener",
                )
                self._plan = plan_link(self.code, gettext=_)
                self._phases.place_next()
        clock_told()
        self._strip = WaitingStrip(self)
        with box("columns"):
            with box("sidenav", "nav", aria_label=_("Places")):
                self._nav()
            self.middle = box("middle", "main", tabindex="-1")
            side = box("side", "aside", aria_label=_("Clock and held cards"), tabindex="-1")
            self._column = RunningColumn(self, side)
            self._strip.opens(side)
        self._show_facts()

    def _nav(self) -> None:
        _ = self.gettext
        self._nav_link("tables", _("Tables"))
        self._nav_link("topics", _("Topics"))
        self._nav_link("outcomes", _("Results"))
        self._nav_link("photos", _("Photos"))
        self._nav_link("files", _("Files"))
        Tag("p", _("Evening"), "nav-heading")
        self._nav_link("print", _("Invitation and print"))
        self._nav_link("facts", _("About the evening"))
        self._nav_link("log", _("Log of changes"))
        self._nav_link("access", _("Access"))
        self._nav_link("rules", _("House rules"))
        with box("nav-foot"):
            language_switch(self)

    def _nav_link(self, place: str, text: str) -> None:
        go = self.click(Deed.DIALOGUE_GO, opening(lambda: self.go(place)))
        with box("nav-link", "a", href=self.address(place)) as link:
            link.on("click", go, js_handler=OPEN_HERE)
            Tag("span", look.soft_hyphens(text, self.lang))
            count = Tag("span", "", "nav-count")
        self._links[place] = (link, count)

    def go(self, place: str, *, table: str = "", focus: Focus | None = None, remember: bool = True) -> None:
        """Show a place in the middle; `focus` is the topic or card to be looked at there."""
        self.place = place if place in self._links else "tables"
        if remember:
            # Whoever asked for it may have been drawn anew meanwhile.
            with self.client:
                ui.navigate.history.push(self.address(self.place, table))
        for name, (link, _count) in self._links.items():
            link.props["aria-current"] = "page" if name == self.place else "false"
        self.middle.clear()
        with self.middle:
            self._section = self._make_section(table, focus or Focus())
        self._show_counts()

    def _make_section(self, table: str, focus: Focus) -> Section:
        if self.place == "topics":
            chosen = table_to_sort(self.picture, table, focus)
            summaries = partial(SummariesFold, self, chosen.id, is_moderated=True)
            answer = partial(ask_verdict, self)
            return SortingSection(self, chosen, focus, harvest=self._harvest, answer=answer, beside=summaries)
        if self.place == "print":
            return PrintSection(self, self._sheet_lang)
        return _SECTIONS.get(self.place, TablesSection)(self)

    def _harvest(self, group_id: int) -> None:
        open_harvest(self, [group_id])

    def _follow_phase(self, phase: Phase) -> None:
        goal = _PLACE_OF_PHASE.get(phase)
        if goal and self.place == "tables":
            self.go(goal)

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_facts()
        self._show_counts()
        self._strip.refresh()
        self._column.apply(delta)
        self._section.apply(delta)

    async def settle(self) -> None:
        """Do what need not be done with every change."""
        await self._count_log()
        await self._section.settle()

    async def _count_log(self) -> None:
        async with self.store.read() as session:
            number = await count_steps(session, self.dialogue_id)
        self._count("log", number)

    def _show_facts(self) -> None:
        dialogue = self.picture.dialogue
        self._title.set_text(look.soft_hyphens(dialogue.title, dialogue.lang))
        self._rehearsal.set_visibility(dialogue.rehearsal)
        self._plan.set_visibility(dialogue.phase == Phase.HARVEST)
        self._phases.refresh()

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
