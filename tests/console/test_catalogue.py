"""Every text of the console stands in each of its catalogues."""

from itertools import chain
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import exports
import workshop.console
from tests.catalogues import translated
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit

EXPORTS = Path(exports.__file__).parent
CONSOLE = Path(workshop.console.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def used() -> set[str]:
    found = chain(
        extract_from_dir(str(CONSOLE), [("**.py", "python")], keywords=KEYWORDS),
        extract_from_dir(str(EXPORTS), [("**.py", "python")], keywords={"in_console": None}),
    )
    return {
        message[0] if isinstance(message, tuple) else message
        for _file, _line, message, _notes, _where in found
    }


def test_the_console_speaks_german_and_english():
    assert set(languages_of("console")) == {"de", "en"}


@pytest.mark.parametrize("lang", languages_of("console"))
def test_every_text_of_the_console_is_translated(lang):
    assert used() - translated("console", lang).keys() == set()


def test_german_is_not_left_in_english():
    texts = translated("console", "de")
    same = {text for text in used() if texts[text] == text or texts[text][:1] == (text,)}
    assert same == {"Problem"}
