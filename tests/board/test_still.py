"""Boards that stay as they are: nothing new comes, and what must not be seen any more leaves at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.board.pictures import change, entry, group, picture
from workshop.board.facts import facts_of
from workshop.board.one_table import ByTopic
from workshop.board.overview import Overview
from workshop.board.still import BoardPicture
from workshop.board.view import View
from workshop.board.wording import Wording
from workshop.live.picture import Picture
from workshop.models import BoardMode, EntryState, Hand, Phase, now

pytestmark = pytest.mark.unit
STILL = {"board_mode": BoardMode.STILL, "still_since": now(), "still_revision": 5}
FREE = {"board_mode": BoardMode.LIVE, "still_since": None, "still_revision": None}


class Hall:
    """One watched dialogue, and a board on it."""

    def __init__(self, of: Picture, make: Callable[..., View] = Overview, **where: int) -> None:
        self.live = of
        self.shown = self.boards()
        self.view = make(self.shown.picture, Wording("de"), **where, now=lambda: 0.0)
        self.view.scene()

    def boards(self) -> BoardPicture:
        """Return what boards show that are opened now."""
        return BoardPicture(SimpleNamespace(picture=self.live, listen=lambda *_, **__: None))

    def hear(self, *entries, **changed):
        """Return what the board gets of a change; `None` if it is drawn anew."""
        news = self.shown.take(change(self.live, *entries, **changed))
        if news is None:
            return None
        self.view.use(self.shown.picture)
        return self.view.take(news)


@pytest.mark.parametrize(("make", "where"), [(Overview, {}), (ByTopic, {"table_id": 1})])
def test_nothing_new_comes_until_the_boards_are_free(make, where):
    old, grouped = entry("alt"), entry("im Thema", group_id=5)
    hall = Hall(picture(old, grouped, groups=(group(5),)), make, **where)
    hall.hear(**STILL)
    assert hall.hear(entry("neu")) == {}
    assert hall.hear(groups=(group(6, label="Neues Thema"),)) == {}
    assert hall.hear(replace(old, group_id=5, version=2)) == {}
    assert hall.hear(groups=(replace(group(5), parked=True, version=2),)) == {}
    assert hall.hear(**FREE) is None
    assert "neu" in str(Overview(hall.shown.picture, Wording("de")).scene()["strips"])
    assert hall.hear(entry("danach"))["fresh"]


@pytest.mark.parametrize("state", [EntryState.HELD, EntryState.HIDDEN, EntryState.WITHDRAWN])
def test_card_that_must_not_be_seen_leaves_at_once(state):
    old, other = entry("alt"), entry("auch alt")
    hall = Hall(picture(old, other))
    hall.hear(**STILL)
    patch = hall.hear(replace(old, state=state, table_id=2, version=2))
    assert (patch["gone"], patch["counts"][1]["needed"]) == (["alt"], 1)
    # Shown again it waits with all that is new.
    assert hall.hear(replace(old, version=3)) == {}


def test_other_words_stand_there_at_once_and_where_the_old_ones_stood():
    old = entry("alt")
    hall = Hall(picture(old))
    hall.hear(**STILL)
    (card,) = hall.hear(replace(old, text="anders", table_id=2, version=2))["cards"]
    assert card["text"] == "anders"


def test_heading_goes_with_the_words_that_it_had_and_otherwise_stays():
    cards = [entry(f"k{n}", group_id=5) for n in range(3)]
    hall = Hall(picture(*cards, groups=(group(5, label="Frau Muster"),)))
    hall.hear(**STILL)
    assert hall.hear(groups=(group(5, label="Neu benannt"),)) == {}
    gone = hall.hear(replace(cards[0], state=EntryState.HIDDEN, version=2), groups=(group(5, label="Busse"),))
    assert gone["rows"]["5"]["label"] == "Busse"
    people = replace(group(5, label="Von Hand"), label_by=Hand.PERSON)
    assert hall.hear(groups=(people,))["rows"]["5"]["label"] == "Von Hand"


def test_clock_and_phase_go_on():
    hall = Hall(picture(entry("alt")))
    hall.hear(**STILL)
    assert hall.hear(seconds_left=90)["facts"] == {"pause": 90}


def test_board_that_is_opened_later_shows_the_same_and_after_a_restart_no_newer_card():
    old, later = entry("alt"), replace(entry("neu"), first_revision=8, revision=8)
    hall = Hall(picture(old, groups=(group(9),)))
    hall.hear(**STILL)
    hall.hear(later, groups=(replace(group(6, label="Neues Thema"), revision=8),))
    assert set(hall.shown.picture.entries) == {"alt"}
    restarted = hall.boards()
    assert (set(restarted.picture.entries), restarted.is_still) == ({"alt"}, True)
    assert set(restarted.picture.groups) == {9}
    assert restarted.picture.dialogue.board_mode == BoardMode.STILL
    assert set(hall.live.entries) == {"alt", "neu"}


CHANGES = {
    "shown since": [replace(entry("alt"), revision=8, version=2)],
    "placed since": [replace(entry("alt"), group_id=5, revision=8)],
    "of an earlier version": [],
}


@pytest.mark.parametrize("what", CHANGES)
def test_after_a_restart_boards_are_calm_where_nobody_knows_what_stood_there(what):
    held = replace(entry("alt"), state=EntryState.HELD)
    hall = Hall(picture(held, groups=(group(5),)))
    hall.hear(**(STILL if CHANGES[what] else STILL | {"still_revision": None}))
    hall.hear(*CHANGES[what])
    restarted = hall.boards()
    assert restarted.is_still
    assert (restarted.picture.entries, restarted.picture.groups) == ({}, {})
    assert facts_of(restarted.picture, Wording("de"), table_id=None)["calm"]["on"]
    # So it stays whatever comes, until the boards are free.
    restarted.take(change(hall.live, entry("neu"), seconds_left=90))
    assert restarted.picture.entries == {}
    assert facts_of(restarted.picture, Wording("de"), table_id=None)["calm"]["on"]
    restarted.take(change(hall.live, **FREE))
    assert set(restarted.picture.entries) == {"alt", "neu"}
    assert not facts_of(restarted.picture, Wording("de"), table_id=None)["calm"]["on"]


def test_after_a_restart_a_renamed_topic_is_not_shown_under_its_new_name():
    hall = Hall(picture(entry("k", group_id=5), groups=(group(5, label="Früher"),)))
    hall.hear(**STILL)
    assert hall.boards().picture.groups[5].label == "Früher"
    hall.hear(groups=(replace(group(5, label="Später"), revision=8),))
    assert hall.boards().picture.groups == {}


@pytest.mark.parametrize("state", [EntryState.HELD, EntryState.HIDDEN, EntryState.WITHDRAWN])
def test_after_a_restart_what_was_taken_off_is_gone_and_the_rest_stands(state):
    old, other = entry("alt"), entry("auch alt")
    hall = Hall(picture(old, other))
    hall.hear(**STILL)
    hall.hear(replace(old, state=state, revision=8, version=2))
    shown = [each.id for each in hall.boards().picture.entries.values() if each.is_shown]
    assert shown == ["auch alt"]


def test_what_comes_in_one_change_with_the_holding_is_not_seen_either():
    hall = Hall(picture(entry("alt")))
    assert hall.hear(replace(entry("neu"), first_revision=8, revision=8), **STILL) is None
    assert (set(hall.shown.picture.entries), hall.shown.is_still) == ({"alt"}, True)


def weighed(**facts) -> Hall:
    cards = [entry(f"k{n}", group_id=n) for n in (1, 2)]
    of = picture(*cards, groups=(replace(group(1), paper_dots=3), group(2)))
    hall = Hall(of)
    hall.hear(phase=Phase.WEIGH, **facts)
    return hall


def ranking(shown: BoardPicture) -> list[tuple[int, int]]:
    found = facts_of(shown.picture, Wording("de"), table_id=None)["ranking"]
    return [(row["id"], row["total"]) for row in found["rows"]] if found else []


def test_no_ranking_comes_onto_boards_that_stand_still():
    hall = weighed(**STILL)
    hall.hear(tally_closed_at=now(), dots={1: 1, 2: 5})
    for shown in (hall.shown, hall.boards()):
        assert ranking(shown) == []
    hall.hear(**FREE)
    assert ranking(hall.shown) == [(2, 5), (1, 4)]


def test_ranking_that_stood_there_stays_whatever_is_counted_since():
    hall = weighed(tally_closed_at=STILL["still_since"] - timedelta(minutes=1), dots={1: 1, 2: 5})
    hall.hear(**STILL, dots={1: 1, 2: 5})
    hall.hear(phase=Phase.HARVEST)
    for shown in (hall.shown, hall.boards()):
        assert ranking(shown) == [(2, 5), (1, 4)]
    # Opened again, counted again: the boards still stand.
    hall.hear(tally_closed_at=None, dots={})
    assert ranking(hall.shown) == [(2, 5), (1, 4)]
    assert ranking(hall.boards()) == []


def test_each_of_several_boards_hears_the_same_of_one_change():
    hall = Hall(picture(entry("alt")))
    delta = change(hall.live, entry("neu"), **STILL)
    assert hall.shown.take(delta) is hall.shown.take(delta)
