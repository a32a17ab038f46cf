"""What changed in a dialogue since a revision; the whole dialogue, since revision 0."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from workshop.domain.queries.dialogue import (
    DialogueView,
    QuestionView,
    TableView,
    questions_of,
    tables_of,
    view_of,
)
from workshop.models import (
    Contradiction,
    Dialogue,
    Dismissal,
    Doubling,
    Entry,
    EntryState,
    Group,
    GroupState,
    Outcome,
    OutcomeKind,
    ThemeTable,
)
from workshop.models import Question as QuestionRow
from workshop.models import outcome_entries as entry_links
from workshop.models import outcome_groups as group_links


@dataclass(frozen=True)
class EntryView:
    """One card."""

    number: int
    id: str
    table_id: int
    question: str
    text: str
    lang: str
    state: EntryState
    hold_reason: str | None
    origin: str
    group_id: int | None
    placed_by: str | None
    version: int
    created_at: datetime

    @property
    def is_shown(self) -> bool:
        """Whether the card may be seen by everybody."""
        return self.state == EntryState.SHOWN


@dataclass(frozen=True)
class GroupView:
    """One group without its cards: those point to it."""

    id: int
    table_id: int
    label: str
    label_by: str
    words: tuple[str, ...]
    parked: bool
    state: GroupState
    version: int


@dataclass(frozen=True)
class OutcomeView:
    """One outcome with the groups and cards that it came from."""

    id: int
    table_id: int | None
    kind: OutcomeKind
    title: str
    description: str
    details: dict[str, Any]
    discarded: bool
    version: int
    group_ids: tuple[int, ...] = ()
    entry_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarkView:
    """A mark that is on or off: (card, second group), (group, group) or (table, proposal's key)."""

    pair: tuple[Any, Any]
    active: bool


@dataclass(frozen=True)
class Delta:
    """The rows that changed up to `revision`; tables and questions come all together or not at all."""

    revision: int
    dialogue: DialogueView
    tables: tuple[TableView, ...] | None = None
    questions: tuple[QuestionView, ...] | None = None
    entries: tuple[EntryView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    outcomes: tuple[OutcomeView, ...] = ()
    doublings: tuple[MarkView, ...] = ()
    contradictions: tuple[MarkView, ...] = ()
    dismissals: tuple[MarkView, ...] = ()


def changes_since(session: Session, dialogue_id: int, revision: int) -> Delta | None:
    """Return what changed after `revision`, or `None` if the dialogue is gone.

    All reads see one state of the database, so no change falls between two of them. Only kinds of rows that
    changed are read: a new card costs three statements.
    """
    seen = {"dialogue": dialogue_id, "seen": revision}
    row = session.scalar(_DIALOGUE, seen)
    if row is None:
        return None
    if row.revision == revision:
        return Delta(revision, view_of(row))
    latest = session.execute(_LATEST, seen)
    changed = {kind for kind, newest in latest if newest is not None and newest > revision}
    return Delta(
        revision=row.revision,
        dialogue=view_of(row),
        tables=tables_of(session, dialogue_id) if "tables" in changed else None,
        questions=questions_of(session, dialogue_id) if "questions" in changed else None,
        entries=_entries(session, seen) if "entries" in changed else (),
        groups=_groups(session, seen) if "groups" in changed else (),
        outcomes=_outcomes(session, seen) if "outcomes" in changed else (),
        **{kind: _marks(session, kind, seen) for kind in _MARKS if kind in changed},
    )


_MARKS: dict[str, tuple[type[Doubling | Contradiction | Dismissal], str, str]] = {
    "doublings": (Doubling, "entry_id", "group_id"),
    "contradictions": (Contradiction, "first_id", "second_id"),
    "dismissals": (Dismissal, "table_id", "key"),
}
_KINDS: dict[str, type[Any]] = {
    "tables": ThemeTable,
    "questions": QuestionRow,
    "entries": Entry,
    "groups": Group,
    "outcomes": Outcome,
    **{kind: mark for kind, (mark, _, _) in _MARKS.items()},
}
Seen = dict[str, int]


def _changed(statement: Select[Any], model: type[Any]) -> Select[Any]:
    return statement.where(model.dialogue_id == bindparam("dialogue"), model.revision > bindparam("seen"))


# Built once: building a statement costs more than running it.
_DIALOGUE = select(Dialogue).where(Dialogue.id == bindparam("dialogue"))
_LATEST = union_all(
    *(
        select(literal(kind), func.max(model.revision)).where(model.dialogue_id == bindparam("dialogue"))
        for kind, model in _KINDS.items()
    )
)
ENTRY_COLUMNS = [getattr(Entry, name) for name in EntryView.__dataclass_fields__]
_ENTRIES = _changed(select(*ENTRY_COLUMNS), Entry).order_by(Entry.revision, Entry.number)
_GROUPS = _changed(select(Group), Group).order_by(Group.id)
_OUTCOMES = _changed(select(Outcome), Outcome).order_by(Outcome.id)
_MARKED = {
    kind: _changed(select(getattr(mark, first), getattr(mark, second), mark.active), mark).order_by(mark.id)
    for kind, (mark, first, second) in _MARKS.items()
}


_STATE = list(EntryView.__dataclass_fields__).index("state")


def entry_view(row: Row[Any]) -> EntryView:
    """Return a row of `ENTRY_COLUMNS` as a view."""
    values: list[Any] = list(row)
    values[_STATE] = EntryState(values[_STATE])
    return EntryView(*values)


def _entries(session: Session, seen: Seen) -> tuple[EntryView, ...]:
    return tuple(map(entry_view, session.execute(_ENTRIES, seen)))


def _marks(session: Session, kind: str, seen: Seen) -> tuple[MarkView, ...]:
    return tuple(MarkView((a, b), active) for a, b, active in session.execute(_MARKED[kind], seen))


def _groups(session: Session, seen: Seen) -> tuple[GroupView, ...]:
    return tuple(
        GroupView(
            g.id, g.table_id, g.label, g.label_by, tuple(g.words), g.parked, GroupState(g.state), g.version
        )
        for g in session.scalars(_GROUPS, seen)
    )


def _outcomes(session: Session, seen: Seen) -> tuple[OutcomeView, ...]:
    outcomes = list(session.scalars(_OUTCOMES, seen))
    ids = [outcome.id for outcome in outcomes]
    if not outcomes:
        return ()
    groups = _links(session, group_links, "group_id", ids)
    entries = _links(session, entry_links, "entry_id", ids)
    return tuple(
        OutcomeView(
            id=o.id,
            table_id=o.table_id,
            kind=OutcomeKind(o.kind),
            title=o.title,
            description=o.description,
            details=o.details,
            discarded=o.discarded,
            version=o.version,
            group_ids=tuple(groups[o.id]),
            entry_ids=tuple(entries[o.id]),
        )
        for o in outcomes
    )


def _links(session: Session, table: Table, column: str, ids: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    statement = select(table.c.outcome_id, table.c[column]).where(table.c.outcome_id.in_(ids))
    for outcome_id, linked in session.execute(statement.order_by(table.c[column])):
        found[outcome_id].append(linked)
    return found
