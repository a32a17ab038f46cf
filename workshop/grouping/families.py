"""Word families: what the forms of one word share, so that ``Wohnung`` and ``Wohnungen`` count as one.

Light rules of ours, one ending (and in Arabic one article) at most; they may be rough, because they only
count words and are never shown.
"""

from functools import cache

from workshop.grouping.words import time_words

_ENDINGS = {
    "de": ("innen", "ern", "em", "en", "er", "es", "e", "n", "s"),
    "en": ("ing", "ies", "es", "ed", "s", "e", "y"),
    "fr": ("ements", "ement", "es", "s", "x", "e"),
    "tr": ("lerin", "ların", "leri", "ları", "ler", "lar", "si", "sı", "i", "ı", "u", "ü"),
    "uk": ("ами", "ями", "ого", "ому", "их", "ий", "ах", "ях", "ів", "ою", "ей", *"аяуюіїеиоьй"),
    "ru": ("ами", "ями", "ого", "ому", "ых", "ий", "ый", "ах", "ях", "ов", "ой", "ей", *"аяуюыеиоьй"),
    "ar": ("ات", "ین", "ون", "ان", "ه"),
    "fa": ("های", "ها", "ان", "ی"),
}
_ARTICLES = ("وال", "بال", "لل", "ال")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
_SHORTEST = {"ar": 3, "fa": 3, "uk": 3, "ru": 3}


@cache
def family(word: str, lang: str) -> str:
    """Return the family of a folded word of a base language; the word itself where no rule is known."""
    shortest = _SHORTEST.get(lang, 4)
    stem = word.translate(_UMLAUTS) if lang == "de" else word
    if lang == "ar":
        article = next((a for a in _ARTICLES if stem.startswith(a) and len(stem) - len(a) >= shortest), "")
        stem = stem.removeprefix(article)
    for ending in _ENDINGS.get(lang, ()):
        if stem.endswith(ending) and len(stem) - len(ending) >= shortest:
            return stem.removesuffix(ending)
    return stem


def same_family(first: str, second: str) -> bool:
    """Tell whether two families belong together: equal, or one is a good part of the other."""
    short, long = sorted((first, second), key=len)
    return short == long or (len(short) >= 4 and short in long)  # noqa: PLR2004


@cache
def says_when(name: str, lang: str) -> bool:
    """Tell whether a family is a season, month, day or part of one; in German also two of them in a word."""
    words, known = time_words(lang), _time_families(lang)
    if name in known:
        return True
    halves = ((name[:at], name[at:]) for at in range(3, len(name) - 2)) if lang == "de" else ()
    return any(first in words and second in known for first, second in halves)


@cache
def _time_families(lang: str) -> frozenset[str]:
    return frozenset(family(word, lang) for word in time_words(lang))
