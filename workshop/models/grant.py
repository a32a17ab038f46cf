"""A grant: who may open a console or a host page, by a link that is exchanged once for a cookie."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.base import Base, UtcDateTime, now


class Role(StrEnum):
    """Participant, host of one table, reader or moderator of one dialogue, organiser of the installation.

    A reader sees the results of a dialogue and takes its files, and changes nothing. Nobody has access as the
    machine: it stands in the log where a card waits for a look.
    """

    PARTICIPANT = "participant"
    READER = "reader"
    HOST = "host"
    MODERATOR = "moderator"
    ORGANISER = "organiser"
    MACHINE = "machine"


class Grant(Base):
    """One right; link and cookie secrets are kept as hashes only.

    `device` is a random name of the browser that holds the key: it stays when the key is made anew.
    """

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_key_hash", "key_hash"), Index("ix_grants_dialogue", "dialogue_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    dialogue_id: Mapped[int | None] = mapped_column(
        ForeignKey("dialogues.id", ondelete="CASCADE"), default=None
    )
    table_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme_tables.id", ondelete="CASCADE"), default=None
    )
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # Printed by the start of a server, and so perhaps in a log: the next start takes it back.
    printed: Mapped[bool] = mapped_column(default=False, server_default=false())
    key_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    device: Mapped[str | None] = mapped_column(String(64), default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)  # to the hour
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
