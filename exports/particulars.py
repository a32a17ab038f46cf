"""What stands before the outcomes: particulars of the evening, why it was held, and how it went."""

import re
from collections.abc import Sequence

from exports.blocks import Block, Facts
from exports.front import hours_of
from exports.minutes_part import MinutesPart
from exports.paper_facts import lines_of
from exports.results import CourseStep, Happening
from exports.text import clock_time, long_day

_TIMED = re.compile(
    r"(?P<time>\d{1,2}[:.]\d{2}(?:\s*(?:–|-|bis)\s*\d{1,2}[:.]\d{2})?(?:\s*Uhr)?)[\s:–-]+(?P<what>\S.*)"
)


class Particulars(MinutesPart):
    """The first chapters. What nobody entered has no line; a chapter without a word says so."""

    def write(self) -> Sequence[Block]:
        """Write them."""
        self._facts()
        self._occasion()
        self._course()
        return self.blocks

    def _facts(self) -> None:
        _, dialogue = self._gettext, self._results.dialogue
        paper = dialogue.paper
        day = long_day(dialogue.held_on, lang=dialogue.lang)
        facts = [
            (_("Date"), ", ".join(filter(None, (day, hours_of(dialogue, gettext=_))))),
            (_("Place"), ", ".join(filter(None, (dialogue.place, dialogue.municipality)))),
            (_("Organiser"), paper.organiser),
            (_("Participants"), self._participants()),
            (_("Moderation"), paper.moderation),
            (_("Minutes taken by"), paper.minutes_by),
            (_("Funding note"), paper.funding_note),
        ]
        said = tuple((name, text) for name, text in facts if text)
        self.heading(_("Particulars"), 1)
        if said:
            self.add(Facts(said))
        else:
            self.nothing(_("Not recorded yet."))

    def _participants(self) -> str:
        """Return how many came, and of which groups ("148, darunter 41 Geflüchtete, 52 Ehrenamtliche")."""
        _, paper = self._gettext, self._results.dialogue.paper
        whole = "" if paper.attendance is None else str(paper.attendance)
        groups = ", ".join(
            group if number is None else f"{number} {group}" for group, number in paper.attendance_groups
        )
        if not groups:
            return whole
        return ", ".join(filter(None, (whole, _("of them {groups}").format(groups=groups))))

    def _occasion(self) -> None:
        _, dialogue = self._gettext, self._results.dialogue
        self.heading(_("Occasion"), 1)
        if dialogue.paper.occasion:
            self.paragraphs(dialogue.paper.occasion)
        if dialogue.goal:
            self.small_heading(_("Goal of the evening"))
            self.paragraphs(dialogue.goal)
        if not dialogue.paper.occasion and not dialogue.goal:
            self.nothing(_("Not recorded yet."))

    def _course(self) -> None:
        """Say how the evening went, as it was entered; otherwise a draft from what the dialogue knows."""
        _ = self._gettext
        entered = self._results.dialogue.paper.course
        self.heading(_("Course of the evening"), 1)
        if entered:
            lines = lines_of(entered)
            timed = [_TIMED.fullmatch(line) for line in lines]
            if all(timed):
                self.add(Facts(tuple((each["time"], each["what"]) for each in timed if each)))
            else:
                self.paragraphs(entered)
        elif steps := self._results.course:
            self.nothing(_("A draft from what the application knows of the evening; please complete it."))
            self.add(Facts(tuple((clock_time(step.at) or "–", self._happened(step)) for step in steps)))
        else:
            self.nothing(_("Not recorded yet."))

    def _happened(self, step: CourseStep) -> str:
        _ = self._gettext
        match step.what:
            case Happening.BEGINS:
                return _("Beginning, as planned")
            case Happening.ROUND:
                return _("Round {number} at {tables} tables").format(
                    number=step.number, tables=len(self._results.tables)
                )
            case Happening.COLLECTING:
                return _("Talk at {tables} tables").format(tables=len(self._results.tables))
            case Happening.COUNTED:
                return _("Dots counted")
            case Happening.ENDS:
                return _("End, as planned")
