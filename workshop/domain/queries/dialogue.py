"""Reads of dialogues, their tables and questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from themes import Text
from workshop.domain.rights import Actor
from workshop.models import Dialogue, Entry, EntryState, Phase, Question, Role, ThemeTable


@dataclass(frozen=True)
class DialogueView:
    """The facts of one dialogue."""

    id: int
    code: str
    title: str
    municipality: str
    place: str
    held_on: date | None
    theme_set: str
    goal: str
    promise: str
    lang: str
    phase: Phase
    round: int
    rounds: int
    ends_at: datetime | None
    rehearsal: bool
    revision: int
    version: int

    @property
    def spoken_code(self) -> str:
        """The code in two halves, as it is read aloud: `KFD7 M2QX`."""
        half = len(self.code) // 2
        return f"{self.code[:half]} {self.code[half:]}"


@dataclass(frozen=True)
class TableView:
    """A theme table; `number` is what people in the hall call it."""

    id: int
    key: str
    number: int
    titles: Mapping[str, str]
    guides: Mapping[str, str]
    fields: tuple[str, ...]
    actors: tuple[str, ...]
    version: int

    def title(self, lang: str) -> str:
        """Return the title in the nearest language there is."""
        return nearest(self.titles, lang)

    def guide(self, lang: str) -> str:
        """Return the guiding sentence in the nearest language there is."""
        return nearest(self.guides, lang)


@dataclass(frozen=True)
class QuestionView:
    """One of the three questions."""

    key: str
    titles: Mapping[str, str]
    version: int

    def title(self, lang: str) -> str:
        """Return the wording in the nearest language there is."""
        return nearest(self.titles, lang)


@dataclass(frozen=True)
class DialogueSummary:
    """A line in the list of dialogues."""

    dialogue: DialogueView
    tables: int
    shown: int


def nearest(translations: Mapping[str, str], lang: str) -> str:
    """Return the text in `lang`, its nearest relative, or whatever language the moderator wrote."""
    try:
        return Text(translations).in_language(lang)
    except StopIteration:
        return next(iter(translations.values()), "")


def view_of(dialogue: Dialogue) -> DialogueView:
    """Return a dialogue's row as a view."""
    names = DialogueView.__dataclass_fields__
    return DialogueView(
        **{name: getattr(dialogue, name) for name in names} | {"phase": Phase(dialogue.phase)}
    )


async def dialogue_by_code(session: AsyncSession, code: str) -> DialogueView | None:
    """Return the dialogue with this code."""
    dialogue = await session.scalar(select(Dialogue).where(Dialogue.code == code))
    return view_of(dialogue) if dialogue else None


async def dialogue_by_id(session: AsyncSession, dialogue_id: int) -> DialogueView | None:
    """Return the dialogue with this id."""
    dialogue = await session.scalar(select(Dialogue).where(Dialogue.id == dialogue_id))
    return view_of(dialogue) if dialogue else None


def tables_of(session: Session, dialogue_id: int) -> tuple[TableView, ...]:
    """Return the tables of a dialogue in their order, numbered from 1, without removed ones."""
    statement = (
        select(ThemeTable)
        .where(ThemeTable.dialogue_id == dialogue_id, ThemeTable.removed.is_(False))
        .order_by(ThemeTable.position)
    )
    return tuple(
        TableView(t.id, t.key, number, t.titles, t.guides, tuple(t.fields), tuple(t.actors), t.version)
        for number, t in enumerate(session.scalars(statement), start=1)
    )


def questions_of(session: Session, dialogue_id: int) -> tuple[QuestionView, ...]:
    """Return the three questions: works, improve, needed."""
    statement = select(Question).where(Question.dialogue_id == dialogue_id).order_by(Question.id)
    return tuple(QuestionView(q.key, q.titles, q.version) for q in session.scalars(statement))


async def dialogues_for(session: AsyncSession, actor: Actor) -> tuple[DialogueSummary, ...]:
    """Return the dialogues that the actor may moderate, the newest first."""
    tables = (
        select(func.count())
        .where(ThemeTable.dialogue_id == Dialogue.id, ThemeTable.removed.is_(False))
        .correlate(Dialogue)
        .scalar_subquery()
    )
    shown = (
        select(func.count())
        .where(Entry.dialogue_id == Dialogue.id, Entry.state == EntryState.SHOWN)
        .correlate(Dialogue)
        .scalar_subquery()
    )
    statement = select(Dialogue, tables, shown).order_by(Dialogue.created_at.desc(), Dialogue.id.desc())
    if not actor.is_organiser:
        own = [right.dialogue_id for right in actor.rights if right.role == Role.MODERATOR]
        statement = statement.where(Dialogue.id.in_(own))
    rows = await session.execute(statement)
    return tuple(DialogueSummary(view_of(dialogue), t, s) for dialogue, t, s in rows)
