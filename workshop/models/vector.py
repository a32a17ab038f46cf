"""What a sentence model made of a card's words. It derives from them, so it goes with them."""

from sqlalchemy import Connection, ForeignKey, Index, LargeBinary, String, delete, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from workshop.models.base import Base
from workshop.models.entry import Entry, EntryState


class Vector(Base):
    """The vector of a shown card's present words; `model` says which model in which form made it.

    Vectors of two models say nothing of each other. `numbers` are half floats, one after the other.
    """

    __tablename__ = "vectors"
    __table_args__ = (Index("ix_vectors_dialogue", "dialogue_id"),)

    entry: Mapped[int] = mapped_column(ForeignKey("entries.number", ondelete="CASCADE"), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    model: Mapped[str] = mapped_column(String(64))
    numbers: Mapped[bytes] = mapped_column(LargeBinary)


@event.listens_for(Entry, "before_update")
def _go_with_the_words(_mapper: Mapper[Entry], connection: Connection, entry: Entry) -> None:
    """Let the vector go with the words that it was made of, and with a card that is no longer shown.

    It stands here, below every verb, so that none can forget it.
    """
    if inspect(entry).attrs.text.history.has_changes() or entry.state != EntryState.SHOWN:
        connection.execute(delete(Vector).where(Vector.entry == entry.number))
