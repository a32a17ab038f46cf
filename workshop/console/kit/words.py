"""The words of a text, to be ticked one by one."""

import re
from collections.abc import Collection

from workshop.console.kit.controls import Tag, box, tick

_WORD = re.compile(r"\S+")


def word_ticks(text: str, legend: str) -> None:
    """Place a box to tick for each word of a text; see `spans_of`."""
    with box("choices", "fieldset"):
        Tag("legend", legend, "field-label")
        for number, found in enumerate(_WORD.finditer(text)):
            tick(found[0], "word", key=str(number))


def spans_of(text: str, chosen: Collection[str]) -> list[tuple[int, int]]:
    """Return the places of the words with these numbers; neighbours are one, with the gap between."""
    spans: list[tuple[int, int]] = []
    last = -2
    for number, found in enumerate(_WORD.finditer(text)):
        if str(number) not in chosen:
            continue
        if number == last + 1:
            spans[-1] = spans[-1][0], found.end()
        else:
            spans.append(found.span())
        last = number
    return spans
