"""What stands on the sheets for door and tables: printed in the dialogue's language, not the reader's."""

from workshop.i18n import DEFAULT, Gettext, catalogue, languages_of, supported

DOMAIN = "sheets"


def sheet_language(lang: str) -> str:
    """Return the language in which the sheets of a dialogue in `lang` are written."""
    return supported(lang, languages_of(DOMAIN)) or DEFAULT


def sheet_words(lang: str) -> Gettext:
    """Return the texts of the sheets in the language of the dialogue."""
    return catalogue(DOMAIN, sheet_language(lang)).gettext
