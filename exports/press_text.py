"""What the press can be told, as a draft: `pressetext.docx`.

Nobody's name is taken over: who sees to a measure may be a private person, and no program can tell. Named are
the town, the organiser and the contact office, which were entered for such papers. Nobody is quoted either.
"""

from collections.abc import Sequence
from datetime import date

from exports import look
from exports.blocks import Block, Paper, Style
from exports.links import Links
from exports.measures import KINDS
from exports.names import Gettext, outcome_name
from exports.office_paper import Draft, day_of, office_paper, quoted
from exports.outcome_fields import OutcomeKind
from exports.paper_facts import lines_of
from exports.results import OutcomeFacts, Results
from exports.text import short_day
from exports.weight import heaviest

_MOST = 3
_TOLD = (*KINDS, OutcomeKind.RECOMMENDATION, OutcomeKind.SUGGESTION)


def press_text(results: Results, *, gettext: Gettext) -> Paper:
    """Return the draft: who, what, when, where, how many, three results, what comes next, whom to ask."""
    chapters = _PressText(Links(results), gettext=gettext).write()
    return office_paper(results.dialogue, chapters, kind=gettext("Press text"), gettext=gettext)


class _PressText(Draft):
    """The text, the most important first."""

    def write(self) -> Sequence[Block]:
        """Write all of it."""
        self.heading(self._dialogue.title, 1)
        self._lead()
        self._outcomes()
        self._quotation()
        self._next()
        self._contact()
        self._remark()
        return self.blocks

    def _lead(self) -> None:
        _ = self._gettext
        place, town = self._dialogue.place, self._dialogue.municipality
        where = f"{town} ({place})" if town and place else town or place
        lead = _("The event {title} took place on {day} in {where}.").format(
            title=quoted(self._dialogue.title, gettext=_),
            day=day_of(self._dialogue) or _("[day]"),
            where=where or _("[place]"),
        )
        number = str(self._asked.attendance or _("[number]"))
        taken = _("{number} people took part.").format(number=number)
        organiser = _("Organiser: {organiser}.").format(organiser=self._asked.organiser or _("[organiser]"))
        self.say(f"{lead} {taken} {organiser}", bold=True)
        self._numbers()
        if among := lines_of(self._asked.attendance_of):
            self.fact(_("Among them"), "; ".join(among))
        if self._dialogue.goal:
            self.fact(_("Goal"), self._dialogue.goal)

    def _numbers(self) -> None:
        _ = self._gettext
        results = self._results
        counted = {
            _("Tables"): len(results.tables),
            _("Cards"): len(results.entries),
            _("Topics"): len(results.groups),
            _("Outcomes"): len(results.outcomes),
        }
        if min(counted.values()) > 1:
            told = _(
                "At {tables} tables people wrote {cards} cards. "
                "They became {topics} topics and {outcomes} results."
            )
            names = ("tables", "cards", "topics", "outcomes")
            self.say(told.format(**dict(zip(names, counted.values(), strict=True))))
            return
        # A sentence would have to say one thing in another way than several.
        if some := " · ".join(f"{name}: {number}" for name, number in counted.items() if number):
            self.fact(_("The evening in numbers"), some)

    def _outcomes(self) -> None:
        _ = self._gettext
        written = lines_of(self._asked.highlights)[:_MOST]
        # Main points first, then by dots and by cards.
        told = [] if written else heaviest(self._links, *_TOLD)[:_MOST]
        if not written and not told:
            self._topics()
            return
        number = len(written or told)
        self.heading(_("Three results") if number == _MOST else _("Results"), 2)
        for line in written:
            self.say(line, style=Style.ITEM)
        for each in told:
            self.small_heading(outcome_name(each, gettext=_))
            if each.description:
                self.say(each.description.split("\n\n")[0])
            if each.kind in KINDS and each.details.when:
                self.fact(_("By when"), short_day(each.details.when))

    def _topics(self) -> None:
        """Say what was talked about, where nothing was agreed yet."""
        _ = self._gettext
        topics = sorted(self._results.groups, key=lambda each: (-each.dots, -len(each.entry_ids)))
        self.heading(_("What was talked about most") if topics else _("Results"), 2)
        for each in topics[:_MOST]:
            self.say(each.label or _("Unnamed topic"), style=Style.ITEM)
        self.nothing(_("No outcomes have been recorded yet."))

    def _quotation(self) -> None:
        _ = self._gettext
        self.heading(_("Quotation"), 2)
        self.gap(_("words, name and office of somebody who agreed to be quoted"))

    def _next(self) -> None:
        _ = self._gettext
        self.heading(_("What happens next"), 2)
        if self._dialogue.promise:
            self.paragraphs(self._dialogue.promise)
        for each, day in self._dates():
            self.fact(short_day(day), outcome_name(each, gettext=_))
        if not self._dialogue.promise and not self._dates():
            self.gap(_("what happens with the results, and when"))

    def _dates(self) -> list[tuple[OutcomeFacts, date]]:
        """Return what has a day after the evening, the soonest first."""
        steps = [
            (each, each.details.when) for each in self._links.outcomes(*KINDS) if not each.details.is_settled
        ]
        days = [(each, when) for each, when in steps if isinstance(when, date)]
        held_on = self._dialogue.held_on
        coming = [(each, day) for each, day in days if held_on is None or day >= held_on]
        return sorted(coming, key=lambda step: (step[1], step[0].id))[:_MOST]

    def _contact(self) -> None:
        _ = self._gettext
        self.heading(_("Contact"), 2)
        if self._asked.contact:
            self.paragraphs(self._asked.contact)
        else:
            self.gap(_("office, phone number, mail address"))

    def _remark(self) -> None:
        _ = self._gettext
        self.say(
            _(
                "For the press office, not to be printed: who sees to a measure is left out on purpose, for "
                "it may be a private person; the measures table has it. Told are main points first, then "
                "what has the most dots and cards."
            ),
            ink=look.MUTED,
        )
