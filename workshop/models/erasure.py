"""An erasure: which card or dialogue lost its words, and when; never what they were."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now


class ErasureKind(StrEnum):
    """How words went: with the whole card, by a correction, a part of them, or with the whole dialogue."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    REDACTED = "redacted"
    DELETED = "deleted"


class Erasure(Base):
    """One line of the list by which a restored older backup loses the same words again.

    It belongs to no dialogue's row, for it outlives them. `version` is the card's before, and `spans` are the
    places of a redaction.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_dialogue", "dialogue"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    dialogue: Mapped[str] = mapped_column(String(16))  # its code
    entry_id: Mapped[str | None] = mapped_column(String(36), default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    spans: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True), default=None)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
