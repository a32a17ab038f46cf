"""Reads of dialogues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from exports.paper_facts import PaperFacts, paper_facts_of
from workshop.domain.language import nearest
from workshop.domain.machine import machine_places
from workshop.domain.rights import Actor
from workshop.domain.time_zone import zone_of
from workshop.models import (
    DEFAULT_SHOW_AFTER,
    BoardMode,
    Dialogue,
    DotScope,
    Entry,
    EntryState,
    Phase,
    Rotation,
    Series,
    Showing,
    ThemeTable,
)


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
    rotation: Rotation = Rotation.CHOOSE
    planned_start: time | None = None  # on the clock of its zone
    planned_end: time | None = None
    round_minutes: int = 20
    seconds_left: int | None = None  # of a paused clock
    due_at: datetime | None = None  # when the round was to end as planned
    late: int = 0  # seconds that were lost before it
    gong: bool = True
    round_history: list[dict[str, Any]] = field(default_factory=list)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    join_large: bool = False
    card_budget: int | None = None  # of a participant, for each question
    showing: Showing = Showing.AT_ONCE
    show_after: int = DEFAULT_SHOW_AFTER  # seconds, with `Showing.DELAY`
    time_zone: str = ""
    delete_on: date | None = None  # empty: the usual day
    sorts_on: bool = False
    board_mode: BoardMode = BoardMode.LIVE
    board_clock: bool = True
    board_code: bool = True
    still_since: datetime | None = None
    still_revision: int | None = None  # what came later boards do not show while they stand still
    admits: bool = True  # whoever has written nothing yet
    dots: int = 0  # of a participant; none: nobody weighs
    dots_scope: str = DotScope.DIALOGUE
    dots_on_one: int | None = None  # the most on one topic
    tally_closed_at: datetime | None = None
    handouts_since: datetime | None = None  # everybody may read the handouts
    before_from: datetime | None = None  # the window for cards before the evening
    after_until: datetime | None = None  # the one after it
    series_id: int | None = None
    created_at: datetime | None = None
    left_behind: Mapping[str, int] = field(default_factory=dict)  # cards of which only the number came
    paper_facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def paper(self) -> PaperFacts:
        """What papers for an office say beside the results."""
        return paper_facts_of(self.paper_facts)

    @property
    def spoken_code(self) -> str:
        """The code in two halves, as it is read aloud: `KFD7 M2QX`."""
        half = len(self.code) // 2
        return f"{self.code[:half]} {self.code[half:]}"

    @property
    def machine_places(self) -> bool:
        """Whether the machine may place cards: while they are collected, and after that if it shall go on."""
        return machine_places(self.phase, sorts_on=self.sorts_on)

    @property
    def paused_seconds(self) -> int | None:
        """What is left of a round's clock that is paused, while cards are collected; may be below zero."""
        return self.seconds_left if self.phase == Phase.COLLECT else None

    @property
    def has_rounds(self) -> bool:
        """Whether people hear of rounds: where the evening has only one, nobody needs to count."""
        return self.rounds > 1

    @property
    def is_last_round(self) -> bool:
        """Whether no round is planned after the present one."""
        return self.round >= self.rounds

    @property
    def former_round(self) -> int | None:
        """The round in which going back ends; `None` where there is no way back."""
        return self.round_history[-1]["round"] if self.round_history else None

    @property
    def rotates(self) -> bool:
        """Whether everybody moves on to the next table with each round; one round alone has no next table."""
        return self.rotation == Rotation.MOVE_ON and self.rounds > 1

    @property
    def round_began_at(self) -> datetime | None:
        """When this round was started; `None` where that was not kept."""
        starts = (step.get("at") for step in reversed(self.round_history) if step["round"] < self.round)
        at = next(starts, None)
        return datetime.fromisoformat(at) if at else None

    def zone(self, otherwise: ZoneInfo) -> ZoneInfo:
        """Return the zone in which its people read the clock; `otherwise` is the installation's."""
        return zone_of(self.time_zone, otherwise)

    def texts(self, name: str) -> Mapping[str, str]:
        """Return one of the translated texts (`domain.dialogue.TRANSLATED`) by language, the original too."""
        return {self.lang: getattr(self, name), **self.translations.get(name, {})}

    def text(self, name: str, lang: str) -> str:
        """Return one of the translated texts in the nearest language there is."""
        return nearest(self.texts(name), lang)


@dataclass(frozen=True)
class DialogueSummary:
    """A line in the list of dialogues."""

    dialogue: DialogueView
    tables: int
    shown: int
    series: str | None = None  # the title of its series

    def as_json(self) -> dict[str, str | int | None]:
        """Return what `workshop list` prints, in its order; the date is an ISO day or `None`."""
        facts = self.dialogue
        return {
            "code": facts.code,
            "title": facts.title,
            "municipality": facts.municipality,
            "date": facts.held_on.isoformat() if facts.held_on else None,
            "phase": str(facts.phase),
            "cards": self.shown,
            "series": self.series,
        }


def view_of(dialogue: Dialogue) -> DialogueView:
    """Return a dialogue's row as a view."""
    names = DialogueView.__dataclass_fields__
    return DialogueView(
        **{name: getattr(dialogue, name) for name in names}
        | {"phase": Phase(dialogue.phase), "showing": Showing(dialogue.showing)}
        | {"board_mode": BoardMode(dialogue.board_mode), "rotation": Rotation(dialogue.rotation)}
    )


async def dialogue_by_code(session: AsyncSession, code: str) -> DialogueView | None:
    """Return the dialogue with this code."""
    dialogue = await session.scalar(select(Dialogue).where(Dialogue.code == code))
    return view_of(dialogue) if dialogue else None


async def dialogue_by_id(session: AsyncSession, dialogue_id: int) -> DialogueView | None:
    """Return the dialogue with this id."""
    dialogue = await session.scalar(select(Dialogue).where(Dialogue.id == dialogue_id))
    return view_of(dialogue) if dialogue else None


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
    newest = (Dialogue.created_at.desc(), Dialogue.id.desc())
    statement = select(Dialogue, tables, shown, Series.title).outerjoin(Series).order_by(*newest)
    if not actor.is_organiser:
        statement = statement.where(Dialogue.id.in_(actor.moderated))
    rows = await session.execute(statement)
    return tuple(DialogueSummary(view_of(dialogue), t, s, title) for dialogue, t, s, title in rows)
