"""A deletion: that a dialogue was deleted. Of the dialogue itself nothing stays but its code and number."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now


class ArchiveNote(StrEnum):
    """What became of the offer to the public archive, which has to come before a deletion by date."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    WAIVED = "waived"  # no offer is needed, for a reason that is given


class Deletion(Base):
    """So that no other dialogue ever gets this code and number, and a restored copy is deleted again."""

    __tablename__ = "deletions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    number: Mapped[int]
    deleted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
