"""What a dialogue brought: plain facts, filled by the live system, read by every writer.

Ids are those of the live system. Texts are normalised already and stay as people wrote them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from exports.details import Details
from exports.errors import RefusedResultsError
from exports.outcome_fields import OutcomeKind
from exports.paper_facts import PaperFacts


class Window(StrEnum):
    """When a card came: at the evening, before it or after it."""

    NONE = ""
    BEFORE = "before"
    AFTER = "after"


class QuestionKey(StrEnum):
    """The three questions, in the order in which they are always shown."""

    WORKS = "works"
    IMPROVE = "improve"
    NEEDED = "needed"


_QUESTIONS: frozenset[object] = frozenset(QuestionKey)


class Accord(StrEnum):
    """What the hall said of a topic, where a person marked it; nothing else makes it one or the other."""

    NONE = ""
    AGREED = "agreed"
    DISPUTED = "disputed"


class Verdict(StrEnum):
    """What those who answer for it say to a topic, whether it became an outcome or not."""

    NONE = ""
    TAKEN_UP = "taken_up"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards; `received` is the sum of the next four, `before` and `after` came in a window."""

    received: int = 0
    shown: int = 0
    held: int = 0
    hidden: int = 0
    withdrawn: int = 0
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Under which heading an evening stands, and as which of how many, counted from 1."""

    title: str
    position: int
    of: int


@dataclass(frozen=True, slots=True)
class DialogueFacts:
    """The evening itself; `promise` is what happens with the results, `questions` maps key to title.

    `revision` counts its changes since `created_at`; `time_zone` is that of the clock in the hall. `paper` is
    what was entered for papers, `handouts_address` where people find its handouts once they are released.
    """

    code: str
    title: str
    questions: Mapping[str, str]
    municipality: str = ""
    place: str = ""
    held_on: date | None = None
    begins: time | None = None  # as planned, on the clock of the hall
    ends: time | None = None
    theme_set: str = ""
    goal: str = ""
    promise: str = ""
    lang: str = "de"
    rehearsal: bool = False
    counts: Counts = field(default_factory=Counts)
    series: SeriesFacts | None = None
    time_zone: str = "Europe/Berlin"
    created_at: datetime | None = None
    revision: int = 0
    handouts_address: str = ""
    paper: PaperFacts = field(default_factory=PaperFacts)


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A theme table; `number` is what people in the hall call it."""

    key: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One card; `table` is a table's key, `question` a question's key, `lang` BCP 47."""

    id: str
    table: str
    question: str
    text: str
    lang: str = "de"
    group_id: int | None = None
    state: str = "shown"
    window: Window = Window.NONE


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A topic of one table with the ids of its cards; `verdict_reason` says why it is taken up or not."""

    id: int
    table: str
    label: str
    dots: int = 0
    entry_ids: tuple[str, ...] = ()
    accord: Accord = Accord.NONE
    verdict: Verdict = Verdict.NONE
    verdict_reason: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What groups became; `details` holds the fields of its kind.

    It is `edited` if title or description are no longer as the evening left them. A suggestion may answer a
    problem, a round table follow the meeting before it.
    """

    id: int
    title: str
    details: Details
    description: str = ""
    table: str | None = None
    group_ids: tuple[int, ...] = ()
    entry_ids: tuple[str, ...] = ()
    edited: bool = False
    problem_id: int | None = None
    follows_id: int | None = None

    @property
    def kind(self) -> OutcomeKind:
        """The kind, as the details say it."""
        return self.details.kind


@dataclass(frozen=True, slots=True)
class AdditionFacts:
    """What somebody at a table wanted to be added to its summary; `lang` is BCP 47."""

    text: str
    lang: str = "und"


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """What a table's host summed up of a round, how many said what to it, and what was to be added."""

    table: str
    round: int
    text: str
    agree: int = 0
    add: int = 0
    disagree: int = 0
    additions: tuple[AdditionFacts, ...] = ()


