"""What languages are called: by the name that they have in themselves, and in the reader's language."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from exports.text import locale_of

# Tags that people's phones know and Babel does not, or knows as another language: own name and German's tag.
_OWN = {
    "aii": "ܣܘܪܝܬ",
    "aeb": "الدارجة التونسية",
    "apc": "العامية الشامية",
    "arc": "ܐܪܡܝܐ",
    "ary": "الدارجة المغربية",
    "arz": "اللهجة المصرية",
    "av": "авар мацӀ",
    "bar": "Boarisch",
    "ber": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "cnr": "crnogorski",
    "din": "Thuɔŋjäŋ",
    "diq": "Zazakî",
    "glk": "گیلکی",
    "hak": "客家話",
    "haz": "هزارگی",
    "inh": "гӀалгӀай мотт",
    "kbd": "адыгэбзэ",
    "kmr": "Kurmancî",
    "ku": "Kurmancî",
    "lez": "лезги чӀал",
    "lzz": "Lazuri",
    "mo": "moldovenească",
    "nan": "閩南語",
    "pnb": "پنجابی",
    "prs": "دری",
    "rif": "Tarifit",
    "rmn": "romani čhib",
    "rmy": "romani čhib",
    "rom": "romani čhib",
    "sdh": "کوردی خوارین",
    "sh": "srpskohrvatski",
    "tl": "Tagalog",
    "tw": "Twi",
    "wuu": "吴语",
    "zza": "Zazakî",
}
# The entry of Babel's list of names that serves a tag without one.
_LISTED_AS = {
    "aii": "syr",
    "diq": "zza",
    "fa-AF": "fa_AF",
    "kmr": "ku",
    "mo": "ro_MD",
    "pnb": "pa",
    "prs": "fa_AF",
    "rmn": "rom",
    "rmy": "rom",
    "tl": "tl",
}


def language_label(tag: str, *, lang: str) -> str:
    """Return what a language is called in `lang` and in itself: `Mazedonisch (македонски)`.

    One name where both are the same, or where there is only one; the tag itself where there is none.
    """
    own, name = own_name(tag), language_name(tag, lang=lang)
    if not own or own.casefold() == name.casefold():
        return name
    return own if name == tag else f"{name} ({own})"


@lru_cache(maxsize=1000)
def own_name(tag: str) -> str:
    """Return what a language is called in itself, with its script where that is not the usual one."""
    base, script = _parts(tag)
    if base in _OWN and script in {"", "Latn"}:
        return _OWN[base]
    for name in (f"{base}_{script}", base) if script else (base,):
        try:
            locale = Locale.parse(name, resolve_likely_subtags=False)
        except (ValueError, UnknownLocaleError):
            continue
        known = locale.languages.get(base)
        return _with_script(known, locale.scripts.get(script, script)) if known else ""
    return _OWN.get(base, "")


@lru_cache(maxsize=1000)
def language_name(tag: str, *, lang: str) -> str:
    """Return what a language is called in `lang`, with its script where that is not the usual one."""
    base, script = _parts(tag)
    locale = locale_of(lang)
    known = locale.languages.get(_LISTED_AS.get(base, base)) or locale.languages.get(base)
    return _with_script(known, locale.scripts.get(script, script)) if known else tag


def _with_script(name: str, script: str) -> str:
    return f"{name}, {script}" if script else name


def _parts(tag: str) -> tuple[str, str]:
    """Return the language of a tag and its script, empty if that is the one which everybody expects."""
    base, *others = tag.replace("_", "-").split("-")
    base = base.lower()
    if base not in _OWN:
        # What older phones write for a language (`iw`), and its longer code where it has a short one (`uig`).
        base, *more = str(get_global("language_aliases").get(base, base)).split("_")
        others = [*others, *more]
    likely = get_global("likely_subtags")
    usual = _script_in(likely.get(base, ""))
    for each in others:
        if len(each) == 1:  # what follows is an extension or private
            break
        if len(each) == 4 and each.isalpha():  # noqa: PLR2004 - ISO 15924
            return base, "" if each.title() == usual and base != "zh" else each.title()
        if len(each) == 2:  # noqa: PLR2004 - ISO 3166
            found = _script_in(likely.get(f"{base}_{each.upper()}", ""))
            return base, found if found != usual else ""
    return base, ""


def _script_in(identifier: str | None) -> str:
    return next((part for part in str(identifier or "").split("_")[1:] if len(part) == 4), "")  # noqa: PLR2004
