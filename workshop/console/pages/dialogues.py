"""The list of dialogues, the form for a new one, and new links for others who run evenings."""

import asyncio
from collections.abc import Sequence

from nicegui import ui
from nicegui.events import GenericEventArguments
from starlette.requests import Request

from themes import load_theme_set, theme_set_keys
from workshop import look
from workshop.addresses import enter_url
from workshop.console.frame.copies_notice import CopiesNotice
from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.frame.drafts import Drafts
from workshop.console.frame.links import link_dialog
from workshop.console.frame.page import Offer, Page, language_switch
from workshop.console.kit.controls import (
    Modal,
    Tag,
    Values,
    box,
    button,
    field,
    form,
    problem_line,
    select,
    tick,
    value,
)
from workshop.console.kit.dialogue_list import Order, grouped, listed, order_name
from workshop.console.kit.facts_form import facts_fields, facts_from
from workshop.console.wording.forms import Form
from workshop.console.wording.keeping import usual_told
from workshop.console.wording.moments import day
from workshop.console.wording.phases import phase_name
from workshop.domain import bounds
from workshop.domain.dialogue import copy_dialogue, create_dialogue, wipe_rehearsal
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.grant import make_link
from workshop.domain.queries.dialogue import DialogueSummary, dialogues_for
from workshop.domain.rights import Actor
from workshop.live.services import Services
from workshop.logs import log_error
from workshop.models import Role

# Time to change one's mind before a rehearsal is wiped.
WIPE_SECONDS = 6
USUAL_SET = "gmuend"


