"""Texts of the pages in the reader's language, from gettext catalogues; one domain per room."""

import gettext
import io
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from themes import LANGUAGES
from themes.text import own_names
from workshop.domain.language import direction_of, wishes

Gettext = Callable[[str], str]
NGettext = Callable[[str, str, int], str]
LOCALE = Path(__file__).parent / "locale"
DEFAULT = "de"

# Each language named in itself.
NATIVE_NAMES = {
    "de": "Deutsch",
    "de-simple": "Leichte Sprache",
    "en": "English",
    "ar": "العربية",
    "fa": "فارسی / دری",
    "uk": "Українська",
    "ru": "Русский",
    "tr": "Türkçe",
    "ku": "Kurmancî",
    "ti": "ትግርኛ",
    "fr": "Français",
}


def languages_of(domain: str) -> tuple[str, ...]:
    """Return the tags of the languages that a domain has a catalogue for, in our order."""
    return tuple(tag for tag in LANGUAGES if _path(domain, tag).exists())


def _path(domain: str, tag: str) -> Path:
    return LOCALE / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


@cache
def catalogue(domain: str, tag: str) -> gettext.NullTranslations:
    """Return the texts of a domain in a language; what is not translated stays English.

    The source catalogue is compiled here on first use, so that no built file can be stale.
    """
    path = _path(domain, tag)
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        messages = read_po(source, locale=tag.split("-", maxsplit=1)[0])
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def supported(tag: str, offered: Iterable[str] = LANGUAGES) -> str | None:
    """Return the language among `offered` that serves a reader of `tag` (BCP 47), if any."""
    offered = tuple(offered)
    return next((each for each in own_names(tag) if each in offered), None)


def negotiate(accept_language: str, offered: Iterable[str] = LANGUAGES, *, default: str = DEFAULT) -> str:
    """Return the best of `offered` for an Accept-Language header (RFC 9110, 12.5.4)."""
    offered = tuple(offered)
    for tag in wishes(accept_language):
        if found := supported(tag, offered):
            return found
    return default


__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "NATIVE_NAMES",
    "Gettext",
    "NGettext",
    "catalogue",
    "direction_of",
    "languages_of",
    "negotiate",
    "supported",
]
