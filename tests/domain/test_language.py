import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.language import checked_tag, direction_of, language_of, script_of

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


def plainly_named_script(text: str) -> str | None:
    """The specification: the first word of the names of most letters; of equals, the one that comes first."""
    names = [unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha()]
    counts = Counter(names)
    return max(dict.fromkeys(names), key=lambda name: counts[name], default=None)


LETTERS = st.sampled_from([*"aäßZ1 ,²ªºµ\u01c0\u024f\u0250\u2071„“–", *"нїپعሀ한é\u0301👍\u2028"])


@given(st.one_of(st.text(LETTERS), st.text(), st.text(st.characters(max_codepoint=0x2100))))
def test_script_is_that_of_most_letters(text: str) -> None:
    assert script_of(text) == plainly_named_script(text)


def test_script_of_every_single_letter() -> None:
    letters = map(chr, range(0x3000))
    assert [c for c in letters if script_of(c) != plainly_named_script(c)] == []
