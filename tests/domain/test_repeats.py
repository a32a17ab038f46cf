"""Cards of one participant that repeat themselves or are too many wait for a person; nobody else's do."""

from dataclasses import dataclass
from itertools import count

import pytest

from workshop.domain.repeats import MOST_CARDS, WITHIN_SECONDS, Repeats
from workshop.models import HoldReason

_NUMBERS = count()


@dataclass(frozen=True)
class Sent:
    text: str = "Mehr Bänke"
    participant: str = "p1"
    table: str = "bauen"
    question: str = "works"
    id: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.id or f"card {next(_NUMBERS)}")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("text", ["Mehr Bänke", "  Mehr   Bänke", "Mehr\nBänke"])
def test_same_words_to_the_same_question_wait(text) -> None:
    repeats = Repeats()
    assert repeats.reason(1, Sent()) is None
    assert repeats.reason(1, Sent(text)) == HoldReason.DUPLICATE


@pytest.mark.parametrize(
    "other",
    [
        Sent("Mehr Bänke am See"),
        Sent("mehr Bänke!"),
        Sent(participant="p2"),
        Sent(table="arbeit"),
        Sent(question="needed"),
    ],
)
def test_others_do_not(other) -> None:
    repeats = Repeats()
    repeats.reason(1, Sent())
    assert repeats.reason(1, other) is None
    assert repeats.reason(2, Sent()) is None


def test_card_that_is_sent_once_more_under_its_id_is_no_repeat() -> None:
    repeats, first = Repeats(), Sent()
    assert [repeats.reason(1, first) for _ in range(3)] == [None] * 3
    second = Sent()
    assert [repeats.reason(1, second) for _ in range(3)] == [HoldReason.DUPLICATE] * 3
    assert repeats.reason(1, first) is None


def test_more_than_anybody_writes_waits_until_minutes_have_passed() -> None:
    clock = Clock()
    repeats = Repeats(clock)
    given = [repeats.reason(1, Sent(f"Karte {n}")) for n in range(MOST_CARDS + 2)]
    assert given == [None] * MOST_CARDS + [HoldReason.FLOOD] * 2
    clock.now += WITHIN_SECONDS + 1
    assert repeats.reason(1, Sent("Karte 0")) is None
