"""The measures table: each cell is stored by itself, and what others store comes into it at once."""

from nicegui import ui

from workshop import look
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag
from workshop.console.sections.measures.rows import Data, Table, table_of
from workshop.console.sections.measures.told import Written, cell_of, written_of
from workshop.console.wording.errors import error_sentence
from workshop.console.wording.measures import editor_name, responsible_words, sought_words, table_texts
from workshop.console.wording.moments import hour
from workshop.domain.errors import ConflictError, DomainError, ForbiddenError, Refusal
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.domain.written_field import write_field
from workshop.live.cell_editors import Cell
from workshop.models import now


class MeasuresGrid(ui.element, component="grid.js", esm={"workshop-measures": "pieces"}):
    """The table in the browser, which keeps what is typed and not stored."""


class MeasuresSection(Section):
    """The table, of one theme table or of all, and in the head of its page how far it is."""

    def __init__(self, page: WatchedPage, head: ui.element, table: TableView | None = None) -> None:
        """`head` is where it is said for how many measures somebody is responsible."""
        self._page, _ = page, page.gettext
        self._of = table
        self._editors = page.services.cell_editors.of(page.dialogue_id)
        self._me = page.client.id
        with head:
            self._responsible, self._sought = Tag("p", "", "measures-responsible"), Tag("p", "", "field-note")
        self._empty = Tag(
            "p",
            _("There are no measures yet: a topic that becomes a project idea or a round table is one.")
            if table is None
            else _("No topic of this table has become a project idea or a round table yet."),
            "empty-note",
        )
        self._grid = MeasuresGrid()
        look.set_props(self._grid, texts=table_texts(gettext=_), busy={}, me={})
        self._grid.on("write", page.told(Deed.MEASURES_WRITE, self._write, written_of, in_turn=True))
        self._grid.on("open", page.told(Deed.MEASURES_OPEN, self._open, cell_of, in_turn=True))
        page.client.on_delete(self._editors.join(self._me, self._show_editors))
        self._show()
        self._show_editors()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.outcomes or delta.entries or delta.groups or delta.dots is not None:
            self._show()

    def _show(self) -> None:
        page = self._page
        self._table: Table = table_of(page, self._of.id if self._of else None)
        total, missing = len(self._table.rows), self._table.open
        self._responsible.set_text(responsible_words(missing, total, gettext=page.gettext) if total else "")
        self._sought.set_text(sought_words(missing, gettext=page.gettext))
        self._empty.set_visibility(not total)
        look.set_props(self._grid, columns=list(self._table.columns), rows=list(self._table.rows))

    def _show_editors(self) -> None:
        if self._page.is_locked or self._grid.is_deleted:
            return
        names = {
            key: {"name": editor_name(each, gettext=self._page.gettext), "number": each.number}
            for key, each in self._editors.editors.items()
        }
        others = {
            f"{each.cell[0]}.{each.cell[1]}": names[key]
            for key, each in self._editors.editors.items()
            if each.cell and key != self._me
        }
        look.set_props(self._grid, busy=others, me=names.get(self._me, {}))

    async def _open(self, _actor: Actor, cell: Cell | None) -> None:
        is_here = cell is not None and self._now(cell) is not None
        self._editors.open(self._me, cell if is_here else None, table=self._of.number if self._of else None)

    async def _write(self, actor: Actor, written: Written) -> None:
        """Store a cell, and tell the browser what became of it: only then it forgets what was typed."""
        page, (outcome_id, name) = self._page, written.cell
        said: Data = {"state": "failed", "words": ""}
        try:
            await write_field(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                outcome_id=outcome_id,
                name=name,
                text=written.text,
                seen=written.seen,
            )
            await page.watch.catch_up()
            said = {"state": "stored", "words": self._stored_words()}
        except ForbiddenError:
            raise
        except DomainError as error:
            await page.watch.catch_up()
            is_behind = isinstance(error, ConflictError) and error.key == Refusal.CHANGED_MEANWHILE
            words = "" if is_behind else error_sentence(error, gettext=page.gettext)
            said = {"state": "changed" if is_behind else "refused", "words": words}
        finally:
            self._answer(written, said)

    def _answer(self, written: Written, said: Data) -> None:
        if not self._grid.is_deleted:
            outcome_id, name = written.cell
            cell = {"cell": f"{outcome_id}.{name}", "text": written.text, "now": self._now(written.cell)}
            self._grid.run_method("answer", said | cell)

    def _now(self, cell: Cell) -> str | None:
        """Return what a cell holds now, as it is typed; `None` for one that is no longer there."""
        outcome_id, name = cell
        parts = (
            part
            for row in self._table.rows
            if row["id"] == outcome_id
            for of_cell in row["cells"]
            for part in of_cell
        )
        return next((part["text"] for part in parts if part["name"] == name), None)

    def _stored_words(self) -> str:
        page = self._page
        wall = now().astimezone(page.picture.dialogue.zone(page.services.settings.zone))
        return page.gettext("stored at %(time)s") % {"time": hour(wall, lang=page.lang)}
