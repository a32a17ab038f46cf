"""What changed in a dialogue since a revision; the whole dialogue, since revision 0."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.queries.dialogue import (
    DialogueView,
    QuestionView,
    TableView,
    questions_of,
    tables_of,
    view_of,
)
from workshop.models import Dialogue, Entry, EntryState, Group, GroupState, Outcome, OutcomeKind, ThemeTable
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
class Delta:
    """The rows that changed up to `revision`; tables and questions come all together or not at all."""

    revision: int
    dialogue: DialogueView
    tables: tuple[TableView, ...] | None = None
    questions: tuple[QuestionView, ...] | None = None
    entries: tuple[EntryView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    outcomes: tuple[OutcomeView, ...] = field(default=())


async def changes_since(session: AsyncSession, dialogue_id: int, revision: int) -> Delta | None:
    """Return what changed after `revision`, or `None` if the dialogue is gone.

    All reads see one state of the database, so no change falls between two of them.
    """
    row = await session.scalar(select(Dialogue).where(Dialogue.id == dialogue_id))
    if row is None:
        return None
    if row.revision == revision:
        return Delta(revision, view_of(row))
    return Delta(
        revision=row.revision,
        dialogue=view_of(row),
        tables=await _tables_if_changed(session, dialogue_id, revision),
        questions=await _questions_if_changed(session, dialogue_id, revision),
        entries=await _entries(session, dialogue_id, revision),
        groups=await _groups(session, dialogue_id, revision),
        outcomes=await _outcomes(session, dialogue_id, revision),
    )


async def _tables_if_changed(
    session: AsyncSession, dialogue_id: int, revision: int
) -> tuple[TableView, ...] | None:
    changed = select(ThemeTable.id).where(
        ThemeTable.dialogue_id == dialogue_id, ThemeTable.revision > revision
    )
    return await tables_of(session, dialogue_id) if await session.scalar(changed.limit(1)) else None


async def _questions_if_changed(
    session: AsyncSession, dialogue_id: int, revision: int
) -> tuple[QuestionView, ...] | None:
    changed = select(QuestionRow.id).where(
        QuestionRow.dialogue_id == dialogue_id, QuestionRow.revision > revision
    )
    return await questions_of(session, dialogue_id) if await session.scalar(changed.limit(1)) else None


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
        GroupView(g.id, g.table_id, g.label, g.label_by, GroupState(g.state), g.version)
        for g in await session.scalars(statement.order_by(Group.id))
    )


async def _outcomes(session: AsyncSession, dialogue_id: int, revision: int) -> tuple[OutcomeView, ...]:
    statement = select(Outcome).where(Outcome.dialogue_id == dialogue_id, Outcome.revision > revision)
    outcomes = list(await session.scalars(statement.order_by(Outcome.id)))
    ids = [outcome.id for outcome in outcomes]
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
