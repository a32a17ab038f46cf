"""One topic in the list: a line with its name and numbers, and below it, when opened, its cards."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from workshop import look
from workshop.console.bar import Bar
from workshop.console.card import CardList, CardTexts
from workshop.console.controls import Tag, box
from workshop.domain.queries.changes import GroupView


class GroupRow:
    """A topic's line; its cards are built when somebody opens it, and taken away when it is closed."""

    def __init__(self, group: GroupView, texts: CardTexts, *, can_harvest: bool) -> None:
        self.group = group
        self.texts = texts
        self._shape: tuple[object, ...] = ()
        self._against: tuple[str, ...] = ()
        self.cards: CardList | None = None
        self.renaming: ui.element | None = None
        _ = texts.gettext
        with box("topic", "li", data_group_id=group.id, data_drop="group") as self.root:
            with box("topic-head", draggable="true") as self.head:
                Tag("span", "⠿", "grip", aria_hidden="true")
                self.toggle = box(
                    "topic-toggle",
                    "button",
                    type="button",
                    data_act="toggle",
                    data_row="",
                    aria_expanded="false",
                )
                with self.toggle:
                    self.label = Tag("span", "", "topic-label")
                    self.count = Tag("span", "", "topic-count")
                with box("topic-bar"):
                    self._bar = Bar()
                with box("topic-actions") as self.actions:
                    Tag("button", _("Rename"), "button topic-rename", type="button", data_act="rename")
                    self.more = Tag(
                        "button",
                        "⋯",
                        "button more",
                        type="button",
                        data_act="more",
                        aria_label=_("More for this topic"),
                        aria_haspopup="menu",
                    )
                    if can_harvest:
                        Tag("button", _("Make result"), "button primary", type="button", data_act="harvest")
            self.marks = box("topic-marks")
            self.marks.set_visibility(False)
            self.body = box("topic-body")
            self.body.set_visibility(False)

    @property
    def is_open(self) -> bool:
        """Whether the cards are there to be seen."""
        return self.cards is not None

    def show_numbers(self, sizes: Mapping[str, int], *, doubled: int) -> None:
        """Show the name, the number of cards and the bar; only what changed is sent."""
        label = self.group.label or self.texts.gettext("Topic without a name")
        self.label.set_text(look.soft_hyphens(label, self.texts.lang))
        shape = (*(sizes.get(key, 0) for key in look.QUESTION_ORDER), doubled)
        if self._shape != shape:
            self._shape, size = shape, sum(sizes.values())
            text = self.texts.ngettext("%(n)d card", "%(n)d cards", size) % {"n": size}
            if doubled:
                more = self.texts.ngettext("%(n)d from another topic", "%(n)d from other topics", doubled)
                text += " · " + more % {"n": doubled}
            self.count.set_text(text)
            self._bar.show(sizes)

    def show_contradictions(self, others: Sequence[GroupView]) -> None:
        """Name the topics that this one contradicts."""
        _ = self.texts.gettext
        names = tuple(other.label or _("Topic without a name") for other in others)
        if names == self._against:
            return
        self._against = names
        self.marks.clear()
        self.marks.set_visibility(bool(names))
        with self.marks:
            for name in names:
                with box("topic-against", "span"):
                    Tag("span", "⚡", aria_hidden="true")
                    Tag("span", _("contradicts “%(topic)s”") % {"topic": name})

    def open(self) -> None:
        """Make room for the cards."""
        self.toggle.props["aria-expanded"] = "true"
        self.body.set_visibility(True)
        with self.body:
            self.cards = CardList(self.texts, more="more-cards")

    def shut(self) -> None:
        """Take the cards away."""
        self.cards = None
        self.toggle.props["aria-expanded"] = "false"
        self.body.clear()
        self.body.set_visibility(False)
