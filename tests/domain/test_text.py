import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import TEXTS, Text
from workshop.domain.text import count_characters, is_blank, is_heaped, is_too_long, normalise

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_text_is_stored_measured_and_refused_as_the_table_says(text: Text) -> None:
    kept = normalise(text.written)
    assert text.blank or text.stored in {None, kept}
    assert (is_blank(kept), is_heaped(kept)) == (text.blank, text.heaped)
    if not text.blank:
        assert (count_characters(kept), is_too_long(kept)) == (text.characters, text.too_long)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\uf0b7 Busse", "• Busse"),
        ("\ufffc\ufffc", ""),
        ("ភាសា\u200bខ្មែរ\u200b!", "ភាសា\u200bខ្មែរ\u200b!"),
        ("a\u200b\u200bb", "ab"),
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


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NONCHARACTERS = {0xFDD0 + n for n in range(32)} | {n for n in range(0x110000) if n & 0xFFFE == 0xFFFE}
CHARACTERS = [chr(number) for number in range(0x110000)]
BREAKS = ("\r\n", *"\r\v\f\x85\u2028\u2029")
GLUE = {*range(0x2060, 0x2070), *range(0xFFF0, 0xFFFD), 0xAD, 0x200B, 0xFEFF, *range(0xE0000, 0xE1000)}
DROPPED = [
    c
    for c in CHARACTERS
    if c not in ("\n", "\t", *BREAKS)
    and (
        unicodedata.category(c) in ("Cc", "Cs")
        or c in BIDI
        or ord(c) in NONCHARACTERS
        or (ord(c) in GLUE and unicodedata.category(c) != "Mn")
    )
]
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓"}


def plainly_normalised(text: str) -> str:
    """The specification: line breaks, tabs, symbols, what is dropped, NFC, no space around."""
    for written, meant in (*((each, "\n") for each in BREAKS), ("\t", " "), *SYMBOLS.items()):
        text = text.replace(written, meant)
    dropped = frozenset(DROPPED)
    clear = "".join(c for c in text if c not in dropped)
    return (clear if is_heaped(clear) else unicodedata.normalize("NFC", clear)).strip()


TRICKY = st.sampled_from(
    [*BREAKS, "\t", "\n", " ", "U\u0308", "\u0301", "\u212b", *BIDI, "\ufffe", "\ufffc", "\u200b", *SYMBOLS]
)


@given(st.lists(st.one_of(TRICKY, st.text(st.characters()), st.text(alphabet="Mehr Büße"))).map("".join))
def test_normalise_does_what_its_definition_says(text: str) -> None:
    assert normalise(text) == plainly_normalised(text)


def test_normalise_knows_every_character() -> None:
    assert [
        c for c in [*DROPPED, *BREAKS, "\t", *SYMBOLS] if normalise(f"a{c}b") != plainly_normalised(f"a{c}b")
    ] == []
    dropped = frozenset(DROPPED)
    for start in range(0, 0x110000, 0x1000):
        # A letter between them, or a block of marks would be a heap.
        kept = "x".join(c for c in CHARACTERS[start : start + 0x1000] if c not in dropped)
        assert normalise(kept) == plainly_normalised(kept)


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


@pytest.mark.parametrize("text", [mark * 5 for mark in CHARACTERS if unicodedata.combining(mark)][::97])
def test_whatever_is_put_into_order_counts_as_a_mark(text: str) -> None:
    assert is_heaped("a" + text * 7)
