"""Proposals for the whole table."""

import pytest

from workshop.grouping import TableGrouping

pytestmark = pytest.mark.unit

MOULD = ["Schimmel im Bad", "Bad voller Schimmel", "Schimmel an der Wand", "überall Schimmel"]
BUS = ["Der Bus fährt abends nicht", "Busse am Abend", "kein Bus am Sonntag", "Bus zu teuer"]
MIDWIFE = ["Hebamme gesucht", "mehr Hebammen", "Hebamme für Mütter"]


def table(groups, pinned=()):
    grouping = TableGrouping()
    for group_id, texts in groups.items():
        for number, text in enumerate(texts):
            entry_id = f"{group_id}{number}"
            grouping.assign(entry_id, text, "de", group_id=group_id, pinned=entry_id in pinned)
    return grouping


def test_two_groups_about_the_same_are_proposed_to_merge_with_the_shared_word():
    found = table({"a": MOULD[:2], "b": MOULD[2:], "c": BUS, "d": MIDWIFE}).proposals()
    assert [(p.kind, p.key, p.group_ids, p.words[0]) for p in found] == [
        ("merge", "merge:a,b", ("a", "b"), "Schimmel")
    ]
    assert found[0].parts == (("a0", "a1"), ("b0", "b1"))


def test_a_mixed_group_is_proposed_to_split():
    found = table({"a": MOULD + BUS, "c": MIDWIFE}).proposals()
    assert [(p.kind, p.group_ids) for p in found] == [("split", ("a",))]
    assert found[0].parts == (("a0", "a1", "a2", "a3"), ("a4", "a5", "a6", "a7"))
    assert found[0].words == ("Schimmel", "Bus")


def test_a_split_never_parts_what_a_person_placed_together():
    grouping = table({"a": MOULD + BUS, "c": MIDWIFE}, pinned=("a0", "a5"))
    parts = [p.parts for p in grouping.proposals() if p.kind == "split"]
    assert all({"a0", "a5"} <= set(part[0]) for part in parts)
    everything = table({"a": MOULD + BUS, "c": MIDWIFE}, pinned=[f"a{n}" for n in range(8)])
    assert everything.proposals() == []


def test_three_lone_cards_are_proposed_to_gather_unless_a_person_placed_one():
    alone = {f"l{n}": [text] for n, text in enumerate(MIDWIFE)}
    found = table({"a": MOULD, "b": BUS, **alone}).proposals()
    assert [(p.kind, p.group_ids, p.parts) for p in found] == [
        ("gather", ("l0", "l1", "l2"), (("l00", "l10", "l20"),))
    ]
    assert found[0].words[0] == "Hebamme"
    assert table({"a": MOULD, "b": BUS, **alone}, pinned=("l10",)).proposals() == []


def test_two_groups_that_people_made_are_not_proposed_to_merge():
    grouping = table({"a": MOULD[:2], "b": MOULD[2:], "c": BUS}, pinned=("a0", "b1"))
    assert grouping.proposals() == []


def test_a_closed_group_comes_first_in_a_merge():
    grouping = table({"a": MOULD[:2], "b": MOULD[2:], "c": BUS})
    grouping.close_group("b")
    assert [p.group_ids for p in grouping.proposals()] == [("b", "a")]


def test_dismissed_proposals_do_not_return():
    alone = {f"l{n}": [text] for n, text in enumerate(MIDWIFE)}
    grouping = table({"a": MOULD[:2], "b": MOULD[2:], "c": BUS, **alone})
    dismissed = {p.key for p in grouping.proposals()}
    assert dismissed == {"merge:a,b", "gather:l00,l10,l20"}
    assert grouping.proposals(dismissed=dismissed) == []
    grouping.assign("l30", "Hebamme am Ort", "de", group_id="l3")
    assert grouping.proposals(dismissed=dismissed) == []


def test_an_empty_table_has_no_proposals():
    assert TableGrouping().proposals() == []
