"""The closed lists that a field of an outcome may choose from, each with its words."""

from enum import StrEnum

from exports.field import Option, in_console, in_files


class Addressee(StrEnum):
    """Who a recommendation speaks to."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    STATE = "state"
    FEDERAL = "federal"
    OTHER = "other"


class Costs(StrEnum):
    """What a project idea costs, as far as people can say it on the evening."""

    UNKNOWN = "unknown"
    NONE = "none"
    UP_TO = "up_to"
    MORE = "more"


class Emphasis(StrEnum):
    """What stands out about a project idea: it carries the most, or it is done soon."""

    NONE = "none"
    MAIN_POINT = "main_point"
    QUICK_WIN = "quick_win"


class MeasureState(StrEnum):
    """How far a measure is."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    DROPPED = "dropped"


SETTLED = frozenset({MeasureState.DONE, MeasureState.DROPPED})
"""Nothing is to be done any more."""

ADDRESSEES = (
    Option(Addressee.MUNICIPALITY, in_files("Municipality"), in_console("Municipality")),
    Option(Addressee.DISTRICT, in_files("District"), in_console("District")),
    Option(Addressee.STATE, in_files("State"), in_console("State")),
    Option(Addressee.FEDERAL, in_files("Federal government"), in_console("Federal government")),
    Option(Addressee.OTHER, in_files("Other"), in_console("Somebody else")),
)

COSTS = (
    Option(Costs.UNKNOWN, "", in_console("Not known yet")),
    Option(Costs.NONE, in_files("none"), in_console("None")),
    Option(Costs.UP_TO, in_files("up to an amount"), in_console("Up to …"), exactly=in_files("up to {what}")),
    Option(Costs.MORE, in_files("more"), in_console("More")),
)

EMPHASES = (
    Option(Emphasis.NONE, "", in_console("Neither")),
    Option(Emphasis.MAIN_POINT, in_files("Main point"), in_console("Main point")),
    Option(Emphasis.QUICK_WIN, in_files("Quick win"), in_console("Quick win")),
)

STATES = (
    Option(MeasureState.OPEN, in_files("open"), in_console("Still open")),
    Option(MeasureState.STARTED, in_files("started"), in_console("Started")),
    Option(MeasureState.DONE, in_files("carried out"), in_console("Carried out")),
    Option(
        MeasureState.DROPPED,
        in_files("dropped"),
        in_console("Dropped"),
        unsaid=in_files("dropped (no reason given yet)"),
        why=in_console("Why was it dropped?"),
    ),
)
