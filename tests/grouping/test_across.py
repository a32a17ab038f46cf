"""Topics of different tables that are near."""

import pytest

from tests.grouping.fake_model import FakeModel
from workshop.grouping import TableGrouping, near_groups

pytestmark = pytest.mark.unit

BUS = ["Der Bus fährt abends nicht", "Busse am Abend fehlen", "kein Bus am Sonntag"]
BUSES = ["Mehr Busse am Abend", "Abends kein Bus", "Der Bus am Sonntag"]
MOULD = ["Schimmel im Bad", "Bad voller Schimmel", "Schimmel an der Wand"]
MIDWIFE = ["Hebamme gesucht", "mehr Hebammen", "Hebamme für Mütter"]
CHESS = ["Schach im Park", "Schach spielen", "Schach lernen"]
SATRANC = ["satranç meydanda", "satranç oynamak", "satranç parkta"]
BEES = ["Imker gesucht", "Imker kommt", "Imker lernen"]


def table(model=None, lang="de", **groups):
    grouping = TableGrouping(embedder=model)
    for group_id, texts in groups.items():
        for number, text in enumerate(texts):
            language = "tr" if text.startswith("satranç") else lang
            grouping.assign(f"{group_id}{number}", text, language, group_id=group_id)
    grouping.proposals()
    return grouping


def test_by_letters_topics_with_the_same_words_are_near():
    tables = [table(a=BUS, b=MOULD), table(c=MIDWIFE, d=BUSES), table(e=CHESS)]
    assert near_groups(tables) == [((0, "a"), (1, "d"))]


def test_with_a_model_topics_of_two_languages_are_near_without_a_common_word():
    model = FakeModel()
    tables = [table(model, a=CHESS, b=MOULD), table(model, c=SATRANC, d=BEES)]
    asked = len(model.asked)
    assert near_groups(tables) == [((0, "a"), (1, "c"))]
    assert len(model.asked) == asked
    assert near_groups([table(a=CHESS, b=MOULD), table(c=SATRANC, d=BEES)]) == []


def test_topics_of_one_table_and_topics_of_two_cards_are_not_compared():
    assert near_groups([table(a=BUS, b=BUSES)]) == []
    assert near_groups([table(a=BUS), table(b=BUSES[:2], c=MOULD)]) == []
    assert near_groups([]) == near_groups([table(), table()]) == []


def test_each_is_the_others_nearest_at_its_table():
    tables = [table(a=BUS, b=MOULD), table(c=BUSES, d=[*BUSES[:2], "Hebamme im Bus"]), table(e=BUSES)]
    found = near_groups(tables)
    assert {frozenset(each) for each in found} == {
        frozenset({(0, "a"), (1, "c")}),
        frozenset({(0, "a"), (2, "e")}),
        frozenset({(1, "c"), (2, "e")}),
    }


def test_large_topics_are_compared_by_some_of_their_cards(monkeypatch):
    monkeypatch.setattr("workshop.grouping.across.MOST_CARDS", 12)
    many = [f"{text} {number}" for number in range(20) for text in BUS]
    assert near_groups([table(a=many, b=MOULD), table(c=BUSES, d=MIDWIFE)]) == [((0, "a"), (1, "c"))]
