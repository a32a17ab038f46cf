"""The two-page profile of a dialogue (`steckbrief.docx`, `steckbrief.pdf`), in the order that offices know.

Texts that need more room than two pages have are shortened alike, the longest first, with a plain word on
where they stand in full. How much room there is `exports.profile_room` estimates for both writers, so that
both files say the same.
"""

from bisect import bisect_left
from collections.abc import Sequence

from babel.numbers import format_decimal

from exports import look
from exports.blocks import Block, Paper, Paragraph, Span, Style
from exports.chapters import Chapters
from exports.links import Links, of_question, table_name
from exports.measures import KINDS
from exports.names import Gettext, question_name, stamp
from exports.outcome_fields import OutcomeKind
from exports.paper_facts import MOST_HIGHLIGHTS, lines_of
from exports.profile_room import fits
from exports.results import OutcomeFacts, QuestionKey, Results
from exports.shortening import shortened
from exports.text import document_language, locale_of, long_day, short_day
from exports.weight import heaviest

_LIMITS = tuple(range(40, 200, 10)) + tuple(range(200, 1000, 50)) + tuple(range(1000, 4001, 250))
"""Letters of each text."""
_WIDTHS = (5.8, 2.8, 2.8, 2.8, 2.3)
_GROUPS_IN_LINES = 6
_NO_BREAK = "\N{NO-BREAK SPACE}"


def profile_of(results: Results, *, gettext: Gettext) -> Paper:
    """Return the profile with as much of each text as fits on two pages."""
    whole = _paper(results, None, gettext=gettext)
    if fits(whole):
        return whole
    # The first limit that is too wide; the one before it, or at least the narrowest.
    place = bisect_left(_LIMITS, 1, key=lambda limit: not fits(_paper(results, limit, gettext=gettext)))
    return _paper(results, _LIMITS[max(0, place - 1)], gettext=gettext)


def _paper(results: Results, limit: int | None, *, gettext: Gettext) -> Paper:
    _, dialogue = gettext, results.dialogue
    day = short_day(dialogue.held_on)
    title = _("Profile")
    day_in_words = long_day(dialogue.held_on, lang=dialogue.lang).replace(" ", _NO_BREAK)
    facts = (dialogue.municipality, dialogue.place, day_in_words)
    # Pieces of their own: a town in Arabic letters must not turn the day around.
    spans = [span for fact in facts if fact for span in (Span(" · "), Span(fact))]
    chapters = _Profile(results, limit, gettext=gettext)
    return Paper(
        lang=document_language(dialogue.lang),
        title=f"{title}: {dialogue.title}",
        subject=f"{dialogue.municipality} {day}".strip(),
        office=dialogue.municipality,
        stamp=stamp(gettext=_) if dialogue.rehearsal else "",
        about=" · ".join(part for part in (title, dialogue.title, day) if part),
        pages=_("Page {page} of {pages}"),
        contents="",
        card_name=_("Card"),
        unprintable=_("This file cannot print the signs that stand here as �; the Word file has them."),
        front=[
            Paragraph((Span(title),), Style.TITLE),
            Paragraph((Span(dialogue.title, ink=look.INK, bold=True), *spans), Style.SUBTITLE),
        ],
        chapters=chapters.write(),
        compact=True,
    )


