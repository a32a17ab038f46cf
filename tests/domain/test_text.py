import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.text import count_characters, is_blank, is_too_long, normalise

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Mehr Busse  ", "Mehr Busse"),
        ("U\u0308bung", "Übung"),
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("a\x00b\x1bc\x7fd\x9ee", "abcde"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\ufffeb\ufdd0c\U0001fffe", "abc"),
        ("a\ud800b", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("=1+1", "=1+1"),
        ("<b>fett</b>", "<b>fett</b>"),
    ],
)
def test_normalise_keeps_what_was_written(written: str, kept: str) -> None:
    assert normalise(written) == kept


@given(st.text())
def test_normalise_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_normalised_text_can_be_stored_everywhere(text: str) -> None:
    normalise(text).encode("utf-8")
    assert "\x00" not in normalise(text)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u200d\u200c", "\u3164", "\u2800", "\u00ad"])
def test_text_without_visible_sign_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "👍", "ሀ"])
def test_text_with_visible_sign_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_length_counts_what_a_reader_perceives() -> None:
    family = "👩\u200d👩\u200d👧"
    assert count_characters(family * 3) == 3
    assert not is_too_long(family * 500)
    assert is_too_long("ä" * 501)


def test_endless_combining_marks_are_too_long() -> None:
    assert is_too_long("a" + "\u0301" * 4000)
