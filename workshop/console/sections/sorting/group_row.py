"""One topic in the list: a line with its name and numbers, and below it, when opened, its cards."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from workshop import look
from workshop.console.kit.card import CardList, CardTexts
from workshop.console.kit.controls import box
from workshop.console.sections.sorting.act import Act
from workshop.console.wording.cards import accord_word, verdict_why, verdict_word
from workshop.domain.queries.group import GroupView


class GroupRow(ui.element, component="group_row.js", esm=look.VUE):
    """A topic's line; its cards are built when somebody opens it, and taken away when it is closed.

    The slots `menu` and `renaming` are the places of its menu and of the field for its name.
    """

    def __init__(self, group: GroupView, texts: CardTexts, *, can_harvest: bool) -> None:
        super().__init__()
        self.group = group
        self.texts = texts
        self.cards: CardList | None = None
        self.renaming: ui.element | None = None
        self._body: ui.element | None = None
        _ = texts.gettext
        self.menu_place, self.renaming_place = self.add_slot("menu"), self.add_slot("renaming")
        look.set_props(
            self,
            group=group.id,
            against=[],
            accord="",
            mark="",
            maybe="",
            verdict="",
            why="",
            near=[],
            rename=_("Rename"),
            more=_("More for this topic"),
            harvest=_("Make result") if can_harvest else "",
        )

    @property
    def is_open(self) -> bool:
        """Whether the cards are there to be seen."""
        return self.cards is not None

    def show_numbers(self, sizes: Mapping[str, int], *, doubled: int) -> None:
        """Show the name, the number of cards and the bar."""
        label = self.group.label or self.texts.gettext("Topic without a name")
        size = sum(sizes.values())
        count = self.texts.ngettext("%(n)d card", "%(n)d cards", size) % {"n": size}
        if doubled:
            more = self.texts.ngettext("%(n)d from another topic", "%(n)d from other topics", doubled)
            count += " · " + more % {"n": doubled}
        look.set_props(
            self,
            label=look.soft_hyphens(label, self.texts.lang),
            count=count,
            sizes={key: sizes.get(key, 0) for key in look.QUESTION_ORDER},
        )

    def show_contradictions(self, others: Sequence[GroupView]) -> None:
        """Name the topics that this one contradicts."""
        _ = self.texts.gettext
        names = [other.label or _("Topic without a name") for other in others]
        look.set_props(self, against=[_("contradicts “%(topic)s”") % {"topic": name} for name in names])

    def show_accord(self, *, is_maybe_disputed: bool) -> None:
        """Show how the topic is marked, or that a contradiction proposes a mark."""
        _ = self.texts.gettext
        look.set_props(
            self,
            accord=self.group.accord,
            mark=accord_word(self.group.accord, gettext=_),
            maybe=_("Contradiction marked – disputed?") if is_maybe_disputed else "",
        )

    def show_verdict(self) -> None:
        """Show what is said to the topic, and why."""
        _, verdict = self.texts.gettext, self.group.verdict
        why = verdict_why(verdict, self.group.verdict_reason, gettext=_)
        look.set_props(self, verdict=verdict_word(verdict, gettext=_), why=why)

    @property
    def near_lines(self) -> int:
        """How many lines tell of other tables now."""
        return len(self.props["near"])

    def show_near(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Tell of near topics at other tables: a text and the address of its table each."""
        look.set_props(self, near=list(lines))

    def open(self) -> None:
        """Make room for the cards."""
        look.set_props(self, open=True)
        with self, box("topic-body") as self._body:
            self.cards = CardList(self.texts, more=Act.MORE_CARDS)

    def shut(self) -> None:
        """Take the cards away."""
        look.set_props(self, open=False)
        if self._body:
            self._body.delete()
        self.cards = self._body = None
