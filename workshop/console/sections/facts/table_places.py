"""The order of the tables, and those that were taken out."""

from workshop import look
from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, box, button
from workshop.domain.queries.table import TableView, removed_tables
from workshop.domain.rights import Actor
from workshop.domain.table import (
    move_table,
    restore_table,
)

_TAKE_FOCUS = "(v) => v.el.focus()"


class TablePlaces:
    """The buttons ↑ and ↓ of each table, and the fold with the tables that can be put back."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._moved: tuple[str, int] | None = None

    def move_buttons(self, table: TableView) -> None:
        """Place the buttons that let a table change places with its neighbour."""
        _ = self._page.gettext
        ends = {-1: table.number == 1, 1: table.number == len(self._page.picture.tables)}
        for by, sign, words in ((-1, "↑", _("Move up: %(what)s")), (1, "↓", _("Move down: %(what)s"))):
            label = words % {"what": table.title(self._page.lang)}
            move = self._page.click(Deed.FACTS_MOVE_TABLE, self._mover(table, by))
            made = button(
                *(sign, move, "move-table"),
                aria_label=label,
                title=label,
                disabled=True if ends[by] else None,
            )
            # The lines were built anew: the focus stays with the table that somebody moves.
            is_pressed = self._moved == (table.key, by)
            if not ends[by] and (is_pressed or (ends[-by] and self._moved == (table.key, -by))):
                made.on("vnode-mounted", js_handler=_TAKE_FOCUS)

    def _mover(self, table: TableView, by: int) -> Click:
        page = self._page

        async def move(actor: Actor) -> None:
            self._moved = (table.key, by)
            await move_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id, by=by)
            words = page.gettext("“%(what)s” is table %(n)d now.")
            page.say(words % {"what": table.title(page.lang), "n": table.number + by})

        return move

    def fold(self) -> None:
        """Place the tables that were taken out, as soon as they are read."""
        self._moved = None
        place = box("removed-tables")

        async def fill() -> None:
            page, _ = self._page, self._page.gettext
            async with page.store.read() as session:
                removed = await session.run_sync(removed_tables, page.dialogue_id)
            if place.is_deleted or not removed:
                return
            with place, box("panel fold", "details"):
                Tag("summary", _("Tables taken out (%(n)d)") % {"n": len(removed)})
                with box("", "div"):
                    for table in removed:
                        self._removed_line(table)

        self._page.later(fill(), name="read removed tables")

    def _removed_line(self, table: TableView) -> None:
        page, _ = self._page, self._page.gettext
        title = table.title(page.lang)

        async def back(actor: Actor) -> None:
            await restore_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id)
            page.say(_("The table is back, with all its languages."))

        with box("line", data_removed_table=table.key):
            with box("line-text"):
                Tag("strong", look.soft_hyphens(title, page.lang))
                Tag("p", table.guide(page.lang), "field-note")
            put_back = page.click(Deed.FACTS_RESTORE_TABLE, back)
            button(_("Put back"), put_back, aria_label=_("Put back: %(what)s") % {"what": title})
