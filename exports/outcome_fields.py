"""The six kinds of outcome and their fields: form, checks, sheets, minutes and schema follow this list.

A new field is a line here and its words in the catalogues `exports` and `console`. Title and description
are common to all kinds and not in it.
"""

from enum import StrEnum

from exports.field import (
    Choice,
    Day,
    Field,
    Lines,
    Option,
    Place,
    Role,
    Suggested,
    Text,
    in_console,
    in_files,
)


class OutcomeKind(StrEnum):
    """The six kinds of outcome."""

    PROJECT_IDEA = "project_idea"
    EXISTING_OFFER = "existing_offer"
    PROBLEM = "problem"
    SUGGESTION = "suggestion"
    RECOMMENDATION = "recommendation"
    ROUND_TABLE = "round_table"


class Addressee(StrEnum):
    """Who a recommendation speaks to."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    STATE = "state"
    FEDERAL = "federal"
    OTHER = "other"


_ADDRESSEES = (
    Option(Addressee.MUNICIPALITY, in_files("Municipality"), in_console("Municipality")),
    Option(Addressee.DISTRICT, in_files("District"), in_console("District")),
    Option(Addressee.STATE, in_files("State"), in_console("State")),
    Option(Addressee.FEDERAL, in_files("Federal government"), in_console("Federal government")),
    Option(Addressee.OTHER, in_files("Other"), in_console("Somebody else")),
)

FIELDS: dict[OutcomeKind, tuple[Field, ...]] = {
    OutcomeKind.PROJECT_IDEA: (
        Text(
            "caretaker",
            in_files("Who takes care"),
            in_console("Who takes care of it?"),
            width=19,
            role=Role.WHO,
        ),
        Lines("partners", in_files("Partners"), in_console("Partners"), note=in_console("One per line")),
        Text(
            "first_step",
            in_files("First step"),
            in_console("First step"),
            rows=2,
            width=20,
            role=Role.FIRST_STEP,
        ),
        Day(
            "by_when",
            in_files("By when"),
            in_console("By when?"),
            note=in_console("A day, or words such as “before the summer break”"),
            width=13,
            role=Role.WHEN,
        ),
    ),
    OutcomeKind.EXISTING_OFFER: (
        Text("provider", in_files("Provider"), in_console("Who offers it?"), width=20),
        Text("contact_point", in_files("Contact point"), in_console("Where to turn to"), width=22),
        Text("place", in_files("Place"), in_console("Place"), width=14),
    ),
    OutcomeKind.PROBLEM: (),
    OutcomeKind.SUGGESTION: (),
    OutcomeKind.RECOMMENDATION: (
        Choice(
            "addressee",
            in_files("Addressed to"),
            in_console("Whom does it address?"),
            shown=in_console("Addressed to"),
            options=_ADDRESSEES,
            named_by="addressee_name",
            other=Addressee.OTHER,
            width=18,
            leads=True,
            role=Role.ADDRESSEE,
        ),
        # Said together with the addressee, so it has no line of its own.
        Text("addressee_name", "", in_console("Office or body, if it is known"), places=frozenset()),
    ),
    OutcomeKind.ROUND_TABLE: (
        Text("convenor", in_files("Who invites"), in_console("Who invites?"), width=16, role=Role.WHO),
        Lines(
            "invited",
            in_files("Invited"),
            in_console("Who is invited?"),
            others=in_console("Others who are invited"),
            suggested=Suggested.ACTORS,
            note=in_console("One per line"),
            width=20,
        ),
        Day(
            "held_on",
            in_files("Date"),
            in_console("When?"),
            half=True,
            width=13,
            role=Role.WHEN,
            json_name="date",
        ),
        Text("place", in_files("Place"), in_console("Where?"), half=True, width=13),
        Lines(
            "questions",
            in_files("Questions"),
            in_console("Questions for the round table"),
            sentences=True,
            suggested=Suggested.QUESTIONS,
            note=in_console("Made from the cards; change them as you like. One per line."),
            rows=6,
            width=24,
        ),
    ),
}


def fields_of(kind: str, place: Place | None = None) -> tuple[Field, ...]:
    """Return the fields of a kind in order, with `place` only those that have a cell or line there."""
    fields = FIELDS[OutcomeKind(kind)]
    return tuple(field for field in fields if place is None or place in field.places)
