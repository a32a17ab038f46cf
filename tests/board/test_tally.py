from dataclasses import replace

import pytest

from tests.board.pictures import entry
from workshop.board.tally import Move, Tally
from workshop.models import EntryState

pytestmark = pytest.mark.unit


def test_take_new_card_counts_it_for_table_and_group():
    tally = Tally([])
    card = entry("a", group_id=4)
    assert tally.take([card]) == [Move(None, card)]
    assert (tally.of_table(1), tally.of_group(4), tally.of_single(1)) == ({"needed": 1}, {"needed": 1}, {})


@pytest.mark.parametrize("state", [EntryState.HELD, EntryState.HIDDEN, EntryState.WITHDRAWN])
def test_take_card_that_was_never_shown_is_no_move(state):
    assert Tally([]).take([entry("a", state=state)]) == []


@pytest.mark.parametrize("state", [EntryState.HELD, EntryState.HIDDEN, EntryState.WITHDRAWN])
def test_take_card_that_is_no_longer_shown_is_taken_off(state):
    card = entry("a", group_id=4)
    tally = Tally([card])
    assert tally.take([replace(card, state=state)]) == [Move(card, None)]
    assert (tally.size(4), tally.of_table(1).total()) == (0, 0)


def test_take_placed_card_moves_from_the_single_ones_to_the_group():
    card = entry("a")
    tally = Tally([card])
    tally.take([replace(card, group_id=9)])
    assert (tally.of_single(1).total(), tally.size(9), tally.of_table(1).total()) == (0, 1, 1)


def test_take_same_card_twice_counts_once():
    card = entry("a", group_id=9)
    tally = Tally([card])
    tally.take([card])
    assert tally.size(9) == 1
