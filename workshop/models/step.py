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


class Step(Base):
    """Before and after of every row that one verb touched at one table."""

    __tablename__ = "steps"
    __table_args__ = (
        Index("ix_steps_table", "table_id", "id"),
        Index("ix_steps_dialogue", "dialogue_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    verb: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32), default=None)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default=StepState.DONE)
    revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