class _Profile(Chapters):
    """The ten chapters; no text in them is longer than `limit`."""

    def __init__(self, results: Results, limit: int | None, *, gettext: Gettext) -> None:
        super().__init__()
        self._results = results
        self._said = results.dialogue.paper
        self._limit = limit
        self._gettext = gettext
        self._links = Links(results)

    def write(self) -> Sequence[Block]:
        """Write them in their order."""
        _, said = self._gettext, self._said
        self._town()
        self.heading(_("Concept of the event"), 1)
        self._facts(
            (_("Goals"), self._results.dialogue.goal, True),
            (_("Format"), said.format, False),
            (_("Method"), said.method, False),
        )
        self._chapter(_("Situation and occasion"), said.occasion, in_minutes=True)
        self.heading(_("Advice and moderation"), 1)
        self._facts((_("Advice"), said.advice, False), (_("Moderation"), said.moderation, True))
        self._topics()
        self._people()
        self._assessment()
        self._steps()
        self._chapter(_("Costs"), said.costs)
        self._chapter(_("Recommendations to others"), said.advice_to_others)
        return self.blocks

    def _town(self) -> None:
        _, said = self._gettext, self._said
        self.heading(_("About the municipality"), 1)
        self._facts(
            (_("Name"), self._results.dialogue.municipality, False),
            (_("Inhabitants"), self._number(said.inhabitants), False),
            (_("Kind"), said.municipality_kind, False),
            (_("District"), said.district, False),
            (_("Administrative region"), said.region, False),
            (_("Contact office"), said.contact, False),
        )

    def _number(self, number: int | None) -> str:
        return "" if number is None else format_decimal(number, locale=locale_of(self._results.dialogue.lang))

    def _chapter(self, heading: str, text: str, *, in_minutes: bool = False) -> None:
        self.heading(heading, 1)
        if text:
            self._text(text, in_minutes=in_minutes)
        else:
            self._missing()

    def _missing(self) -> None:
        _ = self._gettext
        self.nothing(_("Not entered yet."))

    def _text(self, text: str, *, in_minutes: bool) -> None:
        words, is_cut = shortened(text, self._limit)
        *whole, last = words.split("\n\n")
        for paragraph in whole:
            self.say(paragraph)
        self.add(Paragraph((Span(last), *self._pointer(in_minutes=in_minutes, is_cut=is_cut))))

    def _pointer(self, *, in_minutes: bool, is_cut: bool) -> tuple[Span, ...]:
        """Return where a text stands in full: not all of them stand in the minutes."""
        _ = self._gettext
        where = _("in full in the minutes") if in_minutes else _("in full from the contact office")
        return (Span(f" ({where})", ink=look.MUTED),) if is_cut else ()

    def _facts(self, *facts: tuple[str, str, bool]) -> None:
        """Add what was said by name, and in one line what is missing."""
        _ = self._gettext
        missing = [name for name, text, _in_minutes in facts if not text]
        if len(missing) == len(facts):
            self._missing()
            return
        for name, text, in_minutes in facts:
            if text:
                self._fact(name, text, in_minutes=in_minutes)
        if missing:
            self.nothing(_("Not entered yet: {names}.").format(names=", ".join(missing)))

    def _fact(self, name: str, text: str, *, in_minutes: bool = False) -> None:
        words, is_cut = shortened(text, self._limit)
        pointer = self._pointer(in_minutes=in_minutes, is_cut=is_cut)
        named = Span(f"{name}: ", ink=look.MUTED, bold=True)
        self.add(Paragraph((named, Span(words), *pointer), Style.FACT))

    def _topics(self) -> None:
        _, dialogue = self._gettext, self._results.dialogue
        self.heading(_("Fields of topics"), 1)
        tables = self._links.tables_in_order()
        if not tables:
            self._missing()
            return
        rows = []
        for table in tables:
            cards = [entry for entry in self._results.entries if entry.table == table.key]
            asked = [len(of_question(cards, key)) for key in QuestionKey]
            rows.append([table_name(table), *map(str, [*asked, len(cards)])])
        asked_so = [
            f"{look.QUESTIONS[key].sign} {question_name(key, dialogue, gettext=_)}" for key in QuestionKey
        ]
        self.grid([_("Table"), *asked_so, _("Cards")], rows, _WIDTHS)

    def _people(self) -> None:
        _, said = self._gettext, self._said
        self.heading(_("Actors involved"), 1)
        groups = said.attendance_groups
        if said.attendance is None and not groups:
            self._missing()
            return
        if said.attendance is not None:
            self._fact(_("Participants"), self._number(said.attendance))
        if len(groups) <= _GROUPS_IN_LINES:
            for name, number in groups:
                self._fact(name, self._number(number))
        else:
            counted = " · ".join(f"{name}: {self._number(number)}" for name, number in groups)
            self._fact(_("among them"), counted, in_minutes=True)

    def _assessment(self) -> None:
        _ = self._gettext
        self.heading(_("Assessment of course and results"), 1)
        if self._said.assessment:
            self._text(self._said.assessment, in_minutes=False)
        else:
            self._missing()

    def _steps(self) -> None:
        _ = self._gettext
        self.heading(_("Concrete results, measures and next steps"), 1)
        entered = lines_of(self._said.highlights)[:MOST_HIGHLIGHTS]
        chosen = [] if entered else weightiest(self._links)
        for line in entered:
            words, is_cut = shortened(line, self._limit)
            self._item(Span(words), *self._pointer(in_minutes=False, is_cut=is_cut))
        for outcome in chosen:
            words, is_cut = shortened(self._step(outcome), self._limit)
            title = Span(outcome.title, bold=True)
            self._item(title, Span(words), *self._pointer(in_minutes=True, is_cut=is_cut))
        if not entered and not chosen:
            self.nothing(_("No results have been recorded yet."))

    def _item(self, *spans: Span) -> None:
        self.add(Paragraph(spans, Style.ITEM))

    def _step(self, outcome: OutcomeFacts) -> str:
        """Return what happens next: who, what first, by when; else what it is about."""
        _, details = self._gettext, outcome.details
        said = [
            (_("Who"), details.who),
            (_("First step"), details.first_step),
            (_("By when"), short_day(details.when)),
        ]
        told = "; ".join(f"{name}: {text}" for name, text in said if text) or outcome.description
        return f" – {told}" if told else ""


def weightiest(links: Links) -> list[OutcomeFacts]:
    """Return the three outcomes with the most weight: what somebody sees to comes first."""
    return sorted(heaviest(links, *OutcomeKind), key=lambda each: each.kind not in KINDS)[:MOST_HIGHLIGHTS]
