"""A mute: whose further cards wait for a look, without anybody being told who that is."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, Revised, UtcDateTime, now


class Mute(Revised, Base):
    """One look at one card from which all further cards of its author are held; switched off, never deleted.

    Two of the same author are two rows, so that no row tells that two cards have one author. `table_id` is
    that of the card.
    """

    __tablename__ = "mutes"
    __table_args__ = (Index("ix_mutes_dialogue_revision", "dialogue_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    # Forgotten when the mute ends, and with all others of the dialogue.
    participant: Mapped[str | None] = mapped_column(String(32), default=None)
    reason: Mapped[str] = mapped_column(String(32))
    active: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
