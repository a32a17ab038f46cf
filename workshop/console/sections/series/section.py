"""Under which heading an evening stands: the other evenings there, the next one, the way in and out."""

from collections.abc import Mapping

from nicegui import ui

from workshop import look
from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.page import Offer
from workshop.console.kit.controls import (
    Tag,
    Values,
    box,
    button,
    field,
    form,
    number_of,
    problem_line,
    select,
    value,
)
from workshop.console.wording.moments import day
from workshop.domain import bounds
from workshop.domain.dialogue import copy_dialogue
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.series import SeriesEvening, SeriesView, series_for, series_of
from workshop.domain.rights import Actor
from workshop.domain.series import leave_series, put_into_series, start_series


class SeriesSection(Section):
    """The series of an evening, or the form that puts it into one."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._place = page.picture.series
        with box("section-head"):
            Tag("h3", page.gettext("Series"))
        self._panel = box("panel series")
        page.later(self._fill(), name="read the series")

    def apply(self, delta: Delta) -> None:
        """Read the series again when it may be another one; a form in which somebody types stays."""
        place = self._page.picture.series
        if delta.series is not None and (place.title or place != self._place):
            self._page.later(self._fill(), name="read the series")
        self._place = place

    async def _fill(self) -> None:
        page = self._page
        actor = await page.actor()
        async with page.store.read() as session:
            series = await series_of(session, actor, page.dialogue_id)
            known = {} if series else await series_for(session, actor)
        if self._panel.is_deleted or page.is_locked:
            return
        self._panel.clear()
        with self._panel:
            if series:
                self._show(series, actor)
            else:
                self._ask(known)

    def _ask(self, known: Mapping[int, str]) -> None:
        page, _ = self._page, self._page.gettext
        Tag(
            "p",
            _(
                "This evening stands by itself. Several evenings can stand under one heading: then their "
                "results are also there together. Each keeps its own code and its own tables."
            ),
            "intro",
        )
        problem = problem_line()
        with form(page.submit(Deed.SERIES_PUT, self._put, problem=problem), "series-form"):
            if known:
                options = [
                    ("", _("A new series")),
                    *((str(number), title) for number, title in known.items()),
                ]
                select(_("Series"), "series", options)
            field(
                _("Name of the new series"),
                "title",
                maxlength=bounds.SERIES_TITLE,
                note=_("For example: Women in conversation, spring and autumn") if not known else "",
            )
            with box("modal-buttons"):
                Tag("button", _("Put into the series"), "button", type="submit")

    async def _put(self, actor: Actor, values: Values) -> None:
        page = self._page
        whose = {"actor": actor, "dialogue_id": page.dialogue_id}
        if chosen := value(values, "series"):
            await put_into_series(page.store, **whose, series_id=number_of(chosen))  # type: ignore[arg-type]
        else:
            await start_series(page.store, **whose, title=value(values, "title"))  # type: ignore[arg-type]
        await page.watch.catch_up()

    def _show(self, series: SeriesView, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        place = page.picture.series
        Tag("p", series.title, "series-title", dir="auto")
        told = _("Evening %(n)d of %(of)d") % {"n": place.position, "of": place.of}
        if page.picture.dialogue.rehearsal:
            told = f"{told} · {_('Rehearsals are counted apart.')}"
        Tag("p", told, "field-note")
        with box("lines", "ol", aria_label=_("Evenings of the series")):
            for evening in series.evenings:
                self._line(evening)
        if series.others:
            others = page.ngettext(
                "%(n)d further evening that others moderate",
                "%(n)d further evenings that others moderate",
                series.others,
            )
            Tag("p", others % {"n": series.others}, "field-note")
        if len(series.evenings) + series.others == 1:
            Tag("p", _("So far this is the only evening of the series."), "field-note")
        with box("actions"):
            if actor.is_organiser:
                following = page.click(Deed.SERIES_NEXT, self._make_next)
                button(_("Create the next evening"), following, "primary next-evening")
            leave = page.click(Deed.SERIES_LEAVE, self._leaving(series, actor))
            button(_("Take out of the series"), leave, "danger")
        if not actor.is_organiser:
            Tag("p", _("The next evening is created by somebody who may create evenings."), "field-note")

    def _line(self, evening: SeriesEvening) -> None:
        page, _ = self._page, self._page.gettext
        dialogue = evening.dialogue
        facts = [
            day(dialogue.held_on, lang=page.lang) or _("no date yet"),
            dialogue.municipality,
            dialogue.place,
            dialogue.spoken_code,
        ]
        is_this = dialogue.id == page.dialogue_id
        with box("line", "li"), box("line-text"):
            title = look.soft_hyphens(dialogue.title, dialogue.lang)
            with box("series-evening"):
                if is_this:
                    Tag("strong", title, aria_current="true")
                    Tag("span", _("this evening"), "field-note")
                else:
                    Tag("a", title, href=f"/console/{dialogue.code}?view=facts")
                if dialogue.rehearsal:
                    Tag("span", _("REHEARSAL"), "rehearsal-mark")
            Tag("p", " · ".join(fact for fact in facts if fact), "field-note")

    async def _make_next(self, actor: Actor) -> None:
        page = self._page
        code = await copy_dialogue(page.store, actor=actor, dialogue_id=page.dialogue_id, in_series=True)
        # There the date is given, and whatever else differs.
        ui.navigate.to(f"/console/{code}?view=facts")

    def _leaving(self, series: SeriesView, actor: Actor) -> Click:
        page, _ = self._page, self._page.gettext
        is_last = len(series.evenings) + series.others == 1
        may_return = actor.is_organiser or is_last or len(series.evenings) > 1

        async def back(actor: Actor) -> None:
            whose = {"actor": actor, "dialogue_id": page.dialogue_id}
            if is_last:
                await start_series(page.store, **whose, title=series.title)  # type: ignore[arg-type]
            else:
                await put_into_series(page.store, **whose, series_id=series.id)  # type: ignore[arg-type]
            await page.watch.catch_up()

        async def leave(actor: Actor) -> None:
            await leave_series(page.store, actor=actor, dialogue_id=page.dialogue_id)
            await page.watch.catch_up()
            undo = Offer(_("Undo"), Deed.SERIES_PUT, back) if may_return else None
            page.say(_("The evening stands by itself now; nothing else changed."), undo)

        return leave
