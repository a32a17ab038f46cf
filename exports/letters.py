"""One letter for each addressee of recommendations, as a draft: `briefe/*.docx`.

A letter is one page. Where more is recommended than that page holds, it stands on a sheet that is enclosed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from docx.shared import Cm

from exports import look
from exports.blocks import Block, Heading, Paper, Paragraph, Span, Style
from exports.field import Role
from exports.field_words import words_of
from exports.heights import text_height
from exports.links import Links, table_name
from exports.names import Gettext
from exports.office_paper import Draft, evening_name, gap, office_paper
from exports.outcome_fields import OutcomeKind
from exports.outcome_options import Addressee
from exports.paper import TEXT_WIDTH_CM
from exports.paper_facts import lines_of
from exports.results import OutcomeFacts, Results
from exports.text import file_stem, short_day

# Points: what a page holds below the note that this is a draft; type and spaces that it is counted with.
_ROOM, _SIZE, _SPACING, _AFTER, _APART = 660.0, 10.5, 1.1, 6.0, 20.0
# Names of files are outside names and never translated.
_STEMS = {
    Addressee.MUNICIPALITY: "kommune",
    Addressee.DISTRICT: "landkreis",
    Addressee.STATE: "land",
    Addressee.FEDERAL: "bund",
    Addressee.OTHER: "andere",
}


def letters_of(results: Results, *, gettext: Gettext) -> Mapping[str, Paper]:
    """Return a letter for each addressee by the stem of its file's name."""
    links = Links(results)
    addressed: dict[tuple[str, str], list[OutcomeFacts]] = {}
    for outcome in links.outcomes(OutcomeKind.RECOMMENDATION):
        key, name = (str(outcome.details.values[part]) for part in ("addressee", "addressee_name"))
        # Who is written a little differently is the same one.
        addressed.setdefault((key, " ".join(name.casefold().split())), []).append(outcome)
    letters: dict[str, Paper] = {}
    for (key, _name), outcomes in sorted(addressed.items(), key=_order):
        stem = _free(_stem(key, outcomes[0]), letters)
        blocks = _Letter(links, outcomes, gettext=gettext).write()
        letters[stem] = office_paper(
            results.dialogue, blocks, kind=gettext("Letter"), gettext=gettext, is_letter=True
        )
    return letters


def joined(letters: Mapping[str, Paper]) -> Paper | None:
    """Return all letters as one paper to look at, each below the name of its file; None if there are none."""
    if not letters:
        return None
    blocks: list[Block] = []
    for number, (stem, letter) in enumerate(letters.items()):
        blocks.append(Heading(1, (Span(f"{stem}.docx"),), on_new_page=number > 0))
        blocks += letter.chapters
    return replace(next(iter(letters.values())), chapters=blocks)


def _order(each: tuple[tuple[str, str], list[OutcomeFacts]]) -> tuple[int, str]:
    key, name = each[0]
    return list(_STEMS).index(Addressee(key)), name


def _stem(key: str, outcome: OutcomeFacts) -> str:
    name = file_stem(str(outcome.details.values["addressee_name"]))
    return "-".join(part for part in (_STEMS[Addressee(key)], name) if part)


def _free(stem: str, taken: Mapping[str, Paper]) -> str:
    """Return a name that no other letter has."""
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)