class Happening(StrEnum):
    """What the dialogue knows of an evening's course."""

    BEGINS = "begins"
    COLLECTING = "collecting"
    ROUND = "round"
    COUNTED = "counted"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A step of the evening; `at` is on the clock of the hall, and `number` that of a round."""

    what: Happening
    at: time | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A photo of paper in the hall, as JPEG; `table` is a table's key, or nothing for the whole hall.

    `number` counts through the evening, and `caption` says in words what is seen.
    """

    number: int
    content: bytes
    caption: str
    table: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that may leave the house.

    Raises `RefusedResultsError` if a card is not shown, an id appears twice, or a link leads nowhere
    (as a link to a hidden card would).
    """

    dialogue: DialogueFacts
    tables: tuple[TableFacts, ...] = ()
    entries: tuple[EntryFacts, ...] = ()
    groups: tuple[GroupFacts, ...] = ()
    outcomes: tuple[OutcomeFacts, ...] = ()
    summaries: tuple[SummaryFacts, ...] = ()
    course: tuple[CourseStep, ...] = ()
    photos: tuple[PhotoFacts, ...] = ()

    @property
    def speaks_of_rounds(self) -> bool:
        """Whether a summary is called by its round: an evening of one round has simply a summary."""
        return any(each.round > 1 for each in self.summaries)

    def __post_init__(self) -> None:
        """Refuse what no writer may see."""
        for entry in self.entries:
            if entry.state != "shown":
                raise RefusedResultsError(f"entry {entry.id} is {entry.state}, only shown entries get out")
        tables = _unique("table", (table.key for table in self.tables))
        entries = _unique("entry", (entry.id for entry in self.entries))
        groups = _unique("group", (group.id for group in self.groups))
        _unique("outcome", (outcome.id for outcome in self.outcomes))
        problems = {each.id for each in self.outcomes if each.kind == OutcomeKind.PROBLEM}
        talks = {each.id for each in self.outcomes if each.kind == OutcomeKind.ROUND_TABLE}
        placed = {(entry.group_id, entry.id) for entry in self.entries if entry.group_id is not None}
        listed = {(group.id, entry_id) for group in self.groups for entry_id in group.entry_ids}
        for entry in self.entries:
            _known("entry", entry.id, "table", [entry.table], tables)
            _known("entry", entry.id, "question", [entry.question], _QUESTIONS)
        for group in self.groups:
            _known("group", group.id, "table", [group.table], tables)
            _known("group", group.id, "entry", group.entry_ids, entries)
        for summary in self.summaries:
            _known("summary of round", summary.round, "table", [summary.table], tables)
        _unique("photo", (photo.number for photo in self.photos))
        for photo in self.photos:
            _known("photo", photo.number, "table", [photo.table] if photo.table else [], tables)
        for outcome in self.outcomes:
            _known("outcome", outcome.id, "table", [outcome.table] if outcome.table else [], tables)
            _known("outcome", outcome.id, "group", outcome.group_ids, groups)
            _known("outcome", outcome.id, "entry", outcome.entry_ids, entries)
            _known("outcome", outcome.id, "problem", filter(None, [outcome.problem_id]), problems)
            _known("outcome", outcome.id, "meeting", filter(None, [outcome.follows_id]), talks)
        # A card may stand in a second group too, so a group may list more than point to it, but never less.
        if missing := placed - listed:
            group_id, entry_id = min(missing)
            raise RefusedResultsError(f"group {group_id} and entry {entry_id} disagree")


@dataclass(frozen=True, slots=True)
class SeriesResults:
    """The evenings under one heading, in their order.

    Raises `RefusedResultsError` for none, or for rehearsals among real evenings.
    """

    title: str
    evenings: tuple[Results, ...]

    def __post_init__(self) -> None:
        """Refuse what no writer may see."""
        kinds = {evening.dialogue.rehearsal for evening in self.evenings}
        if len(kinds) != 1:
            raise RefusedResultsError("a series has at least one evening, and no rehearsals among real ones")


def _unique(noun: str, ids: Iterable[object]) -> set[object]:
    seen: set[object] = set()
    for own in ids:
        if own in seen:
            raise RefusedResultsError(f"{noun} {own} is there twice")
        seen.add(own)
    return seen


def _known(noun: str, own: object, other: str, links: Iterable[object], known: Collection[object]) -> None:
    for link in links:
        if link not in known:
            raise RefusedResultsError(
                f"{noun} {own} points to {other} {link}, which is not among the results"
            )
