"""Words of people in less room than they need: cut between two words, and it shows that they go on."""

import regex

from exports.text import printable

_CLUSTER = regex.compile(r"\X")


def clipped(text: str, letters: int) -> str:
    """Return a text on one line, of at most so many letters as people count them."""
    line = " ".join(printable(text).split())
    clusters = _CLUSTER.findall(line)
    if len(clusters) <= letters:
        return line
    start = "".join(clusters[: letters - 1])
    words, blank, _ = start.rpartition(" ")
    return f"{words if blank and len(words) > len(start) // 2 else start}…"
