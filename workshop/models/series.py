"""A series: one heading for several dialogues, each with its own code."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now


class Series(Base):
    """A heading; which dialogues stand under it say their own rows. Without any it goes."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
