"""The card budget: how many cards a participant may write to each question of a dialogue."""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, bindparam, func, select

from workshop.models import Entry, EntryState, Origin


class Written(Protocol):
    """What is asked of a card that comes in."""

    @property
    def participant(self) -> str:
        """Who writes it."""


# What is held or hidden was written all the same; what its author withdrew gives its place back.
_USED = (
    select(Entry.dialogue_id, Entry.participant, Entry.question, func.count())
    .where(
        Entry.dialogue_id.in_(bindparam("dialogues", expanding=True)),
        Entry.participant.in_(bindparam("participants", expanding=True)),
        Entry.state != EntryState.WITHDRAWN,
        Entry.origin == Origin.PHONE,
    )
    .group_by(Entry.dialogue_id, Entry.participant, Entry.question)
)


def used_budgets(
    connection: Connection, dialogues: Sequence[int], cards: Sequence[Written]
) -> Counter[tuple[int, str, str]]:
    """Count the cards that those who send `cards` have, by dialogue, participant and question.

    Asked within the transaction that holds the dialogues' row locks, so that no two count at the same time.
    """
    if not dialogues:
        return Counter()
    sought = {"dialogues": list(dialogues), "participants": sorted({card.participant for card in cards})}
    used: Counter[tuple[int, str, str]] = Counter()
    for dialogue, participant, question, count in connection.execute(_USED, sought):
        used[dialogue, participant or "", question] = count
    return used
