"""What papers for an office say beside the results: entered once by organisers, used by all papers.

A new field is an attribute of `PaperFacts`, a line in `PAPER_FIELDS` and its words in the catalogue
`console`: form, checks, storage, `results.json` and its schema follow this list. All are optional.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from exports.errors import RefusedResultsError
from exports.field import in_console

LONG, SHORT = 4000, 200
MOST_PEOPLE = 100_000_000
MOST_HIGHLIGHTS = 3
_THOUSANDS = re.compile(r"\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+")
_DIGITS = 9


class PaperSection(StrEnum):
    """Under which heading of the form a field stands."""

    TOWN = "town"
    EVENING = "evening"
    ASSESSMENT = "assessment"
    COUNCIL = "council"


class PaperKind(StrEnum):
    """Words, one thing a line, or a whole number."""

    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"


@dataclass(frozen=True)
class PaperField:
    """One field: `label` names it in the form, `note` says what it is for.

    `bound` is the most characters, or the highest number; `rows` are lines of the form's field. A field that
    `lasts` is copied to a new dialogue: it says something of the town or of how it works, not of one evening.
    """

    name: str
    section: PaperSection
    label: str
    note: str = ""
    kind: PaperKind = PaperKind.TEXT
    bound: int = SHORT
    rows: int = 0
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What was entered; what nobody filled in is empty.

    `attendance_of` has a group a line, "Gruppe: Zahl"; `attendance_groups` reads them. `highlights` has the
    results that stand in the two-page profile, one a line; empty: the papers choose.
    """

    inhabitants: int | None = None
    municipality_kind: str = ""
    district: str = ""
    region: str = ""
    contact: str = ""
    organiser: str = ""
    moderation: str = ""
    minutes_by: str = ""
    attendance: int | None = None
    attendance_of: str = ""
    funding_note: str = ""
    occasion: str = ""
    format: str = ""
    method: str = ""
    advice: str = ""
    course: str = ""
    assessment: str = ""
    highlights: str = ""
    conclusion: str = ""
    costs: str = ""
    advice_to_others: str = ""
    lead_office: str = ""
    subject: str = ""

    @property
    def attendance_groups(self) -> tuple[tuple[str, int | None], ...]:
        """The groups among those who were there, each with its number; `None` where none was given."""
        return tuple(read_group(line) for line in lines_of(self.attendance_of))

    def said(self) -> dict[str, str | int]:
        """Return the fields that somebody filled in, in the order of the list."""
        values = {each.name: getattr(self, each.name) for each in PAPER_FIELDS}
        return {name: value for name, value in values.items() if value not in (None, "")}


_TOWN, _EVENING = PaperSection.TOWN, PaperSection.EVENING
_ASSESSMENT, _COUNCIL = PaperSection.ASSESSMENT, PaperSection.COUNCIL

