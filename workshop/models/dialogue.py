"""A dialogue: one evening, or one of a series."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now
from workshop.models.dot import DotScope


class Phase(StrEnum):
    """The steps of an evening, in their order."""

    PREPARATION = "preparation"
    COLLECT = "collect"
    SORT = "sort"
    WEIGH = "weigh"
    HARVEST = "harvest"
    CLOSED = "closed"


class Showing(StrEnum):
    """When a new card comes on the board; what the machine holds for a look waits for a person in each."""

    AT_ONCE = "at_once"
    DELAY = "delay"
    APPROVAL = "approval"


class Rotation(StrEnum):
    """How people change tables between rounds: as they like, or everybody moves on to the next one."""

    CHOOSE = "choose"
    MOVE_ON = "move_on"


# Seconds until a card is shown, with `Showing.DELAY`, where nobody says otherwise.
DEFAULT_SHOW_AFTER = 10


class BoardMode(StrEnum):
    """What all boards of a dialogue do: follow it, show nothing of its cards, or stay as they are."""

    LIVE = "live"
    CALM = "calm"
    STILL = "still"


class Dialogue(Base):
    """One evening; its `revision` counts every change of anything that belongs to it."""

    __tablename__ = "dialogues"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    municipality: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    held_on: Mapped[date | None] = mapped_column(default=None)
    # From when to when, on the clock of `time_zone`; an end before the beginning is on the next day.
    planned_start: Mapped[time | None] = mapped_column(default=None)
    planned_end: Mapped[time | None] = mapped_column(default=None)
    theme_set: Mapped[str] = mapped_column(String(64))
    goal: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(Text, default="")  # what happens with the results
    # What papers for an office say beside the results, by name (`exports/paper_facts.py`).
    paper_facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    lang: Mapped[str] = mapped_column(String(35), default="de")
    # In which its people read the clock; empty: in the installation's.
    time_zone: Mapped[str] = mapped_column(String(64), default="", server_default="")
    # The texts above in other languages than `lang`, by name of the text and language.
    translations: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    phase: Mapped[str] = mapped_column(String(16), default=Phase.PREPARATION)
    round: Mapped[int] = mapped_column(default=0)
    rounds: Mapped[int] = mapped_column(default=3)
    rotation: Mapped[str] = mapped_column(String(16), default=Rotation.CHOOSE, server_default=Rotation.CHOOSE)
    round_minutes: Mapped[int] = mapped_column(default=20, server_default=text("20"))  # of each, as planned
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    seconds_left: Mapped[int | None] = mapped_column(default=None)  # of a paused clock
    # When the round was to end as planned, and how many seconds were lost before it (`domain.plan`).
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    late: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    gong: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # of boards, at the end of a round
    round_history: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # the way back
    card_budget: Mapped[int | None] = mapped_column(default=None)  # of a participant, for each question
    showing: Mapped[str] = mapped_column(String(16), default=Showing.AT_ONCE, server_default=Showing.AT_ONCE)
    show_after: Mapped[int] = mapped_column(
        default=DEFAULT_SHOW_AFTER, server_default=str(DEFAULT_SHOW_AFTER)
    )  # seconds, with `DELAY`
    # Since when cards are taken before the evening, until collecting begins; empty: none are.
    before_from: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # Until when cards are taken after the evening; empty: none are.
    after_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    dots: Mapped[int] = mapped_column(default=5, server_default=text("5"))  # of a participant; 0: none
    dots_scope: Mapped[str] = mapped_column(
        String(16), default=DotScope.DIALOGUE, server_default=DotScope.DIALOGUE
    )
    dots_on_one: Mapped[int | None] = mapped_column(default=None)  # the most on one topic; empty: all
    # While the tally is closed: since when; before that nobody sees how many dots a topic has.
    tally_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # Since when everybody may read its handouts; empty: nobody may.
    handouts_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    # Of a dialogue that was taken in from a file: how many cards came without words, by state or window.
    left_behind: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, server_default="{}")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), default=None)
    join_large: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether the machine goes on placing cards after collecting.
    sorts_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    board_mode: Mapped[str] = mapped_column(String(8), default=BoardMode.LIVE, server_default="live")
    # Whether clock and code to join stay on a board that is calm.
    board_clock: Mapped[bool] = mapped_column(default=True, server_default=true())
    board_code: Mapped[bool] = mapped_column(default=True, server_default=true())
    still_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # The revision that boards show while they stay as they are: what came later they cannot have shown.
    still_revision: Mapped[int | None] = mapped_column(default=None)
    # Whether somebody may come in who has written nothing yet.
    admits: Mapped[bool] = mapped_column(default=True, server_default=true())
    has_muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=0)
    facts_revision: Mapped[int] = mapped_column(default=0)  # the last change of this row's own facts
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)  # while it is closed
    # By when all of it goes; empty: some months after the evening, as the installation says.
    delete_on: Mapped[date | None] = mapped_column(default=None)
    archive_note: Mapped[str | None] = mapped_column(String(16), default=None)
    archive_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    archive_noted_on: Mapped[date | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
