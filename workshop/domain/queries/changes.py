"""What changed in a dialogue since a revision; the whole dialogue, since revision 0."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

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


async def changes_since(session: AsyncSession, dialogue_id: int, revision: int) -> Delta | None:
    """Return what changed after `revision`, or `None` if the dialogue is gone.

    All reads see one state of the database, so no change falls between two of them. Only kinds of rows that
    changed are read: a new card costs three statements.
    """
    row = await session.scalar(select(Dialogue).where(Dialogue.id == dialogue_id))
    if row is None:
        return None
    if row.revision == revision:
        return Delta(revision, view_of(row))
    changed = await _changed_kinds(session, dialogue_id, revision)
    return Delta(
        revision=row.revision,
        dialogue=view_of(row),
        tables=await tables_of(session, dialogue_id) if "tables" in changed else None,
        questions=await questions_of(session, dialogue_id) if "questions" in changed else None,
        entries=await _entries(session, dialogue_id, revision) if "entries" in changed else (),
        groups=await _groups(session, dialogue_id, revision) if "groups" in changed else (),
        outcomes=await _outcomes(session, dialogue_id, revision) if "outcomes" in changed else (),
        **{kind: await _marks(session, kind, dialogue_id, revision) for kind in _MARKS if kind in changed},
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


async def _changed_kinds(session: AsyncSession, dialogue_id: int, revision: int) -> set[str]:
    """Ask every kind of row in one statement for its latest revision."""
    latest = [
        select(literal(kind), func.max(model.revision)).where(model.dialogue_id == dialogue_id)
        for kind, model in _KINDS.items()
    ]
    rows = await session.execute(union_all(*latest))
    return {kind for kind, newest in rows if newest is not None and newest > revision}


async def _marks(session: AsyncSession, kind: str, dialogue_id: int, revision: int) -> tuple[MarkView, ...]:
    model, first, second = _MARKS[kind]
    statement = (
        select(getattr(model, first), getattr(model, second), model.active)
        .where(model.dialogue_id == dialogue_id, model.revision > revision)
        .order_by(model.id)
    )
    return tuple(MarkView((a, b), active) for a, b, active in await session.execute(statement))


async def _entries(session: AsyncSession, dialogue_id: int, revision: int) -> tuple[EntryView, ...]:
    columns = [getattr(Entry, name) for name in EntryView.__dataclass_fields__]
    statement = (
        select(*columns)
        .where(Entry.dialogue_id == dialogue_id, Entry.revision > revision)
        .order_by(Entry.revision, Entry.number)
    )
    return tuple(
        EntryView(**{**row._mapping, "state": EntryState(row.state)})  # noqa: SLF001 - SQLAlchemy's public name
        for row in await session.execute(statement)
    )


async def _groups(session: AsyncSession, dialogue_id: int, revision: int) -> tuple[GroupView, ...]:
    statement = select(Group).where(Group.dialogue_id == dialogue_id, Group.revision > revision)
    return tuple(
        GroupView(
            g.id, g.table_id, g.label, g.label_by, tuple(g.words), g.parked, GroupState(g.state), g.version
        )
        for g in await session.scalars(statement.order_by(Group.id))
    )


async def _outcomes(session: AsyncSession, dialogue_id: int, revision: int) -> tuple[OutcomeView, ...]:
    statement = select(Outcome).where(Outcome.dialogue_id == dialogue_id, Outcome.revision > revision)
    outcomes = list(await session.scalars(statement.order_by(Outcome.id)))
    ids = [outcome.id for outcome in outcomes]
    if not outcomes:
        return ()
    groups = await _links(session, group_links, "group_id", ids)
    entries = await _links(session, entry_links, "entry_id", ids)
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


async def _links(
    session: AsyncSession, table: Table, column: str, ids: Iterable[int]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    statement = select(table.c.outcome_id, table.c[column]).where(table.c.outcome_id.in_(ids))
    for outcome_id, linked in await session.execute(statement.order_by(table.c[column])):
        found[outcome_id].append(linked)
    return found
