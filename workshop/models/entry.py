"""An entry: one card."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, Revised, UtcDateTime, now


class EntryState(StrEnum):
    """Only a shown entry is ever on the board or in a result file."""

    SHOWN = "shown"
    HELD = "held"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class HoldReason(StrEnum):
    """The closed, viewpoint-free list of reasons for holding or hiding a card."""

    PERSONAL_DATA = "personal_data"
    INSULT_OR_THREAT = "insult_or_threat"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"
    DUPLICATE = "duplicate"
    FLOOD = "flood"
    WORD_LIST = "word_list"
    # These two are no person's: every card of such a dialogue waits, for a moment or for a person.
    DELAY = "delay"
    APPROVAL = "approval"


# What a person may give as a reason.
PERSONS_REASONS = tuple(each for each in HoldReason if each not in {HoldReason.DELAY, HoldReason.APPROVAL})


class Origin(StrEnum):
    """How the card came in."""

    PHONE = "phone"
    PAPER = "paper"


class Window(StrEnum):
    """When a card came in: while cards were collected as all do, or in a window before or after."""

    NONE = ""
    BEFORE = "before"
    AFTER = "after"


class Entry(Revised, Base):
    """One card; `id` was made by the phone, so that a repeated post finds its first answer."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_dialogue_revision", "dialogue_id", "revision"),
        Index("ix_entries_participant", "dialogue_id", "participant"),
        Index("ix_entries_group", "group_id"),
        Index(
            "ix_entries_show_at",
            "show_at",
            sqlite_where=sql("show_at IS NOT NULL"),
            postgresql_where=sql("show_at IS NOT NULL"),
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(35))
    state: Mapped[str] = mapped_column(String(16), default=EntryState.SHOWN)
    hold_reason: Mapped[str | None] = mapped_column(String(32), default=None)
    held_by: Mapped[str | None] = mapped_column(String(8), default=None)  # while held or hidden
    # Seconds since 1970: when a card that only waits for its moment is shown by itself.
    show_at: Mapped[int | None] = mapped_column(BigInteger, default=None)
    # Digest of the words that a person let be shown.
    vouched: Mapped[str | None] = mapped_column(String(64), default=None)
    origin: Mapped[str] = mapped_column(String(8), default=Origin.PHONE)
    window: Mapped[str] = mapped_column(String(8), default=Window.NONE, server_default="")
    participant: Mapped[str | None] = mapped_column(String(32), default=None)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), default=None)
    placed_by: Mapped[str | None] = mapped_column(String(8), default=None)
    digest: Mapped[str] = mapped_column(
        String(64)
    )  # of the card as it was posted: tells a repeat from another card; empty once words of it were erased
    first_state: Mapped[str] = mapped_column(String(16))
    first_revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
