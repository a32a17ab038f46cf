import pytest

from themes import LANGUAGES, Text
from themes.text import long_sentences

pytestmark = pytest.mark.unit

ALL = Text({tag: f"in {tag}" for tag in LANGUAGES})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_text_in_its_own_language(tag):
    assert ALL.in_language(tag) == f"in {tag}"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de_simple", "in de-simple"),
        ("de-AT", "in de"),
        ("ar-SY", "in ar"),
        ("FA_af", "in fa"),
        ("prs", "in fa"),
        ("kmr", "in ku"),
        ("ja", "in en"),
        ("", "in en"),
    ],
)
def test_text_with_other_tags_takes_the_nearest_language(tag, expected):
    assert ALL.in_language(tag) == expected


def test_text_without_leichte_sprache_falls_back_to_german():
    assert Text({"de": "Arbeit", "en": "Work"}).in_language("de-simple") == "Arbeit"


def test_text_without_a_translation_falls_back_to_english_then_german():
    assert Text({"de": "Arbeit", "en": "Work"}).in_language("ar") == "Work"
    assert Text({"de": "Arbeit"}).in_language("ar") == "Arbeit"


def test_text_cannot_be_changed_from_outside():
    given = {"de": "Arbeit"}
    text = Text(given)
    given["de"] = "Freizeit"
    assert text.in_language("de") == "Arbeit"
    with pytest.raises(TypeError):
        text.translations["de"] = "Freizeit"


def test_long_sentences_counts_each_sentence_alone():
    twelve = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    assert long_sentences(f"{twelve}. {twelve}! {twelve}?") == []
    assert long_sentences(f"Kurz. {twelve} dreizehn.") == [(f"{twelve} dreizehn.", 13)]


def test_long_sentences_ignores_signs_that_are_no_words():
    assert long_sentences("eins & zwei – drei vier fünf sechs sieben acht neun zehn elf zwölf") == []
