"""The operator's word list: whole words, rows of words and beginnings, in any case and writing."""

import pytest

from workshop.domain.word_list import LONGEST_LINE, MOST_LINES, NO_WORDS, WordList

LIST = WordList.of(
    {"de": ["Depp # ein Schimpfwort", "blöde Kuh", "idiot*", "", "# nur eine Bemerkung", "*"], "ar": ["كلمة"]}
)


@pytest.mark.parametrize(
    "text",
    [
        "So ein Depp!",
        "DEPP",
        "d\u200bepp",  # with a blank that nobody sees
        "ｄｅｐｐ",  # in full width
        "so eine Blöde  Kuh.",
        "Blo\u0308de Kuh",
        "Idiotentest",
    ],
)
def test_word_is_found_however_it_is_written(text) -> None:
    assert LIST.has(text, "de")
    assert LIST.has(text, "und", "de-AT")


@pytest.mark.parametrize("text", ["Deppendorf", "blöde alte Kuh", "Eine Kuh ist nicht blöde", "", "*", "نص"])
def test_other_words_are_not(text) -> None:
    assert not LIST.has(text, "de", "ar")


def test_each_language_has_its_own_list() -> None:
    assert LIST.has("هذه كلمة", "ar")
    assert not LIST.has("هذه كلمة", "de")
    assert not LIST.has("Depp", "en")
    assert not NO_WORDS.has("Depp", "de")


def test_list_is_bounded() -> None:
    long = WordList.of({"de": [*(f"w{n}" for n in range(MOST_LINES + 1)), "x" * 200]})
    assert long.has(f"w{MOST_LINES - 1}", "de")
    assert not long.has(f"w{MOST_LINES}", "de")
    assert WordList.of({"de": ["x" * 200]}).has("x" * LONGEST_LINE, "de")
