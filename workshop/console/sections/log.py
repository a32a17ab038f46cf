"""The log of interventions: who did what when, and why."""

from nicegui import ui

from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.kit.controls import Tag, box
from workshop.console.wording.cards import reason_name
from workshop.console.wording.log import measure_words, other_device, role_name, verb_name
from workshop.console.wording.moments import moment
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.step import StepView, steps_of


class LogSection(Section):
    """The steps, the newest first; read again after each change of cards or topics."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._rows: dict[int, tuple[StepView, ui.element]] = {}
        self._is_old = False
        self._zone = page.picture.dialogue.time_zone
        self._goes_on = page.picture.dialogue.sorts_on
        _ = page.gettext
        self._headings = (_("When"), _("Who"), _("Table"), _("What"), _("Reason"), _("Status"))
        with box("section-head"):
            Tag("h2", _("Log of changes"))
        Tag(
            "p",
            _("Whatever people do to cards and topics stands here. It says nothing about who wrote a card."),
            "intro",
        )
        Tag(
            "p",
            _(
                "The computer holds cards back only for reasons that have nothing to do with opinions. "
                "Whoever shows such a card takes that back."
            ),
            "intro",
        )
        self._empty = Tag("p", _("Nobody has changed anything yet."), "empty-note")
        # On a phone each row stands as a block; the roles say that it is a table all the same.
        self._table = box("log-table", "table", role="table")
        with self._table, box("", "thead", role="rowgroup"), box("", "tr", role="row"):
            for heading in self._headings:
                Tag("th", heading, scope="col", role="columnheader")
        with self._table:
            self._body = box("", "tbody", role="rowgroup")
        self._table.set_visibility(False)
        page.later(self._read(), name="read the log")

    async def _read(self) -> None:
        page = self._page
        async with page.store.read() as session:
            steps = await steps_of(session, page.dialogue_id)
        if self._body.is_deleted:
            return
        self._empty.set_visibility(not steps)
        self._table.set_visibility(bool(steps))
        for number in self._rows.keys() - {step.id for step in steps}:
            self._rows.pop(number)[1].delete()
        for step in reversed(steps):
            known = self._rows.get(step.id)
            if known and known[0] == step:
                continue
            self._show(step)

    def _show(self, step: StepView) -> None:
        page, _ = self._page, self._page.gettext
        known = self._rows.get(step.id)
        with self._body, box("is-undone" if step.is_undone else "", "tr", role="row") as row:
            table = page.picture.tables.get(step.table_id or 0)
            what = verb_name(step.verb, gettext=_)
            if step.cards > 1:
                what += page.ngettext(" (%(n)d card)", " (%(n)d cards)", step.cards) % {"n": step.cards}
            if words := measure_words(page.picture.outcomes.get(step.outcome or 0), step, gettext=_):
                what += f": {words}"
            undone = _("taken back") if step.is_undone else ""
            if step.undone_by:
                undone = f"{undone}: {other_device(step.undone_by, gettext=_)}"
            texts = (
                self._when(step),
                role_name(step.role, gettext=_),
                f"{table.number} {table.title(page.lang)}" if table else "",
                what,
                reason_name(step.reason, gettext=_) if step.reason else "",
                undone,
            )
            for place, (heading, text) in enumerate(zip(self._headings, texts, strict=True)):
                Tag("td", text, "" if place else "nowrap", role="cell", data_heading=heading)
        newer = sum(number > step.id for number in self._rows)
        row.move(target_index=newer)
        if known:
            known[1].delete()
        self._rows[step.id] = (step, row)

    def _when(self, step: StepView) -> str:
        page = self._page
        zone = page.picture.dialogue.zone(page.services.settings.zone)
        first, last = (moment(at, lang=page.lang, zone=zone) for at in (step.since or step.at, step.at))
        return last if first == last else f"{first} – {last}"

    def apply(self, delta: Delta) -> None:
        """Note a change; the page settles soon, once for many."""
        goes_on = delta.dialogue.sorts_on
        self._is_old = self._is_old or bool(delta.entries or delta.groups or delta.outcomes)
        self._is_old = self._is_old or goes_on != self._goes_on
        self._goes_on = goes_on
        if self._zone != (zone := self._page.picture.dialogue.time_zone):
            # All times are others now.
            self._zone, self._is_old = zone, True
            self._body.clear()
            self._rows.clear()

    async def settle(self) -> None:
        """Read the log again if something changed."""
        if self._is_old:
            self._is_old = False
            await self._read()
