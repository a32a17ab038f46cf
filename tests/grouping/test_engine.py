"""A table's grouping: placing, people's edits, restore."""

import itertools

import pytest

from workshop.grouping import Placement, TableGrouping

pytestmark = pytest.mark.unit


@pytest.fixture
def grouping():
    numbers = itertools.count(1)
    return TableGrouping(new_group_id=lambda: f"g{next(numbers)}")


def test_place_first_card_stands_alone(grouping):
    assert grouping.place("a", "WLAN im Wohnheim", "de") == Placement("a", "g1", joined=False)
    assert grouping.groups() == {"g1": ["a"]}


def test_place_near_duplicate_joins_the_lone_card_and_keeps_its_group(grouping):
    grouping.place("a", "kein WLAN im Wohnheim", "de")
    grouping.place("b", "Bushaltestelle mit Licht", "de")
    assert grouping.place("c", "WLAN im Wohnheim!!", "de") == Placement("c", "g1", joined=True)
    assert grouping.groups() == {"g1": ["a", "c"], "g2": ["b"]}


def test_place_again_changes_nothing(grouping):
    grouping.place("a", "kein WLAN im Wohnheim", "de")
    grouping.place("b", "WLAN im Wohnheim", "de")
    assert grouping.place("a", "kein WLAN im Wohnheim", "de") == Placement("a", "g1", joined=True)
    assert grouping.groups() == {"g1": ["a", "b"]}


def stand_apart(grouping):
    """Three single cards about mould that nobody brought together yet, among others."""
    for number, text in enumerate(
        ["Der Bus fährt abends nicht", "Hebamme gesucht", "Hundekot auf dem Gehweg"]
    ):
        grouping.assign(f"o{number}", text, "de", group_id=f"other{number}")
    grouping.assign("a", "Schimmel in den Wohnungen", "de", group_id="x")
    grouping.assign("c", "Wohnungen voller Schimmel", "de", group_id="z")


def test_place_takes_lone_cards_along_into_a_new_group(grouping):
    stand_apart(grouping)
    placed = grouping.place("d", "Überall Schimmel in den Wohnungen", "de")
    assert placed == Placement("d", "x", joined=True, took_along=("c",), emptied=("z",))
    assert grouping.groups()["x"] == ["a", "d", "c"]


@pytest.mark.parametrize("keep", ["pinned", "closed"])
def test_place_leaves_a_lone_card_where_a_person_put_it(grouping, keep):
    stand_apart(grouping)
    grouping.assign("c", "Wohnungen voller Schimmel", "de", group_id="z", pinned=keep == "pinned")
    if keep == "closed":
        grouping.close_group("z")
    placed = grouping.place("d", "Überall Schimmel in den Wohnungen", "de")
    assert (placed.group_id, placed.took_along, grouping.group_of("c")) == ("x", (), "z")


def test_place_still_joins_a_closed_group(grouping):
    grouping.assign("a", "Hebamme gesucht", "de", group_id="x", pinned=True)
    grouping.assign("b", "Der Bus fährt abends nicht", "de", group_id="y")
    grouping.close_group("x")
    assert grouping.place("c", "mehr Hebammen", "de") == Placement("c", "x", joined=True)


def test_close_group_keeps_an_empty_group_until_it_is_opened(grouping):
    grouping.close_group("x")
    assert grouping.groups() == {"x": []}
    assert (grouping.label("x"), grouping.explain_group("x")) == ("", [])
    grouping.open_group("x")
    assert grouping.groups() == {}


def test_remove_forgets_the_card_and_its_empty_group(grouping):
    grouping.place("a", "WLAN", "de")
    grouping.remove("a")
    grouping.remove("never there")
    assert (grouping.groups(), grouping.group_of("a")) == ({}, None)
    assert grouping.place("b", "WLAN", "de").joined is False


def test_assign_with_a_new_text_compares_by_the_new_text(grouping):
    grouping.assign("a", "Hebamme", "de", group_id="x")
    grouping.assign("a", "Sprachkurse am Abend", "de", group_id="x")
    grouping.assign("b", "Der Bus fährt nicht", "de", group_id="y")
    assert grouping.place("c", "Sprachkurs am Abend", "de").group_id == "x"


def test_restore_by_assign_goes_on_as_before(grouping):
    cards = [
        "kein WLAN im Heim",
        "WLAN überall",
        "Bus fährt nicht",
        "Busse am Abend",
        "Hebamme",
        "wlan zu langsam",
    ]
    for number, text in enumerate(cards):
        grouping.place(str(number), text, "de")
    again = TableGrouping()
    for group_id, members in grouping.groups().items():
        for entry_id in members:
            again.assign(entry_id, cards[int(entry_id)], "de", group_id=group_id)
    assert again.groups() == grouping.groups()
    assert again.place("new", "WLAN im Heim fehlt", "de").group_id == grouping.group_of("0")


def test_across_languages_only_word_fields_speak_without_a_model(grouping):
    assert grouping.across_languages == "word fields"
    grouping.place("a", "Handtuch rosa", "de")
    assert grouping.place("b", "Handtuch pink", "en").joined is False
    assert grouping.place("c", "Handtuch blau", "de") == Placement("c", "g1", joined=True)


def test_label_is_not_the_title_of_the_table() -> None:
    texts = ("Schule braucht Schwimmkurse", "Schwimmkurs in der Schule", "Schule: Schwimmkurs", "Die Schule")
    labels = []
    for titles in (None, {"de": "Schule"}):
        grouping = TableGrouping(titles=titles)
        for number, text in enumerate(texts):
            grouping.assign(str(number), text, "de", group_id="g")
        grouping.assign("other", "Hebammen fehlen in der Stadt", "de", group_id="h")
        labels.append(grouping.label("g"))
    assert ["Schule" in label for label in labels] == [True, False]
    assert "Schwimmkurs" in labels[1]


def test_label_is_a_whole_word_not_the_half_before_a_hyphen() -> None:
    texts = (
        "Schul-Tablets leihen",
        "Schul-Bus fährt zu früh",
        "Die Schule hat keine Toiletten",
        "Schulen sind voll",
    )
    grouping = TableGrouping()
    for number, text in enumerate(texts):
        grouping.assign(str(number), text, "de", group_id="g")
    grouping.assign("other", "Hebammen fehlen in der Stadt", "de", group_id="h")
    assert grouping.label("g").split(",")[0] in {"Schule", "Schulen"}
    assert "Schul" not in grouping.explain_group("g")
