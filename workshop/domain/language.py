"""The language of a card: what the phone declares, unless the script of the text plainly says otherwise."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from babel.core import get_global

from themes import Text

# A language with what follows it, or a tag that is private or of the oldest kind (`x-…`, `i-…`).
_TAG = re.compile(r"([A-Za-z]{2,3}|[XxIi](?=-))(-[A-Za-z0-9]{1,8})*\Z")
_TAG_LENGTH = 35  # RFC 5646, 4.4.1
_PERSIAN = frozenset("پچژگکیۀ")
_ARABIC_OR_PERSIAN = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱ") | _PERSIAN
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_RUSSIAN = frozenset("ыэъёЫЭЪЁ")
_RUSSIAN_OR_UKRAINIAN = frozenset(map(chr, range(0x410, 0x450))) | _UKRAINIAN | _RUSSIAN
# The first words of the Unicode names of a script's letters, by the script's ISO 15924 code.
_LETTERS_OF = {
    "Latn": "LATIN",
    "Cyrl": "CYRILLIC",
    "Arab": "ARABIC",
    "Aran": "ARABIC",
    "Ethi": "ETHIOPIC",
    "Hebr": "HEBREW",
    "Grek": "GREEK",
    "Armn": "ARMENIAN",
    "Geor": "GEORGIAN",
    "Deva": "DEVANAGARI",
    "Beng": "BENGALI",
    "Guru": "GURMUKHI",
    "Gujr": "GUJARATI",
    "Orya": "ORIYA",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Knda": "KANNADA",
    "Mlym": "MALAYALAM",
    "Sinh": "SINHALA",
    "Thai": "THAI",
    "Laoo": "LAO",
    "Khmr": "KHMER",
    "Mymr": "MYANMAR",
    "Tibt": "TIBETAN",
    "Mong": "MONGOLIAN",
    "Hans": "CJK BOPOMOFO",
    "Hant": "CJK BOPOMOFO",
    "Hani": "CJK",
    "Jpan": "CJK HIRAGANA KATAKANA",
    "Kore": "HANGUL CJK",
    "Thaa": "THAANA",
    "Syrc": "SYRIAC",
    "Tfng": "TIFINAGH",
    "Nkoo": "NKO",
    "Adlm": "ADLAM",
    "Cher": "CHEROKEE",
}
# Languages that are written in more than one script, beside the likeliest.
_ALSO_IN = {
    **dict.fromkeys(("sr", "bs", "sh", "cnr"), "Latn Cyrl"),
    **dict.fromkeys(("az", "uz", "kk", "tk", "ug"), "Latn Cyrl Arab"),
    **dict.fromkeys(("ku", "kmr", "ckb", "ha", "ms", "so", "sw"), "Latn Arab"),
    **dict.fromkeys(("ber", "kab", "zgh", "shi", "rif", "tzm"), "Latn Tfng Arab"),
    **dict.fromkeys(("rom", "rmn", "rmy", "ro", "mo"), "Latn Cyrl"),
    **dict.fromkeys(("pa", "sd", "ks"), "Guru Arab Deva"),
    "prs": "Arab",
    "yue": "Hant Hans",
}
# Scripts of one language only, as far as people here are concerned.
_LANGUAGE_OF = {
    "ETHIOPIC": "ti",
    "HEBREW": "he",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
}
_RTL_SCRIPTS = frozenset(
    {"Arab", "Aran", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Armi", "Rohg", "Samr", "Mand", "Yezi"}
)
# What CLDR's list of likely scripts lacks: Sorani and Badini, the Punjabi of Pakistan.
_SCRIPT_OF = {"ku_IQ": "Arab", "ku_IR": "Arab", "pnb": "Arab", "prs": "Arab"}
# Longer than any browser's header; what follows is not read.
_HEADER_CHARACTERS = 500
# Letters up to U+024F are Latin but for ª, µ and º; the punctuation of U+2000..U+206F holds no letter.
_LATIN_AT_MOST = re.compile("[\0-©«-´¶-¹»-\u024f\u2000-\u206f]*")


def checked_tag(tag: str, *, otherwise: str) -> str:
    """Return a well-formed BCP 47 tag; what is none becomes `otherwise`.

    Older phones write `_` for `-`. A tag that is too long loses its last parts, and no single letter ends it.
    """
    tag = tag.strip()[:_HEADER_CHARACTERS].replace("_", "-")
    if not _TAG.match(tag):
        return otherwise
    if len(tag) > _TAG_LENGTH:
        tag = tag[: _TAG_LENGTH + 1].rpartition("-")[0]
        while tag[-2:-1] == "-":
            tag = tag.rpartition("-")[0]
    return tag


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


def wishes(accept_language: str) -> list[str]:
    """Return the tags of an Accept-Language header (RFC 9110, 12.5.4) in lower case, the dearest first."""
    found: list[tuple[float, str]] = []
    for part in accept_language[:_HEADER_CHARACTERS].lower().replace(" ", "").split(","):
        tag, _, quality = part.partition(";q=")
        try:
            weight = float(quality.partition(";")[0]) if quality else 1.0
        except ValueError:
            continue
        if weight > 0:
            found.append((weight, tag))
    return [tag for _, tag in sorted(found, key=lambda wish: -wish[0])]


def language_of(text: str, claimed: str, accepted: str = "") -> str:
    """Return `claimed`, or the likeliest language of another script that the text is written in.

    `accepted` is what the browser accepts (an Accept-Language header): a language that the page does not
    speak is declared there, and no neighbour of it is taken instead.
    """
    script = script_of(text)
    if script is None:
        return claimed
    fits = scripts_of(claimed)
    if (fits is None or script in fits) and (script != "CYRILLIC" or not _foreign_letters(text, claimed)):
        return claimed
    for tag in wishes(accepted):
        if _TAG.match(tag) and script in (scripts_of(tag) or ()) and not _foreign_letters(text, tag):
            return _cased(tag)
    if script == "ARABIC" and _letters(text) <= _ARABIC_OR_PERSIAN:
        return "fa" if set(text) & _PERSIAN else "ar"
    if script == "CYRILLIC" and _letters(text) <= _RUSSIAN_OR_UKRAINIAN:
        return "uk" if set(text) & _UKRAINIAN and not set(text) & _RUSSIAN else "ru"
    return _LANGUAGE_OF.get(script, "und")


def _letters(text: str) -> set[str]:
    """Return the letters of a text, but for those that any text may hold."""
    return {letter for letter in text if letter > "\u02ff" and letter.isalpha()}


def _foreign_letters(text: str, tag: str) -> bool:
    """Whether a text has letters that Russian and Ukrainian do not know; of other languages none is known."""
    if tag[:2].lower() not in {"ru", "uk"} or tag[2:3] not in {"", "-"}:
        return False
    return not _letters(text) <= _RUSSIAN_OR_UKRAINIAN


def _cased(tag: str) -> str:
    """Write a tag as BCP 47 recommends: `zh-Hant-TW`."""
    first, *others = tag.lower().split("-")
    sizes = {2: str.upper, 4: str.title}
    return "-".join((first, *(sizes.get(len(each), str)(each) for each in others)))


@lru_cache(maxsize=1000)
def scripts_of(tag: str) -> frozenset[str] | None:
    """Return the scripts that a language is written in, as `script_of` names them; `None`: not known."""
    base, *others = _cased(tag).split("-")
    named = [each for each in others if each in _LETTERS_OF]
    likely = get_global("likely_subtags")
    for region in [each for each in others if len(each) == 2 and each.isupper()]:  # noqa: PLR2004 - a region
        named += str(likely.get(f"{base}_{region}", "")).split("_")[1:2] if not named else []
    if not named:
        named = [*str(likely.get(base, "")).split("_")[1:2], *_ALSO_IN.get(base, "").split()]
    found = frozenset(name for code in named for name in _LETTERS_OF.get(code, "").split())
    return found or None


@lru_cache(maxsize=1000)
def direction_of(lang: str) -> str:
    """Return `rtl`, `ltr`, or `auto` where the language is not known: then a browser looks at the letters."""
    base, *others = re.split(r"-[A-Za-z0-9]-", _cased(lang))[0].split("-")
    if base in {"und", "x", "i"}:
        return "auto"
    script = next((each for each in others if len(each) == 4 and each.isalpha()), "")  # noqa: PLR2004 - ISO 15924
    regions = [f"{base}_{each}" for each in others if len(each) == 2]  # noqa: PLR2004 - ISO 3166
    for name in (*regions, base):
        script = script or _likely_script(name)
    if not script:
        return "auto"
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


def _likely_script(name: str) -> str:
    """Return the script of a language, or of a language and region, that one expects; empty: not known."""
    likely = str(get_global("likely_subtags").get(name, "")).split("_")[1:2]
    return _SCRIPT_OF.get(name) or next(iter(likely), "") or _ALSO_IN.get(name, "").split(" ")[0]


def nearest(translations: Mapping[str, str], lang: str) -> str:
    """Return the text in `lang`, its nearest relative, or whatever language the moderator wrote."""
    try:
        return Text(translations).in_language(lang)
    except StopIteration:
        return next(iter(translations.values()), "")