class DialoguesPage(Page):
    """The first page of the console."""

    def __init__(self, services: Services, request: Request) -> None:
        super().__init__(services, request, title="Workshop")
        self._rows: dict[int, ui.element] = {}
        self._summaries: tuple[DialogueSummary, ...] = ()
        self._words, self._order = "", Order.NEWEST
        self._doomed: dict[int, asyncio.Task[None]] = {}
        self._drafts = Drafts(self)

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor runs the installation or moderates a dialogue."""
        return actor.runs_evenings

    async def build(self, actor: Actor) -> None:
        """Fill the page."""
        _ = self.gettext
        self.root.classes("front")
        if actor.is_organiser:
            self._drafts.can_open(Form.NEW_DIALOGUE, self.root, lambda _it, values: self._form(values))
        with self.root:
            with box("front-head", "header"):
                Tag("h1", _("Dialogues"))
                language_switch(self)
                if actor.is_organiser:
                    new = self.click(Deed.DIALOGUES_NEW, opening(self._form))
                    button("+ " + _("New dialogue"), new, "primary new-dialogue")
            if actor.is_organiser:
                self._places()
                CopiesNotice(self)
            self._main = box("front-main", "main")
        await self._show(actor)

    def _places(self) -> None:
        """Place what concerns all dialogues."""
        _ = self.gettext
        with box("front-places", "nav", aria_label=_("All dialogues")):
            Tag("a", _("Access"), "button", href="/console/access")
            Tag("a", _("Privacy"), "button", href="/console/law")
            Tag("a", _("Keeping"), "button", href="/console/keeping")
            invite = self.click(Deed.DIALOGUES_INVITE_ORGANISER, self._invite_organiser)
            button(_("Link for another organiser …"), invite)

    async def _show(self, actor: Actor) -> None:
        async with self.store.read() as session:
            self._summaries = await dialogues_for(session, actor)
        self._main.clear()
        with self._main:
            if not self._summaries:
                self._empty(actor)
                return
            self._search_line(actor)
            self._list = box("front-list")
            self._nothing = Tag(
                "p", self.gettext("No dialogue fits these words."), "empty-note", role="status"
            )
        self._show_rows(actor)

    def _search_line(self, actor: Actor) -> None:
        _ = self.gettext

        def look_for(event: GenericEventArguments) -> None:
            self._words = event.args[: bounds.SEARCH] if isinstance(event.args, str) else ""
            self._show_rows(actor)

        def sort(event: GenericEventArguments) -> None:
            # What a browser sends may be anything; the list is then as at first.
            self._order = next((each for each in Order if each == event.args), Order.NEWEST)
            self._show_rows(actor)

        with box("front-search", role="search"):
            words = field(_("Search"), "words", text=self._words, kind="search", autocomplete="off")
            words.on("input", look_for, js_handler="(e) => emit(e.target.value)", throttle=0.2)
            orders = [(each.value, order_name(each, gettext=_)) for each in Order]
            order = select(_("Sort"), "order", orders, chosen=self._order)
            order.on("change", sort, js_handler="(e) => emit(e.target.value)")

    def _facts_of(self, summary: DialogueSummary) -> list[str]:
        _, dialogue = self.gettext, summary.dialogue
        facts = [
            day(dialogue.held_on, lang=self.lang) or _("no date yet"),
            dialogue.municipality,
            dialogue.place,
            phase_name(dialogue.phase, gettext=_),
            self.ngettext("%(n)d table", "%(n)d tables", summary.tables) % {"n": summary.tables},
            self.ngettext("%(n)d card", "%(n)d cards", summary.shown) % {"n": summary.shown},
        ]
        return [fact for fact in facts if fact]

    def _written(self, summary: DialogueSummary) -> list[str]:
        """Return what can be looked for: what stands in the line, and the date as it is typed."""
        when = summary.dialogue.held_on
        typed = [when.isoformat(), f"{when:%d.%m.%Y}", f"{when.day}.{when.month}.{when.year}"] if when else []
        return [summary.dialogue.title, summary.series or "", *self._facts_of(summary), *typed]

    def _show_rows(self, actor: Actor) -> None:
        self._list.clear()
        found = listed(self._summaries, words=self._words, order=self._order, written=self._written)
        self._rows = {}
        with self._list:
            for group in grouped(found):
                self._show_group(group, actor)
        for number in self._doomed.keys() & self._rows.keys():
            self._rows[number].classes("is-doomed")
        self._nothing.set_visibility(not found)

    def _show_group(self, group: Sequence[DialogueSummary], actor: Actor) -> None:
        """Show the dialogues of a series below its heading, or the one that stands by itself."""
        first = group[0]
        if first.series is None:
            self._rows[first.dialogue.id] = self._row(first, actor)
            return
        heading = f"series-{first.dialogue.series_id}"
        with box("series-group", "section", aria_labelledby=heading):
            with box("series-head", "h2", id=heading):
                Tag("span", self.gettext("Series"), "series-word")
                Tag("span", look.soft_hyphens(first.series, first.dialogue.lang), dir="auto")
            for summary in group:
                self._rows[summary.dialogue.id] = self._row(summary, actor)

    def _empty(self, actor: Actor) -> None:
        _ = self.gettext
        with box("panel empty"):
            Tag("h2", _("Your first dialogue evening"))
            Tag(
                "p",
                _(
                    "Choose a theme set, give the evening a title and say what it is for. The tables, "
                    "the three questions and the QR codes are ready then; you can change everything "
                    "until collecting opens."
                ),
            )
            if actor.is_organiser:
                with box("actions"):
                    new = self.click(Deed.DIALOGUES_NEW, opening(self._form))
                    button(_("Create a dialogue"), new, "primary")
                    try_it = opening(lambda: self._form(rehearsal=True))
                    button(_("Try it with a rehearsal"), self.click(Deed.DIALOGUES_NEW, try_it))

    def _row(self, summary: DialogueSummary, actor: Actor) -> ui.element:
        _, dialogue = self.gettext, summary.dialogue
        with box("panel dialogue-row", "article", data_code=dialogue.code) as row:
            with box("dialogue-text"):
                with box("dialogue-name"):
                    Tag(
                        "a",
                        look.soft_hyphens(dialogue.title, dialogue.lang),
                        href=f"/console/{dialogue.code}",
                    )
                    if dialogue.rehearsal:
                        Tag("span", _("REHEARSAL"), "rehearsal-mark")
                with box("field-note dialogue-facts", "p"):
                    with box("code", "span", title=_("Code of the evening")):
                        for half in dialogue.spoken_code.split():
                            Tag("span", half)
                    Tag("span", " · ".join(["", *self._facts_of(summary)]))
            with box("dialogue-buttons"):
                Tag("a", _("Open"), "button", href=f"/console/{dialogue.code}")
                if actor.is_organiser:
                    button(_("Copy"), self.click(Deed.DIALOGUES_COPY, self._copier(summary)), "copy-dialogue")
                if actor.moderates(dialogue.id):
                    self._row_buttons(summary)
        return row

    def _copier(self, summary: DialogueSummary) -> Click:
        async def copy(actor: Actor) -> None:
            code = await copy_dialogue(self.store, actor=actor, dialogue_id=summary.dialogue.id)
            # There the title and the date are given.
            ui.navigate.to(f"/console/{code}?view=facts")

        return copy

    def _row_buttons(self, summary: DialogueSummary) -> None:
        _, dialogue = self.gettext, summary.dialogue

        async def invite(actor: Actor) -> None:
            secret = await make_link(self.store, actor=actor, role=Role.MODERATOR, dialogue_id=dialogue.id)
            link_dialog(self, _("Link for another moderator"), enter_url(self.services.settings, secret))

        button(_("Moderator link …"), self.click(Deed.DIALOGUES_INVITE_MODERATOR, invite), "moderator-link")
        if dialogue.rehearsal:
            wipe = self.click(Deed.DIALOGUES_WIPE, opening(lambda: self._announce_wipe(summary)))
            button(_("Wipe rehearsal"), wipe, "danger wipe")

    def _announce_wipe(self, summary: DialogueSummary) -> None:
        """Wipe a rehearsal in a few seconds, unless somebody says no."""
        _, number = self.gettext, summary.dialogue.id
        if number in self._doomed:
            return
        self._mark_doomed(number, doomed=True)
        self._doomed[number] = asyncio.create_task(self._wipe_soon(number))

        def keep() -> None:
            if task := self._doomed.pop(number, None):
                task.cancel()
                self._mark_doomed(number, doomed=False)
                self.say(_("The rehearsal stays."))

        text = _("The rehearsal with its %(n)d cards will be wiped in %(seconds)d seconds.")
        self.say(
            text % {"n": summary.shown, "seconds": WIPE_SECONDS},
            Offer(_("Keep it"), Deed.DIALOGUES_KEEP, opening(keep)),
            tone="problem",
        )

    def _mark_doomed(self, number: int, *, doomed: bool) -> None:
        if row := self._rows.get(number):
            row.classes(add="is-doomed" if doomed else "", remove="" if doomed else "is-doomed")

    async def _wipe_soon(self, dialogue_id: int) -> None:
        await asyncio.sleep(WIPE_SECONDS)
        self._doomed.pop(dialogue_id, None)
        actor = await self.actor()
        try:
            await wipe_rehearsal(self.store, actor=actor, dialogue_id=dialogue_id)
        except Exception as error:  # noqa: BLE001 - the person must hear of it
            log_error("console_wipe_failed", error)
            self.say(self.gettext("This did not work; nothing was changed."), tone="problem")
            return
        if not self.client.is_deleted and not self.is_locked:
            await self._show(actor)
            self.say(self.gettext("The rehearsal is wiped."))

    async def _invite_organiser(self, actor: Actor) -> None:
        secret = await make_link(self.store, actor=actor, role=Role.ORGANISER)
        link_dialog(
            self, self.gettext("Link for another organiser"), enter_url(self.services.settings, secret)
        )

    def _form(self, draft_values: Values | None = None, *, rehearsal: bool = False) -> None:
        _ = self.gettext
        modal = Modal(self.overlay, _("New dialogue"), classes="wide")
        draft = self._drafts.of(Form.NEW_DIALOGUE)

        async def create(actor: Actor, values: Values) -> None:
            code = await create_dialogue(
                self.store,
                actor=actor,
                facts=facts_from(values, self.services.settings.zone),
                theme_set=_known_set(value(values, "theme_set")),
                rehearsal=bool(value(values, "rehearsal")),
            )
            draft.forget()
            ui.navigate.to(f"/console/{code}")

        with modal.body:
            problem = problem_line()
            make = self.submit(Deed.DIALOGUES_CREATE, create, problem=problem)
            with form(make, "new-form", draft=draft.key):
                usual = usual_told(self.store.keeping, ngettext=self.ngettext)
                zone = self.services.settings.time_zone
                facts_fields(None, lang=self.lang, zone=zone, usual=usual, gettext=_)
                sets = {key: load_theme_set(key) for key in theme_set_keys()}
                first = value(draft_values or {}, "theme_set")
                if first not in sets:
                    first = USUAL_SET if USUAL_SET in sets else next(iter(sets))
                options = [(key, chosen.title.in_language(self.lang)) for key, chosen in sets.items()]
                choice = select(_("Theme set"), "theme_set", options, chosen=first)
                preview = box("preview")
                self._preview(preview, first)
                choice.on(
                    "change",
                    lambda event: self._preview(preview, str(event.args)),
                    js_handler="(e) => emit(e.target.value)",
                )
                tick(
                    _("This is a rehearsal: everything is marked “Probe” and can be wiped"),
                    "rehearsal",
                    checked=rehearsal,
                )
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Create dialogue"), "button primary", type="submit")

    def _preview(self, preview: ui.element, key: str) -> None:
        if key not in theme_set_keys():
            return
        chosen = load_theme_set(key)
        preview.clear()
        with preview, box("preview-tables", "ol"):
            for table in chosen.tables:
                with box("", "li"):
                    Tag("strong", look.soft_hyphens(table.title.in_language(self.lang), self.lang))
                    Tag("span", table.guide.in_language(self.lang), "field-note")


def _known_set(key: str) -> str:
    if key not in theme_set_keys():
        raise RefusedError(Refusal.DETAILS_INVALID)
    return key
