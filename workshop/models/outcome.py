"""An outcome: what groups become in the harvest."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from exports.outcome_fields import OutcomeKind
from workshop.models.base import Base, Revised, UtcDateTime, now

outcome_groups = Table(
    "outcome_groups",
    Base.metadata,
    Column("outcome_id", ForeignKey("outcomes.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True),
)

outcome_entries = Table(
    "outcome_entries",
    Base.metadata,
    Column("outcome_id", ForeignKey("outcomes.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True),
)


__all__ = ["Outcome", "OutcomeKind", "outcome_entries", "outcome_groups"]


class Outcome(Revised, Base):
    """A project idea, round table, …; `details` holds the fields of its kind."""

    __tablename__ = "outcomes"
    __table_args__ = (Index("ix_outcomes_dialogue_revision", "dialogue_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme_tables.id", ondelete="CASCADE"), default=None
    )
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    discarded: Mapped[bool] = mapped_column(default=False)
    # Of a suggestion: the problem that it answers. No foreign key: see `Group.home_id`.
    problem_id: Mapped[int | None] = mapped_column(default=None)
    # Of a round table: the meeting that was before it.
    follows_id: Mapped[int | None] = mapped_column(default=None)
    # A fingerprint of the text as the evening left it, from the first time on that it was edited later.
    heard: Mapped[str | None] = mapped_column(String(64), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
