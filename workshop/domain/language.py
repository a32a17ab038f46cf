"""The language of a card: what the page says, unless the script of the text plainly says otherwise."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from themes import Text

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}\Z")
_PERSIAN = frozenset("پچژگکیۀ")
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_RUSSIAN = frozenset("ыэъёЫЭЪЁ")
RTL_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "prs"})
_SCRIPT_OF = {
    **dict.fromkeys(("ar", "fa", "prs", "ur", "ps", "ckb"), "ARABIC"),
    **dict.fromkeys(("uk", "ru", "bg", "sr", "be"), "CYRILLIC"),
    **dict.fromkeys(("ti", "am"), "ETHIOPIC"),
    "he": "HEBREW",
    "el": "GREEK",
}
# Letters up to U+024F are Latin but for ª, µ and º; the punctuation of U+2000..U+206F holds no letter.
_LATIN_AT_MOST = re.compile("[\0-©«-´¶-¹»-\u024f\u2000-\u206f]*")


def checked_tag(tag: str, *, otherwise: str) -> str:
    """Return a well-formed BCP 47 tag; what is none becomes `otherwise`."""
    return tag if len(tag) <= 35 and _TAG.match(tag) else otherwise  # noqa: PLR2004 - RFC 5646, 4.4.1


def script_of(text: str) -> str | None:
    """Return the Unicode name of the script that most letters of the text belong to, e.g. `ARABIC`."""
    if _LATIN_AT_MOST.fullmatch(text):
        return "LATIN" if any(map(str.isalpha, text)) else None
    scripts: Counter[str] = Counter()
    # Asking for a name is dear, and a text is written with few letters.
    for letter, times in Counter(text).items():
        if letter.isalpha():
            scripts[unicodedata.name(letter, "?").split(" ", 1)[0]] += times
    return scripts.most_common(1)[0][0] if scripts else None


def language_of(text: str, claimed: str) -> str:
    """Return `claimed`, or the likeliest language of another script that the text is written in."""
    script = script_of(text)
    if script is None or script == _SCRIPT_OF.get(claimed.split("-", maxsplit=1)[0].lower(), "LATIN"):
        return claimed
    letters = set(text)
    if script == "ARABIC":
        return "fa" if letters & _PERSIAN else "ar"
    if script == "CYRILLIC":
        return "uk" if letters & _UKRAINIAN and not letters & _RUSSIAN else "ru"
    return {"ETHIOPIC": "ti", "HEBREW": "he", "GREEK": "el"}.get(script, "und")


def direction_of(lang: str) -> str:
    """Return `rtl`, `ltr`, or `auto` where the language is not known."""
    base = lang.split("-", maxsplit=1)[0].lower()
    if base == "und":
        return "auto"
    return "rtl" if base in RTL_LANGUAGES else "ltr"


def nearest(translations: Mapping[str, str], lang: str) -> str:
    """Return the text in `lang`, its nearest relative, or whatever language the moderator wrote."""
    try:
        return Text(translations).in_language(lang)
    except StopIteration:
        return next(iter(translations.values()), "")
