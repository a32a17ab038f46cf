"""Cards of one participant that repeat themselves, or are more than anybody writes: a person looks at them.

Only the participant whom the server made counts, never an address. All is kept in memory and in digests, for
minutes; other processes and earlier starts are not asked, for what slips through is a card like any other.
"""

import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from workshop.models import HoldReason

# A table that shares one phone writes less; an outbox that was long offline may write more, and waits then.
MOST_CARDS = 40
WITHIN_SECONDS = 600.0
# So many participants are remembered, those who wrote last.
_MOST_PARTICIPANTS = 20_000
_DIGEST = 12


class Written(Protocol):
    """What is asked of a card that comes in."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def participant(self) -> str:
        """Who writes it."""

    @property
    def table(self) -> str:
        """The key of its table."""

    @property
    def question(self) -> str:
        """The question that it answers."""

    @property
    def text(self) -> str:
        """Its words."""


@dataclass(frozen=True)
class _Card:
    at: float
    id: str
    digest: bytes


class Repeats:
    """What participants wrote in the last minutes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._written: OrderedDict[tuple[int, str], deque[_Card]] = OrderedDict()

    def reason(self, dialogue_id: int, card: Written) -> HoldReason | None:
        """Note a card that comes in; return why it waits for a person, if it does.

        `DUPLICATE`: the same words to the same question of the same table. `FLOOD`: more than `MOST_CARDS`
        within ten minutes. A card that is sent once more, under its id, is no other one.
        """
        cards, now = self._of(dialogue_id, card.participant), self._now()
        while cards and cards[0].at < now - WITHIN_SECONDS:
            cards.popleft()
        before = list(takewhile(lambda each: each.id != card.id, cards))
        digest = _digest_of(card)
        if len(before) == len(cards):
            cards.append(_Card(now, card.id, digest))
        if any(each.digest == digest for each in before):
            return HoldReason.DUPLICATE
        return HoldReason.FLOOD if len(before) >= MOST_CARDS else None

    def _of(self, dialogue_id: int, participant: str) -> deque[_Card]:
        key = (dialogue_id, participant)
        cards = self._written.pop(key, None)
        if cards is None:
            cards = deque(maxlen=MOST_CARDS + 1)
            if len(self._written) >= _MOST_PARTICIPANTS:
                self._written.popitem(last=False)
        self._written[key] = cards
        return cards


def _digest_of(card: Written) -> bytes:
    words = " ".join(card.text.split())
    content = f"{card.table}\n{card.question}\n{words}".encode()
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
