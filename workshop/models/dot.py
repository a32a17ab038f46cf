"""Dots: what one participant gives to one topic, and how many dots each participant has."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now


class DotScope(StrEnum):
    """What a participant's dots are counted for: the whole dialogue, or each table anew."""

    DIALOGUE = "dialogue"
    TABLE = "table"


class Ballot(Base):
    """The dots of one participant on one topic; taken back, the row is gone.

    It stays with the group that it was given to, also when that is merged into another (`Group.home_id`).
    """

    __tablename__ = "ballots"
    __table_args__ = (
        UniqueConstraint("group_id", "participant"),
        Index("ix_ballots_participant", "dialogue_id", "participant"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    participant: Mapped[str] = mapped_column(String(32))
    dots: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
