"""All topics below the results: those that nobody has answered yet, and what was said to the others."""

from collections.abc import Sequence

from workshop import look
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.focus import Focus
from workshop.console.kit.controls import Tag, Values, box, button, number_of
from workshop.console.sections.verdicts.dialog import ask_verdict
from workshop.console.wording.cards import verdict_why, verdict_word
from workshop.console.wording.forms import Form
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.models import Phase

# Before that nobody knows what becomes of a topic, and none waits for an answer.
_PHASES = (Phase.HARVEST, Phase.CLOSED)


def topics_to_answer(picture: Picture) -> list[GroupView]:
    """Return the topics that people see, by table; those that became no result come first at each."""
    became = {number for outcome in picture.live_outcomes() for number in outcome.group_ids}
    tables = sorted(picture.tables.values(), key=lambda table: table.number)
    return [
        group
        for table in tables
        for group in sorted(picture.groups_of(table.id), key=lambda group: group.id in became)
    ]


class TopicAnswers(Section):
    """Two folds, built when somebody opens them; each is there only as long as it holds a topic."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._phase = page.picture.dialogue.phase
        _ = page.gettext
        note = _(
            "No topic should vanish in silence: say whether it is taken up, partly or not, and why. "
            "The answers stand in the minutes and files."
        )
        self._waiting = _Fold(page, "waiting", _("Topics without an answer (%(n)d)"), note)
        self._given = _Fold(page, "given", _("Answers to topics (%(n)d)"), "")
        page.drafts.can_open(Form.VERDICT, self._waiting.root, self._go_on)
        self._show()

    def _go_on(self, subject: str, _values: Values) -> None:
        ask_verdict(self._page, number_of(subject.rpartition("/")[2]))

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.groups or delta.entries or delta.outcomes or delta.dialogue.phase != self._phase:
            self._show()

    def _show(self) -> None:
        picture = self._page.picture
        self._phase = picture.dialogue.phase
        groups = topics_to_answer(picture)
        waiting = [group for group in groups if not group.verdict] if self._phase in _PHASES else []
        self._waiting.show(waiting)
        self._given.show([group for group in groups if group.verdict])


class _Fold:
    """A list of topics on whose edge stands how many there are."""

    def __init__(self, page: DialogueFrame, name: str, edge: str, note: str) -> None:
        self._page, self._edge = page, edge
        self._groups: Sequence[GroupView] = ()
        self._said: object = None
        self._is_filled = False
        with box("panel fold answers", "details", data_answers=name) as self.root:
            self._summary = Tag("summary")
            if note:
                Tag("p", note, "field-note")
            self._list = box("", "div")
        self.root.on("toggle", self._fill, args=[])

    def show(self, groups: Sequence[GroupView]) -> None:
        """Show these topics; nothing is drawn anew that says the same."""
        said = [self._facts(group) for group in groups]
        if said == self._said:
            return
        self._said, self._groups = said, groups
        self.root.set_visibility(bool(groups))
        self._summary.set_text(self._edge % {"n": len(groups)})
        if self._is_filled:
            self._draw()

    def _fill(self) -> None:
        if not self._is_filled:
            self._is_filled = True
            self._draw()

    def _draw(self) -> None:
        self._list.clear()
        with self._list:
            for group in self._groups:
                self._line(group)

    def _facts(self, group: GroupView) -> tuple[object, ...]:
        return (
            group.id,
            group.label,
            group.verdict,
            group.verdict_reason,
            group.parked,
            self._page.picture.size(group),
            *self._results(group),
        )

    def _results(self, group: GroupView) -> list[str]:
        return [each.title for each in self._page.picture.live_outcomes() if group.id in each.group_ids]

    def _line(self, group: GroupView) -> None:
        page, _ = self._page, self._page.gettext
        table, size = page.picture.tables[group.table_id], page.picture.size(group)
        label = group.label or _("Topic without a name")
        where = _("Table %(number)d · %(title)s") % {"number": table.number, "title": table.title(page.lang)}
        facts = [where, page.ngettext("%(n)d card", "%(n)d cards", size) % {"n": size}]
        if group.parked:
            facts.append(_("parked"))
        facts += [_("became the result “%(title)s”") % {"title": title} for title in self._results(group)]
        said = verdict_word(group.verdict, gettext=_)
        why = verdict_why(group.verdict, group.verdict_reason, gettext=_)
        with box("line", data_answer=group.id):
            with box("line-text"):
                Tag("strong", look.soft_hyphens(label, page.picture.dialogue.lang), dir="auto")
                if said:
                    with box("answer-text", "p"):
                        Tag("span", f"{said} – " if why else said)
                        Tag("bdi", why)
                Tag("p", " · ".join(facts), "field-note")
            ask = page.click(Deed.VERDICTS_ASK, opening(lambda: ask_verdict(page, group.id)))
            name = _("Change the answer: %(what)s") if said else _("Answer: %(what)s")
            button(_("Change") if said else _("Give an answer"), ask, aria_label=name % {"what": label})
            to_topic = opening(lambda: page.go("topics", focus=Focus(group=group.id)))
            there = page.click(Deed.VERDICTS_TO_TOPIC, to_topic)
            button(_("→ to the topic"), there, "quiet", aria_label=f"→ {label}")
