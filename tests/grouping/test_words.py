"""Words, fields and families of the languages."""

import pytest

from workshop.grouping.families import family
from workshop.grouping.fields import fields_of, word_fields
from workshop.grouping.words import LANGUAGES, fold, guess_language, stop_words, surface_words

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Wir brauchen mehr Busse", "de"),
        ("We need more buses", "en"),
        ("Il faut plus de bus pour les enfants", "fr"),
        ("Daha çok otobüs gerekli ve ucuz", "tr"),
        ("نحتاج إلى مواصلات أكثر", "ar"),
        ("وای‌فای در خوابگاه خیلی ضعیف است", "fa"),
        ("потрібно більше автобусів", "uk"),
        ("нужно больше автобусов", "ru"),
        ("ትምህርቲ ቋንቋ", "ti"),
        ("WLAN", ""),
        ("😀", ""),
    ],
)
def test_guess_language(text, lang):
    assert guess_language(text) == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_stop_words_and_word_fields(lang):
    assert len(stop_words(lang)) > 80
    known = {name for other in LANGUAGES for name in word_fields(other).names()}
    assert word_fields(lang).names() <= known
    assert len(word_fields(lang).names()) >= 30


def test_stop_words_follow_the_base_language():
    assert stop_words("de-simple") == stop_words("de")
    assert stop_words("xx") == frozenset()


@pytest.mark.parametrize(
    ("word", "lang", "fields"),
    [
        ("mietvertrag", "de", ("miete",)),
        ("sozialwohnungen", "de", ("soziales", "wohnung")),
        ("sprachkurs", "de", ("sprache", "bildung")),
        ("الحافلة", "ar", ("bahn",)),
        ("автобус", "uk", ("bahn",)),
        ("bus", "xx", ()),
    ],
)
def test_fields_of_a_word(word, lang, fields):
    assert fields_of(fold(word), lang) == fields


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de", ["wohnung", "wohnungen"]),
        ("de", ["kind", "kinder", "kindern"]),
        ("en", ["bus", "bus"]),
        ("ar", ["حافله", "الحافلات"]),
    ],
)
def test_forms_of_a_word_are_one_family(lang, words):
    assert len({family(word, lang) for word in words}) == 1


def test_surface_words_keeps_joiners_and_drops_the_rest():
    assert surface_words("S'isch z'teuer – 2 Leute, وای‌فای!") == ["S'isch", "z'teuer", "2", "Leute", "وای‌فای"]
