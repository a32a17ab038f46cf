"""Soft hyphens, put in on the server: not every Chromium hyphenates German by itself."""

import re
from functools import cache, lru_cache

import pyphen

SOFT_HYPHEN = "\u00ad"
# Shorter words stand on a line of their own anywhere; breaking them only looks restless.
SHORTEST = 9
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


@cache
def _dictionary(lang: str) -> pyphen.Pyphen | None:
    known = pyphen.language_fallback(lang.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=3, right=3) if known else None


@lru_cache(maxsize=4096)
def soft_hyphens(text: str, lang: str) -> str:
    """Return `text` with soft hyphens in its long words, by the rules of `lang` if those are known.

    For labels and titles. A card's text stays as it was written.
    """
    dictionary = _dictionary("de" if lang == "de-simple" else lang)
    if dictionary is None:
        return text
    return _WORD.sub(lambda word: dictionary.inserted(word[0], SOFT_HYPHEN), text)
