"""The language of a card, where it is another one than that of the evening."""

from exports.languages import language_name, own_name
from workshop.i18n import NATIVE_NAMES


def tongue(tag: str, *, lang: str, home: str) -> dict[str, str] | None:
    """Return tag, own name and name in `lang` of a card's language; nothing for `home` and what is not known.

    The own name is empty where it says the same.
    """
    base = tag.partition("-")[0].lower()
    if base in {home.partition("-")[0].lower(), "und"}:
        return None
    own, name = own_name(tag) or NATIVE_NAMES.get(tag, ""), language_name(tag, lang=lang)
    return {"tag": tag, "name": name, "own": "" if own.casefold() == name.casefold() else own}


def tongue_label(tag: str, *, lang: str, home: str) -> str:
    """Return the same as one text, empty for the language of the evening."""
    found = tongue(tag, lang=lang, home=home)
    if found is None:
        return ""
    return f"{found['name']} (\u2068{found['own']}\u2069)" if found["own"] else found["name"]
