"""The unit of work: one change of one dialogue, its revision raised in the same transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.changes import RIGHTS, Feed, Follower
from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal
from workshop.domain.hold_log import is_newly_held, line_of
from workshop.domain.holding import Rules
from workshop.domain.keeping import Keeping
from workshop.domain.rights import Actor, Lives
from workshop.domain.word_list import NO_WORDS, WordList
from workshop.models import (
    Contradiction,
    Dialogue,
    Dismissal,
    Doubling,
    Entry,
    EntryState,
    Group,
    Hand,
    HoldReason,
    Mute,
    Outcome,
    Photo,
    Question,
    Step,
    StepRow,
    StepState,
    StepVerb,
    Summary,
    ThemeTable,
)
from workshop.models.database import Database

Result = TypeVar("Result")
Row = (
    Dialogue
    | Entry
    | Group
    | Outcome
    | ThemeTable
    | Question
    | Doubling
    | Contradiction
    | Dismissal
    | Mute
    | Summary
    | Photo
)
# The rows whose changes can be undone, by the name under which a step keeps them.
UNDOABLE: dict[StepRow, type[Row]] = {
    StepRow.ENTRY: Entry,
    StepRow.GROUP: Group,
    StepRow.DOUBLING: Doubling,
    StepRow.CONTRADICTION: Contradiction,
    StepRow.DISMISSAL: Dismissal,
    StepRow.DIALOGUE: Dialogue,
    StepRow.MUTE: Mute,
}
_NAMES = {row: name for name, row in UNDOABLE.items()}


class Change:
    """An open transaction that holds the dialogue's row lock; rows change through `set`."""

    def __init__(self, session: AsyncSession, dialogue: Dialogue, words: WordList = NO_WORDS) -> None:
        self.session = session
        self.dialogue = dialogue
        # What its texts are asked before they are shown.
        self.rules = Rules.of(words, dialogue)
        self.revision = dialogue.revision
        # Whether words were erased, which the files of the database may still hold: see `live/scrubber.py`.
        self.has_erased = False
        self._log: list[dict[str, Any]] = []
        self._held: dict[str, Entry] = {}

    def set(self, row: Row, *, by_person: bool = True, decides: bool = True, **values: Any) -> None:  # noqa: ANN401 - columns of any type
        """Give `row` new values; only what a person does raises the row's version and can be undone.

        A card that the machine holds by that gets its line in the log, unless somebody else decided that.
        """
        before = {name: getattr(row, name) for name in values}
        if before == values and row.revision:
            return
        for name, value in values.items():
            setattr(row, name, value)
        row.revision = self.revision
        if isinstance(row, Entry) and decides and is_newly_held(before, row):
            self._held[row.id] = row
        if isinstance(row, Dialogue):
            row.facts_revision = self.revision
        if by_person:
            row.version = (row.version or 0) + 1
            if kind := _NAMES.get(type(row)):
                number = row.number if isinstance(row, Entry) else row.id
                self._log.append({"row": kind, "id": number, "before": before, "after": values})

    def set_facts(self, **values: Any) -> None:  # noqa: ANN401 - columns of any type
        """Give the dialogue itself new values."""
        for name, value in values.items():
            setattr(self.dialogue, name, value)
        self.dialogue.facts_revision = self.revision
        self.dialogue.version += 1

    async def add(self, row: Row) -> None:
        """Insert a new row at this revision."""
        row.revision = self.revision
        self.session.add(row)
        await self.session.flush()

    def note_group(self, group: Group, **facts: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Keep a group's name with the step: whoever takes the step back finds it as it was."""
        noted = {"row": StepRow.GROUP, "id": group.id, "before": {}, "after": {}}
        self._log.append(noted | {"label": group.label, "words": group.words} | facts)

    async def _note_touched_groups(self) -> None:
        known = {each["id"] for each in self._log if each["row"] == StepRow.GROUP}
        touched = {
            each[side].get("group_id")
            for each in self._log
            if each["row"] == StepRow.ENTRY
            for side in ("before", "after")
        }
        for number in sorted(touched - known - {None}):
            if group := await self.session.get(Group, number):
                self.note_group(group)

    async def record(
        self, verb: StepVerb, *, actor: Actor, table_id: int, reason: HoldReason | None = None
    ) -> None:
        """Write what was set since the last call as one step.

        What the same device had undone stays undone, and what this step overrules.
        """
        if not self._log:
            return
        hand = actor.hand_at(self.dialogue.id)
        rows = rows_of(self._log)
        undone = await self.session.scalars(
            select(Step).where(Step.table_id == table_id, Step.state == StepState.UNDONE)
        )
        for step in undone:
            if hand in {step.by, step.turned_by} or rows & rows_of(step.changes):
                step.state = StepState.ABANDONED
        await self._note_touched_groups()
        role = actor.role_at(self.dialogue.id)
        self.session.add(
            Step(
                dialogue_id=self.dialogue.id,
                table_id=table_id,
                verb=verb,
                role=role,
                by=hand,
                reason=reason,
                changes=self._log,
                revision=self.revision,
            )
        )
        self._log = []

    async def record_erasure(self, verb: StepVerb, row: Entry, *, actor: Actor) -> None:
        """Write that words of a card were erased as a step that keeps none of them: nobody takes it back."""
        self._log = [{"row": StepRow.ENTRY, "id": row.number, "before": {}, "after": {}}]
        await self.record(verb, actor=actor, table_id=row.table_id)

    def note_held(self) -> None:
        """Write the lines for what the machine holds since this change, behind those of people."""
        for entry in self._held.values():
            if entry.state == EntryState.HELD and entry.held_by == Hand.MACHINE:
                self.session.add(line_of(entry, self.revision))
        self._held = {}

    def forget_log(self) -> None:
        """Drop what was logged since the last record: undo and redo are not steps themselves."""
        self._log = []


class Store:
    """The database and the feed that tells of its changes."""

    def __init__(
        self, database: Database, feed: Feed, lives: Lives | None = None, keeping: Keeping | None = None
    ) -> None:
        self.database = database
        self.feed = feed
        self.lives = lives or Lives()
        self.keeping = keeping or Keeping()
        # The operator's; whoever reads the files puts the newest here.
        self.words: WordList = NO_WORDS
        # Set after a commit that erased words.
        self.erased = asyncio.Event()
        # Keys (as hashes) whose last use is to be written, some time and together: see `domain/grant.py`.
        self.used_keys: set[str] = set()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Open a session for reading."""
        return self.database.read()

    async def tell_rights_changed(self) -> None:
        """Wake whoever follows rights, after rights were taken back or moved to another key."""
        await self.feed.publish(RIGHTS)

    def follow_rights(self) -> Follower:
        """Take a place where `tell_rights_changed` of any process on this database is heard.

        A wake-up says only that something changed; `actor_of_key` says what a key may do now.
        """
        return self.feed.follow(RIGHTS)

    async def read_at_once(self, work: Callable[[Session], Result]) -> Result:
        """Read in one go, for what is read very often; all reads of `work` see one state."""
        return await self.database.read_at_once(work)

    @asynccontextmanager
    async def change(self, dialogue_id: int) -> AsyncIterator[Change]:
        """Lock the dialogue, raise its revision, commit at the end, and only then wake the readers.

        Raises `NotFoundError` if there is no such dialogue; anything raised inside rolls all back.
        """
        bounds.row(dialogue_id, Refusal.DIALOGUE_UNKNOWN)
        async with self.database.write() as session:
            statement = select(Dialogue).where(Dialogue.id == dialogue_id).with_for_update()
            dialogue = await session.scalar(statement)
            if dialogue is None:
                raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
            dialogue.revision += 1
            change = Change(session, dialogue, self.words)
            yield change
            change.note_held()
        if change.has_erased:
            self.erased.set()
        await self.feed.publish(dialogue_id)

    async def change_at_once(self, dialogue_id: int, work: Callable[[Connection, int], Result]) -> Result:
        """Like `change`, for what is written very often: `work` gets a connection and the new revision.

        All runs in the writer's thread. Raises `NotFoundError` if there is no such dialogue.
        """

        def locked(connection: Connection) -> Result:
            revision = connection.scalar(_REVISION, {"number": dialogue_id})
            if revision is None:
                raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
            result = work(connection, revision + 1)
            connection.execute(RAISE_REVISION, {"number": dialogue_id, "raised": revision + 1})
            return result

        result = await self.database.write_at_once(locked)
        await self.feed.publish(dialogue_id)
        return result


# Built once: building a statement costs more than running it.
_REVISION = select(Dialogue.revision).where(Dialogue.id == bindparam("number")).with_for_update()
RAISE_REVISION = (
    update(Dialogue).where(Dialogue.id == bindparam("number")).values(revision=bindparam("raised"))
)


def rows_of(changes: Sequence[Mapping[str, Any]]) -> set[tuple[str, int]]:
    """Return which rows the changes of a step gave new values."""
    return {(each["row"], each["id"]) for each in changes if each["after"]}


def check_version(row: Row, seen: int | None) -> None:
    """Raise `ConflictError` if the row is no longer as the actor saw it; `None` means: not asked."""
    if seen is not None and row.version != seen:
        raise ConflictError(Refusal.CHANGED_MEANWHILE)
