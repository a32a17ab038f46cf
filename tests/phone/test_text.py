"""The phone's own reading of a text, in a JavaScript engine, with and without the browser's counter."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from tests.texts import TEXTS, Text
from workshop.domain.text import count_characters, is_blank, is_heaped, is_too_long, normalise
from workshop.phone.shorten import joined

pytestmark = pytest.mark.unit
ENGINE = MiniRacer()
ENGINE.eval(
    joined("text")
    + """
const own = openCounter(), theirs = openCounter(new Intl.Segmenter('de', { granularity: 'grapheme' }));
const ask = (text, count) => {
  const kept = stored(text);
  const long = isTooLong(kept, count(kept));
  const blank = isBlank(kept), heaped = isHeaped(kept);
  return JSON.stringify({ stored: kept, characters: count(kept), blank, long, heaped });
};
"""
)


def _ask(text: str, counter: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(str(ENGINE.eval(f"ask({json.dumps(text)}, {counter})")))
    return answer


@pytest.mark.parametrize("counter", ["theirs", "own"])
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_phone_says_of_a_text_what_the_server_says(text: Text, counter: str) -> None:
    said = _ask(text.written, counter)
    assert said["stored"] == normalise(text.written)
    assert (said["blank"], said["heaped"]) == (text.blank, text.heaped)
    if not text.blank:
        assert (said["characters"], said["long"]) == (text.characters, text.too_long)


SIGNS = (
    "aB ä1.\r\v\x85\u2028\t\u200b\u200c\u200d\u0301\ufffc\ufeff\u2060\xad\u061c\uf8ffب\u064eሀ\u135fиก\u0e49"
    "👩🏴\U000e0067\U000e007f"
)
LIKELY = st.sampled_from([*SIGNS, "\r\n", "U\u0308", "👍🏽", "🇩🇪", "❤️"])


@given(st.lists(LIKELY).map("".join))
def test_phone_and_server_agree_on_what_people_may_write(text: str) -> None:
    kept = normalise(text)
    assert _ask(text, "theirs") == {
        "stored": kept,
        "characters": count_characters(kept),
        "blank": is_blank(kept),
        "long": is_too_long(kept),
        "heaped": is_heaped(kept),
    }


def test_phone_leaves_it_to_the_server_to_say_that_joined_letters_are_too_many() -> None:
    said = _ask("क्ष" * 300, "own")
    assert (said["characters"], said["long"]) == (600, False)
    assert not is_too_long("क्ष" * 300)
