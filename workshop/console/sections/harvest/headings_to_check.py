"""The headings that the machine made: somebody looks at each before its topic becomes a result."""

from workshop import look
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.frame.focus import Focus
from workshop.console.kit.controls import Tag, box, button
from workshop.domain.group import rename_group
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.models import GroupState, Hand


class HeadingsToCheck:
    """A fold above the results; it is not there once people chose or kept every heading."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._said: list[tuple[int, str, int]] = []
        with box("panel fold headings-to-check", "details") as self._fold:
            self._summary = Tag("summary")
            Tag(
                "p",
                page.gettext(
                    "The computer made these headings from the cards. Keep what fits; "
                    "what does not is renamed in its topic."
                ),
                "field-note",
            )
            self._list = box("", "div")
        self._fold.on("toggle", self._fill, args=[])
        self._is_filled = False
        self.show()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.groups or delta.entries:
            self.show()

    def _unchecked(self) -> list[GroupView]:
        picture = self._page.picture
        groups = [
            group
            for group in picture.groups.values()
            if group.state == GroupState.OPEN
            and group.label_by == Hand.MACHINE
            and group.label
            and group.table_id in picture.tables
            and picture.size(group)
        ]
        return sorted(groups, key=lambda g: (picture.tables[g.table_id].number, -picture.size(g), g.id))

    def show(self) -> None:
        """Show what waits for a look now."""
        groups = self._unchecked()
        said = [(group.id, group.label, self._page.picture.size(group)) for group in groups]
        if said == self._said and said:
            return
        self._said = said
        self._fold.set_visibility(bool(groups))
        self._summary.set_text(
            self._page.gettext("Headings of the computer to check (%(n)d)") % {"n": len(groups)}
        )
        if self._is_filled:
            self._draw(groups)

    def _fill(self) -> None:
        """Build the lines when somebody looks at them for the first time."""
        if not self._is_filled:
            self._is_filled = True
            self._draw(self._unchecked())

    def _draw(self, groups: list[GroupView]) -> None:
        self._list.clear()
        with self._list:
            for group in groups:
                self._line(group)

    def _line(self, group: GroupView) -> None:
        page, _ = self._page, self._page.gettext
        table, size = page.picture.tables[group.table_id], page.picture.size(group)

        async def keep(actor: Actor) -> None:
            await rename_group(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                group_id=group.id,
                label=group.label,
                seen_version=group.version,
            )
            page.say(_("The heading “%(topic)s” stays.") % {"topic": group.label})

        to_topic = opening(lambda: page.go("topics", focus=Focus(group=group.id)))
        with box("line", data_heading_to_check=group.id):
            with box("line-text"):
                Tag("strong", look.soft_hyphens(group.label, page.picture.dialogue.lang), dir="auto")
                where = _("Table %(number)d · %(title)s") % {
                    "number": table.number,
                    "title": table.title(page.lang),
                }
                count = page.ngettext("%(n)d card", "%(n)d cards", size) % {"n": size}
                Tag("p", f"{where} · {count}", "field-note")
            kept = page.click(Deed.HARVEST_KEEP_HEADING, keep)
            button(_("Keep"), kept, aria_label=_("Keep the heading: %(what)s") % {"what": group.label})
            there = page.click(Deed.HARVEST_TO_TOPICS, to_topic)
            button(_("→ to the topic"), there, "quiet", aria_label=f"→ {group.label}")
