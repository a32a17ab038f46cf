"""A theme table of one dialogue."""

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, Revised


class ThemeTable(Revised, Base):
    """One theme table: copied from the theme set, editable until the dialogue starts."""

    __tablename__ = "theme_tables"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "key"),
        Index("ix_theme_tables_dialogue_revision", "dialogue_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    guides: Mapped[dict[str, str]] = mapped_column(JSON)
    fields: Mapped[list[str]] = mapped_column(JSON)
    actors: Mapped[list[str]] = mapped_column(JSON)
    removed: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[bool] = mapped_column(default=False, server_default=false())
