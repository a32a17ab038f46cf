"""A text of people in less room than it needs: it ends at a sentence or a word, and shows that it goes on."""

import regex

from exports.text import printable

_CLUSTER = regex.compile(r"\X")
_SENTENCE = regex.compile(r"[.!?…。؟۔።](?=\s)")
_OF_A_LINE = 60
"""Letters; so many are counted for each new line."""
_LEAST = 0.6


def shortened(text: str, letters: int | None) -> tuple[str, bool]:
    """Return a text with at most so many letters as people count them, and whether something was left out."""
    whole = printable(text)
    if letters is None:
        return whole, False
    room, kept = float(letters), 0
    for cluster in _CLUSTER.finditer(whole):
        room -= _OF_A_LINE if "\n" in cluster[0] else 1
        if room < 0:
            return f"{_at_a_good_place(whole[:kept], whole[kept:])} …", True
        kept = cluster.end()
    return whole, False


def _at_a_good_place(start: str, rest: str) -> str:
    """Return as much of the beginning as ends with a sentence, or else with a word."""
    least = int(len(start) * _LEAST)
    ends = [found.end() for found in _SENTENCE.finditer(start) if found.end() > least]
    if ends:
        return start[: ends[-1]]
    if rest[:1].isspace():
        return start.rstrip()
    words = regex.split(r"\s+\S*$", start)[0]
    return words if len(words) > least else start.rstrip()
