"""A group: entries of one table about the same thing, across the three questions."""

from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from exports.results import Accord, Verdict
from workshop.models.base import Base, Revised

__all__ = ["Accord", "Group", "GroupState", "Hand", "Verdict"]


class GroupState(StrEnum):
    """A group is open, or was dissolved by a merge; the row stays so that undo finds it."""

    OPEN = "open"
    DISSOLVED = "dissolved"


class Hand(StrEnum):
    """Whose hand placed a card or named a group; what a person did the machine leaves alone."""

    MACHINE = "machine"
    PERSON = "person"


class Group(Revised, Base):
    """A topic of one table; its cards are the entries that point to it."""

    __tablename__ = "groups"
    __table_args__ = (
        Index("ix_groups_dialogue_revision", "dialogue_id", "revision"),
        Index("ix_groups_table", "table_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("theme_tables.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(String(200), default="")
    label_by: Mapped[str] = mapped_column(String(8), default=Hand.MACHINE)
    words: Mapped[list[str]] = mapped_column(JSON, default=list)  # what holds it together, by the machine
    # The ids of the two cards that speak for it where no word does; never their words.
    alike: Mapped[list[str]] = mapped_column(JSON, default=list)
    parked: Mapped[bool] = mapped_column(default=False)  # in the Themenspeicher, for another evening
    state: Mapped[str] = mapped_column(String(16), default=GroupState.OPEN)
    # While it is dissolved: the group that has its cards, and for which its dots count. No foreign key, which
    # would bind rows of one table to an order in which copies are read.
    home_id: Mapped[int | None] = mapped_column(default=None)
    # Whether people agree about it or not, as a person marked it: consensus and dissent.
    accord: Mapped[str] = mapped_column(String(16), default=Accord.NONE, server_default="")
    # What those who answer for it say to it, and why: a topic that became nothing vanishes in no silence.
    verdict: Mapped[str] = mapped_column(String(16), default=Verdict.NONE, server_default="")
    verdict_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    paper_dots: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    # Given by participants whom nobody knows any more, not even by their id.
    kept_dots: Mapped[int] = mapped_column(default=0, server_default=text("0"))
