"""Random streams of cards, languages and human edits: what people placed stays, groups never jump."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.grouping.fake_model import FakeModel
from workshop.grouping import TableGrouping

pytestmark = pytest.mark.unit

WORDS = {
    "de": [
        "Bus",
        "Busse",
        "Wohnung",
        "Wohnungen",
        "Miete",
        "Sprachkurs",
        "Deutschkurs",
        "Kita",
        "teuer",
        "der",
    ],
    "en": ["bus", "rent", "flat", "course", "language", "the"],
    "ar": ["حافلة", "سكن", "دورة", "لغة"],
    "uk": ["автобус", "житло", "курс", "мови"],
    None: ["Bus", "rent", "курс", "😀"],
}
CARD = st.sampled_from(list(WORDS)).flatmap(
    lambda lang: st.tuples(st.just(lang), st.lists(st.sampled_from(WORDS[lang]), max_size=4).map(" ".join))
)
STEP = st.one_of(
    st.tuples(st.just("place"), CARD),
    st.tuples(st.just("place"), CARD),
    st.tuples(st.just("place"), CARD),
    st.tuples(st.sampled_from(["move", "merge", "split", "remove", "close", "look"]), st.integers(0, 30)),
)


class Evening:
    """A table, what people did to it, and the rules that must hold after every step of the machine."""

    def __init__(self, embedder=None):
        self.grouping = TableGrouping(embedder=embedder)
        self.texts = {}
        self.pinned = {}
        self.closed = set()

    def place(self, lang, text):
        before = self.grouping.groups()
        entry_id = f"e{len(self.texts)}"
        self.texts[entry_id] = (text, lang)
        placement = self.grouping.place(entry_id, text, lang)
        assert self.grouping.group_of(entry_id) == placement.group_id
        after = self.grouping.groups()
        moved = {e for g, members in before.items() for e in members if e not in after.get(g, ())}
        assert moved == set(placement.took_along)
        for group_id, members in before.items():
            if len(members) > 1 or group_id in self.closed:
                assert after[group_id][: len(members)] == members
        assert {e: self.grouping.group_of(e) for e in self.pinned} == self.pinned
        assert sorted(e for members in after.values() for e in members) == sorted(
            [entry_id, *(e for members in before.values() for e in members)]
        )

    def put(self, entry_id, group_id):
        text, lang = self.texts[entry_id]
        self.grouping.assign(entry_id, text, lang, group_id=group_id, pinned=True)
        self.pinned[entry_id] = group_id

    def edit(self, kind, number):
        groups = self.grouping.groups()
        entries = [e for members in groups.values() for e in members]
        if not entries:
            return
        entry_id, ids = entries[number % len(entries)], list(groups)
        group_id, other = ids[number % len(ids)], ids[-1 - number % len(ids)]
        if kind == "move":
            self.put(entry_id, other)
        elif kind == "merge":
            for member in groups[other]:
                self.put(member, group_id)
        elif kind == "split":
            for member in groups[group_id][::2]:
                self.put(member, f"new{len(self.texts)}")
        elif kind == "remove":
            self.grouping.remove(entry_id)
            self.pinned.pop(entry_id, None)
        elif kind == "close":
            self.grouping.close_group(group_id)
            self.closed.add(group_id)
        else:
            self.look()

    def look(self):
        before = self.grouping.groups()
        for group_id in before:
            assert len(self.grouping.label(group_id).split()) <= 3
        found = self.grouping.proposals()
        assert found == self.grouping.proposals()
        assert self.grouping.proposals(dismissed={p.key for p in found if p.kind != "gather"}) == [
            p for p in found if p.kind == "gather"
        ]
        assert self.grouping.groups() == before
        for proposal in found:
            if proposal.kind == "split":
                where = {e: i for i, part in enumerate(proposal.parts) for e in part}
                assert len({where[e] for e in where if e in self.pinned}) <= 1
            if proposal.kind == "gather":
                assert not any(e in self.pinned for e in proposal.parts[0])
        return found


def streams(number):
    return settings(
        max_examples=number, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )


STEPS, WITH_CHANCES = st.lists(STEP, max_size=22), st.lists(st.tuples(STEP, st.integers(0, 5)), max_size=22)


def play(steps):
    evening = Evening()
    for kind, value in steps:
        if kind == "place":
            evening.place(*value)
        else:
            evening.edit(kind, value)
    assert {entry_id: evening.grouping.group_of(entry_id) for entry_id in evening.pinned} == evening.pinned


def play_with_a_model(steps):
    model = FakeModel()
    evening = Evening(model)
    for (kind, value), chance in steps:
        model.is_resting = chance == 0
        if kind == "place":
            evening.place(*value)
        else:
            evening.edit(kind, value)
    assert {entry_id: evening.grouping.group_of(entry_id) for entry_id in evening.pinned} == evening.pinned


@streams(200)
@given(STEPS)
def test_streams_of_cards_and_edits_leave_people_s_work_alone(steps):
    play(steps)


@pytest.mark.soak
@streams(1000)
@given(STEPS)
def test_many_streams_of_cards_and_edits_leave_people_s_work_alone(steps):
    play(steps)


@streams(60)
@given(WITH_CHANCES)
def test_so_they_do_with_a_model_that_does_not_always_answer(steps):
    play_with_a_model(steps)


@pytest.mark.soak
@streams(200)
@given(WITH_CHANCES)
def test_so_they_do_with_a_model_often(steps):
    play_with_a_model(steps)
