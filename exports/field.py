"""What a field of an outcome can be: one plain class per type.

All fields are listed in `exports.outcome_fields`; each reader of that list says what it does with each type.
"""

from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

When = date | str
"""A day, or the words people agreed on ("vor den Sommerferien"); an empty string says nothing was agreed."""
Value = str | bool | date | tuple[str, ...]


class Place(StrEnum):
    """Where a field has a cell or line of its own; the form and `results.json` hold every field."""

    SHEET = "sheet"
    MINUTES = "minutes"
    CONSOLE = "console"


class Role(StrEnum):
    """What the next steps of a dialogue are made of."""

    WHO = "who"
    WHEN = "when"
    FIRST_STEP = "first_step"
    ADDRESSEE = "addressee"
    STATE = "state"


class Suggested(StrEnum):
    """What the form suggests: actors, fields of action and funding to tick, questions made from the cards."""

    ACTORS = "actors"
    FIELDS = "fields"
    FUNDING = "funding"
    QUESTIONS = "questions"


def in_files(text: str) -> str:
    """Mark a text of the catalogue `exports`; it is translated where a file is written."""
    return text


def in_console(text: str) -> str:
    """Mark a text of the catalogue `console`; it is translated where the page is built."""
    return text


@dataclass(frozen=True)
class _Common:
    """What fields of all types have.

    `label` names it in files, `asked` in the form, `shown` (if it is another text) in the console's list of
    results. `missing` says in the console, gently, what is to be filled in some day; one that is `needed`
    must be. `rows` are lines of the form's field; fields that are `half` stand side by side there.
    `width` is that of the sheet's column in characters; a field that `leads` stands before the description.
    `max_length` is that of a text, of a list's longest line, in characters. `json_name` is the name in
    `results.json` if it is another one.
    """

    name: str
    label: str
    asked: str
    _: KW_ONLY
    shown: str = ""
    note: str = ""
    missing: str = ""
    needed: bool = False
    max_length: int = 4000
    rows: int = 1
    half: bool = False
    width: float = 16
    leads: bool = False
    places: frozenset[Place] = frozenset(Place)
    role: Role | None = None
    json_name: str = ""


@dataclass(frozen=True)
class Text(_Common):
    """Words as people wrote them."""

    empty: ClassVar[str] = ""


@dataclass(frozen=True)
class Lines(_Common):
    """Several names or, as `sentences`, several sentences; `others` asks for what was not suggested.

    With `all_sides` the console says which side is missing among the actors.
    """

    _: KW_ONLY
    rows: int = 2
    sentences: bool = False
    all_sides: bool = False
    suggested: Suggested | None = None
    others: str = ""
    empty: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True)
class Day(_Common):
    """A day, or the words people agreed on."""

    empty: ClassVar[When] = ""


@dataclass(frozen=True)
class Option:
    """One of a closed list: its stored key, its name in files (empty: nothing is said) and in the form.

    `exactly` is the text of files with `{what}` where people said it more exactly. An option that wants to be
    explained has its own texts for where nobody did: `unsaid` in files, `why` in the console.
    """

    key: str
    label: str
    asked: str
    exactly: str = ""
    unsaid: str = ""
    why: str = ""


@dataclass(frozen=True)
class Choice(_Common):
    """One of a closed list, at first the first.

    The text field `named_by` says it more exactly; beside the option `other` it says it alone.
    """

    _: KW_ONLY
    options: tuple[Option, ...]
    named_by: str = ""
    other: str = ""

    @property
    def empty(self) -> str:
        """The first option."""
        return self.options[0].key

    def option(self, key: object) -> Option:
        """Return the option with this key."""
        return next(option for option in self.options if option.key == key)


@dataclass(frozen=True)
class Tick(_Common):
    """Yes, or nothing was said."""

    empty: ClassVar[bool] = False


Field = Text | Lines | Day | Choice | Tick
