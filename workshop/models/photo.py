"""A photo of paper in the hall: flip charts and walls, with what they show in words."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, Revised, UtcDateTime, now


class Photo(Revised, Base):
    """A picture that was made anew here: nothing of the file that came in is kept, only what is seen on it.

    Without a table it is of the whole hall. Of a deleted one stays an empty row, so that none comes under its
    number. `key` is what the list of erasures calls it, and `position` counts at its table.
    """

    __tablename__ = "photos"
    __table_args__ = (Index("ix_photos_dialogue_revision", "dialogue_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme_tables.id", ondelete="CASCADE"), default=None
    )
    position: Mapped[int] = mapped_column(default=0)
    caption: Mapped[str] = mapped_column(String(300), default="")
    # JPEG, as large as it is kept and as small as lists show it; read only where somebody looks at one.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    deleted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
