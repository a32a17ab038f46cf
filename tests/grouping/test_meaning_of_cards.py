"""Grouping with a model: across languages, stable, and as without one while it does not answer."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grouping.fake_model import FakeModel
from tests.grouping.test_stability import CARD
from themes.rehearsal_card import load_rehearsal_cards
from workshop.grouping import LiveGroups, TableGrouping, group_texts, texts
from workshop.grouping.naming import nameable
from workshop.grouping.sentence_model.embedder import SentenceEmbedder
from workshop.grouping.vectors import Card

pytestmark = pytest.mark.unit

CHESS = [("Schach im Park", "de"), ("satranç meydanda", "tr"), ("шахи надворі", "uk")]
BEES = [("Imker gesucht", "de"), ("arıcı lazım", "tr"), ("бджоляр потрібен", "uk")]
# Where the first cards of a rehearsal table stood by letters before there was a model (2026-11).
BY_LETTERS = [
    *(0, 1, 2, 3, 4, 1, 5, 2, 6, 1, 4, 7, 8, 4, 9, 1, 7, 10, 2, 11, 12, 13, 6, 12, 14, 7, 1, 13, 1, 6),
    *(15, 6, 6, 16, 2, 4, 17, 18, 5, 4, 14, 4, 16, 1, 2, 19, 5, 7, 20, 21, 15, 11, 4, 15, 2, 22, 23, 5, 1, 6),
]


def placed(cards, embedder=None):
    numbers = iter(range(1000))
    grouping = TableGrouping(embedder=embedder, new_group_id=lambda: f"g{next(numbers)}")
    for number, (text, lang) in enumerate(cards):
        grouping.place(str(number), text, lang)
    return grouping


@pytest.mark.parametrize("prior", [True, False])
def test_cards_of_three_languages_meet_by_what_they_mean(prior):
    mixed = [card for pair in zip(CHESS, BEES, strict=True) for card in pair]
    grouping = placed(mixed, FakeModel(prior=prior))
    # Without a prior the table must first learn what its cards have in common; nothing ends up wrong.
    assert sorted(map(sorted, grouping.groups().values())) == [["0", "2", "4"], ["1", "3", "5"]]


def test_by_letters_cards_stand_where_they_stood_before_there_was_a_model():
    cards = [card for card in load_rehearsal_cards("gmuend") if card.table == "wohnen"][: len(BY_LETTERS)]
    grouping = placed([(card.text, card.lang) for card in cards])
    numbers = {}
    where = [grouping.group_of(str(number)) for number in range(len(cards))]
    assert [numbers.setdefault(group_id, len(numbers)) for group_id in where] == BY_LETTERS
    kinds = [proposal.kind for proposal in grouping.proposals()]
    assert kinds == ["merge"] * 6 + ["split"]


def test_without_answers_everything_is_as_without_a_model():
    @settings(max_examples=100, deadline=None)
    @given(st.lists(CARD, max_size=20))
    def same(cards):
        silent = FakeModel()
        silent.is_resting = True
        pairs = [(text, lang) for lang, text in cards]
        by_letters, resting = placed(pairs), placed(pairs, silent)
        assert resting.groups() == by_letters.groups()
        assert resting.proposals() == by_letters.proposals()
        ids = [str(number) for number in range(len(pairs))]
        assert [resting.explain_entry(i) for i in ids] == [by_letters.explain_entry(i) for i in ids]

    same()


def test_a_model_that_stops_in_the_middle_leaves_its_groups_and_goes_on_by_letters():
    model = FakeModel()
    grouping = placed(CHESS + BEES, model)
    before = grouping.groups()
    model.is_resting = True
    assert grouping.place("new", "Schach spielen", "de").group_id == grouping.group_of("0")
    assert {g: members[: len(before[g])] for g, members in grouping.groups().items()} == before
    model.is_resting = False
    assert grouping.place("newer", "satranç", "tr").group_id == grouping.group_of("0")
    assert model.asked[-2:] == ["Schach spielen", "satranç"]


def test_restore_by_assign_goes_on_as_before_with_a_model():
    cards = CHESS + BEES
    grouping = placed(cards, FakeModel())
    again = TableGrouping(embedder=FakeModel())
    for group_id, members in grouping.groups().items():
        for entry_id in members:
            again.assign(entry_id, *cards[int(entry_id)], group_id=group_id)
    assert again.groups() == grouping.groups()
    assert again.place("new", "شطرنج", "ar").group_id == grouping.group_of("0")


def test_many_cards_restored_are_read_a_few_at_a_time_and_compared_all_the_same():
    model = FakeModel()
    grouping = TableGrouping(embedder=model)
    for number in range(90):
        text, lang = (CHESS + BEES)[number % 6]
        grouping.assign(str(number), f"{text} {number}", lang, group_id="ab"[number % 6 // 3])
    assert grouping.place("new", "شطرنج", "ar").group_id == "a"
    assert len(model.asked) == 91
    assert model.most <= 16


def test_a_group_of_many_languages_needs_its_name_only_in_that_of_most():
    grouping = placed(CHESS, FakeModel())
    grouping.place("3", "Schach für alle", "de")
    grouping.place("4", "شطرنج", "ar")
    grouping.place("5", "satranç", "tr")
    assert len(grouping.groups()) == 1


def test_the_reason_without_a_common_word_are_the_two_nearest_cards():
    grouping = placed(CHESS + BEES, FakeModel())
    reason = grouping.explain_entry("1")
    assert (reason.words, reason.same_language) == ((), False)
    assert set(reason.cards) == {"0", "2"}
    assert reason.nearest == reason.cards[0]
    assert placed([("Schach im Park", "de"), ("Schach spielen", "de")]).explain_entry("1").cards == ()


def test_groups_of_two_languages_are_proposed_to_merge_without_a_common_word():
    grouping = TableGrouping(embedder=FakeModel())
    for number, text in enumerate(
        ["Schach im Park", "Schach spielen", "satranç meydanda", "satranç oynamak"]
    ):
        group_id, lang = ("a", "de") if number < 2 else ("b", "tr")
        grouping.assign(str(number), text, lang, group_id=group_id)
    for number, text in enumerate(["Imker gesucht", "Imker kommt", "arıcı lazım", "Imker lernen"]):
        grouping.assign(f"bees{number}", text, None, group_id="c")
    found = grouping.proposals()
    assert [(p.kind, p.group_ids, p.words) for p in found] == [("merge", ("a", "b"), ("satranç", "Schach"))]
    # No word is common: a card of either side speaks for it.
    (joining, staying) = found[0].cards
    assert (joining in {"2", "3"}, staying in {"0", "1"}) == (True, True)


def test_a_proposal_with_a_common_word_names_no_cards():
    assert placed(CHESS).proposals() == []
    grouping = TableGrouping(embedder=FakeModel())
    for number, text in enumerate(["Schach im Park", "Schach spielen", "Schach lernen", "Schach am Abend"]):
        grouping.assign(str(number), text, "de", group_id="ab"[number // 2])
    for number, (text, lang) in enumerate(BEES):
        grouping.assign(f"bees{number}", text, lang, group_id="c")
    assert [(p.kind, p.words, p.cards) for p in grouping.proposals()] == [("merge", ("Schach",), ())]


def test_lone_cards_without_a_common_word_are_proposed_to_gather_with_the_two_nearest():
    grouping = TableGrouping(embedder=FakeModel())
    for number, (text, lang) in enumerate(CHESS):
        grouping.assign(str(number), text, lang, group_id=f"alone{number}")
    for number, (text, lang) in enumerate(BEES + BEES):
        grouping.assign(f"bees{number}", text, lang, group_id="c")
    (found,) = [p for p in grouping.proposals() if p.kind == "gather"]
    assert len(set(found.cards)) == 2
    assert set(found.cards) <= {"0", "1", "2"}


def test_live_groups_and_group_texts_take_a_model():
    said = [text for text, _ in CHESS + BEES]
    live = LiveGroups(FakeModel())
    assert [live.add(text) for text in said] == [0, 0, 0, 1, 1, 1]
    assert group_texts(said, FakeModel()) == [0, 0, 0, 1, 1, 1]


def test_contract_calls_use_the_model_that_comes_along_unless_it_is_switched_off(monkeypatch):
    asked = []
    monkeypatch.setattr(SentenceEmbedder, "embed", lambda _, texts: asked.extend(texts))
    monkeypatch.setattr("workshop.grouping.sentence_model.package.packaged_file", lambda: Path("model"))
    monkeypatch.setenv("WORKSHOP_EMBEDDING", "on")
    texts._packaged.cache_clear()
    LiveGroups().add("Schach")
    group_texts(["Imker"])
    assert asked == ["Schach", "Imker"]
    LiveGroups(None).add("Schach")
    monkeypatch.setenv("WORKSHOP_EMBEDDING", "off")
    LiveGroups().add("Schach")
    assert asked == ["Schach", "Imker"]
    texts._packaged.cache_clear()


@pytest.mark.parametrize("stem", ["wohn", "kind", "fahr", "bild", "sport"])
def test_whether_a_group_can_be_named_does_not_hang_on_the_order_of_a_set(stem):
    # The stem comes first and stands within longer words of all cards; two hundred other words tie with it.
    first = (stem, *(f"{chr(97 + i // 20) * 3}{chr(97 + i % 20) * 4}" for i in range(200)))
    cards = [first, *((f"{letter * 3}{stem}",) for letter in "xyz")]
    assert nameable([Card("", "de", words, words, words) for words in cards])