class _Letter(Draft):
    """One letter."""

    def __init__(self, links: Links, outcomes: Sequence[OutcomeFacts], *, gettext: Gettext) -> None:
        super().__init__(links, gettext=gettext)
        self._outcomes = outcomes
        self._waiting = [each for each in outcomes if not each.details.values["statement"]]
        self._days = list(dict.fromkeys(each.details.when for each in self._waiting))

    def write(self) -> Sequence[Block]:
        """Write all of it."""
        _ = self._gettext
        self._head()
        evening = evening_name(self._dialogue, gettext=_)
        subject = _("Recommendations from the event {evening}").format(evening=evening)
        self.say(subject, style=Style.APART, bold=True)
        self.say(_("Dear Sir or Madam,"), style=Style.APART)
        self.say(
            _("at the event {evening} people worked out what they recommend to you.").format(evening=evening)
        )
        begun = len(self.blocks)
        self._ask()
        self._close()
        recommended = [block for each in self._outcomes for block in self._recommended(each)]
        if _height([*self.blocks, *recommended]) <= _ROOM:
            self.blocks[begun:begun] = recommended
            return self.blocks
        told = _("All {number} recommendations are on the enclosed sheet.").format(number=len(self._outcomes))
        self.blocks.insert(begun, Paragraph((Span(told),)))
        self.heading(_("Enclosure: the recommendations"), 1, on_new_page=True)
        self.blocks += recommended
        return self.blocks

    def _head(self) -> None:
        _ = self._gettext
        asked = self._dialogue.paper
        sender = [asked.organiser or self._dialogue.municipality, *lines_of(asked.contact)]
        if any(sender):
            self.say("\n".join(line for line in sender if line))
        else:
            self.gap(_("sender"))
        if name := str(self._outcomes[0].details.values["addressee_name"]):
            self.say(name, style=Style.APART)
        else:
            self.mixed(self._general(), " ", gap(_("responsible office")), style=Style.APART)
        self.gap(_("address"))
        self.gap(_("place and day"), style=Style.APART)

    def _general(self) -> str:
        """Return what kind of addressee it is, where nobody named one."""
        field = self._outcomes[0].details.field_of(Role.ADDRESSEE)
        values = dict(self._outcomes[0].details.values) | {"addressee_name": ""}
        return words_of(field, values, gettext=self._gettext, day=short_day) if field else ""

    def _recommended(self, outcome: OutcomeFacts) -> Iterator[Block]:
        yield Paragraph((Span(outcome.title, bold=True),), Style.SMALL_HEADING)
        if outcome.description:
            yield Paragraph((Span(outcome.description),))
        pieces: list[Span] = []
        for name, said in self._facts(outcome):
            pieces += [Span(" · ", ink=look.MUTED)] if pieces else []
            pieces += [Span(f"{name}: ", ink=look.MUTED), Span(said)]
        if pieces:
            yield Paragraph(tuple(pieces))

    def _facts(self, outcome: OutcomeFacts) -> list[tuple[str, str]]:
        _ = self._gettext
        tables = ", ".join(table_name(each) for each in self._links.tables_of(outcome))
        topics = ", ".join(each.label for each in self._links.topics(outcome) if each.label)
        facts = [(_("Table"), tables), (_("Topic"), topics)]
        if outcome not in self._waiting:
            facts.append((_("Statement"), _("has come")))
        elif len(self._days) > 1:
            facts.append((_("Statement asked by"), short_day(outcome.details.when) or _("open")))
        return [fact for fact in facts if fact[1]]

    def _ask(self) -> None:
        _ = self._gettext
        if not self._waiting:
            self.say(_("Your statement has come. Thank you."), style=Style.APART)
            return
        [when, *more] = self._days
        if more:
            asked = _("We ask you for a statement on each, by the day that stands there.")
        elif isinstance(when, str) and when:
            asked = _("We ask you for a statement ({when}).").format(when=when)
        else:
            asked = _("We ask you for a statement by {day}.").format(day=short_day(when) or _("[day]"))
        kept = _("It will be kept beside the recommendation, with the results of the evening.")
        self.say(f"{asked} {kept}", style=Style.APART)

    def _close(self) -> None:
        _ = self._gettext
        self.say(_("Yours faithfully"), style=Style.APART)
        self.gap(_("name and office"), style=Style.APART)


def _height(blocks: Sequence[Block]) -> float:
    """Return the height of paragraphs in points."""
    height = 0.0
    for block in blocks:
        if isinstance(block, Paragraph):
            text = "".join(span.text for span in block.spans)
            height += text_height(text, room=Cm(TEXT_WIDTH_CM).pt, size=_SIZE) * _SPACING + _AFTER
            height += _APART if block.style is Style.APART else 0
    return height
