"""Reads of the vectors that were kept."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workshop.domain.vector import CardVector
from workshop.models import Entry, Vector

_KEPT = (
    select(Entry.id, Entry.text, Vector.model, Vector.numbers)
    .join(Vector, Vector.entry == Entry.number)
    .where(Vector.dialogue_id == bindparam("dialogue"))
    .order_by(Entry.number)
)


def vectors_of(session: Session, dialogue_id: int) -> tuple[CardVector, ...]:
    """Return the vectors of a dialogue's cards, each with the words that it was made of."""
    return tuple(CardVector(*row) for row in session.execute(_KEPT, {"dialogue": dialogue_id}))
