"""The picture's indexes say the same as all its rows, whatever happened before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.board.pictures import DIALOGUE
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.live.picture import MOST_RESTATED, Picture
from workshop.models import EntryState, GroupState, Hand, Origin, QuestionKey, now

pytestmark = pytest.mark.unit

START = now()
TABLES, GROUPS = (1, 2), (11, 12, 21, 22)

entries = some.builds(
    lambda number, place, question, lang, state, age: EntryView(
        number,
        f"e{number}",
        place[0],
        question,
        "",
        lang,
        state,
        None,
        Origin.PHONE,
        place[1],
        None,
        1,
        START - timedelta(seconds=age),
    ),
    some.integers(0, 9),
    some.sampled_from([(1, None), (1, 11), (1, 12), (2, None), (2, 21), (2, 22)]),
    some.sampled_from([QuestionKey.WORKS, QuestionKey.NEEDED]),
    some.sampled_from(["de", "de-simple", "ar"]),
    some.sampled_from(list(EntryState)),
    some.integers(0, 9),
)
groups = some.builds(
    lambda number, parked, state: GroupView(number, number // 10, "", Hand.MACHINE, (), parked, state, 1),
    some.sampled_from(GROUPS),
    some.booleans(),
    some.sampled_from(list(GroupState)),
)
deltas = some.lists(some.tuples(some.lists(entries, max_size=6), some.lists(groups, max_size=2)), max_size=6)


def _card(number: int, **values) -> EntryView:
    card = EntryView(
        number,
        f"e{number}",
        1,
        QuestionKey.WORKS,
        "",
        "de",
        EntryState.SHOWN,
        None,
        Origin.PHONE,
        None,
        None,
        1,
        START,
    )
    return replace(card, **values)


@pytest.mark.parametrize(
    ("changed", "is_restated"),
    [
        ({"state": EntryState.HIDDEN, "version": 2}, True),
        ({"table_id": 2, "version": 2}, True),
        ({"state": EntryState.WITHDRAWN, "version": 2}, False),
        ({"text": "anders", "version": 2}, False),
        ({"group_id": 11}, False),
    ],
)
def test_authors_are_told_of_what_others_did_to_a_card(changed, is_restated) -> None:
    picture = Picture(Delta(1, DIALOGUE))
    picture.apply(Delta(2, DIALOGUE, entries=(_card(1), _card(2))))
    assert picture.restated == 1
    picture.apply(Delta(3, DIALOGUE, entries=(_card(1, **changed),)))
    assert picture.restated == (3 if is_restated else 1)


def test_cards_that_were_restated_are_known_one_by_one_up_to_a_bound() -> None:
    picture = Picture(Delta(1, DIALOGUE))
    cards = [_card(number) for number in range(1, MOST_RESTATED + 3)]
    picture.apply(Delta(2, DIALOGUE, entries=tuple(cards)))
    for revision, card in enumerate(cards[:2], 3):
        hidden = replace(card, state=EntryState.HIDDEN, version=2)
        picture.apply(Delta(revision, DIALOGUE, entries=(hidden,)))
    assert picture.restated_since(0) is None
    assert [picture.restated_since(at) for at in (2, 3, 4)] == [
        [cards[0].id, cards[1].id],
        [cards[1].id],
        [],
    ]
    picture.apply(
        Delta(9, DIALOGUE, entries=tuple(replace(card, state=EntryState.HELD, version=3) for card in cards))
    )
    assert picture.restated_since(4) is None
    assert picture.restated_since(9) == []


def test_author_of_a_card_that_came_and_was_hidden_within_one_change_is_told() -> None:
    picture = Picture(Delta(1, DIALOGUE))
    picture.apply(Delta(3, DIALOGUE, entries=(_card(1, state=EntryState.HIDDEN, version=2),)))
    assert picture.restated == 3


@given(deltas)
@settings(max_examples=150, deadline=None)
def test_indexes_agree_with_the_rows(changes) -> None:
    picture = Picture(Delta(1, DIALOGUE))
    first_seen: dict[str, EntryView] = {}
    for revision, (cards, topics) in enumerate(changes, 2):
        picture.apply(Delta(revision, DIALOGUE, entries=tuple(cards), groups=tuple(topics)))
        for entry in cards:
            first_seen.setdefault(entry.id, entry)
        _agrees(picture, list(picture.entries.values()))
        moment = START - timedelta(seconds=5)
        came = sum(entry.created_at > moment for entry in first_seen.values())
        assert picture.count_since(moment) == came


def _agrees(picture: Picture, rows: list[EntryView]) -> None:
    for table_id in TABLES:
        here = [entry for entry in rows if entry.table_id == table_id]
        shown = [entry for entry in here if entry.is_shown]
        single = {entry.id for entry in shown if entry.group_id is None}
        assert {entry.id for entry in picture.single_entries(table_id)} == single
        assert picture.count_single(table_id) == len(single)
        newest = picture.single_entries(table_id, 2, newest_first=True)
        assert newest == picture.single_entries(table_id)[::-1][:2]
        assert picture.languages(table_id) == {entry.lang.split("-")[0] for entry in shown}
        for state in (EntryState.HELD, EntryState.HIDDEN, EntryState.WITHDRAWN):
            found = sorted((e for e in here if e.state == state), key=lambda entry: entry.number)
            assert picture.entries_in_state({state}, table_id) == found
            assert picture.count_unshown(state, table_id) == len(found)
        sizes = {number: sum(e.group_id == number for e in shown) for number in GROUPS}
        there = [
            group
            for group in picture.groups.values()
            if group.table_id == table_id and group.state == GroupState.OPEN and sizes[group.id]
        ]
        assert picture.groups_of(table_id) == sorted(there, key=lambda g: (-sizes[g.id], g.id))
        for group in there:
            members = picture.members(group)
            assert {entry.id for entry in members} == {e.id for e in shown if e.group_id == group.id}
            assert picture.members(group, 1) == members[:1]
            by_question = picture.sizes_by_question(group)
            for key in ("works", "needed"):
                assert by_question.get(key, 0) == sum(entry.question == key for entry in members)
    held = {EntryState.HELD}
    assert picture.entries_in_state(held) == sorted(
        (entry for entry in rows if entry.state == EntryState.HELD), key=lambda entry: entry.number
    )
