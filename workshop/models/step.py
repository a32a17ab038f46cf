"""A step: one change that a person made while sorting or moderating; the log, and what undo reads."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now


class StepState(StrEnum):
    """Done, undone (redo finds it), or abandoned because something else was done after the undo."""

    DONE = "done"
    UNDONE = "undone"
    ABANDONED = "abandoned"


class StepVerb(StrEnum):
    """What a person did. The values stand in the logs of all evenings: none may be renamed or taken out."""

    HOLD_ENTRY = "hold_entry"
    HOLD_BY_MACHINE = "hold_by_machine"
    HIDE_ENTRY = "hide_entry"
    SHOW_ENTRY = "show_entry"
    ADD_ENTRY = "add_entry"
    CORRECT_ENTRY = "correct_entry"
    TAKE_BACK_ENTRY = "take_back_entry"
    REDACT_ENTRY = "redact_entry"
    MOVE_ENTRY = "move_entry"
    MOVE_ENTRIES = "move_entries"
    GATHER_ENTRIES = "gather_entries"
    DOUBLE_ENTRY = "double_entry"
    UNDOUBLE_ENTRY = "undouble_entry"
    RENAME_GROUP = "rename_group"
    MERGE_GROUPS = "merge_groups"
    SPLIT_GROUP = "split_group"
    PARK_GROUP = "park_group"
    UNPARK_GROUP = "unpark_group"
    MARK_CONTRADICTION = "mark_contradiction"
    UNMARK_CONTRADICTION = "unmark_contradiction"
    MARK_AGREED = "mark_agreed"
    MARK_DISPUTED = "mark_disputed"
    UNMARK_ACCORD = "unmark_accord"
    GIVE_VERDICT = "give_verdict"
    TAKE_VERDICT_AWAY = "take_verdict_away"
    APPLY_PROPOSAL = "apply_proposal"
    DISMISS_PROPOSAL = "dismiss_proposal"
    LET_MACHINE_PLACE = "let_machine_place"
    STOP_MACHINE = "stop_machine"
    MUTE_AUTHOR = "mute_author"
    UNMUTE_AUTHOR = "unmute_author"
    COUNT_PAPER_DOTS = "count_paper_dots"
    SET_STATE = "set_state"


class StepRow(StrEnum):
    """The rows whose changes a step keeps; as with the verbs, the values stand in the logs."""

    ENTRY = "entry"
    GROUP = "group"
    DOUBLING = "doubling"
    CONTRADICTION = "contradiction"
    DISMISSAL = "dismissal"
    DIALOGUE = "dialogue"
    MUTE = "mute"
    OUTCOME = "outcome"


class Step(Base):
    """Before and after of every row that one verb touched at one table, or at none.

    `by` tells devices apart and nobody by name: it is made of a cookie's random key, for each dialogue anew.
    `turned_by`, `turned_role` and `turned_revision` say where and when it was last taken back or done again.
    """

    __tablename__ = "steps"
    __table_args__ = (
        Index("ix_steps_table", "table_id", "id"),
        Index("ix_steps_dialogue", "dialogue_id", "id"),
        Index("ix_steps_turned", "dialogue_id", "turned_revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    verb: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(16))
    by: Mapped[str | None] = mapped_column(String(16), default=None)
    reason: Mapped[str | None] = mapped_column(String(32), default=None)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default=StepState.DONE)
    revision: Mapped[int]
    turned_by: Mapped[str | None] = mapped_column(String(16), default=None)
    turned_role: Mapped[str | None] = mapped_column(String(16), default=None)
    turned_revision: Mapped[int | None] = mapped_column(default=None)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
