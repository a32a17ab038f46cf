"""What a board says of the course of the evening, in words."""

from dataclasses import replace

import pytest

from tests.board.pictures import DIALOGUE
from workshop.board.course import next_of, next_of_ranking, now_of, round_of
from workshop.board.wording import Wording
from workshop.models import Phase, now

pytestmark = pytest.mark.unit
GERMAN = Wording("de")


@pytest.mark.parametrize(
    ("facts", "present", "following"),
    [
        ({"phase": Phase.PREPARATION}, "", "Danach: Sammeln"),
        ({"round": 2}, "Runde 2 von 3", "Danach: Runde 3"),
        ({"round": 3}, "Runde 3 von 3", "Danach: Sortieren"),
        ({"round": 4}, "Runde 4 von 4", "Danach: Sortieren"),
        ({"phase": Phase.SORT, "dots": 5}, "An den Tischen werden", "Danach: Gewichten"),
        ({"phase": Phase.SORT, "dots": 0}, "An den Tischen werden", "Danach: Ernten"),
        ({"phase": Phase.WEIGH}, "Geben Sie Ihre Punkte am Handy", "Danach: Ernten"),
        ({"phase": Phase.WEIGH, "tally_closed_at": now()}, "Die Punkte sind gezählt.", "Danach: Ernten"),
        ({"phase": Phase.HARVEST}, "Aus Themen werden Ergebnisse.", "Danach: Abschluss"),
        ({"phase": Phase.CLOSED}, "", ""),
    ],
)
def test_each_phase_says_what_happens_and_what_comes_next(facts, present, following) -> None:
    dialogue = replace(DIALOGUE, **facts)
    told = now_of(dialogue, GERMAN) or round_of(dialogue, GERMAN)
    assert (told[: len(present)] if present else told, next_of(dialogue, GERMAN)) == (present, following)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_evening_with_one_round_counts_none(number: int) -> None:
    dialogue = replace(DIALOGUE, round=number, rounds=1)
    assert (round_of(dialogue, GERMAN), next_of(dialogue, GERMAN)) == ("", "Danach: Sortieren")


def test_ranking_says_what_becomes_of_it() -> None:
    told = {
        phase: next_of_ranking(replace(DIALOGUE, phase=phase), GERMAN)
        for phase in (Phase.WEIGH, Phase.HARVEST)
    }
    assert told[Phase.WEIGH].startswith("Als Nächstes klären wir")
    assert told[Phase.HARVEST].startswith("Zu den ersten Themen klären wir jetzt")
