import pytest

from workshop.domain.language import checked_tag, direction_of, language_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "claimed", "lang"),
    [
        ("Mehr Busse", "de", "de"),
        ("Mehr Busse", "en", "en"),
        ("نحتاج دورات لغة", "de", "ar"),
        ("ما به کلاس زبان نیاز داریم", "de", "fa"),
        ("ما به کلاس زبان نیاز داریم", "fa", "fa"),
        ("Потрібні курси", "de", "uk"),
        ("Нужны курсы", "de", "ru"),
        ("ቋንቋ ንምምሃር", "de", "ti"),
        ("Deutschkurse am Abend", "ar", "und"),
        ("123 !!!", "ar", "ar"),
    ],
)
def test_language_follows_the_script(text: str, claimed: str, lang: str) -> None:
    assert language_of(text, claimed) == lang


@pytest.mark.parametrize(("tag", "kept"), [("de-simple", "de-simple"), ("x<script>", "und"), ("", "und")])
def test_tag_must_be_well_formed(tag: str, kept: str) -> None:
    assert checked_tag(tag, otherwise="und") == kept


@pytest.mark.parametrize(
    ("lang", "direction"), [("ar", "rtl"), ("fa-AF", "rtl"), ("de", "ltr"), ("und", "auto")]
)
def test_direction_of_language(lang: str, direction: str) -> None:
    assert direction_of(lang) == direction
