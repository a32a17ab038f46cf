"""What the gettext catalogues hold, read from their sources: a compiled one hides what is not translated."""

from functools import cache

from babel.messages.pofile import read_po

from workshop.i18n import LOCALE

Texts = str | tuple[str, ...]


@cache
def translated(domain: str, lang: str) -> dict[str, Texts]:
    """Return the translated texts of a domain by their English one; a plural stands under its singular.

    What is empty, or only guessed by a tool ("fuzzy"), is not translated.
    """
    path = LOCALE / lang.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as source:
        messages = list(read_po(source, locale=lang.split("-", maxsplit=1)[0]))
    return {
        message.id[0] if message.pluralizable else message.id: message.string
        for message in messages
        if message.id
        and not message.fuzzy
        and all(message.string if message.pluralizable else (message.string,))
    }
