"""Summaries: what a table's host writes of a round, and what its participants say to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, Revised, UtcDateTime, now
from workshop.models.entry import EntryState


class ReplyKind(StrEnum):
    """What a participant says to a summary."""

    AGREE = "agree"
    ADD = "add"
    DISAGREE = "disagree"


class Summary(Revised, Base):
    """What was said at a table in one round, in its host's words; an empty text says that it was taken back.

    `edition` counts the wordings that were shown or answered: a reply belongs to the one it was given for.
    `key` is what the list of erasures calls it.
    """

    __tablename__ = "summaries"
    __table_args__ = (
        UniqueConstraint("table_id", "round"),
        Index("ix_summaries_dialogue_revision", "dialogue_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    round: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)
    # Whether the phones of the table show it.
    offered: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str] = mapped_column(String(16))  # of whoever wrote it last
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Reply(Base):
    """What one participant says to one wording of a summary; `text` is what is to be added, if anything.

    The text stands as a card's does: shown to the host, held, or hidden.
    """

    __tablename__ = "replies"
    __table_args__ = (
        UniqueConstraint("summary_id", "edition", "participant"),
        Index("ix_replies_dialogue", "dialogue_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    summary_id: Mapped[int] = mapped_column(ForeignKey("summaries.id", ondelete="CASCADE"))
    edition: Mapped[int]
    # Forgotten when the ids beside cards are.
    participant: Mapped[str | None] = mapped_column(String(32), default=None)
    answer: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(35), default="und")
    state: Mapped[str] = mapped_column(String(16), default=EntryState.SHOWN)
    hold_reason: Mapped[str | None] = mapped_column(String(32), default=None)
    held_by: Mapped[str | None] = mapped_column(String(16), default=None)
    vouched: Mapped[str | None] = mapped_column(String(64), default=None)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
