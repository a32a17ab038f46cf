"""Whose words a heading is made of: what no remaining card says must not stand in it."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
# A shorter word would be found within too many others.
_PART = 4


def plain_words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts without capitals and marks."""
    found = set()
    for text in texts:
        letters = unicodedata.normalize("NFKD", text.casefold())
        found.update(_WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))
    return found


def says_more(heading: Iterable[str], *, gone: str | None, kept: Iterable[str]) -> bool:
    """Say whether a heading has a word of a text that is gone and that no kept text has.

    Without a text, any word that no kept one has. A word counts as gone in whichever form, but as kept only
    if it stands there as a whole: when in doubt the heading is made anew.
    """
    words = plain_words(heading)
    if gone is not None:
        away = plain_words([gone])
        words = {word for word in words if any(word in each or _is_part(each, word) for each in away)}
    # Text by text: mostly the first few say all of it, and a large topic has many.
    for text in kept:
        if not words:
            break
        said = plain_words([text])
        words = {
            word for word in words if word not in said and not any(_is_part(word, each) for each in said)
        }
    return bool(words)


def _is_part(word: str, other: str) -> bool:
    return len(word) >= _PART and word in other
