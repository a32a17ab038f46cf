"""What people mark while sorting, beside moving cards; each row is switched on and off, never deleted."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, Revised


class Doubling(Revised, Base):
    """A card that also stands in a second group; its wording is kept once."""

    __tablename__ = "doublings"
    __table_args__ = (
        UniqueConstraint("entry_id", "group_id"),
        Index("ix_doublings_dialogue_revision", "dialogue_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    active: Mapped[bool] = mapped_column(default=False)


class Contradiction(Revised, Base):
    """Two groups that pull in opposite directions (the facilitators' "Blitz"); the smaller id first."""

    __tablename__ = "contradictions"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_contradictions_dialogue_revision", "dialogue_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    first_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    active: Mapped[bool] = mapped_column(default=False)


class Dismissal(Revised, Base):
    """A proposal of the machine that a person said no to; it does not come again."""

    __tablename__ = "dismissals"
    __table_args__ = (
        UniqueConstraint("table_id", "key"),
        Index("ix_dismissals_dialogue_revision", "dialogue_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=False)
