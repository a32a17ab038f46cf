import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.board.pictures import change, entry, group, picture
from workshop.board import backlog
from workshop.board.backlog import Backlog, follow
from workshop.board.one_table import ByQuestion, ByTopic
from workshop.board.overview import Overview
from workshop.board.wording import Wording
from workshop.models import EntryState, GroupState

pytestmark = pytest.mark.unit


def card(name, text=""):
    return {"id": name, "text": text or name}


def merged(*patches):
    waiting = Backlog()
    for patch in patches:
        waiting.add(patch)
    return waiting.take()


def test_add_fresh_cards_of_all_patches_wait_in_their_order():
    patch = merged({"fresh": {1: [card("a")]}}, {"fresh": {2: [card("b")]}}, {"fresh": {1: [card("c")]}})
    assert patch == {"fresh": {1: [card("a"), card("c")], 2: [card("b")]}}


def test_add_card_that_left_while_it_waited_is_not_sent():
    patch = merged({"fresh": {1: [card("a"), card("b")]}}, {"gone": ["a"]})
    assert patch == {"fresh": {1: [card("b")]}, "gone": ["a"]}


def test_add_card_that_left_is_in_no_correction_and_no_cell():
    patch = merged(
        {"cards": [card("a", "neu")], "cells": {"0": {"works": [card("a"), card("b")]}}}, {"gone": ["a"]}
    )
    assert patch == {"cards": [], "cells": {"0": {"works": [card("b")]}}, "gone": ["a"]}


def test_add_corrected_card_waits_with_its_new_text_only():
    patch = merged({"fresh": {1: [card("a", "0171 2345678")]}}, {"cards": [card("a", "Ruft mich an")]})
    assert "0171" not in str(patch)
    assert patch["fresh"] == {1: [card("a", "Ruft mich an")]}


def test_add_card_that_left_and_came_back_is_there_once():
    patch = merged({"fresh": {1: [card("a")]}}, {"gone": ["a"]}, {"fresh": {1: [card("a")]}})
    assert patch == {"fresh": {1: [card("a")]}, "gone": ["a"]}


def test_add_newest_counts_facts_order_and_rows_win():
    patch = merged(
        {"counts": {1: 1, 2: 1}, "facts": {"phase": "collect"}, "order": {1: (5,)}, "rows": {"5": {"id": 5}}},
        {"counts": {1: 2}, "facts": {"counts": "2"}, "order": {1: ()}, "rows": {"5": None}},
    )
    cells = {"5": {"works": [], "improve": [], "needed": []}}
    assert patch == {
        "counts": {1: 2, 2: 1},
        "facts": {"phase": "collect", "counts": "2"},
        "order": {1: ()},
        "rows": {"5": None},
        "cells": cells,
    }


def test_add_topic_that_left_and_came_back_leaves_its_old_cells_behind():
    row = {"id": 5}
    patch = merged({"rows": {"5": None}}, {"rows": {"5": row}, "cells": {"5": {"works": [card("a")]}}})
    cells = {"5": {"works": [card("a")], "improve": [], "needed": []}}
    assert patch == {"rows": {"5": row}, "cells": cells}


def test_take_leaves_nothing():
    waiting = Backlog()
    waiting.add({"gone": ["a"]})
    assert (bool(waiting), waiting.take(), bool(waiting), waiting.take()) == (
        True,
        {"gone": ["a"]},
        False,
        {},
    )


def test_add_more_cards_than_anybody_waits_for_is_hopeless(monkeypatch):
    monkeypatch.setattr(backlog, "MOST_WAITING", 3)
    waiting = Backlog()
    for n in range(5):
        waiting.add({"fresh": {1: [card(str(n))]}})
    assert (waiting.is_hopeless, bool(waiting), waiting.take(), waiting.is_hopeless) == (
        True,
        True,
        {},
        False,
    )


