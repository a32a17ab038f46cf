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
    Place,
    Role,
    Suggested,
    Text,
    Tick,
    in_console,
    in_files,
)
from exports.outcome_options import ADDRESSEES, COSTS, EMPHASES, STATES, Addressee


class OutcomeKind(StrEnum):
    """The six kinds of outcome."""

    PROJECT_IDEA = "project_idea"
    EXISTING_OFFER = "existing_offer"
    PROBLEM = "problem"
    SUGGESTION = "suggestion"
    RECOMMENDATION = "recommendation"
    ROUND_TABLE = "round_table"


# How far a measure is. The reason is said together with the state, so it has no line of its own.
_STATE: tuple[Field, ...] = (
    Choice(
        "state",
        in_files("Progress"),
        in_console("Progress"),
        options=STATES,
        named_by="state_reason",
        half=True,
        width=12,
        role=Role.STATE,
    ),
    Text(
        "state_reason",
        "",
        in_console("Remark on the progress"),
        shown=in_console("Remark"),
        note=in_console("Where it was dropped: why"),
        half=True,
        places=frozenset(),
    ),
)

FIELDS: dict[OutcomeKind, tuple[Field, ...]] = {
    OutcomeKind.PROJECT_IDEA: (
        Text(
            "goal",
            in_files("Goal"),
            in_console("What is to be reached?"),
            shown=in_console("Goal"),
            rows=2,
            width=18,
        ),
        Text(
            "caretaker",
            in_files("Who takes care"),
            in_console("Who takes care of it?"),
            missing=in_console("Nobody takes care of it yet"),
            width=19,
            role=Role.WHO,
        ),
        Tick("caretaker_present", in_files("In the plenary"), in_console("Present in the plenary"), width=10),
        Lines(
            "partners",
            in_files("Partners"),
            in_console("Partners"),
            others=in_console("Other partners"),
            suggested=Suggested.ACTORS,
            note=in_console("One per line"),
        ),
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
            missing=in_console("No day is set yet"),
            note=in_console("A day, or words such as “before the summer break”"),
            width=13,
            role=Role.WHEN,
        ),
        *_STATE,
        Text(
            "people",
            in_files("People needed"),
            in_console("Who and how many are needed?"),
            shown=in_console("People needed"),
            width=14,
        ),
        Choice(
            "costs",
            in_files("Costs"),
            in_console("Costs"),
            options=COSTS,
            named_by="costs_amount",
            half=True,
            width=14,
        ),
        # Said together with the choice, so it has no line of its own.
        Text("costs_amount", "", in_console("Amount, or what for"), half=True, places=frozenset()),
        Text(
            "indicator",
            in_files("How it will show"),
            in_console("How will we notice that it works?"),
            shown=in_console("How it will show"),
            rows=2,
            width=18,
        ),
        Choice(
            "emphasis",
            in_files("Emphasis"),
            in_console("Main point or quick win?"),
            shown=in_console("Emphasis"),
            options=EMPHASES,
            width=12,
        ),
        Text(
            "side_effects",
            in_files("Side effects"),
            in_console("What else may come of it, soon and later?"),
            shown=in_console("Side effects"),
            rows=2,
            width=17,
        ),
        Lines(
            "funding",
            in_files("Possible funding"),
            in_console("Possible funding"),
            others=in_console("Other funding"),
            suggested=Suggested.FUNDING,
            note=in_console("One name per line"),
            width=17,
        ),
        Lines(
            "action_fields",
            in_files("Fields of action"),
            in_console("Fields of action"),
            others=in_console("Other fields of action"),
            suggested=Suggested.FIELDS,
            note=in_console("One per line"),
            width=13,
        ),
    ),
    OutcomeKind.EXISTING_OFFER: (
        Text("provider", in_files("Provider"), in_console("Who offers it?"), width=18),
        Text("for_whom", in_files("For whom"), in_console("For whom?"), width=14),
        Text("place", in_files("Place"), in_console("Place"), half=True, width=14),
        Text("times", in_files("When"), in_console("Days and times"), half=True, width=14),
        Text("contact_point", in_files("Contact point"), in_console("Where to turn to"), width=18),
    ),
    OutcomeKind.PROBLEM: (),
    OutcomeKind.SUGGESTION: (),
    OutcomeKind.RECOMMENDATION: (
        Choice(
            "addressee",
            in_files("Addressed to"),
            in_console("Whom does it address?"),
            shown=in_console("Addressed to"),
            options=ADDRESSEES,
            named_by="addressee_name",
            other=Addressee.OTHER,
            width=18,
            leads=True,
            role=Role.ADDRESSEE,
        ),
        # Said together with the addressee, so it has no line of its own.
        Text("addressee_name", "", in_console("Office or body, if it is known"), places=frozenset()),
        Day(
            "statement_by",
            in_files("Statement asked by"),
            in_console("By when do we ask for a statement?"),
            shown=in_console("Statement asked by"),
            note=in_console("A day, or words such as “before the summer break”"),
            width=13,
            role=Role.WHEN,
        ),
        Text("statement", in_files("Statement"), in_console("Statement of the addressee"), rows=3, width=24),
    ),
    OutcomeKind.ROUND_TABLE: (
        Text("convenor", in_files("Who invites"), in_console("Who invites?"), width=16, role=Role.WHO),
        Lines(
            "invited",
            in_files("Invited"),
            in_console("Who is invited?"),
            others=in_console("Others who are invited"),
            suggested=Suggested.ACTORS,
            all_sides=True,
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
        *_STATE,
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
        Lines(
            "open_points",
            in_files("Open points"),
            in_console("Open points"),
            sentences=True,
            note=in_console("One per line"),
            width=20,
        ),
        Lines(
            "carried",
            in_files("Agreed before"),
            in_console("What earlier meetings agreed"),
            sentences=True,
            note=in_console("One per line"),
            width=20,
        ),
        Text(
            "minutes",
            in_files("What was talked about"),
            in_console("What was talked about"),
            note=in_console("Afterwards"),
            rows=3,
            width=24,
        ),
        Lines(
            "agreements",
            in_files("Agreed there"),
            in_console("What was agreed at the round table"),
            sentences=True,
            note=in_console("Afterwards. One per line."),
            width=24,
        ),
    ),
}


def fields_of(kind: str, place: Place | None = None) -> tuple[Field, ...]:
    """Return the fields of a kind in order, with `place` only those that have a cell or line there."""
    fields = FIELDS[OutcomeKind(kind)]
    return tuple(field for field in fields if place is None or place in field.places)
