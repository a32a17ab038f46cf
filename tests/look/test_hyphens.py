import pytest

from workshop.look import soft_hyphens

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "lang", "hyphenated"),
    [
        ("Vorbereitungsklassen", "de", "Vor|be|rei|tungs|klas|sen"),
        ("Vorbereitungsklassen", "de-simple", "Vor|be|rei|tungs|klas|sen"),
        ("Bezahlbare Wohnungen", "de", "Bezahl|bare Woh|nun|gen"),
        ("Arbeit & Café", "de", "Arbeit & Café"),
        ("Kinderbetreuung", "xx", "Kinderbetreuung"),
        ("دورات لغة مسائية", "ar", "دورات لغة مسائية"),
    ],
)
def test_soft_hyphens_stand_in_long_words_of_known_languages(text, lang, hyphenated):
    assert soft_hyphens(text, lang).replace("\u00ad", "|") == hyphenated


def test_soft_hyphens_change_nothing_else():
    text = "Anerkennung von Zeugnissen – 2. Versuch (Handwerkskammer)"
    assert soft_hyphens(text, "de").replace("\u00ad", "") == text