def test_follow_scene_on_its_way_loses_what_was_hidden():
    scene = {
        "strips": {"works": [card("a"), card("b")]},
        "lists": {"works": [card("c")]},
        "cells": {"0": {"works": [card("d")]}},
    }
    assert follow(scene, {"gone": ["a", "d"], "cards": [card("c", "neu")]}) is True
    assert scene == {
        "strips": {"works": [card("b")]},
        "lists": {"works": [card("c", "neu")]},
        "cells": {"0": {"works": []}},
    }
    assert follow(scene, {"gone": ["x"]}) is False


class Page:
    """What the browser makes of a scene and patches, in as few words as possible."""

    def __init__(self, scene):
        self.state = as_json(scene)
        for name in ("strips", "cells", "lists", "single"):
            self.state.setdefault(name, {})

    def take(self, patch):
        state, patch = self.state, as_json(patch)
        gone, changed = set(patch.get("gone", ())), {each["id"]: each for each in patch.get("cards", ())}
        for holder in (state["strips"], state["lists"], *state["cells"].values()):
            for key, cards in holder.items():
                holder[key] = [changed.get(each["id"], each) for each in cards if each["id"] not in gone]
        if patch.get("all_cells"):
            state["cells"] = patch["cells"]
        else:
            for row, cell in patch.get("cells", {}).items():
                state["cells"][row] = state["cells"].get(row, {}) | cell
        for number, row in patch.get("rows", {}).items():
            if row is None:
                state["rows"].pop(number, None)
                state["cells"].pop(number, None)
            else:
                state["rows"][number] = row
        for name in ("order", "counts", "facts"):
            state[name] |= patch.get(name, {})
        for name in ("single", "strips", "lists"):
            state[name] = patch.get(name, state[name])
        for key, cards in patch.get("fresh", {}).items():
            state["strips"][key] = state["strips"].get(key, []) + cards

    def shown(self):
        """Return what stands there; an empty cell is no cell."""
        state = {name: value for name, value in self.state.items() if name not in {"now", "join"}}
        for name in ("strips", "lists"):
            state[name] = {key: cards for key, cards in state[name].items() if cards}
        cells = state["cells"].items()
        full = {row: {key: cards for key, cards in cell.items() if cards} for row, cell in cells}
        return state | {"cells": {row: cell for row, cell in full.items() if cell}}


def as_json(value):
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list | tuple) else value


ENTRIES = st.tuples(
    st.sampled_from([f"k{n}" for n in range(9)]),
    st.sampled_from([1, 2]),
    st.sampled_from(["works", "needed"]),
    st.sampled_from([None, 5, 6]),
    st.sampled_from([EntryState.SHOWN, EntryState.SHOWN, EntryState.HIDDEN]),
)
GROUPS = st.tuples(st.sampled_from([5, 6]), st.sampled_from(list(GroupState)[:2]), st.booleans())
PHASES = st.lists(
    st.one_of(
        st.lists(ENTRIES, max_size=4).map(lambda made: ("entries", made)),
        GROUPS.map(lambda made: ("group", made)),
        st.just(("moment", None)),
    ),
    max_size=12,
)


@given(steps=PHASES, kind=st.sampled_from([Overview, ByTopic, ByQuestion]))
@settings(max_examples=300, deadline=None)
def test_merged_patch_does_what_its_parts_do_one_after_the_other(steps, kind):
    of = picture(entry("k0"), entry("k1", group_id=5), groups=(group(5), group(6)))
    where = () if kind is Overview else (1,)
    view = kind(of, Wording("de"), *where, now=lambda: 0.0)
    scene = view.scene()
    one_by_one, at_once, waiting = Page(scene), Page(scene), Backlog()
    for what, made in steps:
        if what == "moment":
            patch = view.moment()
        elif what == "group":
            number, state, parked = made
            patch = view.take(change(of, groups=(group(number, state=state, parked=parked),)))
        else:
            cards = {
                name: entry(name, table_id=table, question=question, group_id=number, state=state)
                for name, table, question, number, state in made
            }
            patch = view.take(change(of, *cards.values()))
        if patch:
            one_by_one.take(patch)
            waiting.add(patch)
    at_once.take(waiting.take())
    assert at_once.shown() == one_by_one.shown()
