"""The order of names as the readers of a language expect it in a list.

Letters count first, then accents, then capitals; punctuation counts as a blank. A letter that is one of
its own in a language ("ı" in Turkish, "پ" in Persian) stands where that alphabet has it, any other letter
with a mark stands beside the plain one ("ä" beside "a" in German, as DIN 5007 wants it in lists).
"""

import unicodedata

_Weights = tuple[tuple[int, int], ...]
NameKey = tuple[_Weights, tuple[str, ...], str, str]
"""What names are compared by: letters, accents, capitals, then the name itself so that no order is chance."""

# Runs of an alphabet in which the letters after the first are letters of their own.
_EVERYWHERE = ("ий", "بپ", "تثټ", "جچ", "زژ", "فڤ", "كگ")
_OWN = {
    "tr": ("cç", "gğ", "hı", "oö", "sş", "uü"),
    "az": ("cç", "eə", "gğ", "hı", "kq", "oö", "sş", "uü"),
    "ku": ("cç", "eê", "iî", "sş", "uû"),
    "uk": ("гґ", "еє", "иіїй"),
    "fa": ("نوه",),
    "pl": ("aą", "cć", "eę", "lł", "nń", "oó", "sś", "zźż"),
    "ro": ("aăâ", "iî", "sș", "tț"),
    "sv": ("zåäö",),
    "es": ("nñ",),
}
# Two ways of writing one letter.
_SAME = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d"})
_TURKIC = frozenset({"tr", "az"})
_TURKIC_CAPITALS = str.maketrans({"I": "ı", "İ": "i"})
_BLANK = (0, 0)


def name_key(name: str, *, lang: str) -> NameKey:
    """Return the key by which `name` sorts in a list in `lang` (BCP 47; an unknown one is no error)."""
    language = lang.replace("_", "-").split("-", maxsplit=1)[0].lower()
    own = _own_letters(language)
    written = unicodedata.normalize("NFC", name.strip())
    folded = written.translate(_TURKIC_CAPITALS) if language in _TURKIC else written
    letters: list[tuple[int, int]] = []
    accents: list[str] = []
    for character in unicodedata.normalize("NFC", folded.casefold()):
        for each in character if character in own else character.translate(_SAME):
            weight, accent = _weigh(each, own)
            if weight == _BLANK and (not letters or letters[-1] == _BLANK):
                continue
            if weight is not None:
                letters.append(weight)
                accents.append(accent)
            elif accents:
                accents[-1] += accent
    while letters and letters[-1] == _BLANK:
        letters.pop()
    return tuple(letters), tuple(accents), written.swapcase(), name


def _weigh(character: str, own: dict[str, tuple[int, int]]) -> tuple[tuple[int, int] | None, str]:
    """Return place in the alphabet and accent; no place for a mark that stands on the letter before."""
    if character in own:
        return own[character], ""
    base, *marks = list(unicodedata.normalize("NFD", character))
    kind = unicodedata.category(base)[0]
    if kind == "M":
        return None, character
    if kind in "ZPSC":
        return _BLANK, ""
    plain = "i" if base == "ı" else base
    place = own.get(plain, (ord(plain), 0))
    return place, "".join(marks) or ("" if plain == base else base)


def _own_letters(language: str) -> dict[str, tuple[int, int]]:
    own = {}
    for run in (*_EVERYWHERE, *_OWN.get(language, ())):
        for place, letter in enumerate(run[1:], start=1):
            own[letter] = (ord(run[0]), place)
    return own
