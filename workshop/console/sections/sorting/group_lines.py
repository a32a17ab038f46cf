"""Which topics of a table stand in the list, and in which order: the first ones, more of them on request."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from workshop import look
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.sorting.act import Act
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.domain.queries.group import GroupView

# More topics than this are shown on demand, twice as many each time, as with cards.
FIRST_GROUPS = 25


class GroupLines:
    """The lines of the topics, the parked ones apart; a line that is still there keeps its element.

    `limit` is how many are to be seen; those in `asked` are, however small they may be.
    """

    def __init__(self, context: SortingContext) -> None:
        self._context = context
        self.rows: dict[int, GroupRow] = {}
        self.limit = FIRST_GROUPS
        self.asked: set[int] = set()
        self._scale = 0
        _ = context.page.gettext
        self._list = box("topics", "ul")
        self._nothing = Tag(
            "p",
            _("No topics yet. As soon as two cards say something similar, a topic appears here."),
            "empty-note",
        )
        self._more = Tag("button", "", "button quiet", type="button", data_act=Act.MORE_TOPICS)
        with box("parked", "section") as self._parked_box:
            self._parked_title = Tag("h3", "")
            self._parked = box("topics", "ul")

    def show(
        self, groups: Sequence[GroupView], touched: AbstractSet[int | None] | None
    ) -> Iterator[GroupRow]:
        """Take lines away, add others, and yield those that are new or touched, to be filled.

        `groups` are all topics of the table, the largest first; without `touched` all count as touched.
        """
        page = self._context.page
        self._show_scale(groups)
        picked = self.pick(groups, keeps=self._context.is_in_hand)
        for number in [each for each in self.rows if each not in picked]:
            self.rows.pop(number).delete()
        for number, group in picked.items():
            row = self.rows.get(number)
            place = self._parked if group.parked else self._list
            if row is None:
                with place:
                    can_harvest = self._context.harvest is not None
                    self.rows[number] = row = GroupRow(group, self._context.texts, can_harvest=can_harvest)
            elif touched is not None and number not in touched:
                continue
            elif row.group.parked != group.parked:
                row.move(place)
            row.group = group
            yield row
        self._nothing.set_visibility(not groups)
        rest = min(len(groups) - len(self.rows), self.limit)
        self._more.set_visibility(rest > 0)
        words = page.ngettext("Show %(n)d more topic", "Show %(n)d more topics", rest)
        self._more.set_text(words % {"n": rest})
        parked = sum(group.parked for group in groups)
        self._parked_box.set_visibility(parked > 0)
        self._parked_title.set_text(page.gettext("Parked topics (%(n)d)") % {"n": parked})

    def pick(self, groups: Sequence[GroupView], *, keeps: bool) -> dict[int, GroupView]:
        """Return the topics that stand in the list, in the order of `groups`.

        These are the largest, all parked ones, and what somebody has open or asked for; with `keeps` also
        all that stand there now, and larger ones only as far as there is room.
        """
        picked = self.asked | {number for number, row in self.rows.items() if keeps or row.is_open}
        room = self.limit - sum(group.id in picked and not group.parked for group in groups)
        for group in groups:
            if group.parked:
                picked.add(group.id)
            elif group.id not in picked and room > 0:
                room -= 1
                picked.add(group.id)
        return {group.id: group for group in groups if group.id in picked}

    def _show_scale(self, groups: Sequence[GroupView]) -> None:
        """Let the bars fit the largest topic; a round number, so that they rarely change."""
        largest = max((self._context.picture.size(group) for group in groups), default=1)
        scale = -(-largest // 5) * 5
        if scale != self._scale:
            self._scale = scale
            for each in (self._list, self._parked):
                each.style(f"{look.BAR_SCALE}: {scale}")

    def move(self, wanted: list[int]) -> None:
        """Put the lines into this order; others go to the end."""
        order = dict.fromkeys((*wanted, *self.rows))
        self.rows = {number: self.rows[number] for number in order if number in self.rows}
        places = {row.id: place for place, row in enumerate(self.rows.values())}
        for each in (self._list, self._parked):
            before = list(each.default_slot.children)
            each.default_slot.children.sort(key=lambda child: places[child.id])
            if each.default_slot.children != before:
                each.update()
