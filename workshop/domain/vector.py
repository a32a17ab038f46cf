"""Keeping what a sentence model made of the cards' words, so that nobody has to compute it again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, insert, select

from workshop.domain import bounds
from workshop.domain.store import Store
from workshop.models import Dialogue, Entry, EntryState, Phase, Vector


@dataclass(frozen=True)
class CardVector:
    """What a model made of a card that said `text`; `numbers` are half floats."""

    entry_id: str
    text: str = field(repr=False)
    model: str
    numbers: bytes = field(repr=False)


async def keep_vectors(store: Store, *, dialogue_id: int, vectors: Sequence[CardVector]) -> bool:
    """Keep the vectors of cards that are shown and still say what they said.

    In a closed dialogue nothing is kept: `False`. Nobody sees vectors, so the dialogue's revision stays, and
    no page is woken.
    """

    def work(connection: Connection) -> bool:
        # The same lock as whoever changes words takes: no vector comes after its words are gone.
        if connection.scalar(_LOCKED, {"dialogue": dialogue_id}) == Phase.CLOSED:
            return False
        write_vectors(connection, dialogue_id, vectors)
        return True

    return await store.database.write_at_once(work)


def write_vectors(connection: Connection, dialogue_id: int, vectors: Iterable[CardVector]) -> None:
    """Write vectors in a transaction that holds the dialogue's lock, as `keep_vectors` says."""
    made = {each.entry_id: each for each in vectors if _is_bounded(each)}
    if not made:
        return
    cards = connection.execute(_CARDS, {"dialogue": dialogue_id, "ids": list(made)}).all()
    rows = [
        {"entry": card.number, "dialogue_id": dialogue_id, "model": each.model, "numbers": each.numbers}
        for card in cards
        if (each := made[card.id]).text == card.text
    ]
    if rows:
        connection.execute(_FORGET, {"numbers": [row["entry"] for row in rows]})
        connection.execute(_KEEP, rows)


def _is_bounded(vector: CardVector) -> bool:
    return len(vector.numbers) <= bounds.VECTOR_BYTES and len(vector.model) <= bounds.VECTOR_MODEL


# Built once: building a statement costs more than running it.
_LOCKED = select(Dialogue.phase).where(Dialogue.id == bindparam("dialogue")).with_for_update()
_CARDS = select(Entry.number, Entry.id, Entry.text).where(
    Entry.dialogue_id == bindparam("dialogue"),
    Entry.id.in_(bindparam("ids", expanding=True)),
    Entry.state == EntryState.SHOWN,
)
_FORGET = delete(Vector).where(Vector.entry.in_(bindparam("numbers", expanding=True)))
_KEEP = insert(Vector)
