"""Headings and reasons."""

import pytest

from workshop.grouping import Reason, TableGrouping

pytestmark = pytest.mark.unit


def table(groups, lang="de"):
    grouping = TableGrouping()
    for group_id, texts in groups.items():
        for number, text in enumerate(texts):
            grouping.assign(f"{group_id}{number}", text, lang, group_id=group_id)
    return grouping


OTHERS = {
    "bus": ["Der Bus fährt nicht", "mehr Busse am Abend", "Bus zu teuer"],
    "arzt": ["Hausarzt gesucht", "Arzt mit Zeit"],
}


@pytest.mark.parametrize(
    ("texts", "heading"),
    [
        (["Mehr bezahlbare Wohnungen", "bezahlbare Wohnungen fehlen", "Wohnungen"], "Bezahlbare Wohnungen"),
        (["wlan im heim", "kein WLAN", "wlan zu langsam"], "WLAN"),
        (["sprachkurs am abend", "Sprachkurse", "der Sprachkurs ist gut"], "Sprachkurs"),
        (["Über Schul schwätza", "Die Schule ist gut", "Schulsystem", "Schulbus"], "Schule"),
        (["Kurs am Abend", "Kurs mit Kindern", "Kurse", "Computerkurs"], "Kurs"),
        (["Es gibt mehr Hebammen", "wir brauchen mehr Hebammen", "Hebamme"], "Hebammen"),
    ],
)
def test_label_is_a_heading_of_the_words_that_tell(texts, heading):
    assert table({"x": texts, **OTHERS}).label("x") == heading


@pytest.mark.parametrize("word", ["gibt", "mehr", "brauchen", "wir"])
def test_label_never_is_a_stop_word(word):
    texts = [f"{word} Kita {word}", f"{word} {word} Spielplatz", f"Turnhalle {word}"]
    assert word not in table({"x": texts, **OTHERS}).label("x").casefold().split()


def test_label_without_a_common_word_is_the_central_card_s_first_words():
    grouping = table({"x": ["Aufzug kaputt", "Handtuch rosa"], **OTHERS})
    assert grouping.label("x") == "Aufzug kaputt"


def test_label_is_in_the_language_of_most_cards():
    grouping = table(OTHERS)
    for number, (lang, text) in enumerate(
        [("uk", "курс німецької мови"), ("de", "Sprachkurs"), ("uk", "мовні курси"), ("uk", "курс увечері")]
    ):
        grouping.assign(f"m{number}", text, lang, group_id="m")
    assert grouping.label("m") == "Курс"


def test_label_of_odd_cards_is_short_and_of_empty_ones_empty():
    grouping = table({"x": ["😀😀😀"], "y": [""], "z": ["x" * 500], "w": ["ab" * 250, "ab" * 250]})
    assert [grouping.label(g) for g in "xyvw"][:3] == ["😀😀😀", "", ""]
    assert len(grouping.label("z").split()) == 1
    assert len(grouping.label("w").split()) == 1


def test_explain_group_names_the_words_that_hold_it_together():
    grouping = table({"x": ["Schimmel im Bad", "Bad voller Schimmel", "schimmel"], **OTHERS})
    assert grouping.explain_group("x") == ["Schimmel", "Bad"]
    assert grouping.explain_group("unknown") == []


def test_explain_entry_names_shared_words_and_the_nearest_card():
    grouping = table({"x": ["Schimmel im Bad", "Heizung kalt", "überall Schimmel"], **OTHERS})
    assert grouping.explain_entry("x2") == Reason(("Schimmel",), "x0")


def test_explain_entry_by_word_field_where_no_word_is_shared():
    grouping = table({"x": ["Die Miete steigt", "Kaution vom Makler"], **OTHERS})
    assert grouping.explain_entry("x0") == Reason(("Miete",), "x1")


def test_explain_entry_of_a_lone_card_has_no_reason_and_of_another_language_says_so():
    grouping = table({"x": ["Schimmel"], **OTHERS})
    assert grouping.explain_entry("x0") == Reason((), None)
    grouping.assign("t", "otobüs durağı", "tr", group_id="bus")
    assert grouping.explain_entry("t").same_language is False


def test_explain_entry_unknown_card_is_an_error():
    with pytest.raises(KeyError):
        table(OTHERS).explain_entry("nobody")
