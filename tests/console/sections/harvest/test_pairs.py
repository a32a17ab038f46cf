"""Which problem a suggestion answers is proposed where both come of the same."""

from dataclasses import replace

import pytest

from tests.board.pictures import entry, group, picture
from workshop.console.sections.harvest.pairs import (
    PROBLEM,
    SUGGESTIONS,
    akin_first,
    pair_word,
    pairs_at_first,
)
from workshop.domain.queries.outcome import OutcomeView
from workshop.live.picture import Picture
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit


def outcome(number: int, kind: str, *, groups: tuple[int, ...] = (), cards: tuple[str, ...] = ()):
    made = OutcomeView(number, 1, OutcomeKind(kind), f"Nr. {number}", "", {}, discarded=False, version=1)
    return replace(made, group_ids=groups, entry_ids=cards)


def seen(*outcomes: OutcomeView) -> Picture:
    made = picture(entry("a", group_id=1), entry("b", group_id=1), groups=(group(1),))
    made.outcomes = {each.id: each for each in outcomes}
    return made


FAR = outcome(1, "problem", groups=(9,), cards=("z",))
TOPIC = outcome(2, "problem", groups=(1,))
CARD = outcome(3, "problem", cards=("b",))
LONE = outcome(4, "suggestion", cards=("a",))
GONE = replace(outcome(5, "problem", groups=(1,)), discarded=True)


def test_what_comes_of_the_same_topic_or_shares_a_card_is_proposed() -> None:
    now = seen(FAR, TOPIC, CARD, LONE, GONE)
    assert pairs_at_first(now, None, [1], ["a", "b"]) == {PROBLEM: ["2"], SUGGESTIONS: ["4"]}
    assert pairs_at_first(now, None, [], ["b"]) == {PROBLEM: ["3"], SUGGESTIONS: []}
    assert pairs_at_first(now, None, [7], []) == {PROBLEM: [""], SUGGESTIONS: []}
    assert [each.id for each in akin_first(now, OutcomeKind.PROBLEM, [], ["b"])] == [3, 1, 2]


def test_what_has_its_partner_is_proposed_no_more_and_what_is_stored_stands() -> None:
    paired = replace(LONE, problem_id=TOPIC.id)
    now = seen(TOPIC, paired)
    assert pairs_at_first(now, None, [1], ["a"]) == {PROBLEM: [""], SUGGESTIONS: []}
    assert pairs_at_first(now, paired, [1], ["a"]) == {PROBLEM: ["2"], SUGGESTIONS: []}
    assert pairs_at_first(now, TOPIC, [1], ["a"]) == {PROBLEM: [""], SUGGESTIONS: ["4"]}
    # A problem that was discarded is none to answer.
    without = seen(replace(TOPIC, discarded=True), paired)
    assert pairs_at_first(without, paired, [1], ["a"])[PROBLEM] == [""]


def test_others_read_titles_and_no_numbers() -> None:
    assert pair_word(seen(TOPIC), PROBLEM, "2") == "Nr. 2"
    assert pair_word(seen(TOPIC), SUGGESTIONS, "77") == "77"
    assert pair_word(seen(TOPIC), "title", "2") is None