PAPER_FIELDS = (
    PaperField(
        "inhabitants",
        _TOWN,
        in_console("Inhabitants"),
        in_console("A whole number, such as 24300 or 24.300."),
        PaperKind.NUMBER,
        bound=MOST_PEOPLE,
        lasts=True,
    ),
    PaperField(
        "municipality_kind",
        _TOWN,
        in_console("Kind of municipality"),
        in_console("Such as municipality, town, or district."),
        lasts=True,
    ),
    PaperField("district", _TOWN, in_console("District (Landkreis)"), lasts=True),
    PaperField("region", _TOWN, in_console("Administrative region (Regierungsbezirk)"), lasts=True),
    PaperField(
        "contact",
        _TOWN,
        in_console("Contact office"),
        in_console("An office with telephone and address, not a person: the papers are sent on."),
        bound=500,
        rows=2,
        lasts=True,
    ),
    PaperField(
        "organiser",
        _EVENING,
        in_console("Organised by"),
        in_console("Stands in the minutes."),
        bound=500,
        rows=2,
        lasts=True,
    ),
    PaperField(
        "moderation",
        _EVENING,
        in_console("Moderated by"),
        in_console("Stands in minutes and profile."),
        bound=500,
        rows=2,
    ),
    PaperField("minutes_by", _EVENING, in_console("Minutes taken by"), in_console("Stands in the minutes.")),
    PaperField(
        "attendance",
        _EVENING,
        in_console("People who took part"),
        in_console("A whole number; nothing here counts people."),
        PaperKind.NUMBER,
        bound=MOST_PEOPLE,
    ),
    PaperField(
        "attendance_of",
        _EVENING,
        in_console("Among them"),
        in_console("One group a line with its number: “Volunteers: 52”."),
        PaperKind.LINES,
        bound=2000,
        rows=4,
    ),
    PaperField(
        "funding_note",
        _EVENING,
        in_console("Funding note"),
        in_console("The sentence that the funding body asks for; stands in the minutes."),
        bound=1000,
        rows=2,
        lasts=True,
    ),
    PaperField(
        "occasion",
        _EVENING,
        in_console("Situation and occasion"),
        in_console("What led to this evening; opens minutes, profile and the paper for the council."),
        bound=LONG,
        rows=4,
        lasts=True,
    ),
    PaperField(
        "format",
        _EVENING,
        in_console("Kind of event"),
        in_console("Such as an evening with five moderated tables; for the profile."),
        bound=1000,
        rows=2,
        lasts=True,
    ),
    PaperField(
        "method",
        _EVENING,
        in_console("Method"),
        in_console("How people worked; for the profile."),
        bound=LONG,
        rows=3,
        lasts=True,
    ),
    PaperField(
        "advice",
        _EVENING,
        in_console("Advice beforehand"),
        in_console("Who advised on the evening; for the profile."),
        bound=1000,
        rows=2,
    ),
    PaperField(
        "course",
        _EVENING,
        in_console("Course of the evening"),
        in_console("Who spoke, what came when; for the minutes."),
        bound=LONG,
        rows=4,
    ),
    PaperField(
        "assessment",
        _ASSESSMENT,
        in_console("Assessment of course and results"),
        in_console("In your words; what the phones were asked at the end stands beside it."),
        bound=LONG,
        rows=4,
    ),
    PaperField(
        "highlights",
        _ASSESSMENT,
        in_console("Three results for the profile"),
        in_console("One a line. Empty: the three with the most weight are taken."),
        PaperKind.LINES,
        bound=1500,
        rows=3,
    ),
    PaperField(
        "conclusion",
        _ASSESSMENT,
        in_console("Conclusion and outlook"),
        in_console("Closes the minutes."),
        bound=LONG,
        rows=4,
    ),
    PaperField("costs", _ASSESSMENT, in_console("Costs"), in_console("For the profile."), bound=1000, rows=2),
    PaperField(
        "advice_to_others",
        _ASSESSMENT,
        in_console("Recommendations to others"),
        in_console("What other towns should know; for the profile."),
        bound=LONG,
        rows=3,
    ),
    PaperField(
        "lead_office",
        _COUNCIL,
        in_console("Lead office"),
        in_console("Which office brings the paper to the council."),
        lasts=True,
    ),
    PaperField(
        "subject",
        _COUNCIL,
        in_console("Subject"),
        in_console("Stands above the paper for the council; empty: the title of the evening."),
        bound=300,
        rows=2,
    ),
)
FIELD_OF: Mapping[str, PaperField] = {each.name: each for each in PAPER_FIELDS}


def paper_facts_of(stored: Mapping[str, Any]) -> PaperFacts:
    """Return the facts of what is stored, or stands in `results.json`.

    Raises `RefusedResultsError` for a field that does not exist and for a value that is none of its.
    """
    if strange := sorted(stored.keys() - FIELD_OF.keys()):
        raise RefusedResultsError(f"papers know no field {', '.join(strange)}")
    for name, value in stored.items():
        wanted: type = int if FIELD_OF[name].kind is PaperKind.NUMBER else str
        if value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
            raise RefusedResultsError(f"{name} of the papers is no {FIELD_OF[name].kind}")
    return PaperFacts(**{name: value for name, value in stored.items() if value is not None})


def lasting(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what is stored what also holds for the next evening."""
    return {name: value for name, value in stored.items() if name in FIELD_OF and FIELD_OF[name].lasts}


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip()))


def read_number(text: str) -> int | None:
    """Return the whole number that people wrote, also with signs between thousands; `None` for any other."""
    plain = text.strip()
    if _THOUSANDS.fullmatch(plain):
        plain = "".join(letter for letter in plain if letter.isdecimal())
    return int(plain) if plain.isdecimal() and len(plain) <= _DIGITS else None


def read_group(line: str) -> tuple[str, int | None]:
    """Return the group of a line "Gruppe: Zahl" and its number; `None` for a line without one."""
    name, _, number = line.rpartition(":")
    found = read_number(number)
    return (name.strip(), found) if name.strip() and found is not None else (line.strip(), None)
